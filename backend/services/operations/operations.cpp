#include "backend/services/operations/operations.h"

#include "backend/platform/rpc/status.h"
#include "backend/platform/telemetry/log.h"
#include "backend/services/operations/job.h"
#include "backend/services/operations/store.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <condition_variable>

namespace tradepost::operations {

namespace {

constexpr auto flushInterval = std::chrono::milliseconds(250);
constexpr auto endRetry = std::chrono::milliseconds(500);
constexpr Micros keptAfterEnd = std::int64_t{30} * 24 * 3600 * 1'000'000;
constexpr std::size_t maxKind = 100, maxTitle = 500, maxInput = std::size_t{1} << 20;

Error interrupted() {
    return {Code::Aborted,
            "INTERRUPTED",
            "The server stopped while the operation ran: look what it did, then start it again.",
            {}};
}

Result<void> check(const NewOperation& operation) {
    if (operation.kind.empty() || operation.kind.size() > maxKind)
        return invalid("kind", fmt::format("An operation's kind has 1 to {} bytes.", maxKind));
    if (operation.title.size() > maxTitle)
        return invalid("title", fmt::format("An operation's title has at most {} bytes.", maxTitle));
    if (operation.input.size() > maxInput)
        return invalid("input", fmt::format("An operation's input has at most {} bytes.", maxInput));
    return {};
}

} // namespace

struct Operations::State {
    State(sql::Database& db, boost::asio::any_io_executor on, const Clock& time, IdSource& idSource)
        : database(db), executor(std::move(on)), clock(time), ids(idSource) {}

    sql::Database& database;
    boost::asio::any_io_executor executor;
    const Clock& clock;
    IdSource& ids;

    std::mutex mutex;
    std::condition_variable idle;
    bool stopping = false;
    std::map<OperationId, std::shared_ptr<Job>> jobs;
    std::map<std::string, Work> resumable;

    Result<void> admit(const std::shared_ptr<Job>& job) {
        const std::scoped_lock lock(mutex);
        if (stopping)
            return fail(Code::Unavailable, "SERVER_STOPS", "The server stops: try again once it is back.");
        const auto ofOwner =
            std::ranges::count_if(jobs, [&](const auto& each) { return each.second->owner == job->owner; });
        if (jobs.size() >= maxRunning || ofOwner >= maxRunningPerOwner)
            return fail(Code::ResourceExhausted, "TOO_MANY_OPERATIONS",
                        fmt::format("At most {} operations run at a time, {} of one user: wait for one to end.",
                                    maxRunning, maxRunningPerOwner));
        jobs.emplace(job->id, job);
        return {};
    }
    void remove(OperationId id) {
        const std::scoped_lock lock(mutex);
        jobs.erase(id);
        if (jobs.empty())
            idle.notify_all();
    }
    std::shared_ptr<Job> find(OperationId id) {
        const std::scoped_lock lock(mutex);
        const auto found = jobs.find(id);
        return found == jobs.end() ? nullptr : found->second;
    }

