#include "backend/platform/http/server.h"

#include "backend/platform/http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <sys/socket.h>

namespace tradepost::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// Sent before a byte of the request was read.
std::string tooManyConnections() {
    const auto body =
        problemJson({503, "TOO_MANY_CONNECTIONS", "The server has all the connections it takes.", {}, {}});
    return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nRetry-After: 5\r\n"
           "Connection: close\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

void loopEnded(Server::Shared& server) {
    const std::lock_guard lock(server.mutex);
    --server.loops;
    server.changed.notify_all();
}

Task<void> acceptLoop(std::shared_ptr<Server::Shared> server) {
    asio::steady_timer pause(server->acceptStrand);
    const auto full = tooManyConnections();
    while (!server->draining) {
        error_code ec;
        auto socket = co_await server->acceptor.async_accept(server->io.get_executor(),
                                                             asio::redirect_error(asio::use_awaitable, ec));
        if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor)
            break;
        if (ec) {
            // Out of descriptors, mostly: the backlog waits until some connection ends.
            pause.expires_after(std::chrono::milliseconds(50));
            co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
            continue;
        }
        ++server->stats.accepted;
        if (server->stats.connections >= static_cast<std::int64_t>(server->config.connections)) {
            ++server->stats.refused;
            if (!server->tls)
                ::send(socket.native_handle(), full.data(), full.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            continue;
        }
        const auto executor = socket.get_executor();
        asio::co_spawn(executor, serveConnection(server, tcp::socket(std::move(socket))),
                       [server](std::exception_ptr e) {
                           if (!e)
                               return;
                           try {
                               std::rethrow_exception(e);
                           } catch (const std::exception& what) {
                               server->report(what.what());
                           }
                       });
    }
    loopEnded(*server);
}

Task<void> sweepLoop(std::shared_ptr<Server::Shared> server) {
    const auto& config = server->config;
    const auto shortest = std::min({config.idle, config.header, config.body, config.write});
    const auto interval = std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(500));
    error_code ec;
    while (!ec) {
        server->sweep();
        server->sweeper.expires_after(interval);
        co_await server->sweeper.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
    loopEnded(*server);
}

} // namespace

std::int64_t steadyMillis() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

Server::Shared::Shared(asio::io_context& context, ServerConfig settings, Handler& answering)
    : io(context), config(std::move(settings)), handler(answering), acceptStrand(asio::make_strand(context)),
      acceptor(acceptStrand), sweeper(acceptStrand) {}

void Server::Shared::enter(Connection& connection) {
    connection.deadline = steadyMillis() + config.header.count();
    const std::lock_guard lock(mutex);
    connections.insert(&connection);
    ++stats.connections;
}

void Server::Shared::leave(Connection& connection) {
    const std::lock_guard lock(mutex);
    connections.erase(&connection);
    --stats.connections;
    changed.notify_all();
}

void Server::Shared::setStream(Connection& connection, std::shared_ptr<StreamBody> stream) {
    const std::lock_guard lock(mutex);
    if (stream) {
        ++stats.streams;
        if (draining)
            stream->close();
    }
    connection.streaming = std::move(stream);
}

void Server::Shared::streamEnded() {
    const std::lock_guard lock(mutex);
    --stats.streams;
    changed.notify_all();
}

// Ends what has taken too long and, when draining, what has nothing to do. shutdown(2) makes the connection's pending
// operation return; the connection itself then says what it has to say and closes.
void Server::Shared::sweep() {
    const auto now = steadyMillis();
    const bool ending = draining;
    const std::lock_guard lock(mutex);
    for (Connection* connection : connections) {
        const auto phase = connection->phase.load();
        if (ending && phase == Connection::Phase::Idle)
            ::shutdown(connection->descriptor, SHUT_RD);
        if (ending && connection->streaming)
            connection->streaming->close();
        if (now <= connection->deadline.load(std::memory_order_relaxed))
            continue;
        ++stats.timeouts;
        connection->deadline = std::numeric_limits<std::int64_t>::max();
        connection->timedOut = true;
        ::shutdown(connection->descriptor, phase == Connection::Phase::Writing ? SHUT_RDWR : SHUT_RD);
    }
}

