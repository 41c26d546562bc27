#pragma once

#include "backend/platform/sql/connection.h"
#include "backend/platform/sql/flusher.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace tradepost::sql {

struct WriteJob {
    std::function<bool(Transaction&)> work;
    std::move_only_function<void(std::optional<Error>)> done;
    Priority priority = Priority::Interactive;
};

// The single writer: a thread that runs queued functions in batches, one transaction each, and answers once the commit
// is on disk. Where the engine's log is flushed apart, the next batch runs while the disk takes the last one.
// Interactive work goes first; bulk work fills what a batch has left, and gets a turn now and then when there is always
// interactive work. Thread-safe.
class Writer {
public:
    // Opens its connection at once; throws Failure.
    Writer(Connector& connector, std::size_t maxQueue);
    ~Writer(); // runs what is queued

    void enqueue(WriteJob job);
    // Runs `work` between two batches, with no transaction open; waits for it.
    Result<void> exclusive(const std::function<Result<void>(Connection&)>& work);

    std::size_t queued(Priority priority) const;
    Flusher* flusher() const { return m_flusher.get(); } // none where a commit that returns is durable
    std::uint64_t commits() const { return m_commits; }
    std::uint64_t writes() const { return m_writes; }

private:
    class Batch;
    struct Callbacks;
    struct Entry {
        WriteJob job;
        std::optional<Error> error;
        bool alone;
    };
    using Exclusive = std::move_only_function<void()>;

    void loop();
    std::optional<WriteJob> take(std::size_t taken, std::size_t bulk, std::chrono::steady_clock::time_point started,
                                 bool& alone);
    bool bulkWaits() const;
    bool interactiveWaits() const;
    bool waitForMore();
    void committing(const std::function<void()>& commit);
    void flushed();
    void runBatch();
    static void answer(std::vector<Entry>& entries, const std::optional<Error>& failed);
    void ensureConnected();
    void failQueued(const Error& error);

    Connector& m_connector;
    const std::size_t m_maxQueue;
    std::unique_ptr<Connection> m_connection; // of the writer's thread, once it runs
    std::unique_ptr<Flusher> m_flusher;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<WriteJob> m_interactive;
    std::deque<WriteJob> m_bulk;
    std::deque<Exclusive> m_exclusive;
    bool m_stop = false;
    bool m_sleeping = false;

    std::deque<WriteJob> m_ready; // taken from m_interactive, of the writer's thread
    std::chrono::steady_clock::time_point m_lastBulk{};
    std::chrono::steady_clock::time_point m_nextConnect{};
    std::atomic<std::size_t> m_readySize{0};
    std::atomic<std::uint64_t> m_commits{0};
    std::atomic<std::uint64_t> m_writes{0};
    std::thread m_thread;
};

} // namespace tradepost::sql
