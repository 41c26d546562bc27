#pragma once

#include "app/server/backend.h"
#include "backend/gateway/grpc/grpc_server.h"
#include "backend/gateway/rest/gateway.h"
#include "backend/platform/http/server.h"

#include <boost/json.hpp>
#include <memory>

namespace tradepost::server {

// The edges of a serving process: REST over HTTP, gRPC over TCP and the private socket.
class Edges {
public:
    // Listens. The backend's modules have started; it outlives the edges.
    static Result<std::unique_ptr<Edges>> open(Backend& backend);
    ~Edges(); // at once, when drain() was not called
    // Stops taking calls, lets those in flight finish; whatever is left after `bound` is cut.
    void drain(std::chrono::milliseconds bound);
    // Where clients find this server: what stands in server.json.
    boost::json::object addresses() const;

private:
    explicit Edges(Backend& backend) : m_backend(backend) {}
    Result<void> openRest();
    Result<void> openGrpc();

    Backend& m_backend;
    std::atomic<bool> m_draining{false};
    std::string m_httpHost, m_grpcHost, m_socket;
    std::unique_ptr<rest::Gateway> m_gateway;
    std::unique_ptr<http::Server> m_http;
    std::unique_ptr<gateway::GrpcServer> m_grpc;
    std::vector<telemetry::Metrics::Handle> m_gauges;
};

} // namespace tradepost::server