    // The coroutines of a job.
    static void launch(const std::shared_ptr<State>& state, const std::shared_ptr<Job>& job, Work work);
    static Task<void> run(std::shared_ptr<State> state, std::shared_ptr<Job> job, Work work);
    static Task<void> flush(std::shared_ptr<State> state, std::shared_ptr<Job> job);
    static Task<Result<google::protobuf::Any>> call(Work& work, Progress& progress);
    static Task<void> writeEnd(std::shared_ptr<State> state, std::shared_ptr<Job> job,
                               Result<google::protobuf::Any> result);
    Task<Result<void>> writeProgress(std::shared_ptr<Job> job);
};

void Operations::State::launch(const std::shared_ptr<State>& state, const std::shared_ptr<Job>& job, Work work) {
    boost::asio::co_spawn(state->executor, flush(state, job), boost::asio::detached);
    boost::asio::co_spawn(state->executor, run(state, job, std::move(work)), boost::asio::detached);
}

Task<Result<google::protobuf::Any>> Operations::State::call(Work& work, Progress& progress) {
    try {
        co_return co_await work(progress);
    } catch (const std::exception&) {
        // Its text may hold anything, personal data too.
        co_return fail(Code::Internal, "WORK_THREW", "The operation failed inside the server: report it with its id.");
    }
}

Task<void> Operations::State::run(std::shared_ptr<State> state, std::shared_ptr<Job> job, Work work) {
    Progress progress(*job);
    auto result = co_await call(work, progress);
    work = nullptr;
    job->ended = true;
    job->changed.notify();
    // Work that ended by itself in spite of the server's stop has its result kept.
    if (!result && job->interrupted && result.error().reason == "INTERRUPTED")
        (void)co_await state->writeProgress(job);
    else
        co_await writeEnd(state, job, std::move(result));
    state->remove(job->id);
    job->published->notify();
}

Task<Result<void>> Operations::State::writeProgress(std::shared_ptr<Job> job) {
    auto write = [job, counts = job->counts(), now = clock.now()](sql::Transaction& tx) -> Result<void> {
        saveProgress(tx, job->id, counts.done, counts.total, now);
        tx.afterCommit([job] { job->published->notify(); });
        return {};
    };
    co_return co_await database.write(std::move(write), sql::Priority::Bulk);
}

Task<void> Operations::State::writeEnd(std::shared_ptr<State> state, std::shared_ptr<Job> job,
                                       Result<google::protobuf::Any> result) {
    const auto counts = job->counts();
    const auto end = result ? v1::Operation::SUCCEEDED : job->cancel ? v1::Operation::CANCELLED : v1::Operation::FAILED;
    std::optional<google::rpc::Status> error;
    if (end == v1::Operation::FAILED)
        error = rpc::toStatus(result.error());
    for (;;) {
        auto write = [&, now = state->clock.now()](sql::Transaction& tx) -> Result<void> {
            saveEnd(tx, job->id, end, counts.done, counts.total, error ? &*error : nullptr, result ? &*result : nullptr,
                    now);
            return {};
        };
        const auto written = co_await state->database.write(std::move(write));
        if (written)
            co_return;
        telemetry::log(telemetry::Level::Warn, "The end of an operation could not be written yet",
                       {{"operation", job->id.text()}, {"reason", written.error().reason}});
        // Without it the next start finds the operation interrupted, which is the best that is left.
        if (job->interrupted)
            co_return;
        const auto seen = job->changed.version();
        co_await job->changed.wait(seen, std::chrono::steady_clock::now() + endRetry);
    }
}

// Writes progress, at most four times a second.
Task<void> Operations::State::flush(std::shared_ptr<State> state, std::shared_ptr<Job> job) {
    while (!job->ended) {
        const auto seen = job->changed.version();
        if (job->takeUnsaved()) {
            const auto written = co_await state->writeProgress(job);
            if (!written)
                job->setUnsaved();
            const auto until = std::chrono::steady_clock::now() + flushInterval;
            bool moved = true;
            while (moved && !job->ended) {
                const auto version = job->changed.version();
                if (!job->ended)
                    moved = co_await job->changed.wait(version, until);
            }
        } else if (!job->ended) {
            co_await job->changed.wait(seen, Notifier::TimePoint::max());
        }
    }
}

Operations::Operations(sql::Database& database, boost::asio::any_io_executor executor, const Clock& clock,
                       IdSource& ids)
    : m_state(std::make_shared<State>(database, std::move(executor), clock, ids)) {}

Operations::~Operations() {
    stop();
}

void Operations::onResume(std::string kind, Work work) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->resumable[std::move(kind)] = std::move(work);
}

Result<void> Operations::recover() {
    auto& database = m_state->database;
    const auto left = database.readNow(
        [](sql::Reader& reader) -> Result<std::vector<StoredOperation>> { return unfinishedOperations(reader); });
    if (!left)
        return std::unexpected(left.error());
    std::vector<std::pair<std::shared_ptr<Job>, Work>> again;
    const auto written = database.writeNow([&](sql::Transaction& tx) -> Result<void> {
        again.clear();
        const auto now = m_state->clock.now();
        dropEndedBefore(tx, now - keptAfterEnd);
        for (const auto& [operation, input] : *left) {
            const auto id = OperationId::parse(operation.id());
            const auto resumable = m_state->resumable.find(operation.kind());
            if (operation.state() == v1::Operation::CANCELLING) {
                saveEnd(tx, id, v1::Operation::CANCELLED, operation.done(), operation.total(), nullptr, nullptr, now);
            } else if (resumable == m_state->resumable.end()) {
                const auto error = rpc::toStatus(interrupted());
                saveEnd(tx, id, v1::Operation::FAILED, operation.done(), operation.total(), &error, nullptr, now);
            } else {
                auto job = std::make_shared<Job>();
                job->id = id;
                job->owner = UserId::parse(operation.owner_id());
                job->input = input;
                job->resumeFrom = operation.done();
                job->report({operation.done(), operation.total()});
                job->paused = operation.state() == v1::Operation::PAUSED;
                again.emplace_back(std::move(job), resumable->second);
            }
        }
        return {};
    });
    TP_TRY(written);
    for (auto& [job, work] : again) {
        {
            const std::scoped_lock lock(m_state->mutex);
            m_state->jobs.emplace(job->id, job);
        }
        State::launch(m_state, job, std::move(work));
    }
    return {};
}

