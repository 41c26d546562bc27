#pragma once

#include "models/moderation/queue_model.h"

#include <map>

namespace tradepost::models {

// The item that a moderator looks at. It and the next one are claimed, so that nobody else takes them, and read, so
// that the next is there the moment the first is decided about. What is left is released. GUI thread.
class ReviewDesk final : public QObject {
    Q_OBJECT
public:
    static constexpr int kProlongMs = 5 * 60 * 1'000; // a claim lasts 15 minutes
    static constexpr int kHistorySize = 20;
    static constexpr int kDecidedAtOnce = 100;
    static constexpr int kReadAhead = 10; // so few items below the open one: more are read
    enum class Status { Empty, Loading, Ready, Failed };

    // Both must outlive the desk.
    ReviewDesk(client::ClientInterface& client, QueueModel& queue, QObject* parent = nullptr);
    ~ReviewDesk() override;

    // Of an item of the queue; empty: none.
    void open(const QString& id);
    void close() { open({}); }
    void reload();
    // Opens a neighbour that nobody else is at; false when there is none.
    bool next();
    bool previous();
    // From the moderator who is at it.
    void takeOver();

    const QString& id() const { return m_id; }
    Status status() const;
    const Error& error() const; // of Failed
    const Review* review() const;
    const std::vector<HistoryEntry>& history() const;
    // The product that a finding compares with; null until it is here, or when it cannot be read.
    const ProductFacts* other(const QString& productId) const;
    bool heldByOther() const;
    QDateTime heldUntil() const;
    bool mayDecide() const { return status() == Status::Ready && !heldByOther() && m_client.online(); }

    // About the open item. The next one is open when this returns; `decided` or `refused` follow.
    void decide(const Decision& decision);
    // About listed items, kDecidedAtOnce at a time; `decidedMany` follows.
    void decideMany(const QStringList& ids, const Decision& decision);

signals:
    void moved();   // another item is open
    void changed(); // what is known of it
    void decided(const QString& id, const QString& title, tradepost::models::Verdict verdict);
    // The item is back in the queue as it is now, or gone from it.
    void refused(const QString& id, const QString& title, const tradepost::Error& error);
    void decidedMany(int decided, int refused, const tradepost::Error& lastError);

private:
    struct Entry {
        std::optional<Review> review;
        std::vector<HistoryEntry> history;
        Error error;
        bool failed = false;
        bool claimed = false;
        client::CallHandle reviewCall;
        client::CallHandle historyCall;
    };
    struct Taken {
        QueueItem item;
        int row = 0;
    };
    struct Many {
        std::vector<Taken> waiting;
        Decision decision;
        int decided = 0;
        int refused = 0;
        Error lastError;
    };

    const Entry* current() const;
    void prepare(const QString& id);
    void read(const QString& id);
    void claim(const QStringList& ids, bool takeOver = false);
    void keepOnly(const QString& id, const QString& ahead);
    void readOthers();
    void prepareNext();
    void putBack(const Taken& taken, const Error& error);
    void runMany(const std::shared_ptr<Many>& many);

    client::ClientInterface& m_client;
    QueueModel& m_queue;
    QTimer m_prolong;
    QString m_id;
    std::map<QString, Entry> m_entries; // the open one and the next
    std::map<QString, std::optional<ProductFacts>> m_others;
};

} // namespace tradepost::models
