#include "app/server/edges.h"

#include "app/server/version.h"
#include "backend/gateway/rest/metrics.h"
#include "backend/platform/telemetry/log.h"

#include <fmt/format.h>
#include <future>
#include <unistd.h>

namespace tradepost::server {

namespace {

constexpr std::size_t longestSocketPath = 107; // sockaddr_un

std::string withPort(const std::string& host, int port) {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

} // namespace

Result<std::unique_ptr<Edges>> Edges::open(Backend& backend) {
    const Settings& settings = backend.settings;
    if (settings.tlsCertificate.empty() != settings.tlsKey.empty())
        return invalid("tls-cert", "--tls-cert and --tls-key go together: give both or none.", "TLS_INCOMPLETE");
    std::unique_ptr<Edges> edges(new Edges(backend));
    TP_TRY(edges->openRest());
    TP_TRY(edges->openGrpc());
    return edges;
}

Edges::~Edges() {
    drain(std::chrono::milliseconds(0));
}

Result<void> Edges::openRest() {
    const Settings& settings = m_backend.settings;
    if (settings.http.empty())
        return {};
    const auto address = parseAddress(settings.http, "http");
    if (!address)
        return std::unexpected(address.error());
    rest::GatewayConfig config;
    config.version = version;
    config.cache = &m_backend.cache;
    config.authenticator = &m_backend.identity->authenticator();
    config.metrics = &m_backend.metrics;
    config.ready = [this]() -> Result<void> {
        if (m_draining)
            return fail(Code::Unavailable, "DRAINING", "The server is stopping.");
        return m_backend.ready();
    };
    if (m_backend.mediaParts)
        config.mounts.push_back({media::MediaEdge::serves, m_backend.mediaParts->edge.get()});
    m_gateway = std::make_unique<rest::Gateway>(m_backend.registry, std::move(config));

    http::ServerConfig server;
    server.address = address->host;
    server.port = address->port;
    server.certificateFile = settings.tlsCertificate;
    server.keyFile = settings.tlsKey;
    server.cors.origins = settings.corsOrigins;
    server.report = [](std::string_view what) { telemetry::log(telemetry::Level::Error, what); };
    m_http = std::make_unique<http::Server>(m_backend.io, std::move(server), *m_gateway);
    TP_TRY(m_http->start());
    m_httpHost = address->host;
    m_gauges = rest::addServerMetrics(m_backend.metrics, *m_http, &m_backend.cache);
    return {};
}

Result<void> Edges::openGrpc() {
    const Settings& settings = m_backend.settings;
    gateway::GrpcConfig config;
    config.version = version;
    if (!settings.grpc.empty()) {
        const auto address = parseAddress(settings.grpc, "grpc");
        if (!address)
            return std::unexpected(address.error());
        m_grpcHost = address->host;
        config.address = settings.grpc;
    }
    config.certificateFile = settings.tlsCertificate;
    config.privateKeyFile = settings.tlsKey;
    m_socket = settings.socket.empty() ? m_backend.directory.file("server.sock") : settings.socket;
    if (m_socket.size() > longestSocketPath)
        return invalid(
            "socket",
            fmt::format("The path of the private socket, {}, is longer than {} bytes. Give a shorter one with "
                        "--socket.",
                        m_socket, longestSocketPath),
            "SOCKET_PATH_TOO_LONG");
    ::unlink(m_socket.c_str()); // left over from a crash: the directory's lock is ours
    config.socketPath = m_socket;
    auto server = gateway::GrpcServer::open(config, m_backend.registry, m_backend.identity->authenticator(),
                                            m_backend.io.get_executor());
    if (!server)
        return std::unexpected(std::move(server).error());
    m_grpc = std::move(*server);
    return {};
}

void Edges::drain(std::chrono::milliseconds bound) {
    if (m_draining.exchange(true))
        return;
    auto http = std::async(std::launch::async, [this, bound] {
        if (m_http && !m_http->stop(bound))
            telemetry::log(telemetry::Level::Warn, "Some HTTP connections were cut when the time to drain was over.");
    });
    if (m_grpc)
        m_grpc->stop(bound);
    http.get();
    m_gauges.clear();
    if (!m_socket.empty())
        ::unlink(m_socket.c_str());
}

boost::json::object Edges::addresses() const {
    boost::json::object json;
    json["pid"] = static_cast<std::int64_t>(::getpid());
    json["version"] = version;
    if (m_http)
        json["http"] = withPort(m_httpHost, m_http->port());
    if (m_grpc && m_grpc->port() != 0)
        json["grpc"] = withPort(m_grpcHost, m_grpc->port());
    json["socket"] = m_socket;
    json["tls"] = !m_backend.settings.tlsCertificate.empty();
    return json;
}

} // namespace tradepost::server
