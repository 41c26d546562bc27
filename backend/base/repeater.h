#pragma once

#include "backend/base/notifier.h"
#include "backend/base/task.h"

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <functional>
#include <utility>

namespace tradepost {

// Does a piece of work again and again on an executor: at start(), and whenever the time it answered with is over.
// Never two at once. interrupt() is thread-safe. Goes only once it was interrupted and the executor is idle or stopped.
class Repeater {
public:
    // How long to rest after it. Must not throw.
    using Work = std::function<Task<std::chrono::microseconds>()>;

    Repeater(boost::asio::any_io_executor executor, Work work)
        : m_executor(std::move(executor)), m_work(std::move(work)) {}
    Repeater(const Repeater&) = delete;
    Repeater& operator=(const Repeater&) = delete;

    void start() { boost::asio::co_spawn(m_executor, run(), boost::asio::detached); }
    // Ends after the work that is under way. Does not wait for it.
    void interrupt() {
        m_stopping = true;
        m_interrupted.notify();
    }

private:
    Task<void> run() {
        while (!m_stopping) {
            const auto seen = m_interrupted.version();
            const std::chrono::microseconds rest = co_await m_work();
            if (m_stopping)
                break;
            co_await m_interrupted.wait(seen, std::chrono::steady_clock::now() + rest);
        }
    }

    const boost::asio::any_io_executor m_executor;
    const Work m_work;
    Notifier m_interrupted;
    std::atomic<bool> m_stopping{false};
};

} // namespace tradepost
