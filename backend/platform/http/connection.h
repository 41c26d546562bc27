#pragma once

#include "backend/platform/http/server.h"
#include "backend/platform/http/stream_body.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <unordered_set>

namespace tradepost::http {

// What the server's sweeper sees of a connection. A connection runs as one coroutine with one operation at a time, so
// it needs no strand; the sweeper touches nothing but these atomics and, by shutdown(2), the descriptor.
class Connection {
public:
    enum class Phase { Idle, Head, Body, Handling, Writing };

    virtual ~Connection() = default;

    std::atomic<Phase> phase{Phase::Head};
    std::atomic<std::int64_t> deadline{0}; // milliseconds of the steady clock
    std::atomic<bool> timedOut{false};
    std::shared_ptr<StreamBody> streaming; // guarded by Server::Shared::mutex
    int descriptor = -1;                   // open as long as the connection is in Shared::connections
};

struct Server::Shared : std::enable_shared_from_this<Server::Shared> {
    Shared(boost::asio::io_context& context, ServerConfig settings, Handler& answering);

    void enter(Connection& connection);
    void leave(Connection& connection); // before its descriptor is closed
    void setStream(Connection& connection, std::shared_ptr<StreamBody> stream);
    void streamEnded();
    void sweep();
    void cutAll();
    void report(std::string_view what) const;

    boost::asio::io_context& io;
    ServerConfig config;
    Handler& handler;
    ServerStats stats;
    std::atomic<bool> draining{false};
    std::optional<boost::asio::ssl::context> tls;
    boost::asio::strand<boost::asio::io_context::executor_type> acceptStrand;
    boost::asio::ip::tcp::acceptor acceptor; // on acceptStrand
    boost::asio::steady_timer sweeper;       // on acceptStrand
    std::uint16_t port = 0;
    bool started = false, stopped = false;

    std::mutex mutex;
    std::condition_variable changed;
    std::unordered_set<Connection*> connections;
    int loops = 0; // accept and sweep coroutines that still run
};

std::int64_t steadyMillis();
// Serves one accepted socket until it ends.
Task<void> serveConnection(std::shared_ptr<Server::Shared> server, boost::asio::ip::tcp::socket socket);

} // namespace tradepost::http
