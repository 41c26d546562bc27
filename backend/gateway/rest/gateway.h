#pragma once

#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/routes.h"
#include "backend/platform/cache/response_cache.h"
#include "backend/platform/http/server.h"
#include "backend/platform/rpc/authenticator.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/telemetry/metrics.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::rest {

// Addresses whose bodies are files instead of a method's JSON: another handler's, which authenticates for itself.
struct Mount {
    std::function<bool(const http::Request&)> serves; // quick; by method, path and head
    http::Handler* handler = nullptr;                 // outlives the gateway
};

struct GatewayConfig {
    std::string title = "Tradepost";
    std::string version = "0.1.0";
    // A serialised FileDescriptorSet with source info; its comments become descriptions. Empty: the contract's own.
    std::string_view descriptors;
    std::uint64_t bodyBytes = 1024 * 1024; // for methods whose rule says nothing else
    static constexpr std::uint64_t mostBodyBytes = 64 * 1024 * 1024;

    // All may be absent; what is given outlives the gateway.
    ResponseCache* cache = nullptr;
    const rpc::Authenticator* authenticator = nullptr; // without it every token is refused
    telemetry::Metrics* metrics = nullptr;             // for /metrics
    // Answers /readyz: an error says what is not ready. Quick, on an I/O thread.
    std::function<Result<void>()> ready;
    std::vector<Mount> mounts; // before the contract's routes; the first that serves a request has it
};

// The REST edge: authenticates, translates, calls; it decides nothing. Serves every method of the registry that has a
// google.api.http rule, server-streaming ones as server-sent events, and /openapi.json, /docs, /healthz, /readyz,
// /metrics, and what is mounted. The registry is complete before this is made, and outlives it.
class Gateway final : public http::Handler {
public:
    Gateway(const rpc::Registry& registry, GatewayConfig config);
    ~Gateway() override;

    bool answerNow(const http::Request& request, http::Response& out) override;
    Task<http::Response> handle(const http::Request& request) override;
    bool admit(const http::Request& head, std::uint64_t& bodyLimit, http::Response& out) override;
    std::shared_ptr<http::BodySink> bodySink(const http::Request& head) override;
    std::string allowedMethods(const http::Request& request) override;

private:
    struct Call;
    struct Page {
        std::string contentType, body, gzip, etag;
    };

    http::Handler* mounted(const http::Request& request) const; // null: the contract's
    bool answerPage(const http::Request& request, http::Response& out) const;
    bool answerCached(const http::Request& request, http::Response& out) const;
    const Route* cacheableRoute(std::string_view path) const;
    Result<rpc::Principal> authenticate(const http::Request& request) const;
    Result<void> readRequest(const http::Request& request, const Match& match,
                             google::protobuf::Message& message) const;
    Result<void> readQuery(const http::Request& request, const Route& route, google::protobuf::Message& message) const;
    Result<void> readBody(const http::Request& request, const Route& route, google::protobuf::Message& message) const;
    Result<void> resume(const http::Request& request, const Route& route, google::protobuf::Message& message) const;
    Task<http::Response> answerCall(std::shared_ptr<Call> call);
    http::Response answerStream(std::shared_ptr<Call> call) const;
    Task<void> runStream(std::shared_ptr<Call> call, std::shared_ptr<http::BodyStream> body) const;
    std::shared_ptr<const CachedResponse> keep(const http::Response& answer) const;

    GatewayConfig m_config;
    Routes m_routes;
    JsonCodec m_codec;
    // The cacheable routes by the part of the path before the id: "/v1/products/".
    std::vector<std::pair<std::string, const Route*>> m_cacheable;
    std::vector<std::pair<std::string, Page>> m_pages; // by path
    telemetry::Counter* m_cachedAnswers = nullptr;
};

} // namespace tradepost::rest
