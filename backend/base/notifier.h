#pragma once

#include "backend/base/task.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace tradepost {

// Lets coroutines wait for something that other threads announce, with a time-out and without polling:
//
//     for (;;) {
//         const auto seen = notifier.version();
//         if (whatIsWaitedFor()) break;
//         if (!co_await notifier.wait(seen, deadline)) break; // timed out
//     }
//
// Thread-safe. Waiters may outlive the Notifier: they then time out.
class Notifier {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    std::uint64_t version() const { return m_state->version.load(std::memory_order_acquire); }

    // Resumes everyone who waits, each on its own executor: quick, never blocks on them.
    void notify() {
        std::vector<std::shared_ptr<Waiter>> woken;
        {
            const std::scoped_lock lock(m_state->mutex);
            m_state->version.fetch_add(1, std::memory_order_release);
            woken.swap(m_state->waiters);
        }
        for (const auto& waiter : woken)
            waiter->finish(true);
    }

    // Resumes with true once notify() was called after `seen` was read, with false at `until`.
    Task<bool> wait(std::uint64_t seen, TimePoint until) const {
        namespace asio = boost::asio;
        auto initiate = [state = m_state, seen, until](auto handler) {
            auto executor =
                asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
            auto waiter = std::make_shared<Waiter>(executor);
            waiter->resume = [handler = std::move(handler), executor](bool moved) mutable {
                asio::post(executor, [handler = std::move(handler), moved]() mutable { std::move(handler)(moved); });
            };
            // Before anyone else sees the waiter: from then on only the one who finishes it touches the timer.
            waiter->timer.expires_at(until);
            waiter->timer.async_wait([state, waiter](boost::system::error_code error) {
                if (error)
                    return;
                {
                    const std::scoped_lock lock(state->mutex);
                    std::erase(state->waiters, waiter);
                }
                waiter->finish(false);
            });
            {
                const std::scoped_lock lock(state->mutex);
                if (state->version.load(std::memory_order_acquire) == seen) {
                    state->waiters.push_back(std::move(waiter));
                    return;
                }
            }
            waiter->finish(true);
        };
        co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(initiate),
                                                                                           asio::use_awaitable);
    }

private:
    struct Waiter {
        explicit Waiter(const boost::asio::any_io_executor& executor) : timer(executor) {}
        void finish(bool moved) {
            if (done.exchange(true))
                return;
            if (moved)
                timer.cancel();
            std::exchange(resume, nullptr)(moved);
        }
        std::atomic<bool> done{false};
        boost::asio::steady_timer timer;
        std::move_only_function<void(bool)> resume;
    };
    struct State {
        std::atomic<std::uint64_t> version{0};
        std::mutex mutex;
        std::vector<std::shared_ptr<Waiter>> waiters;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace tradepost
