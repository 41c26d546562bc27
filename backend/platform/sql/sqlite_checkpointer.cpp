#include "backend/platform/sql/sqlite_checkpointer.h"

#include <memory>
#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sqlite3.h>

namespace tradepost::sql {

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

void SqliteCheckpointer::loop() {
    ::pthread_setname_np(::pthread_self(), "sql-checkpoint");
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> database(nullptr, &sqlite3_close);
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_wanted || m_stop; });
            if (m_stop)
                return;
            m_wanted = false;
        }
        int result = SQLITE_OK;
        if (!database) {
            sqlite3* opened = nullptr;
            result = sqlite3_open_v2(m_uri.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr);
            database.reset(opened);
        }
        if (result == SQLITE_OK)
            result = sqlite3_wal_checkpoint_v2(database.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        if (result == SQLITE_OK || (result & 0xff) == SQLITE_BUSY)
            continue;
        spdlog::warn("sql: the write-ahead log cannot be copied to the database (SQLite code {})", result);
        database.reset();
    }
}

} // namespace tradepost::sql
