#include "tests/support/echo/echo_service.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace tradepost::testing {

namespace asio = boost::asio;

namespace {

class Running {
public:
    explicit Running(std::atomic<int>& count) : m_count(count) { ++m_count; }
    ~Running() { --m_count; }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    std::atomic<int>& m_count;
};

Task<void> expire(std::shared_ptr<asio::steady_timer> timer) {
    boost::system::error_code ignored;
    co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

// Returns after `time`, or as soon as the call is cancelled.
Task<void> pause(rpc::Context& context, std::chrono::milliseconds time) {
    // Cancellation comes from another thread, so the timer is touched on a strand only.
    const auto strand = asio::make_strand(co_await asio::this_coro::executor);
    const auto timer = std::make_shared<asio::steady_timer>(strand, time);
    const auto handle = context.onCancel([timer, strand] {
        asio::post(strand, [timer] { timer->expires_at(std::chrono::steady_clock::time_point::min()); });
    });
    co_await asio::co_spawn(strand, expire(timer), asio::use_awaitable);
}

} // namespace

Task<Result<v1::EchoResponse>> EchoService::echo(rpc::Context& context, const v1::EchoRequest& request) {
    v1::EchoResponse response;
    response.set_text(request.text());
    response.set_traceparent(context.traceparent);
    response.set_language(context.language);
    response.set_remote_address(context.remoteAddress);
    response.set_local(context.principal.local);
    response.set_user_id(context.principal.user.text());
    response.set_deadline_in_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(context.deadline - std::chrono::steady_clock::now())
            .count());
    co_return response;
}

Task<Result<v1::Thing>> EchoService::updateThing(rpc::Context&, const v1::UpdateThingRequest& request) {
    co_return request.thing();
}

Task<Result<void>> EchoService::count(rpc::Context&, const v1::CountRequest& request,
                                      rpc::StreamWriter<v1::CountResponse>& writer) {
    const Running guard(running);
    v1::CountResponse message;
    message.set_payload(std::string(static_cast<std::size_t>(request.bytes()), 'x'));
    for (int number = 1; request.count() == 0 || number <= request.count(); ++number) {
        message.set_number(number);
        const auto written = co_await writer.write(message);
        if (!written)
            co_return written;
        ++sent;
    }
    co_return Result<void>();
}

Task<Result<void>> EchoService::wait(rpc::Context& context, const v1::CountRequest&,
                                     rpc::StreamWriter<v1::CountResponse>& writer) {
    const Running guard(running);
    v1::CountResponse message;
    message.set_number(1);
    const auto written = co_await writer.write(message);
    if (!written)
        co_return written;
    ++sent;
    while (!context.cancelled())
        co_await pause(context, std::chrono::seconds(60));
    co_return fail(Code::Cancelled, "CANCELLED", "The call was cancelled.");
}

Task<Result<v1::EchoResponse>> EchoService::sleep(rpc::Context& context, const v1::SleepRequest& request) {
    const Running guard(running);
    co_await pause(context, std::chrono::milliseconds(request.ms()));
    co_return v1::EchoResponse();
}

Task<Result<v1::EchoResponse>> EchoService::refuse(rpc::Context&, const v1::FailRequest& request) {
    co_return fail(static_cast<Code>(request.code()), "ASKED_FOR", "Refused, as asked for.", "code");
}

Task<Result<v1::EchoResponse>> EchoService::throwUp(rpc::Context&, const v1::FailRequest&) {
    throw std::runtime_error("bound value: hunter2");
    co_return v1::EchoResponse();
}

Task<Result<v1::EchoResponse>> EchoService::upload(rpc::Context&, const v1::UploadRequest&) {
    co_return v1::EchoResponse();
}

void registerEcho(rpc::Registry& registry, EchoService& service) {
    registry.add("tradepost.testing.v1.EchoService/Echo", service, &EchoService::echo);
    registry.add("tradepost.testing.v1.EchoService/UpdateThing", service, &EchoService::updateThing);
    registry.add("tradepost.testing.v1.EchoService/Count", service, &EchoService::count);
    registry.add("tradepost.testing.v1.EchoService/Wait", service, &EchoService::wait);
    registry.add("tradepost.testing.v1.EchoService/Sleep", service, &EchoService::sleep);
    registry.add("tradepost.testing.v1.EchoService/Fail", service, &EchoService::refuse);
    registry.add("tradepost.testing.v1.EchoService/Throw", service, &EchoService::throwUp);
    registry.add("tradepost.testing.v1.EchoService/Upload", service, &EchoService::upload);
}

} // namespace tradepost::testing
