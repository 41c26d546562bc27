#pragma once

#include "models/client/client_interface.h"
#include "models/moderation/review.h"

#include <QAbstractListModel>
#include <QTimer>

namespace tradepost::models {

struct QueueQuery {
    enum class Order { OldestFirst, NewestFirst, MostFindingsFirst };
    Order order = Order::OldestFirst;
    FindingKind finding = FindingKind::Unknown; // only items with it; MostFindingsFirst then lists the oldest first
    QString sellerId;

    bool filtered() const { return finding != FindingKind::Unknown || !sellerId.isEmpty(); }
    bool operator==(const QueueQuery&) const = default;
};

struct QueueCounts {
    qint64 total = -1;                                    // not known yet
    std::vector<std::pair<FindingKind, qint64>> findings; // those that have any
    std::vector<std::pair<int, qint64>> ages;             // days since it was submitted; 30 stands for all beyond

    bool operator==(const QueueCounts&) const = default;
};

// What waits for a moderator, read page by page as a view asks for more. An item that is decided about leaves at once;
// one whose decision is refused comes back to its place. GUI thread.
class QueueModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int kPageSize = 50;
    static constexpr int kRefreshMs = 30'000; // counts, while the page is shown
    enum class Status { Idle, Loading, Ready, Failed };
    enum Roles { ItemRole = Qt::UserRole, IdRole };

    // `client` must outlive the model.
    explicit QueueModel(client::ClientInterface& client, QObject* parent = nullptr);

    void setQuery(const QueueQuery& query);
    const QueueQuery& query() const { return m_query; }
    // Reads the list and the counts anew.
    void refresh();
    void loadCounts();
    // Whether someone looks: the counts are then kept up to date.
    void setWatched(bool watched);

    Status status() const { return m_status; }
    const Error& error() const { return m_error; }
    const QueueCounts& counts() const { return m_counts; }
    // Others submitted or decided since the list was read.
    bool outdated() const { return m_outdated; }

    int rowOf(const QString& id) const; // -1: not among those read
    const QueueItem& at(int row) const { return m_items[std::size_t(row)]; }
    // The nearest item after the row that nobody else is at, else the nearest before; empty: there is none.
    QString freeNear(int row) const;
    QString freeAfter(int row) const;
    QString freeBefore(int row) const;
    bool heldByOther(const QueueItem& item) const;

    QueueItem take(int row);
    void put(const QueueItem& item, int row); // in its place when it is listed, else at the row
    void drop(const QString& id);             // is not there any more

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

signals:
    void statusChanged();
    void countsChanged();

private:
    void read(bool fromStart);
    void setStatus(Status status);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    client::CallHandle m_countCall;
    QTimer m_timer;
    QueueQuery m_query;
    Status m_status = Status::Idle;
    Error m_error;
    std::vector<QueueItem> m_items;
    std::string m_nextToken;
    QueueCounts m_counts;
    qint64 m_expected = -1; // the total that our own decisions leave
    bool m_outdated = false;
};

} // namespace tradepost::models
