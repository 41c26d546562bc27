#pragma once

#include "backend/platform/events/consumer_store.h"
#include "backend/platform/events/subscription.h"

#include <deque>
#include <future>
#include <map>
#include <set>

namespace tradepost::events {

// Delivers a log to a consumer whose effect is in a database.
//
// The thread reads batches behind what it has read last and applies each in one transaction with the inbox entries and
// the cursor. An event that is refused is taken out and held in memory, later events of its key behind it, while other
// keys go on; the cursor stays before the oldest held event, so that a crash brings held events back, and the inbox
// keeps those applied meanwhile from taking effect twice. After the last attempt the event becomes a dead letter in the
// tables, what is held behind it is parked there, and the cursor goes on.
class ConsumerSubscription final : public Subscription {
public:
    ConsumerSubscription(Outbox& log, Consumer consumer, const Clock& clock, const CrashPoint& crashPoint,
                         IdSource& ids);
    ~ConsumerSubscription() override;

    // Puts the consumer down in its database and in the log's. Before start(), blocking.
    Result<void> open();
    void start() override;
    sql::Database& database() const { return *m_consumer.database; }
    // Carried out by the subscription's thread, between batches; blocks until then. UNAVAILABLE when it does not run.
    Result<DeadLetter> redrive(std::int64_t letterId);
    Result<DeadLetter> skip(std::int64_t letterId, const std::string& reason);

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::size_t keysPerRound = 32; // retried before the log has its turn again
    enum class Do { Apply, Park };
    struct Stopped {}; // thrown to leave whatever is under way once stop() was called
    struct Work {
        const Delivered* delivered;
        Do what = Do::Apply;
        std::int64_t parkedSeq = 0; // of an event that leaves the parked ones; 0: it comes from the log
        std::size_t index = 0;      // in its batch
    };
    struct Refusal {
        std::size_t at;
        Error error;
    };
    struct Held {
        std::deque<Delivered> events; // never empty; the first one was refused
        TimePoint due;
        std::string cause;
    };
    struct Command {
        std::int64_t letterId;
        bool skip;
        std::string reason;
        std::promise<Result<DeadLetter>> answer;
    };
    struct Drain {
        TimePoint due;
        std::vector<std::shared_ptr<Command>> waiting; // answered once the drain ends or meets a refusal
    };

    void run() override;
    void ended() override;
    void load();
    void restartLog();
    bool serveCommands();
    bool drainParked(TimePoint& next);
    bool retryHeld(TimePoint& next);
    bool readLog(TimePoint& next);
    // From memory where that reaches back far enough.
    Result<std::vector<Delivered>> readAfter(Position position);
    bool pruneInbox();

    Result<DeadLetter> execute(std::int64_t letterId, bool skip, const std::string& reason);
    void serve(const std::shared_ptr<Command>& command);
    void answer(Drain& drain);
    bool drainKey(const std::string& key, Drain& drain);
    void process(std::vector<Delivered>& batch);
    void hold(const Delivered& delivered, const Error& error);
    void refusedAgain(const std::string& key, Held& held, const Error& error);
    void retryKey(const std::string& key, Held& held);
    void bury(const std::string& key, int attempts);
    // One more attempt at the event has failed, also on disk: a restart does not begin anew. Answers with their number.
    int countAttempt(const Delivered& delivered);
    void addHeld(Held& held, const Delivered& delivered);
    void dropHeld(Held& held, std::size_t number);
    void forgetHeld();
    static std::string causeOf(const Error& error);
    bool wants(const Delivered& delivered);
    bool blocked(const std::string& key) const;

    // Applies in order and commits all before the first refused one.
    std::optional<Refusal> applyAll(std::span<const Work> work,
                                    const std::function<std::optional<Position>(std::size_t)>& cursorAfter);
    Result<void> applyOne(sql::Transaction& tx, const Work& work);
    // Calls the handler and makes an error of whatever it throws but a database's failure.
    Result<void> callHandler(sql::Transaction& tx, const Delivered& delivered);
    // Pauses for a database's trouble; throws Stopped once stop() was called.
    void waitOut(const Error& error, int failures);
    // Tries until the database takes it.
    void write(const std::function<void(sql::Transaction&)>& fn);
    void saved(Position cursor);
    // Where the cursor may stand when everything up to `read` was read and of `key` only events from `next` on are
    // left.
    Position cursorFor(Position read, const std::string* key = nullptr, const Delivered* next = nullptr) const;

    const Consumer m_consumer;
    IdSource& m_ids;

    // Of the thread.
    std::int64_t m_id = 0;
    Position m_read;
    std::int64_t m_firstKept = 1, m_prunedBelow = 1;
    int m_readFailures = 0;
    bool m_readOnce = false; // since load()
    std::map<std::string, Held> m_held;
    std::size_t m_heldEvents = 0, m_heldBytes = 0;
    std::size_t m_chunk = 64; // events in one transaction; more where they are quick, fewer where they take long
    std::map<std::int64_t, int> m_attempts; // that failed, by id of an event to be tried again; as on disk
    std::set<std::string> m_dead;
    std::map<std::string, Drain> m_draining;

    mutable std::mutex m_savedMutex;
    Position m_saved; // the cursor on disk

    std::mutex m_commandMutex;
    bool m_accepting = false;
    std::deque<std::shared_ptr<Command>> m_commands;

    Outbox::Listener m_holdBack;
};

} // namespace tradepost::events
