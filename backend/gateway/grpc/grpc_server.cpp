#include "backend/gateway/grpc/grpc_server.h"

#include "backend/gateway/grpc/call.h"
#include "backend/gateway/grpc/reflection.h"
#include "backend/gateway/grpc/status.h"
#include "backend/platform/telemetry/log.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <grpc/support/log.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <iterator>
#include <limits>
#include <mutex>
#include <optional>
#include <sys/stat.h>

namespace tradepost::gateway {

namespace {

constexpr std::chrono::milliseconds lastMoment{100};

// gRPC's own complaints become lines of our log.
void logFromGrpc(gpr_log_func_args* arguments) {
    const auto level =
        arguments->severity == GPR_LOG_SEVERITY_ERROR ? telemetry::Level::Error : telemetry::Level::Debug;
    telemetry::log(level, "grpc",
                   {{"detail", arguments->message},
                    {"source", std::string(arguments->file) + ":" + std::to_string(arguments->line)}});
}

class Service final : public grpc::CallbackGenericService {
public:
    explicit Service(Edge& edge) : m_edge(edge) {}

    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
        const std::string& path = context->method(); // "/package.Service/Method"
        if (!m_edge.config.version.empty())
            context->AddInitialMetadata("tradepost-version", m_edge.config.version);
        if (m_edge.draining)
            return new RefusedCall(
                m_edge,
                toStatus({Code::Unavailable, "SERVER_DRAINING", "The server is shutting down: connect again.", {}},
                         {}));
        if (const rpc::Method* method = path.empty() ? nullptr : m_edge.registry.find(std::string_view(path).substr(1)))
            return new Call(m_edge, *method, *context);
        if (isReflection(path))
            return new ReflectionCall(m_edge);
        return new RefusedCall(
            m_edge,
            toStatus(
                {Code::Unimplemented, "NO_SUCH_METHOD", "This server does not offer " + path.substr(0, 200) + ".", {}},
                {}));
    }

private:
    Edge& m_edge;
};

std::optional<std::string> readFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<std::shared_ptr<grpc::ServerCredentials>> credentials(const GrpcConfig& config) {
    if (config.certificateFile.empty() && config.privateKeyFile.empty())
        return grpc::InsecureServerCredentials();
    const auto certificate = readFile(config.certificateFile), key = readFile(config.privateKeyFile);
    if (!certificate || !key)
        return fail(Code::InvalidArgument, "TLS_FILE",
                    "Cannot read the TLS " + std::string(certificate ? "private key " : "certificate ") +
                        (certificate ? config.privateKeyFile : config.certificateFile) + ".");
    grpc::SslServerCredentialsOptions options;
    options.pem_key_cert_pairs.push_back({*key, *certificate});
    return grpc::SslServerCredentials(options);
}

std::size_t largestRequest(const GrpcConfig& config, const rpc::Registry& registry) {
    std::size_t largest = config.maxRequestBytes;
    for (const rpc::Method* method : registry.methods())
        largest =
            std::max(largest, static_cast<std::size_t>(std::max<std::int64_t>(0, method->rule.max_request_bytes())));
    return largest;
}

void configure(grpc::ServerBuilder& builder, const GrpcConfig& config, const rpc::Registry& registry) {
    const std::size_t slack = 64 << 10; // so that what is a little too large is refused by us, with details
    builder.SetMaxReceiveMessageSize(static_cast<int>(
        std::min<std::size_t>(largestRequest(config, registry) + slack, std::numeric_limits<int>::max())));
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0); // two servers on one port would share its calls
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, config.maxStreamsPerConnection);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, static_cast<int>(config.keepalive.count()));
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
}

// gRPC makes the socket inside BuildAndStart with what the umask leaves; nobody else may connect even for a moment.
class PrivateUmask {
public:
    explicit PrivateUmask(bool wanted) : m_wanted(wanted) {
        if (m_wanted)
            m_before = ::umask(0077);
    }
    ~PrivateUmask() {
        if (m_wanted)
            ::umask(m_before);
    }
    PrivateUmask(const PrivateUmask&) = delete;
    PrivateUmask& operator=(const PrivateUmask&) = delete;

private:
    bool m_wanted;
    mode_t m_before = 0;
};

} // namespace

struct GrpcServer::State {
    State(const GrpcConfig& config, const rpc::Registry& registry, const rpc::Authenticator& authenticator,
          boost::asio::any_io_executor executor)
        : edge(config, registry, authenticator, std::move(executor)), service(edge) {}
    Edge edge;
    Service service;
    std::unique_ptr<grpc::Server> server;
    int port = 0;
    std::once_flag stopped;
};

GrpcServer::GrpcServer(std::unique_ptr<State> state) : m_state(std::move(state)) {}

Result<std::unique_ptr<GrpcServer>> GrpcServer::open(const GrpcConfig& config, const rpc::Registry& registry,
                                                     const rpc::Authenticator& authenticator,
                                                     boost::asio::any_io_executor executor) {
    if (config.address.empty() && config.socketPath.empty())
        return fail(Code::InvalidArgument, "NO_LISTENER", "The gRPC server needs an address or a socket path.");
    auto tcp = credentials(config);
    if (!tcp)
        return std::unexpected(std::move(tcp).error());
    auto state = std::make_unique<State>(config, registry, authenticator, std::move(executor));
    gpr_set_log_function(logFromGrpc);
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    configure(builder, config, registry);
    builder.RegisterCallbackGenericService(&state->service);
    int socketPort = 0;
    if (!config.address.empty())
        builder.AddListeningPort(config.address, *tcp, &state->port);
    if (!config.socketPath.empty())
        builder.AddListeningPort("unix:" + config.socketPath, grpc::InsecureServerCredentials(), &socketPort);
    {
        const PrivateUmask mask(!config.socketPath.empty());
        state->server = builder.BuildAndStart();
    }
    if (!state->server)
        return fail(Code::Unavailable, "CANNOT_LISTEN",
                    "gRPC cannot listen on " + config.address +
                        (config.socketPath.empty() ? "" : (config.address.empty() ? "" : " and ") + config.socketPath) +
                        ": is the address in use, or the path too long?");
    auto server = std::unique_ptr<GrpcServer>(new GrpcServer(std::move(state)));
    if (!config.socketPath.empty() && ::chmod(config.socketPath.c_str(), 0600) != 0)
        return fail(Code::Internal, "SOCKET_MODE",
                    "Cannot make " + config.socketPath + " private: " + std::strerror(errno) + ".");
    auto* health = server->m_state->server->GetHealthCheckService();
    for (const rpc::Method* method : registry.methods())
        health->SetServingStatus(method->descriptor->service()->full_name(), true);
    return server;
}

GrpcServer::~GrpcServer() {
    stop(std::chrono::milliseconds(0));
}

int GrpcServer::port() const {
    return m_state->port;
}

void GrpcServer::stop(std::chrono::milliseconds patience) {
    std::call_once(m_state->stopped, [this, patience] {
        if (auto* health = m_state->server->GetHealthCheckService())
            health->Shutdown();
        m_state->edge.drain();
        m_state->edge.waitForMethods(patience);
        // What is left asks for health or descriptors for as long as the client likes, or is out of patience. The
        // moment is for answers that are on their way to the socket.
        m_state->server->Shutdown(std::chrono::system_clock::now() + std::min(patience, lastMoment));
        m_state->edge.waitForAll();
    });
}

} // namespace tradepost::gateway
