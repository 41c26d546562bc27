#include "backend/gateway/grpc/call.h"

#include "backend/gateway/grpc/metadata.h"
#include "backend/gateway/grpc/status.h"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/slice.h>

namespace tradepost::gateway {

namespace {

using google::protobuf::Message;

// Into one slice of the exact size: a message is copied once on its way out.
Result<grpc::ByteBuffer> serialize(const Message& message) {
    const std::size_t size = message.ByteSizeLong();
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return fail(Code::ResourceExhausted, "REPLY_TOO_LARGE", "The reply is larger than 2 GiB: ask for fewer items.");
    grpc::Slice slice(size);
    message.SerializeWithCachedSizesToArray(const_cast<std::uint8_t*>(slice.begin()));
    return grpc::ByteBuffer(&slice, 1);
}

} // namespace

void Edge::addStream(const std::shared_ptr<rpc::CancelState>& state) {
    const std::lock_guard lock(m_mutex);
    m_streams.emplace(state.get(), state);
    if (draining)
        state->cancel();
}

void Edge::removeStream(const std::shared_ptr<rpc::CancelState>& state) {
    const std::lock_guard lock(m_mutex);
    m_streams.erase(state.get());
}

void Edge::drain() {
    std::vector<std::shared_ptr<rpc::CancelState>> streamsNow;
    {
        const std::lock_guard lock(m_mutex);
        draining = true;
        for (const auto& [key, state] : m_streams)
            streamsNow.push_back(state);
    }
    for (const auto& state : streamsNow)
        state->cancel();
}

void Edge::enter(Kind kind) {
    const std::lock_guard lock(m_mutex);
    ++(kind == Kind::Method ? m_methods : m_others);
}

void Edge::leave(Kind kind) {
    const std::lock_guard lock(m_mutex);
    if (--(kind == Kind::Method ? m_methods : m_others) == 0)
        m_idle.notify_all(); // with the lock held: the waiter may destroy this as soon as it wakes
}

void Edge::waitForMethods(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    m_idle.wait_for(lock, patience, [this] { return m_methods == 0; });
}

void Edge::waitForAll() {
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_methods == 0 && m_others == 0; });
}

Call::Call(Edge& edge, const rpc::Method& method, grpc::GenericCallbackServerContext& server)
    : m_edge(edge), m_method(method), m_server(server) {
    m_edge.enter(Edge::Kind::Method);
    StartRead(&m_requestBytes);
}

void Call::OnDone() {
    Edge& edge = m_edge;
    delete this;
    edge.leave(Edge::Kind::Method);
}

bool Call::takeSlot() {
    auto& atWork = m_method.streaming() ? m_edge.streams : m_edge.calls;
    const int limit = m_method.streaming() ? m_edge.config.maxStreams : m_edge.config.maxCalls;
    if (atWork.fetch_add(1, std::memory_order_relaxed) < limit)
        return true;
    giveSlot();
    return false;
}

void Call::giveSlot() {
    (m_method.streaming() ? m_edge.streams : m_edge.calls).fetch_sub(1, std::memory_order_relaxed);
}

void Call::OnReadDone(bool ok) {
    if (!ok) {
        Finish(grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "The call came without a request message."));
    } else if (!takeSlot()) {
        Finish(toStatus({Code::ResourceExhausted,
                         "TOO_MANY_CALLS",
                         "The server is at work on as many calls as it may be: wait, then send it again.",
                         {}},
                        {}));
    } else {
        boost::asio::co_spawn(m_edge.executor, run(), boost::asio::detached);
    }
}

std::size_t Call::requestLimit() const {
    const auto own = m_method.rule.max_request_bytes();
    return own > 0 ? static_cast<std::size_t>(own) : m_edge.config.maxRequestBytes;
}

