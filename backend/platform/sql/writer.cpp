#include "backend/platform/sql/writer.h"

#include <algorithm>
#include <future>
#include <pthread.h>
#include <spdlog/spdlog.h>

namespace tradepost::sql {

namespace {

using SteadyClock = std::chrono::steady_clock;

// A batch ends at these: large enough to hide the cost of the disk's flush, small enough to answer soon.
constexpr std::size_t maxBatch = 512;
constexpr auto maxBatchTime = std::chrono::milliseconds(20);
// Bulk work in one batch: interactive work that arrives meanwhile joins it at once but waits for its commit. Less where
// interactive work is in it already, more while the disk is busy with the last batch and the commit has to wait.
constexpr std::size_t maxBulkInBatch = 64;
constexpr auto maxBulkTime = std::chrono::milliseconds(4);
constexpr std::size_t maxBulkBesides = 16;
constexpr auto maxBulkTimeBesides = std::chrono::milliseconds(2);
// Bulk work that can go on in a further write: few large transactions write each page of an index less often.
constexpr auto leastShare = std::chrono::milliseconds(3), share = std::chrono::milliseconds(12),
               mostShare = std::chrono::milliseconds(24);
constexpr auto bulkTurn = std::chrono::milliseconds(50);
constexpr auto quietPause = std::chrono::milliseconds(2); // between looks whether bulk work still has to wait
constexpr auto reconnectPause = std::chrono::milliseconds(200);

Error overloaded() {
    return {Code::ResourceExhausted, "STORE_OVERLOADED", "Too much is waiting for the database; try again later.", {}};
}

bool isSelect(std::string_view sql) {
    return sql.starts_with("SELECT") || sql.starts_with("select");
}

void callQuietly(std::function<void()>& callback) {
    try {
        callback();
    } catch (const std::exception& error) {
        spdlog::error("sql: a function to run after the commit failed: {}", error.what());
    } catch (...) {
        spdlog::error("sql: a function to run after the commit failed");
    }
}

} // namespace

// What the functions of a transaction want done once it is durable.
struct Writer::Callbacks {
    std::vector<std::function<void()>> each;
    std::vector<std::pair<const void*, std::function<void()>>> last;

    void call() {
        for (auto& callback : each)
            callQuietly(callback);
        for (auto& [key, callback] : last)
            callQuietly(callback);
    }
};

// One transaction of the engine, and the functions that ran in it.
class Writer::Batch : public Transaction {
public:
    Batch(const Writer& writer, Connection& connection, SteadyClock::time_point started)
        : m_writer(writer), m_connection(connection), m_started(started) {}

    void begin() { m_connection.beginWrite(); }

    // What befell this function alone; throws Failure when it befell the whole batch. The first function needs no
    // savepoint: the transaction is its own to undo. `alone`: none will follow it.
    std::optional<Error> run(WriteJob& job, bool first, bool alone) {
        m_first = first;
        m_touched = false;
        m_besides = m_besides || (!first && m_priority == Priority::Interactive);
        m_priority = job.priority;
        m_jobStarted = SteadyClock::now();
        if (m_savepoint == Savepoint::Used)
            m_savepoint = Savepoint::Stale;
        m_failure.reset();
        const std::size_t callbacks = m_callbacks.size(), lastCallbacks = m_lastCallbacks.size();
        bool keep = false;
        std::optional<Error> error;
        try {
            if (!m_connection.survivesFailures())
                protect();
            keep = job.work(*this);
        } catch (Failure& failure) {
            error = std::move(failure.error);
        } catch (const std::exception& exception) {
            spdlog::error("sql: a write function threw: {}", exception.what());
            error = Error{Code::Internal, "WRITE_FUNCTION_FAILED", "The write failed inside the server.", {}};
        } catch (...) {
            error = Error{Code::Internal, "WRITE_FUNCTION_FAILED", "The write failed inside the server.", {}};
        }
        if (m_failure && !error)
            error = m_failure; // swallowed by the function, but what it did is not what it meant to do
        // The engine drops the whole transaction on some errors (a full disk), finished functions included.
        if (!m_connection.usable() || !m_connection.inTransaction())
            throw Failure{error ? *error
                                : Error{Code::Unavailable,
                                        "STORE_UNAVAILABLE",
                                        "The database dropped the transaction; try again.",
                                        {}}};
        if (!keep || error) {
            m_callbacks.resize(callbacks);
            m_lastCallbacks.resize(lastCallbacks);
            if (alone) {
                m_connection.command("ROLLBACK");
                m_undone = true;
            } else if (first) {
                if (m_touched) {
                    m_connection.command("ROLLBACK");
                    begin();
                }
            } else if (m_savepoint == Savepoint::Used) {
                m_connection.command("ROLLBACK TO SAVEPOINT w");
                m_savepoint = Savepoint::Fresh;
            }
        }
        return error;
    }

