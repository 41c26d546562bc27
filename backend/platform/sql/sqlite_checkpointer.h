#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace tradepost::sql {

// Copies the write-ahead log of a SQLite database into its file, on a thread and a connection of its own, while the
// writer goes on (a passive checkpoint, https://sqlite.org/c3ref/wal_checkpoint_v2.html). Both start with the first
// request, so that a database at rest has neither.
class SqliteCheckpointer {
public:
    explicit SqliteCheckpointer(std::string uri);
    ~SqliteCheckpointer(); // waits for the checkpoint under way
    void request();        // returns at once; one that is asked for while another runs follows it
    // How many of the log's pages the last one found copied; nothing while one is asked for or under way.
    std::optional<int> copied() const;

private:
    void loop();

    const std::string m_uri;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_wanted = false, m_running = false, m_stop = false;
    int m_copied = 0;
    std::thread m_thread;
};

} // namespace tradepost::sql
