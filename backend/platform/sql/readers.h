#pragma once

#include "backend/platform/sql/connection.h"
#include "backend/platform/sql/flusher.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace tradepost::sql {

// What a function that reads is handed: statements on a connection that has begun to read.
class Snapshot final : public Reader {
public:
    explicit Snapshot(Connection& connection) : m_connection(connection) {}
    void run(std::string_view sql, std::span<const Value> args, const std::function<void(const Row&)>& onRow) override {
        m_connection.run(sql, args, onRow);
    }

private:
    Connection& m_connection;
};

struct ReadJob {
    std::function<void(Reader&)> work;
    std::move_only_function<void(std::optional<Error>)> done;
};

// Threads with a connection each, that run queued functions on a snapshot of their own. Thread-safe.
class Readers {
public:
    // Opens the connections at once; throws Failure. `flusher`, where there is one, holds back what is not on disk yet
    // and outlives this.
    Readers(Connector& connector, int count, std::size_t maxQueue, Flusher* flusher);
    ~Readers(); // runs what is queued

    void enqueue(ReadJob job);
    // Has every connection prepare its statements anew: the schema changed.
    void forgetStatements() { m_schemaChanges.fetch_add(1); }

    std::size_t queued() const;
    std::uint64_t reads() const { return m_reads; }

private:
    void loop(std::unique_ptr<Connection> connection);
    void runJob(ReadJob& job, std::unique_ptr<Connection>& connection);

    Connector& m_connector;
    const std::size_t m_maxQueue;
    Flusher* const m_flusher;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<ReadJob> m_queue;
    bool m_stop = false;
    std::atomic<std::uint64_t> m_reads{0};
    std::atomic<std::uint64_t> m_schemaChanges{0};
    std::vector<std::thread> m_threads;
};

} // namespace tradepost::sql
