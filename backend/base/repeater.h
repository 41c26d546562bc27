#pragma once

#include "backend/base/notifier.h"
#include "backend/base/task.h"

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <utility>

namespace tradepost {

// Does a piece of work again and again on an executor: at start(), whenever woken, and when the time it answered with
// is over. Never two at once. wake() and interrupt() are thread-safe.
class Repeater {
public:
    // How long to rest after it. Must not throw.
    using Work = std::function<Task<std::chrono::microseconds>()>;

    Repeater(boost::asio::any_io_executor executor, Work work)
        : m_executor(std::move(executor)), m_work(std::move(work)) {}
    ~Repeater() { stop(); }
    Repeater(const Repeater&) = delete;
    Repeater& operator=(const Repeater&) = delete;

    void start() { m_ended = boost::asio::co_spawn(m_executor, run(), boost::asio::use_future); }
    void wake() { m_wake.notify(); }
    // Ends after the work that is under way. Does not wait for it.
    void interrupt() {
        m_stopping = true;
        m_wake.notify();
    }
    // The same, and waits; an executor that runs no more has dropped the work. Not on the executor's threads.
    void stop() {
        interrupt();
        if (m_ended.valid())
            m_ended.wait();
        m_ended = {};
    }

private:
    Task<void> run() {
        while (!m_stopping) {
            const auto seen = m_wake.version();
            const std::chrono::microseconds rest = co_await m_work();
            if (m_stopping)
                break;
            co_await m_wake.wait(seen, std::chrono::steady_clock::now() + rest);
        }
    }

    const boost::asio::any_io_executor m_executor;
    const Work m_work;
    Notifier m_wake;
    std::atomic<bool> m_stopping{false};
    std::future<void> m_ended;
};

} // namespace tradepost
