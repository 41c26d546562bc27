#pragma once

#include "backend/base/ids.h"
#include "backend/platform/events/payload.h"
#include "backend/platform/sql/sql.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradepost::events {

// Addresses an event in a log. The epoch changes when a log is replaced (restored, truncated by hand).
struct Position {
    std::int64_t epoch = 0;
    std::int64_t value = 0;
    auto operator<=>(const Position&) const = default;
};

// The attributes of CloudEvents 1.0 that Tradepost uses, with the payload as the bytes of a protobuf message.
// Carries no personal data: erasure must stay possible while events live on.
struct Event {
    EventId id;              // `id`: what consumers dedupe by
    std::string source;      // `source`: the log's name, "catalog"
    std::string type;        // `type`: the payload's full message name, "tradepost.catalog.v1.ProductChanged"
    std::string key;         // `subject`: the aggregate's id; order is kept per key
    Micros time = 0;         // `time`
    std::string traceparent; // W3C trace context
    Payload payload;

    // Whether the payload is a `Message`, and as one; nullptr when it is not, or cannot be read as one.
    template<class Message>
    bool is() const {
        static const std::string name = Message::descriptor()->full_name();
        return type == name;
    }
    template<class Message>
    const Message* as() const {
        return is<Message>() ? static_cast<const Message*>(payload.message(Message::default_instance())) : nullptr;
    }
};

struct Delivered {
    Position position;
    Event event;
};

// A service's log, in its own database, written in the transaction of the state change: the outbox is the log.
class Outbox {
public:
    // `name` is the log's name. migrate() must have run on the database before the first append.
    Outbox(sql::Database& database, std::string name, const Clock& clock, IdSource& ids);
    ~Outbox();
    static sql::Schema schema(); // component "events"; holds the log, inbox, cursors, dead letters and parked events

