#pragma once

#include "backend/base/error.h"
#include "backend/base/task.h"

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

// One portable SQL over SQLite (embedded) and PostgreSQL (scaled out). The rules for a text that runs on both:
// BIGINT, DOUBLE PRECISION and TEXT columns only (bytes go through encodeBytes); positions are
// `BIGINT` filled by `nextPosition`-style counters or AUTOINCREMENT through the `$AUTOINCREMENT` macro in a migration,
// which is the column's whole type and primary key (`position $AUTOINCREMENT`), as is `$KEY` for ids that the caller
// chooses (`id $KEY`: found without a second index); a table that says `$CLUSTERED` behind its closing bracket is kept
// in the order of its primary key, which then costs no index of its own; `?` marks a parameter; text is ordered
// bytewise where its column says `$BINARY` (`name TEXT NOT NULL $BINARY`); no deferred constraints; no NUL in a text.
namespace tradepost::sql {

// NULL, BIGINT, DOUBLE PRECISION, TEXT.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

// Bytes as TEXT, the same on every engine (base64url without padding).
std::string encodeBytes(std::string_view bytes);
std::string decodeBytes(std::string_view text);

// A row of a result; valid only inside the call it was handed to.
class Row {
public:
    explicit Row(std::span<const Value> values) : m_values(values) {}
    bool isNull(std::size_t column) const { return std::holds_alternative<std::monostate>(m_values[column]); }
    std::int64_t integer(std::size_t column) const;    // NULL reads as 0
    double real(std::size_t column) const;             // NULL reads as 0
    const std::string& text(std::size_t column) const; // NULL reads as ""
    std::size_t size() const { return m_values.size(); }

private:
    std::span<const Value> m_values;
};

// Thrown by statements and caught by the Database that runs the function: services neither throw nor catch it.
// It becomes an Error: UNAVAILABLE (busy, connection lost), RESOURCE_EXHAUSTED / DISK_FULL, ALREADY_EXISTS /
// UNIQUE_VIOLATION, DEADLINE_EXCEEDED / QUERY_TOO_LONG, INTERNAL. The bound values are in neither.
struct Failure {
    Error error;
};

// Statements within one snapshot. Valid only inside the function it is passed to, on that thread.
// Statements are prepared once per connection and text, so pass literals, with `?` for every value.
class Reader {
public:
    virtual ~Reader() = default;
    template<class... Args>
    void each(std::string_view sql, const std::function<void(const Row&)>& onRow, Args&&... args) {
        const Value values[] = {toValue(std::forward<Args>(args))..., Value{}};
        run(sql, std::span<const Value>(values, sizeof...(Args)), onRow);
    }
    // The first row mapped by `map`, nullopt when there is none.
    template<class Map, class... Args>
    auto one(std::string_view sql, Map&& map, Args&&... args) {
        std::optional<std::decay_t<std::invoke_result_t<Map&, const Row&>>> found;
        each(
            sql,
            [&](const Row& row) {
                if (!found)
                    found.emplace(map(row));
            },
            std::forward<Args>(args)...);
        return found;
    }
    template<class Map, class... Args>
    auto all(std::string_view sql, Map&& map, Args&&... args) {
        std::vector<std::decay_t<std::invoke_result_t<Map&, const Row&>>> rows;
        each(sql, [&](const Row& row) { rows.push_back(map(row)); }, std::forward<Args>(args)...);
        return rows;
    }
    // As each(), for statements put together at run time (filters).
    virtual void run(std::string_view sql, std::span<const Value> args,
                     const std::function<void(const Row&)>& onRow) = 0;

    template<class T>
    static Value toValue(T&& value) {
        using D = std::decay_t<T>;
        if constexpr (std::is_same_v<D, Value>)
            return std::forward<T>(value);
        else if constexpr (std::is_same_v<D, std::nullptr_t> || std::is_same_v<D, std::nullopt_t>)
            return {};
        else if constexpr (std::is_integral_v<D> || std::is_enum_v<D>)
            return static_cast<std::int64_t>(value);
        else if constexpr (std::is_floating_point_v<D>)
            return static_cast<double>(value);
        else
            return std::string(std::forward<T>(value));
    }
};

// A write transaction (a savepoint of one); everything a function did is undone when it answers with an error.
class Transaction : public Reader {
public:
    // Rows changed.
    template<class... Args>
    std::int64_t exec(std::string_view sql, Args&&... args) {
        const Value values[] = {toValue(std::forward<Args>(args))..., Value{}};
        return change(sql, std::span<const Value>(values, sizeof...(Args)));
    }
    // What the $AUTOINCREMENT column `key` became for the one row that `sql`, a plain INSERT, adds. A RETURNING clause
    // does the same for several microseconds more on SQLite.
    template<class... Args>
    std::int64_t insert(std::string_view sql, std::string_view key, Args&&... args) {
        const Value values[] = {toValue(std::forward<Args>(args))..., Value{}};
        return insertRow(sql, key, std::span<const Value>(values, sizeof...(Args)));
    }
    virtual std::int64_t change(std::string_view sql, std::span<const Value> args) = 0;
    virtual std::int64_t insertRow(std::string_view sql, std::string_view key, std::span<const Value> args) = 0;
    // Adds rows of `columns` values each, which `values` holds one after the other, as many by a statement as is
    // quickest on the engine. `insert` ends before the VALUES.
    virtual void insertRows(std::string_view insert, std::size_t columns, std::span<const Value> values) = 0;
    // For functions of bulk priority that can go on in a further write: true when this one has had its share and ought
    // to put down how far it got. Sooner when interactive work waits, but never at once, so that each gets on a little.
    virtual bool shareIsUsed() const = 0;
    // Runs once this transaction is durable, before its caller resumes, in the order of the commits, on a thread of the
    // store; functions of the next transaction may run meanwhile. Not at all when it is rolled back. For waking
    // consumers and dropping cache entries: quick, must not throw or block.
    virtual void afterCommit(std::function<void()> callback) = 0;
    // As afterCommit, but behind all of those, and once for all functions of a group commit that give the same `key`.
    virtual void afterCommitOnce(const void* key, std::function<void()> callback) = 0;
};

enum class Priority { Interactive, Bulk };

struct Migration {
    int version;     // 1, 2, 3 ... without gaps within a component
    std::string sql; // statements that each end with a ';' at the end of a line, with the macros above
};

// A component's part of a schema: its tables carry its name as prefix, its version is kept by name.
struct Schema {
    std::string component; // "catalog", "events"
    std::vector<Migration> migrations;
};

// One service's database: a single writer, a pool of readers. Thread-safe.
//
// write() queues `fn` for the writer, which runs many of them in one transaction, a savepoint each, commits durably,
// then resumes their callers: a result that was returned is on disk, a refusal too, and so is what was read. `fn` has
// no effect outside the database (afterCommit excepted) and may be run again after a lost connection. Errors of the
// commit reach every `fn` of its batch. read() runs on a snapshot of its own; a read that starts after a write returned
// sees it.
class Database {
public:
    virtual ~Database() = default; // waits for what is queued