bool Operations::stop(std::chrono::milliseconds timeout) {
    std::unique_lock lock(m_state->mutex);
    m_state->stopping = true;
    for (const auto& [id, job] : m_state->jobs) {
        job->interrupted = true;
        job->changed.notify();
    }
    return m_state->idle.wait_for(lock, timeout, [&] { return m_state->jobs.empty(); });
}

Task<Result<v1::Operation>> Operations::start(NewOperation operation, Work work) {
    const auto state = m_state;
    TP_CO_TRY(check(operation));
    auto job = std::make_shared<Job>();
    job->id = state->ids.next<OperationId>();
    job->owner = operation.owner;
    job->input = operation.input;
    TP_CO_TRY(state->admit(job));
    auto write = [&, now = state->clock.now()](sql::Transaction& tx) -> Result<v1::Operation> {
        v1::Operation row;
        row.set_kind(operation.kind);
        row.set_title(operation.title);
        if (!operation.metadata.type_url().empty())
            *row.mutable_metadata() = operation.metadata;
        dropEndedBefore(tx, now - keptAfterEnd);
        insertOperation(tx, row, job->id, operation.owner, operation.input, now);
        return findOperation(tx, job->id).value();
    };
    auto stored = co_await state->database.write(std::move(write));
    if (!stored)
        state->remove(job->id);
    else
        State::launch(state, job, std::move(work));
    co_return stored;
}

Task<Result<v1::Operation>> Operations::steer(OperationId id, v1::Operation::State to) {
    const auto state = m_state;
    auto write = [id, to, job = state->find(id),
                  now = state->clock.now()](sql::Transaction& tx) -> Result<v1::Operation> {
        const auto found = findOperation(tx, id);
        if (!found)
            return notFound("operation", id.text());
        const auto from = found->state();
        const bool moves = to == v1::Operation::CANCELLING
                               ? from == v1::Operation::RUNNING || from == v1::Operation::PAUSED
                           : to == v1::Operation::PAUSED ? from == v1::Operation::RUNNING
                                                         : from == v1::Operation::PAUSED;
        if (!moves)
            return *found;
        saveState(tx, id, from, to, now);
        if (job)
            tx.afterCommit([job, to] { job->steer(to); }); // in the order of the commits
        return findOperation(tx, id).value();
    };
    co_return co_await state->database.write(std::move(write));
}

Task<Result<v1::Operation>> Operations::cancel(OperationId id) {
    return steer(id, v1::Operation::CANCELLING);
}

Task<Result<v1::Operation>> Operations::pause(OperationId id) {
    return steer(id, v1::Operation::PAUSED);
}

Task<Result<v1::Operation>> Operations::resume(OperationId id) {
    return steer(id, v1::Operation::RUNNING);
}

Task<Result<v1::Operation>> Operations::get(OperationId id) {
    const auto state = m_state;
    auto read = [id](sql::Reader& reader) -> Result<v1::Operation> {
        auto found = findOperation(reader, id);
        if (!found)
            return notFound("operation", id.text());
        return *std::move(found);
    };
    co_return co_await state->database.read(std::move(read));
}

Task<Result<std::vector<v1::Operation>>> Operations::list(std::optional<UserId> owner, OperationId before, int limit) {
    const auto state = m_state;
    auto read = [owner, before, limit](sql::Reader& reader) -> Result<std::vector<v1::Operation>> {
        return listOperations(reader, owner, before, limit);
    };
    co_return co_await state->database.read(std::move(read));
}

std::shared_ptr<Notifier> Operations::changes(OperationId id) const {
    const auto job = m_state->find(id);
    return job ? job->published : nullptr;
}

} // namespace tradepost::operations
