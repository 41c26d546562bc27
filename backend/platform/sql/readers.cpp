#include "backend/platform/sql/readers.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

namespace tradepost::sql {

Readers::Readers(Connector& connector, int count, std::size_t maxQueue, Flusher* flusher)
    : m_connector(connector), m_maxQueue(maxQueue), m_flusher(flusher) {
    std::vector<std::unique_ptr<Connection>> connections;
    for (int i = 0; i < std::max(count, 1); ++i)
        connections.push_back(connector.openReader());
    for (auto& connection : connections)
        m_threads.emplace_back([this, own = std::move(connection)]() mutable { loop(std::move(own)); });
}

Readers::~Readers() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    for (std::thread& thread : m_threads)
        thread.join();
}

void Readers::enqueue(ReadJob job) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() < m_maxQueue) {
            m_queue.push_back(std::move(job));
            m_wake.notify_one();
            return;
        }
    }
    job.done(Error{Code::ResourceExhausted,
                   "STORE_OVERLOADED",
                   "Too many reads are waiting for the database; try again later.",
                   {}});
}

std::size_t Readers::queued() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

void Readers::loop(std::unique_ptr<Connection> connection) {
    ::pthread_setname_np(::pthread_self(), "sql-reader");
    std::uint64_t schemaChanges = 0;
    for (;;) {
        ReadJob job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_queue.empty(); });
            if (m_queue.empty())
                return;
            job = std::move(m_queue.front());
            m_queue.pop_front();
        }
        if (const auto now = m_schemaChanges.load(); now != schemaChanges) {
            schemaChanges = now;
            if (connection)
                connection->forgetStatements();
        }
        runJob(job, connection);
    }
}

void Readers::runJob(ReadJob& job, std::unique_ptr<Connection>& connection) {
    std::optional<Error> error;
    for (int attempt = 1; attempt <= 2; ++attempt) {
        error.reset();
        try {
            if (!connection || !connection->usable()) {
                connection.reset();
                connection = m_connector.openReader();
            }
            connection->beginRead();
            Snapshot snapshot(*connection);
            job.work(snapshot);
            connection->commit();
        } catch (Failure& failure) {
            error = std::move(failure.error);
        } catch (const std::exception& exception) {
            spdlog::error("sql: a read function threw: {}", exception.what());
            error = Error{Code::Internal, "READ_FUNCTION_FAILED", "The read failed inside the server.", {}};
        } catch (...) {
            error = Error{Code::Internal, "READ_FUNCTION_FAILED", "The read failed inside the server.", {}};
        }
        if (!error)
            break;
        if (connection)
            connection->rollback();
        // A read has no effect, so one that lost its connection runs again on a new one.
        if (!connection || connection->usable())
            break;
    }
    m_reads.fetch_add(1, std::memory_order_relaxed);
    job.work = nullptr;
    if (error || !m_flusher) {
        job.done(std::move(error));
        return;
    }
    m_flusher->afterFlush([done = std::move(job.done)](const std::optional<Error>& lost) mutable { done(lost); });
}

} // namespace tradepost::sql
