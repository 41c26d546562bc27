#pragma once

#include "backend/base/error.h"
#include "backend/platform/rpc/authenticator.h"
#include "backend/platform/rpc/registry.h"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace tradepost::gateway {

struct GrpcConfig {
    std::string address;                         // "127.0.0.1:9090", port 0: any free one; empty: no TCP listener
    std::string certificateFile, privateKeyFile; // PEM; both or none. None: plain text
    std::string socketPath;                      // unix socket, made with mode 0600; empty: none
    std::size_t maxRequestBytes = 4 << 20;       // of methods whose rule names no limit of its own
    int maxCalls = 2000;                         // unary calls at work at once; RESOURCE_EXHAUSTED beyond
    int maxStreams = 1000;                       // live streams; RESOURCE_EXHAUSTED beyond
    int maxStreamsPerConnection = 1000;          // HTTP/2 streams; a client's further calls wait on its side
    std::chrono::milliseconds keepalive{60'000}; // a peer that leaves a ping unanswered for 20 s is gone
    // Told with every call, refused ones too, as initial metadata "tradepost-version"; empty: not told. By it a client
    // knows that it does not fit, also when the very first call fails.
    std::string version;
};

// The gRPC edge: every method of a registry, the standard health service, and server reflection (v1alpha and v1).
// Errors carry google.rpc.Status details. Callers through the unix socket have Principal::local. Thread-safe.
class GrpcServer {
public:
    // Listens at once. Methods run on `executor`, which must run until stop() has returned; the registry and the
    // authenticator live at least as long. Fails when a listener or certificate cannot be used, saying which.
    static Result<std::unique_ptr<GrpcServer>> open(const GrpcConfig& config, const rpc::Registry& registry,
                                                    const rpc::Authenticator& authenticator,
                                                    boost::asio::any_io_executor executor);
    ~GrpcServer(); // stops, with no time for calls in flight

    int port() const; // of the TCP listener, 0 without one

    // Drains: health says NOT_SERVING, streams end with UNAVAILABLE, calls in flight may finish within `patience` and
    // are cancelled then; new ones are refused with UNAVAILABLE. Returns when no call runs and nothing listens any
    // more. Only the first call has an effect.
    void stop(std::chrono::milliseconds patience);

private:
    struct State;
    explicit GrpcServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace tradepost::gateway
