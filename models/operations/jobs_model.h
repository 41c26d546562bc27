#pragma once

#include "models/client/client_interface.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <QDateTime>
#include <QTimer>

namespace tradepost::models {

// A long-running operation as people see it.
struct Job {
    enum class State { Running, Paused, Cancelling, Cancelled, Succeeded, Failed };

    QString id;
    QString title;
    State state = State::Running;
    qint64 done = 0;
    qint64 total = 0;     // 0: not known yet
    double perSecond = 0; // 0: not known yet
    QString problem;      // of Failed
    QDateTime updated;

    bool ended() const { return state == State::Succeeded || state == State::Failed || state == State::Cancelled; }
    bool operator==(const Job&) const = default;
};

// The person's latest operations, newest first, at most kMaxJobs. Asks every second while one runs, seldom otherwise,
// and only while the store is there. GUI thread.
class JobsModel final : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxJobs = 20;
    static constexpr int kRunningMs = 1'000;
    static constexpr int kIdleMs = 15'000;

    // `client` must outlive the model.
    explicit JobsModel(client::ClientInterface& client, QObject* parent = nullptr);

    const std::vector<Job>& jobs() const { return m_jobs; }
    int running() const;
    // At once, as after something was started.
    void refresh();
    // Asks the store to stop it; the job says so once it has.
    void cancel(const QString& id);

signals:
    void changed();
    // A job that was seen running has come to its end.
    void ended(const tradepost::models::Job& job);
    void failed(const QString& problem); // a cancel did

private:
    void adopt(const operations::v1::ListOperationsResponse& reply);
    void forget();

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QTimer m_timer;
    QString m_userId;
    std::vector<Job> m_jobs;
};

} // namespace tradepost::models
