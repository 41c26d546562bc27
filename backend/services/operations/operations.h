#pragma once

#include "backend/base/clock.h"
#include "backend/base/ids.h"
#include "backend/base/notifier.h"
#include "backend/base/task.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/operations/v1/operations.pb.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// Long-running work, kept in SQL: what methods that take long start, and answer with at once (AIP-151).
namespace tradepost::operations {

struct Job;

// What a running piece of work knows of its operation. Thread-safe; lives as long as the work runs.
class Progress {
public:
    explicit Progress(Job& job) : m_job(job) {}

    OperationId id() const;
    const std::string& input() const;
    // Units done when the work was started: more than 0 when it goes on after a restart.
    std::int64_t resumeFrom() const;
    // Cheap enough for every unit: kept in memory and written a few times a second. `total` 0: not known.
    void report(std::int64_t done, std::int64_t total = 0);
    // The operation was cancelled or the server stops: checkpoint() would answer with an error. For work that blocks.
    bool cancelRequested() const;
    // To be awaited between units, where the work may be left: suspends while the operation is paused, answers with
    // CANCELLED once it is cancelled, with UNAVAILABLE / INTERRUPTED when the server stops. Return the error then.
    Task<Result<void>> checkpoint();

private:
    Job& m_job;
};

// Answers with the operation's response. It holds what it needs: its caller is long gone.
using Work = std::function<Task<Result<google::protobuf::Any>>(Progress&)>;

struct NewOperation {
    std::string kind;  // "products.import"
    std::string title; // for people
    UserId owner;
    google::protobuf::Any metadata;
    std::string input; // what the work needs to go on after a restart, at most 1 MiB
};

// Starts, keeps and steers operations. Work runs as coroutines on the executor. Thread-safe.
class Operations {
public:
    static constexpr int maxRunning = 64, maxRunningPerOwner = 8;

    // migrate() the database with schema() first. All outlive this.
    Operations(sql::Database& database, boost::asio::any_io_executor executor, const Clock& clock, IdSource& ids);
    ~Operations(); // stops
    Operations(const Operations&) = delete;
    Operations& operator=(const Operations&) = delete;
    static sql::Schema schema(); // component "operations"

    // Work of this kind is started again when the server stopped in its midst. Before recover().
    void onResume(std::string kind, Work work);
    // Once, before the first start(): deals with what the last process left: what was running goes on where its kind
    // has work to resume, else it FAILED with reason INTERRUPTED; what was being cancelled is CANCELLED. Blocks.
    Result<void> recover();
    // Asks all work to end at its next checkpoint and waits for it, at most `timeout`; false when some still runs. Its
    // operations stay as they are, for recover(). The executor must still be served.
    bool stop(std::chrono::milliseconds timeout = std::chrono::seconds(10));

    // RESOURCE_EXHAUSTED / TOO_MANY_OPERATIONS over the limits.
    Task<Result<v1::Operation>> start(NewOperation operation, Work work);
    // Those of an operation that has ended change nothing and answer with it; so does a second request.
    Task<Result<v1::Operation>> cancel(OperationId id);
    Task<Result<v1::Operation>> pause(OperationId id);
    Task<Result<v1::Operation>> resume(OperationId id);

    Task<Result<v1::Operation>> get(OperationId id);
    // Newest first, those older than `before` (falsy: from the newest), of one owner or of all.
    Task<Result<std::vector<v1::Operation>>> list(std::optional<UserId> owner, OperationId before, int limit);
    // Announces each change of a running operation once it is on disk; null when it does not run.
    std::shared_ptr<Notifier> changes(OperationId id) const;

private:
    struct State;
    Task<Result<v1::Operation>> steer(OperationId id, v1::Operation::State to);
    // Coroutines share the state: one that outlives a stop() that timed out finds everything still there.
    std::shared_ptr<State> m_state;
};

bool hasEnded(v1::Operation::State state);

} // namespace tradepost::operations
