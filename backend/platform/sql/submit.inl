#pragma once

// The templates of sql.h: they carry a function and its result across to the store's threads and back.

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <future>

namespace tradepost::sql {

namespace detail {

template<class R, class F>
struct Slot {
    explicit Slot(F f) : fn(std::move(f)) {}
    F fn;
    std::optional<R> result;

    R take(std::optional<Error> error) {
        if (error)
            return std::unexpected(std::move(*error));
        return std::move(*result);
    }
};

} // namespace detail

template<class R, class Access, class F>
Task<R> Database::submit(F fn, Priority priority) {
    namespace asio = boost::asio;
    auto slot = std::make_shared<detail::Slot<R, F>>(std::move(fn));
    auto initiate = [=, this](auto handler) {
        auto executor = asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
        // Posted, not called: the coroutine goes on where it belongs, never on the store's thread.
        auto done = [handler = std::move(handler), executor](std::optional<Error> error) mutable {
            asio::post(executor, [handler = std::move(handler), error = std::move(error)]() mutable {
                std::move(handler)(std::move(error));
            });
        };
        if constexpr (std::is_same_v<Access, Transaction>)
            enqueueWrite([slot](Transaction& tx) { return slot->result.emplace(slot->fn(tx)).has_value(); },
                         std::move(done), priority);
        else
            enqueueRead([slot](Reader& reader) { slot->result.emplace(slot->fn(reader)); }, std::move(done));
    };
    std::optional<Error> error =
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::optional<Error>)>(std::move(initiate),
                                                                                                 asio::use_awaitable);
    co_return slot->take(std::move(error));
}

template<class F>
auto Database::writeNow(F fn, Priority priority) -> std::invoke_result_t<F&, Transaction&> {
    using R = std::invoke_result_t<F&, Transaction&>;
    detail::Slot<R, F> slot(std::move(fn));
    // The promise goes along, as this function returns the moment it is kept.
    std::promise<std::optional<Error>> promise;
    auto outcome = promise.get_future();
    enqueueWrite(
        [&slot](Transaction& tx) { return slot.result.emplace(slot.fn(tx)).has_value(); },
        [promise = std::move(promise)](std::optional<Error> error) mutable { promise.set_value(std::move(error)); },
        priority);
    return slot.take(outcome.get());
}

template<class F>
auto Database::readNow(F fn) -> std::invoke_result_t<F&, Reader&> {
    using R = std::invoke_result_t<F&, Reader&>;
    detail::Slot<R, F> slot(std::move(fn));
    // The promise goes along, as this function returns the moment it is kept.
    std::promise<std::optional<Error>> promise;
    auto outcome = promise.get_future();
    enqueueRead(
        [&slot](Reader& reader) { slot.result.emplace(slot.fn(reader)); },
        [promise = std::move(promise)](std::optional<Error> error) mutable { promise.set_value(std::move(error)); });
    return slot.take(outcome.get());
}

} // namespace tradepost::sql
