#include "backend/platform/sql/connection.h"
#include "backend/platform/sql/sqlite_checkpointer.h"
#include "backend/platform/sql/sqlite_commit_log.h"

#include <chrono>
#include <fmt/format.h>
#include <mutex>
#include <soci/sqlite3/soci-sqlite3.h>
#include <spdlog/spdlog.h>

namespace tradepost::sql {

namespace {

namespace lite = sqlite_api;

Error meaningOf(int result) {
    switch (result) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return {Code::AlreadyExists, "UNIQUE_VIOLATION", "A row with the same key exists already.", {}};
    default:
        break;
    }
    const std::string code = std::to_string(result);
    switch (result & 0xff) {
    case SQLITE_FULL:
        return {Code::ResourceExhausted,
                "DISK_FULL",
                "The disk of the data directory is full; free some space, then try again.",
                {}};
    case SQLITE_INTERRUPT:
        return {Code::DeadlineExceeded, "QUERY_TOO_LONG", "The query takes too long; narrow it.", {}};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {Code::Unavailable, "STORE_BUSY", "The database is busy; try again.", {}};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {Code::Unavailable,
                "STORE_UNAVAILABLE",
                "The database file cannot be opened or written (SQLite code " + code +
                    "); check the data directory and its permissions.",
                {}};
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
        return {Code::Unavailable,
                "STORE_UNAVAILABLE",
                "The database cannot be read or written (SQLite code " + code + "); check the disk.",
                {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {Code::DataLoss, "STORE_DAMAGED", "The database file is damaged; restore it from a backup.", {}};
    case SQLITE_CONSTRAINT:
        return {Code::Internal,
                "CONSTRAINT_VIOLATION",
                "A rule of the database forbids this (SQLite code " + code + ").",
                {}};
    default:
        return {Code::Internal, "STATEMENT_FAILED", "A statement failed (SQLite code " + code + ").", {}};
    }
}

// A file name as a URI, which carries the VFS (https://sqlite.org/uri.html); safe within double quotes too.
std::string uriOf(const std::string& path, const std::string& vfs, std::string_view parameters) {
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/";
    std::string uri = "file:";
    for (const char c : path) {
        if (plain.contains(c))
            uri += c;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    std::string_view sign = "?";
    if (!vfs.empty())
        uri.append(std::exchange(sign, "&")).append("vfs=").append(vfs);
    if (!parameters.empty())
        uri.append(sign).append(parameters);
    return uri;
}

// For the process, before its first connection: each of ours belongs to one thread, so that SQLite's own locks around
// connections and its counts of memory only cost time. Without effect where somebody was first.
void configureEngine() {
    static std::once_flag once;
    std::call_once(once, [] {
        lite::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        lite::sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    });
}

class SqliteConnection : public Connection {
public:
    SqliteConnection(const std::string& uri, std::optional<std::chrono::seconds> maxRead)
        : m_maxRead(maxRead), m_checkpointer(uri) {
        const bool writer = !maxRead;
        configureEngine();
        try {
            m_session.open(soci::sqlite3, "dbname=\"" + uri + "\"");
        } catch (const soci::soci_error& error) {
            throw Failure{explain(error)};
        }
        lite::sqlite3_extended_result_codes(handle(), 1);
        // A backup tool may hold the file for a moment.
        lite::sqlite3_busy_timeout(handle(), busyMillis);
        if (writer)
            useWal();
        // The log keeps the size it is let grow to: a file that is cut and grows again costs more than one written
        // over.
        for (const char* pragma : {"PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA temp_store=MEMORY",
                                   "PRAGMA journal_size_limit=402653184"})
            command(pragma);
        if (writer) {
            command("PRAGMA cache_size=-65536"); // fills up under load only
            // In place of SQLite's own checkpoints, which would run while the batch's callers wait.
            lite::sqlite3_wal_hook(handle(), &SqliteConnection::noteWal, this);
        } else {
            command("PRAGMA cache_size=-8192");
            command("PRAGMA query_only=ON");
            // A query that runs away must not keep its thread for good.
            lite::sqlite3_progress_handler(handle(), 100'000, &SqliteConnection::isOverdue, this);
        }
    }

    void beginWrite() override { command("BEGIN IMMEDIATE"); }
    // The snapshot is taken by the first statement that reads.
    void beginRead() override {
        if (m_maxRead)
            m_deadline = std::chrono::steady_clock::now() + *m_maxRead;
        command("BEGIN");
    }
    // With synchronous=NORMAL a commit is in the log and whole, or after a power failure gone with all that follow it
    // (https://sqlite.org/pragma.html#pragma_synchronous).
    std::unique_ptr<CommitLog> openCommitLog() override {
        auto log = openSqliteCommitLog(handle());
        command("PRAGMA synchronous=NORMAL");
        return log;
    }
    bool inTransaction() override { return lite::sqlite3_get_autocommit(handle()) == 0; }
    bool usable() override { return true; }
    void tidy() noexcept override {
        if (m_walPages < m_tried)
            m_tried = 0; // the log started over
        const bool large = m_walPages >= restartPages;
        if (!m_quiet && m_walPages - m_tried < (large ? restPages : checkpointPages))
            return;
        const auto copied = m_checkpointer.copied();
        if (!copied)
            return; // one is under way
        m_tried = m_walPages;
        if (std::exchange(m_quiet, false)) {
            restartLog(); // all but the last few pages are copied
            return;
        }
        // What is written while the log is copied is less each time, until bulk work may wait for the rest.
        const int rest = *copied > m_walPages ? m_walPages : m_walPages - *copied;
        m_quiet = large && (rest <= 4 * restPages || m_walPages >= mostPages);
        m_checkpointer.request();
    }
    bool wantsQuiet() override { return m_quiet && !m_checkpointer.copied(); }
    std::int64_t insert(std::string_view sql, std::string_view, std::span<const Value> args) override {
        change(sql, args);
        return lite::sqlite3_last_insert_rowid(handle());
    }
    bool survivesFailures() const override { return true; }
    std::string_view autoIncrement() const override { return "INTEGER PRIMARY KEY AUTOINCREMENT"; }
    std::string_view integerKey() const override { return "INTEGER PRIMARY KEY"; } // BIGINT would not be the rowid
    std::string_view binaryCollation() const override { return "COLLATE BINARY"; }
    std::string_view clustered() const override { return "WITHOUT ROWID"; }
    std::size_t rowsPerInsert() const override { return 1; }

private:
    static constexpr int busyMillis = 5'000;
    static constexpr int restartMillis = 100;
    static constexpr int checkpointPages = 4'000; // 16 MB
    static constexpr int restartPages = 32'000;   // 128 MB
    static constexpr int restPages = 500;         // 2 MB
    static constexpr int mostPages = 96'000; // 384 MB, that a reader of an old snapshot or a slow disk has it grow to

    void useWal() {
        std::string mode;
        run("PRAGMA journal_mode=WAL", {}, [&mode](const Row& row) { mode = row.text(0); });
        if (mode != "wal")
            throw Failure{
                Error{Code::FailedPrecondition,
                      "WAL_UNSUPPORTED",
                      "The file system of the data directory has no shared memory, which SQLite's write-ahead "
                      "log needs; use a local disk.",
                      {}}};
    }
    // As long as there is always a reader and a writer the log starts over only when the writer copies the rest of it
    // and waits for the readers of old snapshots, a moment.
    void restartLog() noexcept {
        lite::sqlite3_busy_timeout(handle(), restartMillis);
        const int result =
            lite::sqlite3_wal_checkpoint_v2(handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
        lite::sqlite3_busy_timeout(handle(), busyMillis);
        if (result != SQLITE_OK && (result & 0xff) != SQLITE_BUSY)
            spdlog::warn("sql: the write-ahead log cannot be copied to the database (SQLite code {})", result);
    }
    static int noteWal(void* self, lite::sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->m_walPages = pages;
        return SQLITE_OK;
    }
    static int isOverdue(void* self) {
        return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(self)->m_deadline ? 1 : 0;
    }
    lite::sqlite3* handle() { return static_cast<soci::sqlite3_session_backend*>(m_session.get_backend())->conn_; }
    static soci::sqlite3_statement_backend& backendOf(Statement& statement) {
        return *static_cast<soci::sqlite3_statement_backend*>(statement.soci.get_backend());
    }

    std::string translate(std::string_view sql) const override { return std::string(sql); }
    bool dropsFailedStatements() const override { return true; }

    // Read from the engine's statement: SOCI would go by the declared types, which expressions do not have.
    void deliver(Statement& statement, bool gotRow, const std::function<void(const Row&)>& onRow) override {
        soci::sqlite3_statement_backend& backend = backendOf(statement);
        if (!gotRow)
            return;
        const int columns = lite::sqlite3_column_count(backend.stmt_);
        statement.row.resize(static_cast<std::size_t>(columns));
        do {
            if (!onRow)
                continue;
            for (int i = 0; i < columns; ++i)
                readColumn(backend.stmt_, i, statement.row[static_cast<std::size_t>(i)]);
            onRow(Row(statement.row));
        } while (backend.fetch(1) == soci::details::statement_backend::ef_success);
    }

    static void readColumn(lite::sqlite3_stmt* statement, int column, Value& value) {
        switch (lite::sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            value = static_cast<std::int64_t>(lite::sqlite3_column_int64(statement, column));
            break;
        case SQLITE_FLOAT:
            value = lite::sqlite3_column_double(statement, column);
            break;
        case SQLITE_NULL:
            value = std::monostate();
            break;
        default: {
            const auto* text = reinterpret_cast<const char*>(lite::sqlite3_column_text(statement, column));
            const std::string_view view(text == nullptr ? "" : text,
                                        static_cast<std::size_t>(lite::sqlite3_column_bytes(statement, column)));
            if (auto* held = std::get_if<std::string>(&value))
                held->assign(view);
            else
                value.emplace<std::string>(view);
        }
        }
    }

    // SOCI counts after the first row, when a RETURNING clause is not through yet.
    std::int64_t changedBy(Statement&) override { return lite::sqlite3_changes64(handle()); }

    void abandon(Statement& statement) noexcept override {
        soci::sqlite3_statement_backend& backend = backendOf(statement);
        if (backend.stmt_ != nullptr)
            lite::sqlite3_reset(backend.stmt_);
    }

    Error explain(const soci::soci_error& error) override {
        const auto* ours = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
        return meaningOf(ours != nullptr ? ours->result() : SQLITE_ERROR);
    }

    const std::optional<std::chrono::seconds> m_maxRead; // readers only
    std::chrono::steady_clock::time_point m_deadline = std::chrono::steady_clock::time_point::max();
    int m_walPages = 0;   // in the log after the last commit
    int m_tried = 0;      // of these, when it was last tried to copy them
    bool m_quiet = false; // the copying that is under way is the last before the log starts over
    SqliteCheckpointer m_checkpointer;
};

class SqliteConnector : public Connector {
public:
    SqliteConnector(std::string uri, std::chrono::seconds maxRead) : m_uri(std::move(uri)), m_maxRead(maxRead) {}
    std::unique_ptr<Connection> openWriter() override {
        return std::make_unique<SqliteConnection>(m_uri, std::nullopt);
    }
    std::unique_ptr<Connection> openReader() override { return std::make_unique<SqliteConnection>(m_uri, m_maxRead); }
    std::string_view engine() const override { return "sqlite"; }

private:
    std::string m_uri;
    std::chrono::seconds m_maxRead;
};

} // namespace

std::unique_ptr<Connector> makeSqliteConnector(const std::string& path, const std::string& vfs,
                                               std::chrono::seconds maxRead, std::string_view parameters) {
    return std::make_unique<SqliteConnector>(uriOf(path, vfs, parameters), maxRead);
}

} // namespace tradepost::sql
