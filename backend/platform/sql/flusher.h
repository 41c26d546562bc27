#pragma once

#include "backend/platform/sql/commit_log.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tradepost::sql {

// Flushes a commit on a thread of its own while the writer fills the next transaction, and holds back what was read
// meanwhile until it is on disk: nothing leaves the store that a power failure could take back.
//
// The writer says commitBegins() before a commit and then either ends it with flush() or flushNow(), or with
// commitFailed(). At most one commit is on its way. An error of the disk is for good: which of the log's pages it kept
// nobody knows, so nothing more may be built on them in this process.
class Flusher {
public:
    using Settle = std::move_only_function<void(const std::optional<Error>&)>;

    // `onIdle` is called on the thread when a flush has ended.
    Flusher(std::unique_ptr<CommitLog> log, std::function<void()> onIdle);
    ~Flusher(); // settles what is on its way

    // Of the writer's thread.
    bool idle() const;
    std::optional<Error> broken() const;
    void commitBegins();
    void commitFailed();
    void flush(Settle settle);    // returns at once; settles on the flusher's thread
    void flushNow(Settle settle); // settles before it returns: for who has nothing else to do

    // Of any thread: settles once every commit that may have been seen until now is on disk; at once when all are.
    void afterFlush(Settle settle);

private:
    void loop();
    void work(Settle settle);

    const std::unique_ptr<CommitLog> m_log;
    const std::function<void()> m_onIdle;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false; // a commit is on its way
    bool m_stop = false;
    std::optional<Error> m_broken;
    Settle m_next;                 // of the commit to flush
    std::vector<Settle> m_waiting; // of reads
    std::thread m_thread;          // begins with the first flush()
};

} // namespace tradepost::sql
