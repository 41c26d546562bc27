#pragma once

#include "backend/gateway/grpc/grpc_server.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/support/byte_buffer.h>
#include <map>
#include <memory>
#include <mutex>

namespace tradepost::gateway {

// What all calls of a server share. Thread-safe.
class Edge {
public:
    Edge(const GrpcConfig& limits, const rpc::Registry& methods, const rpc::Authenticator& tokens,
         boost::asio::any_io_executor runner)
        : registry(methods), authenticator(tokens), executor(std::move(runner)), config(limits) {}

    const rpc::Registry& registry;
    const rpc::Authenticator& authenticator;
    const boost::asio::any_io_executor executor;
    const GrpcConfig config;
    std::atomic<int> calls{0}, streams{0}; // at work now
    std::atomic<bool> draining{false};

    // Streams are remembered to be cancelled by the drain; one that comes too late is cancelled at once.
    void addStream(const std::shared_ptr<rpc::CancelState>& state);
    void removeStream(const std::shared_ptr<rpc::CancelState>& state);
    void drain();
    // Reactors alive. The drain waits for calls of methods (Kind::Method) to end by themselves, for others not.
    enum class Kind { Method, Other };
    void enter(Kind kind);
    void leave(Kind kind);
    void waitForMethods(std::chrono::milliseconds patience);
    void waitForAll();

private:
    std::mutex m_mutex;
    std::condition_variable m_idle;
    std::map<const rpc::CancelState*, std::shared_ptr<rpc::CancelState>> m_streams;
    int m_methods = 0, m_others = 0;
};

// One call of a registered method: reads the request, runs the method's coroutine on the executor, writes what it
// answers. Deletes itself when gRPC is done with it.
class Call final : public grpc::ServerGenericBidiReactor, private rpc::StreamWriterBase {
public:
    Call(Edge& edge, const rpc::Method& method, grpc::GenericCallbackServerContext& server);

    void OnReadDone(bool ok) override;
    void OnWriteDone(bool ok) override;
    void OnCancel() override { m_context.cancel(); }
    void OnDone() override;

private:
    // gRPC runs OnDone and OnCancel where they come up instead of handing each call to its executor's threads, which is
    // a tenth of a small call's cost. They neither block nor take a lock for long.
    bool InternalInlineable() override { return true; }
    Task<void> run();
    Task<void> runUnary();
    Task<void> runStream();
    Task<Result<void>> writeMessage(const google::protobuf::Message& message) override;
    Task<void> writeDone();

    bool takeSlot(); // false: too many at work
    void giveSlot();
    Result<void> parse();
    void tellTrace();
    grpc::Status statusOf(const Error& error) const;
    std::size_t requestLimit() const;

    Edge& m_edge;
    const rpc::Method& m_method;
    grpc::GenericCallbackServerContext& m_server;
    rpc::Context m_context;
    grpc::ByteBuffer m_requestBytes, m_replyBytes;
    std::unique_ptr<google::protobuf::Message> m_request;
    bool m_traceTold = false;

    std::mutex m_writeMutex;
    bool m_writing = false, m_writeFailed = false;
    std::move_only_function<void()> m_writeWaiter; // resumes the coroutine that waits for the write
};

// Ends a call that no method runs for.
class RefusedCall final : public grpc::ServerGenericBidiReactor {
public:
    RefusedCall(Edge& edge, const grpc::Status& status) : m_edge(edge) {
        m_edge.enter(Edge::Kind::Other);
        Finish(status);
    }
    void OnDone() override {
        Edge& edge = m_edge;
        delete this;
        edge.leave(Edge::Kind::Other);
    }

private:
    Edge& m_edge;
};

} // namespace tradepost::gateway