Result<void> Call::parse() {
    if (m_requestBytes.Length() > requestLimit())
        return fail(Code::ResourceExhausted, "REQUEST_TOO_LARGE",
                    fmt::format("The request is larger than {} bytes.", requestLimit()));
    m_request.reset(m_method.requestPrototype->New());
    grpc::ProtoBufferReader reader(&m_requestBytes);
    if (!reader.status().ok() || !m_request->ParseFromZeroCopyStream(&reader))
        return fail(Code::InvalidArgument, "MALFORMED_REQUEST",
                    fmt::format("The request is not a {}.", m_method.requestPrototype->GetTypeName()));
    m_requestBytes.Clear();
    return {};
}

// The trace's header can only be sent before the first message.
void Call::tellTrace() {
    if (!std::exchange(m_traceTold, true) && !m_context.traceparent.empty())
        m_server.AddInitialMetadata("traceparent", m_context.traceparent);
}

grpc::Status Call::statusOf(const Error& error) const {
    if (error.code == Code::Cancelled && m_method.streaming() && m_edge.draining)
        return toStatus({Code::Unavailable, "SERVER_DRAINING", "The server is shutting down: connect again.", {}},
                        m_context.traceparent);
    return toStatus(error, m_context.traceparent, m_context.errorDetail.get());
}

Task<void> Call::run() {
    auto ready = readMetadata(m_server, m_edge.authenticator, m_context);
    if (ready)
        ready = parse();
    if (!ready) {
        giveSlot();
        Finish(statusOf(ready.error()));
        co_return;
    }
    // Each ends with Finish, after which this object may be gone.
    if (m_method.streaming())
        co_await runStream();
    else
        co_await runUnary();
}

Task<void> Call::runUnary() {
    auto reply = co_await m_method.call(m_context, *m_request);
    giveSlot();
    tellTrace();
    Result<grpc::ByteBuffer> bytes = reply ? serialize(**reply) : std::unexpected(std::move(reply).error());
    if (!bytes) {
        Finish(statusOf(bytes.error()));
        co_return;
    }
    m_replyBytes.Swap(&*bytes);
    StartWriteAndFinish(&m_replyBytes, grpc::WriteOptions(), grpc::Status::OK);
}

Task<void> Call::runStream() {
    m_edge.addStream(m_context.cancelState());
    const auto result = co_await m_method.stream(m_context, *m_request, *this);
    m_edge.removeStream(m_context.cancelState());
    co_await writeDone(); // Finish must not overtake a write
    giveSlot();
    tellTrace();
    Finish(result ? grpc::Status::OK : statusOf(result.error()));
}

// Returns as soon as gRPC has the message, and waits for the one before: one message is always under way.
Task<Result<void>> Call::writeMessage(const Message& message) {
    co_await writeDone();
    if (m_writeFailed || m_context.cancelled())
        co_return fail(Code::Cancelled, "CANCELLED", "Nobody listens to the stream any more.");
    auto bytes = serialize(message);
    if (!bytes)
        co_return std::unexpected(std::move(bytes).error());
    m_replyBytes.Swap(&*bytes);
    tellTrace();
    {
        const std::lock_guard lock(m_writeMutex);
        m_writing = true;
    }
    StartWrite(&m_replyBytes);
    co_return Result<void>();
}

Task<void> Call::writeDone() {
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        [this](auto handler) {
            auto resume = [handler = std::move(handler)]() mutable {
                const auto executor = boost::asio::get_associated_executor(handler);
                boost::asio::post(executor, std::move(handler));
            };
            std::unique_lock lock(m_writeMutex);
            if (m_writing) {
                m_writeWaiter = std::move(resume);
                return;
            }
            lock.unlock();
            resume();
        },
        boost::asio::use_awaitable);
}

void Call::OnWriteDone(bool ok) {
    std::move_only_function<void()> waiter;
    {
        const std::lock_guard lock(m_writeMutex);
        m_writing = false;
        m_writeFailed = m_writeFailed || !ok;
        waiter = std::exchange(m_writeWaiter, nullptr);
    }
    if (waiter)
        waiter();
}

} // namespace tradepost::gateway
