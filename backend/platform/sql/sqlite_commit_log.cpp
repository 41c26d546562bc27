#include "backend/platform/sql/sqlite_commit_log.h"

#include "backend/platform/sql/sql.h"

#include <cstdlib>
#include <new>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace tradepost::sql {

namespace {

struct Free {
    void operator()(sqlite3_file* file) const {
        std::free(file); // NOLINT(cppcoreguidelines-no-malloc): a C structure whose size only the VFS knows
    }
};

class SqliteCommitLog : public CommitLog {
public:
    explicit SqliteCommitLog(sqlite3* database) {
        sqlite3_vfs* vfs = nullptr;
        sqlite3_file_control(database, "main", SQLITE_FCNTL_VFS_POINTER, static_cast<void*>(&vfs));
        if (vfs == nullptr)
            vfs = sqlite3_vfs_find(nullptr);
        m_file.reset(static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(vfs->szOsFile))));
        if (!m_file)
            throw std::bad_alloc();
        // CREATE has the first flush sync the directory too.
        const int result = vfs->xOpen(vfs, sqlite3_filename_wal(sqlite3_db_filename(database, "main")), m_file.get(),
                                      SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        if (result != SQLITE_OK)
            throw Failure{Error{Code::Unavailable,
                                "STORE_UNAVAILABLE",
                                "The write-ahead log of the database cannot be opened (SQLite code " +
                                    std::to_string(result) + "); check the data directory and its permissions.",
                                {}}};
    }
    ~SqliteCommitLog() override {
        if (m_file->pMethods != nullptr)
            m_file->pMethods->xClose(m_file.get());
    }

    std::optional<Error> flush() override {
        const int result = m_file->pMethods->xSync(m_file.get(), SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
        if (result == SQLITE_OK)
            return std::nullopt;
        spdlog::critical("sql: the disk does not take the write-ahead log (SQLite code {})", result);
        return Error{Code::Unavailable,
                     "COMMIT_UNKNOWN",
                     "The disk did not confirm the change, so it may have been kept or not; look before you send it "
                     "again.",
                     {}};
    }

private:
    std::unique_ptr<sqlite3_file, Free> m_file;
};

} // namespace

std::unique_ptr<CommitLog> openSqliteCommitLog(void* database) {
    return std::make_unique<SqliteCommitLog>(static_cast<sqlite3*>(database));
}

} // namespace tradepost::sql