    void commit() { m_connection.commit(); }
    // A function that ran alone and was undone has left nothing to commit.
    bool undone() const { return m_undone; }
    Callbacks takeCallbacks() { return {std::move(m_callbacks), std::move(m_lastCallbacks)}; }

    void run(std::string_view sql, std::span<const Value> args, const std::function<void(const Row&)>& onRow) override {
        guarded([&] {
            if (!isSelect(sql))
                protect();
            m_connection.run(sql, args, onRow);
        });
    }
    std::int64_t change(std::string_view sql, std::span<const Value> args) override {
        std::int64_t changed = 0;
        guarded([&] {
            protect();
            changed = m_connection.change(sql, args);
        });
        return changed;
    }
    std::int64_t insertRow(std::string_view sql, std::string_view key, std::span<const Value> args) override {
        std::int64_t made = 0;
        guarded([&] {
            protect();
            made = m_connection.insert(sql, key, args);
        });
        return made;
    }
    void insertRows(std::string_view insert, std::size_t columns, std::span<const Value> values) override {
        while (!values.empty()) {
            const std::size_t rows = std::min(values.size() / columns, m_connection.rowsPerInsert());
            std::string sql(insert);
            for (std::size_t row = 0; row < rows; ++row) {
                sql += row == 0 ? " VALUES (?" : ", (?";
                for (std::size_t column = 1; column < columns; ++column)
                    sql += ", ?";
                sql += ')';
            }
            change(sql, values.first(rows * columns));
            values = values.subspan(rows * columns);
        }
    }
    bool shareIsUsed() const override {
        const auto now = SteadyClock::now();
        if (now - m_jobStarted < leastShare)
            return false;
        if (m_besides || m_writer.interactiveWaits())
            return true;
        const auto elapsed = now - m_started;
        return elapsed > mostShare || (elapsed > share && (!m_writer.m_flusher || m_writer.m_flusher->idle()));
    }
    void afterCommit(std::function<void()> callback) override { m_callbacks.push_back(std::move(callback)); }
    void afterCommitOnce(const void* key, std::function<void()> callback) override {
        if (std::ranges::find(m_lastCallbacks, key, [](const auto& last) { return last.first; }) ==
            m_lastCallbacks.end())
            m_lastCallbacks.emplace_back(key, std::move(callback));
    }

private:
    // The savepoint of one function is released only when the next one needs its own, or by the commit.
    enum class Savepoint {
        None,
        Fresh, // nothing happened since it was set
        Used,  // the function that runs may have changed something since
        Stale  // an earlier function's
    };

    // Sets the savepoint to go back to. Functions that only read, or refuse before they change something, need none.
    void protect() {
        m_touched = true;
        if (m_first || m_savepoint == Savepoint::Used)
            return;
        if (m_savepoint == Savepoint::None)
            m_connection.command("SAVEPOINT w");
        else if (m_savepoint == Savepoint::Stale)
            m_connection.nextSavepoint("w");
        m_savepoint = Savepoint::Used;
    }
    template<class F>
    void guarded(F statement) {
        try {
            statement();
        } catch (const Failure& failure) {
            if (!m_failure)
                m_failure = failure.error;
            throw;
        }
    }

