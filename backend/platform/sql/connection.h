#pragma once

#include "backend/platform/sql/commit_log.h"
#include "backend/platform/sql/sql.h"

#include <chrono>
#include <memory>
#include <soci/soci.h>
#include <unordered_map>

namespace tradepost::sql {

// One connection of an engine through SOCI, with its prepared statements. Used by one thread at a time.
// Everything that fails throws Failure.
class Connection {
public:
    virtual ~Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void run(std::string_view sql, std::span<const Value> args, const std::function<void(const Row&)>& onRow);
    std::int64_t change(std::string_view sql, std::span<const Value> args);
    void command(std::string_view sql) { run(sql, {}, {}); }
    // Adds one row; what its generated `key` became.
    virtual std::int64_t insert(std::string_view sql, std::string_view key, std::span<const Value> args);
    // Runs a text once, several statements if need be, without keeping it.
    void script(const std::string& sql);

    virtual void beginWrite() = 0;
    virtual void beginRead() = 0; // a snapshot
    virtual void commit() { command("COMMIT"); }
    // From now on a commit is durable only after a flush of what this answers with; none: it is when it returns. The
    // connection outlives it.
    virtual std::unique_ptr<CommitLog> openCommitLog() { return nullptr; }
    // Releases the savepoint and sets it again.
    virtual void nextSavepoint(const std::string& name) {
        command("RELEASE SAVEPOINT " + name);
        command("SAVEPOINT " + name);
    }
    // Housekeeping between transactions, while nobody waits; never throws.
    virtual void tidy() noexcept {}
    // Whether bulk work should wait for a moment, for the sake of what tidy() has begun.
    virtual bool wantsQuiet() { return false; }
    // Back to no transaction, whatever state there is; never throws. The connection may be unusable afterwards.
    void rollback() noexcept;

    virtual bool inTransaction() = 0;
    // False once the link to the engine is gone: throw the connection away.
    virtual bool usable() = 0;
    // Whether a transaction survives a statement that failed without a savepoint around it.
    virtual bool survivesFailures() const = 0;
    virtual std::string_view autoIncrement() const = 0; // what the macros of migrations stand for
    virtual std::string_view integerKey() const = 0;
    virtual std::string_view binaryCollation() const = 0;
    virtual std::string_view clustered() const { return ""; }
    // How many rows one INSERT best adds. On SQLite one of several rows keeps a journal of every page it touches.
    virtual std::size_t rowsPerInsert() const = 0;
    // Prepared statements outlive changes of the schema badly on PostgreSQL.
    void forgetStatements() { m_statements.clear(); }

protected:
    struct Parameter {
        soci::indicator indicator = soci::i_null;
        std::size_t type = 0; // index in Value of what is bound
        long long integer = 0;
        double real = 0;
        std::string text;
    };
    struct Statement {
        Statement(soci::session& session, std::size_t parameterCount) : parameters(parameterCount), soci(session) {}
        std::vector<Parameter> parameters; // SOCI holds pointers into it
        soci::statement soci;
        std::vector<Value> row;
        bool busy = false;
    };

    Connection() = default;
    // `?` to what the engine takes.
    virtual std::string translate(std::string_view sql) const = 0;
    // Calls onRow for the rows of a statement just executed.
    virtual void deliver(Statement& statement, bool gotRow, const std::function<void(const Row&)>& onRow) = 0;
    // Rows changed by a statement that is through.
    virtual std::int64_t changedBy(Statement& statement) = 0;
    // Ends a statement that was left before its last row.
    virtual void abandon(Statement& statement) noexcept = 0;
    // SOCI's SQLite backend finalises a statement that reports an error; PostgreSQL's stays prepared.
    virtual bool dropsFailedStatements() const = 0;
    // What the engine's exception means.
    virtual Error explain(const soci::soci_error& error) = 0;

    soci::session m_session; // declared before the statements, which must go first

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    class Use;
    std::unique_ptr<Statement> prepare(std::string_view sql, std::span<const Value> args);
    Statement& find(std::string_view sql, std::span<const Value> args, std::unique_ptr<Statement>& own);
    std::int64_t execute(std::string_view sql, std::span<const Value> args,
                         const std::function<void(const Row&)>& onRow);

    std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>> m_statements;
};

// Where a database is; makes its connections. Thread-safe.
class Connector {
public:
    virtual ~Connector() = default;
    // The writer's connection is the only one of its kind for as long as it lives.
    virtual std::unique_ptr<Connection> openWriter() = 0;
    virtual std::unique_ptr<Connection> openReader() = 0;
    virtual std::string_view engine() const = 0;
};

inline constexpr std::string_view sqlitePrefix = "sqlite:"; // of a url
// Throws Failure when the url cannot be read. `parameters` of SQLite's URI: "mode=ro".
std::unique_ptr<Connector> makeConnector(const Config& config, std::string_view parameters = {});
// `parameters` of the URI: "mode=ro".
std::unique_ptr<Connector> makeSqliteConnector(const std::string& path, const std::string& vfs,
                                               std::chrono::seconds maxRead, std::string_view parameters = {});
// Throws Failure when the url cannot be read.
std::unique_ptr<Connector> makePostgresConnector(const std::string& url, std::chrono::seconds maxRead);

} // namespace tradepost::sql
