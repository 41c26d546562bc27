#include "backend/platform/sql/flusher.h"

#include <pthread.h>

namespace tradepost::sql {

Flusher::Flusher(std::unique_ptr<CommitLog> log, std::function<void()> onIdle)
    : m_log(std::move(log)), m_onIdle(std::move(onIdle)) {}

Flusher::~Flusher() {
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
}

bool Flusher::idle() const {
    const std::lock_guard lock(m_mutex);
    return !m_open;
}

std::optional<Error> Flusher::broken() const {
    const std::lock_guard lock(m_mutex);
    return m_broken;
}

void Flusher::commitBegins() {
    const std::lock_guard lock(m_mutex);
    m_open = true;
}

void Flusher::commitFailed() {
    std::vector<Settle> waiting;
    std::optional<Error> broken;
    {
        const std::lock_guard lock(m_mutex);
        m_open = false;
        waiting.swap(m_waiting);
        broken = m_broken;
    }
    for (Settle& settle : waiting)
        settle(broken);
}

void Flusher::flush(Settle settle) {
    {
        const std::lock_guard lock(m_mutex);
        m_next = std::move(settle);
        if (!m_thread.joinable())
            m_thread = std::thread([this] { loop(); });
    }
    m_changed.notify_one();
}

void Flusher::flushNow(Settle settle) {
    work(std::move(settle));
}

void Flusher::afterFlush(Settle settle) {
    std::optional<Error> broken;
    {
        const std::lock_guard lock(m_mutex);
        if (m_open) {
            m_waiting.push_back(std::move(settle));
            return;
        }
        broken = m_broken;
    }
    settle(broken);
}

void Flusher::loop() {
    ::pthread_setname_np(::pthread_self(), "sql-flush");
    for (;;) {
        Settle next;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_next || m_stop; });
            if (!m_next)
                return;
            next = std::exchange(m_next, nullptr);
        }
        work(std::move(next));
    }
}

void Flusher::work(Settle settle) {
    const auto error = m_log->flush();
    settle(error); // before the next commit may begin: what runs after commits runs in their order
    std::vector<Settle> waiting;
    std::optional<Error> broken;
    {
        const std::lock_guard lock(m_mutex);
        m_open = false;
        if (error && !m_broken)
            m_broken = Error{Code::Unavailable,
                             "STORE_UNAVAILABLE",
                             "The disk failed while the database was written; check it, then start the server again.",
                             {}};
        broken = m_broken;
        waiting.swap(m_waiting);
    }
    m_onIdle();
    for (Settle& read : waiting)
        read(broken);
}

} // namespace tradepost::sql