    const Writer& m_writer;
    Connection& m_connection;
    const SteadyClock::time_point m_started;
    SteadyClock::time_point m_jobStarted; // of the function that runs
    Priority m_priority = Priority::Bulk;
    bool m_besides = false; // interactive functions have run before it
    std::vector<std::function<void()>> m_callbacks;
    std::vector<std::pair<const void*, std::function<void()>>> m_lastCallbacks;
    std::optional<Error> m_failure;
    bool m_first = false;   // the function that runs is the first of the transaction
    bool m_touched = false; // it may have changed something
    bool m_undone = false;
    Savepoint m_savepoint = Savepoint::None;
};

Writer::Writer(Connector& connector, std::size_t maxQueue)
    : m_connector(connector), m_maxQueue(maxQueue), m_connection(connector.openWriter()) {
    if (auto log = m_connection->openCommitLog()) {
        // What a process that was killed had committed is read from now on: it must not vanish any more.
        if (auto error = log->flush())
            throw Failure{std::move(*error)};
        m_flusher = std::make_unique<Flusher>(std::move(log), [this] { flushed(); });
    }
    m_thread = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
    m_flusher.reset(); // its thread uses the members below
}

void Writer::enqueue(WriteJob job) {
    {
        const std::lock_guard lock(m_mutex);
        auto& queue = job.priority == Priority::Interactive ? m_interactive : m_bulk;
        const std::size_t ahead =
            queue.size() + (job.priority == Priority::Interactive ? m_readySize.load(std::memory_order_relaxed) : 0);
        if (ahead < m_maxQueue) {
            queue.push_back(std::move(job));
            if (m_sleeping)
                m_wake.notify_one();
            m_sleeping = false;
            return;
        }
    }
    job.done(overloaded());
}

Result<void> Writer::exclusive(const std::function<Result<void>(Connection&)>& work) {
    // The promise goes along, as the caller is gone the moment it is kept.
    std::promise<Result<void>> promise;
    auto result = promise.get_future();
    {
        const std::lock_guard lock(m_mutex);
        m_exclusive.emplace_back([this, &work, promise = std::move(promise)]() mutable {
            Result<void> outcome;
            try {
                ensureConnected();
                committing([&] {
                    try {
                        outcome = work(*m_connection);
                    } catch (Failure& failure) {
                        outcome = std::unexpected(std::move(failure.error)); // of several commits some may be done
                    }
                });
                if (m_flusher)
                    m_flusher->flushNow([&outcome](const std::optional<Error>& error) {
                        if (error && outcome)
                            outcome = std::unexpected(*error);
                    });
            } catch (Failure& failure) {
                outcome = std::unexpected(std::move(failure.error));
            } catch (const std::exception& exception) {
                spdlog::error("sql: the writer failed: {}", exception.what());
                outcome = fail(Code::Internal, "STORE_FAILED", "The change failed inside the server.");
            }
            promise.set_value(std::move(outcome));
        });
        m_sleeping = false;
    }
    m_wake.notify_one();
    return result.get();
}

std::size_t Writer::queued(Priority priority) const {
    const std::lock_guard lock(m_mutex);
    return priority == Priority::Interactive ? m_interactive.size() + m_readySize : m_bulk.size();
}

void Writer::loop() {
    ::pthread_setname_np(::pthread_self(), "sql-writer");
    for (;;) {
        Exclusive exclusive;
        {
            std::unique_lock lock(m_mutex);
            while (m_interactive.empty() && m_exclusive.empty() && m_ready.empty() && (m_bulk.empty() || bulkWaits())) {
                if (m_stop && m_bulk.empty())
                    return;
                m_sleeping = true;
                if (m_bulk.empty())
                    m_wake.wait(lock);
                else
                    m_wake.wait_for(lock, quietPause);
                m_sleeping = false;
            }
            if (!m_exclusive.empty()) {
                exclusive = std::move(m_exclusive.front());
                m_exclusive.pop_front();
            }
        }
        if (m_connection)
            m_connection->tidy();
        if (exclusive)
            exclusive();
        else
            runBatch();
    }
}

// A flush has ended.
void Writer::flushed() {
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_sleeping, false))
        m_wake.notify_one();
}

bool Writer::bulkWaits() const {
    return m_connection && m_connection->wantsQuiet();
}

bool Writer::interactiveWaits() const {
    const std::lock_guard lock(m_mutex);
    return !m_interactive.empty() || !m_ready.empty();
}

// Nothing is ready to run in the batch that is open: waits for more as long as the disk is busy with the last one, as
// committing earlier would gain nothing. False when it is not.
bool Writer::waitForMore() {
    std::unique_lock lock(m_mutex);
    if (!m_interactive.empty())
        return true;
    if (!m_flusher || m_flusher->idle())
        return false;
    m_sleeping = true;
    m_wake.wait(lock);
    m_sleeping = false;
    return true;
}

// Runs what commits, once the last commit is on disk. What it throws tells that nothing was committed.
void Writer::committing(const std::function<void()>& commit) {
    if (!m_flusher) {
        commit();
        return;
    }
    {
        std::unique_lock lock(m_mutex);
        while (!m_flusher->idle()) {
            m_sleeping = true;
            m_wake.wait(lock);
            m_sleeping = false;
        }
    }
    if (auto broken = m_flusher->broken())
        throw Failure{std::move(*broken)};
    m_flusher->commitBegins();
    try {
        commit();
    } catch (...) {
        m_flusher->commitFailed();
        throw;
    }
}

// The next function to run in a batch that holds `taken` already, `bulk` of them bulk.
std::optional<WriteJob> Writer::take(std::size_t taken, std::size_t bulk, SteadyClock::time_point started,
                                     bool& alone) {
    const auto elapsed = taken == 0 ? SteadyClock::duration::zero() : SteadyClock::now() - started;
    const std::lock_guard lock(m_mutex);
    if (m_ready.empty())
        m_ready.swap(m_interactive);
    const bool interactive = !m_ready.empty();
    const bool besides = taken > bulk;
    const auto bulkTime = besides                           ? SteadyClock::duration(maxBulkTimeBesides)
                          : m_flusher && !m_flusher->idle() ? SteadyClock::duration(maxBatchTime)
                                                            : SteadyClock::duration(maxBulkTime);
    const bool bulkMay =
        !m_bulk.empty() && !bulkWaits() && bulk < (besides ? maxBulkBesides : maxBulkInBatch) && elapsed < bulkTime;
    const bool bulkMust = bulkMay && bulk == 0 && started - m_lastBulk > bulkTurn;
    std::optional<WriteJob> job;
    if (bulkMust || (bulkMay && !interactive)) {
        job = std::move(m_bulk.front());
        m_bulk.pop_front();
        m_lastBulk = started;
    } else if (interactive) {
        job = std::move(m_ready.front());
        m_ready.pop_front();
    }
    m_readySize.store(m_ready.size(), std::memory_order_relaxed);
    alone = taken == 0 && m_ready.empty() && m_bulk.empty() && job && job->priority == Priority::Interactive &&
            (!m_flusher || m_flusher->idle());
    return job;
}