void Server::Shared::cutAll() {
    const std::lock_guard lock(mutex);
    for (Connection* connection : connections)
        ::shutdown(connection->descriptor, SHUT_RDWR);
}

void Server::Shared::report(std::string_view what) const {
    if (config.report)
        config.report(what);
}

Server::Server(asio::io_context& io, ServerConfig config, Handler& handler)
    : m_shared(std::make_shared<Shared>(io, std::move(config), handler)) {}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

Result<void> Server::start() {
    auto& shared = *m_shared;
    const auto& config = shared.config;
    const auto where = config.address + ":" + std::to_string(config.port);
    error_code ec;
    if (!config.certificateFile.empty() || !config.keyFile.empty()) {
        auto& tls = shared.tls.emplace(asio::ssl::context::tls_server);
        tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                            asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_compression,
                        ec);
        if (!ec)
            tls.use_certificate_chain_file(config.certificateFile, ec);
        if (ec)
            return fail(Code::FailedPrecondition, "BAD_CERTIFICATE",
                        "The certificate " + config.certificateFile + " cannot be used: " + ec.message() + ".");
        tls.use_private_key_file(config.keyFile, asio::ssl::context::pem, ec);
        if (ec)
            return fail(Code::FailedPrecondition, "BAD_KEY",
                        "The private key " + config.keyFile + " cannot be used: " + ec.message() + ".");
    }
    const auto address = asio::ip::make_address(config.address, ec);
    if (ec)
        return invalid("http", config.address + " is not an IP address.", "BAD_ADDRESS");
    const tcp::endpoint endpoint(address, config.port);
    shared.acceptor.open(endpoint.protocol(), ec);
    if (!ec)
        shared.acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec)
        shared.acceptor.bind(endpoint, ec);
    if (!ec)
        shared.acceptor.listen(1024, ec);
    if (ec)
        return fail(Code::Unavailable, "CANNOT_LISTEN", "Cannot listen on " + where + ": " + ec.message() + ".",
                    "http");
    shared.port = shared.acceptor.local_endpoint().port();
    shared.started = true;
    shared.loops = 2;
    asio::co_spawn(shared.acceptStrand, acceptLoop(m_shared), asio::detached);
    asio::co_spawn(shared.acceptStrand, sweepLoop(m_shared), asio::detached);
    return {};
}

std::uint16_t Server::port() const {
    return m_shared->port;
}

bool Server::stop(std::chrono::milliseconds bound) {
    auto& shared = *m_shared;
    if (!shared.started || shared.stopped)
        return true;
    shared.stopped = true;
    shared.draining = true;
    asio::post(shared.acceptStrand, [server = m_shared] {
        error_code ec;
        server->acceptor.close(ec);
    });
    shared.sweep();
    const auto empty = [&shared] { return shared.connections.empty() && shared.stats.streams == 0; };
    std::unique_lock lock(shared.mutex);
    const bool drained = shared.changed.wait_for(lock, bound, empty);
    if (!drained) {
        lock.unlock();
        shared.cutAll();
        lock.lock();
        // A handler that still waits for something cannot be cut; it is bounded by its own deadline.
        shared.changed.wait_for(lock, std::chrono::seconds(2), empty);
    }
    lock.unlock();
    asio::post(shared.acceptStrand, [server = m_shared] { server->sweeper.cancel(); });
    lock.lock();
    shared.changed.wait_for(lock, std::chrono::seconds(2), [&shared] { return shared.loops == 0; });
    return drained;
}

const ServerStats& Server::stats() const {
    return m_shared->stats;
}

} // namespace tradepost::http