    // Appends within `tx` and answers with the position; consumers are woken after the commit.
    Position append(sql::Transaction& tx, const google::protobuf::Message& payload, std::string key,
                    std::string traceparent = {});
    const std::string& name() const;
    Position end(sql::Reader& reader) const;       // position of the last event, (epoch, 0) of an empty log
    Position firstKept(sql::Reader& reader) const; // compaction drops events before this one
    // Events after `after`, at most `limit`, fewer when they are large. POSITION_GONE (ABORTED) for an unknown epoch or
    // one compacted away.
    Result<std::vector<Delivered>> readAfter(sql::Reader& reader, Position after, std::size_t limit) const;
    // The same for who keeps up, from what this process appended lately: never blocks. Nothing when that does not reach
    // back to `after`: then readAfter() tells.
    std::optional<std::vector<Delivered>> recentAfter(Position after, std::size_t limit) const;
    // Events before this one were dropped by compact() since this object was made; 0: none. Cheap.
    std::int64_t compactedTo() const;
    // Drops events below `keepFrom` that every registered consumer has dealt with; for use with a snapshot. Drops at
    // most `atMost` a call and answers with their number: call until it is 0. The last event always stays.
    Result<std::int64_t> compact(sql::Transaction& tx, Position keepFrom, std::int64_t atMost = 20'000);
    // Starts a new epoch: readers with positions of the old one get POSITION_GONE.
    Position newEpoch(sql::Transaction& tx);
    sql::Database& database() const;
    // Calls `wake` after every commit that appended, on the writer's thread: quick, must not block.
    using Listener = std::shared_ptr<void>;
    Listener onAppend(std::function<void()> wake);
    // The last position appended through this object and committed, {} before the first. Cheap: for telling lag.
    Position latest() const;

    // Feeds put a consumer down in the log's database, so that compaction keeps what it has not dealt with, also while
    // it does not run. A consumer that is no more must be forgotten, or the log grows for ever.
    void registerConsumer(sql::Transaction& tx, const std::string& consumer, Position dealtWith);
    // False when it is not put down.
    bool forgetConsumer(sql::Transaction& tx, const std::string& consumer);
    // Those put down, with the position put down last: a running one's may be further.
    std::vector<std::pair<std::string, Position>> registeredConsumers(sql::Reader& reader) const;
    // While the handle lives, compaction asks `dealtWith` for the consumer's durable position instead of going by the
    // one put down. Called on the writer's thread: quick, must not block.
    Listener holdBack(std::string consumer, std::function<Position()> dealtWith);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

struct RetryPolicy {
    int attempts = 8;                                  // then a dead letter
    std::chrono::milliseconds first{50}, most{10'000}; // exponential between them, with full jitter
};

// A consumer whose effect is in a database: `apply` runs in a transaction of `database` together with the inbox entry
// of the event, so that each event takes effect once, however often it is delivered. An error is tried again by
// `retry`, then the event becomes a dead letter and later events of its key are parked behind it.
struct Consumer {
    std::string name;                  // stable: the key of its cursor, "cart.stock-prices"
    std::vector<std::string> types;    // event types it wants; empty: all
    sql::Database* database = nullptr; // migrated with Outbox::schema()
    // Optional: false for an event that `apply` would do nothing for, which then costs no statement. Called in order,
    // on the subscription's thread, and again for an event that is read again; may keep what it learns in memory only.
    std::function<bool(const Delivered&)> concerns;
    std::function<Result<void>(sql::Transaction&, const Delivered&)> apply;
    RetryPolicy retry;
};

// A consumer that keeps derived state of its own, in memory or in files: it is handed batches in order, starting after
// `start`, and must make applying a batch twice harmless. On POSITION_GONE `rebuild` is called, which makes the state
// anew from the service's truth and answers with the position it stands for.
struct Projection {
    std::string name;
    Position start; // {} : rebuild first
    std::function<void(const std::vector<Delivered>&)> apply;
    std::function<Result<Position>()> rebuild;
    // Batches begin at least this far apart, unless one was full: a burst is then applied in a few large batches, which
    // costs a projection far less than one for each commit. The first event after a pause is applied at once.
    std::chrono::milliseconds pace{0};
};

// What is known of a subscriber, for metrics and the operators' pages.
struct ConsumerStatus {
    std::string name, log;
    Position position;
    std::int64_t lag = 0;
    std::int64_t deadLetters = 0;
};

enum class DeadLetterState { Waiting = 1, Redriven = 2, Skipped = 3 };
struct DeadLetter {
    std::int64_t id = 0;
    std::string consumer;
    Delivered delivered;
    std::string cause;
    int attempts = 0;
    int parked = 0;
    Micros created = 0;
    DeadLetterState state = DeadLetterState::Waiting;
    std::string note;
};

// Delivers logs to consumers, at least once and in order per key. Embedded it reads the outbox table and is woken by
// commits (openSqlFeed); scaled out it reads Kafka. Each subscription has a thread of its own: handlers may block on
// their database. Thread-safe. stop() returns when no handler runs any more.
class EventFeed {
public:
    virtual ~EventFeed() = default;
    virtual Result<void> subscribe(Outbox& log, Consumer consumer) = 0;
    virtual Result<void> subscribe(Outbox& log, Projection projection) = 0;
    virtual void start() = 0;
    virtual void stop() = 0;
    // Resumes when `consumer` has dealt with everything up to `position`; DEADLINE_EXCEEDED after `timeout`.
    virtual Task<Result<void>> passed(std::string consumer, Position position, std::chrono::milliseconds timeout) = 0;
    virtual std::vector<ConsumerStatus> consumers() const = 0;
    virtual Result<std::vector<DeadLetter>> deadLetters(const std::string& consumer, std::int64_t afterId,
                                                        int limit) = 0;
    // Makes a projection's state anew by `rebuild`, on the subscription's thread in place of its own, and goes on from
    // the position it answers with; an error leaves state and position as they are. Blocks until then.
    virtual Result<Position> rebuild(const std::string& projection, std::function<Result<Position>()> rebuild) = 0;
    // A consumer of `log` that is gone for good holds nothing back any more: what is known of it goes, dead letters and
    // parked events too. FAILED_PRECONDITION / CONSUMER_RUNS for one subscribed in this process. Blocks.
    virtual Result<void> forget(Outbox& log, const std::string& consumer) = 0;
    virtual Result<DeadLetter> redrive(std::int64_t deadLetterId) = 0;
    virtual Result<DeadLetter> skip(std::int64_t deadLetterId, const std::string& reason) = 0;
};

// A crash between any two steps may be injected in tests: called with the step's name, may throw.
using CrashPoint = std::function<void(std::string_view step)>;

std::unique_ptr<EventFeed> openSqlFeed(const Clock& clock, CrashPoint crashPoint = {});

} // namespace tradepost::events
