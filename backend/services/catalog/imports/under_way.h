#pragma once

#include "backend/base/task.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace tradepost::catalog {

// A task that has begun and is waited for later. Whatever the task uses must stay until then.
template<class T>
class UnderWay {
public:
    UnderWay(const boost::asio::any_io_executor& executor, Task<T> task) {
        boost::asio::co_spawn(executor, std::move(task), [state = m_state](std::exception_ptr error, T value) {
            std::move_only_function<void()> resume;
            {
                const std::scoped_lock lock(state->mutex);
                state->error = std::move(error);
                state->value = std::move(value);
                resume = std::exchange(state->resume, nullptr);
            }
            if (resume)
                resume();
        });
    }
    bool done() const {
        const std::scoped_lock lock(m_state->mutex);
        return m_state->value.has_value();
    }
    // Once only.
    Task<T> result() {
        namespace asio = boost::asio;
        auto initiate = [state = m_state](auto handler) {
            auto executor =
                asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
            auto resume = [handler = std::move(handler), executor]() mutable {
                asio::post(executor, [handler = std::move(handler)]() mutable { std::move(handler)(); });
            };
            {
                const std::scoped_lock lock(state->mutex);
                if (!state->value) {
                    state->resume = std::move(resume);
                    return;
                }
            }
            resume();
        };
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(std::move(initiate), asio::use_awaitable);
        if (m_state->error)
            std::rethrow_exception(m_state->error);
        co_return std::move(*m_state->value);
    }

private:
    struct State {
        std::mutex mutex;
        std::optional<T> value; // there when it is done, also with an error
        std::exception_ptr error;
        std::move_only_function<void()> resume;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace tradepost::catalog
