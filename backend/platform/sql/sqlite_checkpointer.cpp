#include "backend/platform/sql/sqlite_checkpointer.h"

#include <memory>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace tradepost::sql {

namespace {

// Has the pages that a connection writes to the database go to the disk a few at a time. Otherwise they all do when the
// checkpoint ends, and what flushes the log meanwhile, with somebody waiting for it, waits behind them.
class PacedWrites {
public:
    void install(sqlite3* database) {
        sqlite3_file* file = nullptr;
        sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
        if (file == nullptr || file->pMethods == nullptr)
            return;
        m_original = file->pMethods;
        m_methods = *m_original;
        m_methods.xWrite = &PacedWrites::write;
        file->pMethods = &m_methods;
        mine = this;
    }

private:
    static constexpr int pagesPerSync = 128; // some milliseconds of a disk

    static int write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 at) {
        const int result = mine->m_original->xWrite(file, data, bytes, at);
        if (result != SQLITE_OK || ++mine->m_written % pagesPerSync != 0)
            return result;
        return mine->m_original->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
    }

    static thread_local PacedWrites* mine; // of the thread whose connection it is
    const sqlite3_io_methods* m_original = nullptr;
    sqlite3_io_methods m_methods{};
    unsigned m_written = 0;
};

thread_local PacedWrites* PacedWrites::mine = nullptr;

} // namespace

SqliteCheckpointer::SqliteCheckpointer(std::string uri) : m_uri(std::move(uri)) {}

SqliteCheckpointer::~SqliteCheckpointer() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

void SqliteCheckpointer::request() {
    {
        const std::lock_guard lock(m_mutex);
        m_wanted = true;
        if (!m_thread.joinable())
            m_thread = std::thread([this] { loop(); });
    }
    m_changed.notify_one();
}

std::optional<int> SqliteCheckpointer::copied() const {
    const std::lock_guard lock(m_mutex);
    return m_wanted || m_running ? std::nullopt : std::optional(m_copied);
}

void SqliteCheckpointer::loop() {
    ::pthread_setname_np(::pthread_self(), "sql-checkpoint");
    PacedWrites paced; // outlives the connection
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(nullptr, &sqlite3_close);
    int copied = 0;
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_running = false;
            m_copied = copied;
            m_changed.wait(lock, [this] { return m_wanted || m_stop; });
            if (m_stop)
                return;
            m_wanted = false;
            m_running = true;
        }
        copied = 0;
        int result = SQLITE_OK;
        if (!database) {
            sqlite3* opened = nullptr;
            result = sqlite3_open_v2(m_uri.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr);
            database.reset(opened);
            if (result == SQLITE_OK)
                paced.install(opened);
            // A connection that has read nothing yet has no log, and a checkpoint of it does nothing and succeeds.
            if (result == SQLITE_OK)
                result = sqlite3_exec(opened, "PRAGMA schema_version", nullptr, nullptr, nullptr);
        }
        if (result == SQLITE_OK)
            result = sqlite3_wal_checkpoint_v2(database.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, &copied);
        if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY)
            continue;
        spdlog::warn("sql: the write-ahead log cannot be copied to the database (SQLite code {})", result);
        database.reset();
    }
}

} // namespace tradepost::sql
