#pragma once

#include "models/client/client_interface.h"
#include "models/imports/import.h"

#include <QTimer>

namespace tradepost::models {

// One import as it goes on at the store, and how it is steered. Asks twice a second while it runs; a lost connection
// keeps what is known and goes on by itself. GUI thread.
class ImportModel final : public QObject {
    Q_OBJECT
public:
    static constexpr int kRunningMs = 500;

    enum class Status { Empty, Loading, LoadFailed, Ready };

    // `client` must outlive the model.
    explicit ImportModel(client::ClientInterface& client, QObject* parent = nullptr);

    void load(const QString& id);
    void adopt(const Import& import); // one that was just made
    void clear();

    Status status() const { return m_status; }
    const Import& import() const { return m_import; }
    const Error& error() const { return m_error; } // of LoadFailed
    bool asking() const { return m_steering.active(); }

    void start(const imports::v1::StartImportRequest& request);
    // Goes on after a failure or cancellation, from where it was.
    void goOn(bool dryRun);
    void pause();
    void resume();
    void cancel();
    void rollBack();

signals:
    void changed();
    void ended();                              // it ran before, and does no more
    void refused(const tradepost::Error& why); // starting or steering was

private:
    using Method = client::Method<imports::v1::GetImportRequest, imports::v1::Import>;

    void refresh();
    void steer(const Method& method);
    void take(const Import& import);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    client::CallHandle m_steering;
    QTimer m_timer;
    Status m_status = Status::Empty;
    Import m_import;
    Error m_error;
};

} // namespace tradepost::models