void Writer::ensureConnected() {
    if (m_connection && m_connection->usable())
        return;
    m_connection.reset();
    // What is queued fails fast instead of waiting for one attempt after another.
    if (SteadyClock::now() < m_nextConnect)
        throw Failure{Error{Code::Unavailable, "STORE_UNAVAILABLE", "The database cannot be reached; try again.", {}}};
    try {
        m_connection = m_connector.openWriter();
    } catch (const Failure&) {
        m_nextConnect = SteadyClock::now() + reconnectPause;
        throw;
    }
}

void Writer::runBatch() {
    std::vector<Entry> entries;
    std::optional<Error> failed;
    const auto started = SteadyClock::now();
    bool alone = false;
    if (auto first = take(0, 0, started, alone))
        entries.push_back({std::move(*first), {}, alone});
    else
        return;

    std::optional<Batch> batch;
    for (int attempt = 1;; ++attempt) {
        bool asked = false;
        failed.reset();
        try {
            ensureConnected();
            batch.emplace(*this, *m_connection, started);
            batch->begin();
            std::size_t bulk = 0;
            for (std::size_t i = 0; i < entries.size(); ++i) {
                bulk += entries[i].job.priority == Priority::Bulk ? 1 : 0;
                entries[i].error = batch->run(entries[i].job, i == 0, entries[i].alone);
                if (i + 1 < entries.size() || alone)
                    continue;
                while (entries.size() < maxBatch && SteadyClock::now() - started <= maxBatchTime) {
                    bool ignored = false;
                    if (auto next = take(entries.size(), bulk, started, ignored)) {
                        entries.push_back({std::move(*next), {}, false});
                        break;
                    }
                    if (!waitForMore())
                        break;
                }
            }
            if (!batch->undone())
                committing([&] {
                    asked = true;
                    batch->commit();
                });
        } catch (Failure& failure) {
            failed = std::move(failure.error);
        } catch (const std::exception& exception) {
            spdlog::error("sql: the writer failed: {}", exception.what());
            failed = Error{Code::Internal, "STORE_FAILED", "The write failed inside the server.", {}};
        }
        if (!failed || !m_connection)
            break;
        m_connection->rollback();
        if (m_connection->usable())
            break;
        if (asked) {
            failed = Error{Code::Unavailable,
                           "COMMIT_UNKNOWN",
                           "The database went away during the commit, so the change may have been kept or not; look "
                           "before you send it again.",
                           {}};
            break;
        }
        // A connection lost before the commit was asked for took everything with it: the batch can run again.
        if (attempt == 2)
            break;
    }
    if (failed && !m_connection)
        failQueued(*failed);

    if (failed) {
        answer(entries, failed);
        return;
    }
    m_commits.fetch_add(1, std::memory_order_relaxed);
    m_writes.fetch_add(entries.size(), std::memory_order_relaxed);
    Flusher::Settle settle = [entries = std::move(entries),
                              callbacks = batch->takeCallbacks()](const std::optional<Error>& error) mutable {
        if (!error)
            callbacks.call();
        answer(entries, error);
    };
    if (!m_flusher || batch->undone())
        settle(std::nullopt);
    else if (alone)
        m_flusher->flushNow(std::move(settle));
    else
        m_flusher->flush(std::move(settle));
    m_connection->tidy();
}

void Writer::answer(std::vector<Entry>& entries, const std::optional<Error>& failed) {
    for (Entry& entry : entries) {
        entry.job.work = nullptr;
        entry.job.done(failed ? failed : std::move(entry.error));
    }
}

void Writer::failQueued(const Error& error) {
    std::deque<WriteJob> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_ready);
        std::move(m_interactive.begin(), m_interactive.end(), std::back_inserter(jobs));
        std::move(m_bulk.begin(), m_bulk.end(), std::back_inserter(jobs));
        m_interactive.clear();
        m_bulk.clear();
        m_readySize = 0;
    }
    for (WriteJob& job : jobs)
        job.done(error);
}

} // namespace tradepost::sql