    template<class F>
    auto write(F fn, Priority priority = Priority::Interactive) -> Task<std::invoke_result_t<F&, Transaction&>> {
        using R = std::invoke_result_t<F&, Transaction&>;
        co_return co_await submit<R, Transaction>(std::move(fn), priority);
    }
    template<class F>
    auto read(F fn) -> Task<std::invoke_result_t<F&, Reader&>> {
        using R = std::invoke_result_t<F&, Reader&>;
        co_return co_await submit<R, Reader>(std::move(fn), Priority::Interactive);
    }
    // The same, blocking: for start-up, command-line tools and tests; never on an I/O thread.
    template<class F>
    auto writeNow(F fn, Priority priority = Priority::Interactive) -> std::invoke_result_t<F&, Transaction&>;
    template<class F>
    auto readNow(F fn) -> std::invoke_result_t<F&, Reader&>;

    // Applies the migrations above the recorded version of the component, each in a transaction. A database that is
    // newer than the program is refused (FAILED_PRECONDITION / SCHEMA_TOO_NEW).
    virtual Result<void> migrate(const Schema& schema) = 0;
    virtual std::string_view engine() const = 0; // "sqlite", "postgresql"

    struct Stats {
        std::size_t queuedInteractive, queuedBulk, queuedReads;
        std::uint64_t commits, writes, reads;
    };
    virtual Stats stats() const = 0;

protected:
    // `work` fills its own result slot and says whether the transaction is to be kept; `done` is called once, on a
    // thread of the store, with the error that befell the batch, if any.
    using WriteWork = std::function<bool(Transaction&)>;
    using ReadWork = std::function<void(Reader&)>;
    using Done = std::move_only_function<void(std::optional<Error>)>;
    virtual void enqueueWrite(WriteWork work, Done done, Priority priority) = 0;
    virtual void enqueueRead(ReadWork work, Done done) = 0;

private:
    template<class R, class Access, class F>
    Task<R> submit(F fn, Priority priority);
};

struct Config {
    std::string url; // "sqlite:/path/file.db" or "postgresql://host/db?schema=catalog"
    int readers = 2;
    std::size_t maxQueue = 100'000; // further work is refused: RESOURCE_EXHAUSTED / STORE_OVERLOADED
    int readSeconds = 60;           // a read that takes longer is cut off: DEADLINE_EXCEEDED / QUERY_TOO_LONG
    std::string vfs = {};           // SQLite only: the VFS to use, empty for the default
};

// Opens or creates. The SQLite file's directory must exist and be held by a DirectoryLock.
Result<std::unique_ptr<Database>> openDatabase(const Config& config);

// By component, as recorded; empty before the first migration.
using SchemaVersions = std::map<std::string, std::int64_t>;
// Runs `fn` on a snapshot of a database as it lies there: nothing is made, migrated or written, no file beside it
// either. The directory's lock is held. NOT_FOUND / NO_DATABASE when there is none, DATA_LOSS / STORE_DAMAGED.
Result<void> inspect(const Config& config, const std::function<void(Reader&, const SchemaVersions&)>& fn);

// The one owner of a data directory, for as long as this object lives (flock; freed by the kernel with the process).
class DirectoryLock {
public:
    // FAILED_PRECONDITION / DATA_DIRECTORY_IN_USE names the owner's process id.
    static Result<DirectoryLock> take(const std::string& directory);
    DirectoryLock(DirectoryLock&&) noexcept;
    DirectoryLock& operator=(DirectoryLock&&) noexcept;
    ~DirectoryLock();

private:
    explicit DirectoryLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

} // namespace tradepost::sql

#include "backend/platform/sql/submit.inl"
