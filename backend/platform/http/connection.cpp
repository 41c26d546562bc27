#include "backend/platform/http/connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <type_traits>
#include <variant>

namespace tradepost::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t mostGathered = 65'536; // answers to pipelined requests sent in one piece
constexpr std::size_t keptOutput = 262'144;

Task<void> produce(std::function<Task<void>(std::shared_ptr<BodyStream>)> producer, std::shared_ptr<StreamBody> body,
                   std::shared_ptr<Server::Shared> server) {
    try {
        co_await producer(body);
    } catch (const std::exception& e) {
        server->report(e.what());
    }
    body->end();
    producer = nullptr; // what it holds must be gone when the server counts it as ended
    server->streamEnded();
}

template<class Stream>
class Session final : public Connection {
public:
    Session(std::shared_ptr<Server::Shared> server, Stream stream)
        : m_server(std::move(server)), m_stream(std::move(stream)), m_reader(m_server->config.limits) {
        descriptor = socket().native_handle();
        error_code ec;
        const auto peer = socket().remote_endpoint(ec);
        if (!ec)
            m_reader.setRemoteAddress(peer.address().to_string());
        m_server->enter(*this);
    }
    ~Session() override { m_server->leave(*this); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Task<void> run();

private:
    static constexpr bool plain = std::is_same_v<Stream, tcp::socket>;
    tcp::socket& socket() {
        if constexpr (plain)
            return m_stream;
        else
            return m_stream.next_layer();
    }
    void enterPhase(Phase next, std::int64_t millis) {
        deadline.store(millis == never ? never : steadyMillis() + millis, std::memory_order_relaxed);
        phase.store(next); // sequentially consistent: stop() sets `draining`, then looks for idle ones
    }
    Task<bool> handshake();
    Task<bool> readMore();
    Task<bool> drainBody();
    Task<bool> answerHead();
    Task<bool> answer();
    Task<bool> answerFailure(const Problem& problem);
    Task<bool> flush(std::string_view further);
    Task<bool> sendStream(bool keepAlive);
    Task<bool> streamLoop(std::shared_ptr<StreamBody> body, std::string heartbeat, std::chrono::milliseconds interval,
                          bool chunked);
    Task<void> watchPeer(std::shared_ptr<StreamBody> body);
    Task<bool> streamWatched(std::shared_ptr<StreamBody> body, std::string heartbeat,
                             std::chrono::milliseconds interval, bool chunked);
    Task<void> linger();
    bool accountBody();
    void releaseBody();
    std::int64_t allowance(std::uint64_t bytes) const { // milliseconds
        return static_cast<std::int64_t>(bytes * 1000 / m_server->config.leastRate);
    }
    void count(int status) {
        m_server->stats.answers[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(
            1, std::memory_order_relaxed);
    }

    std::shared_ptr<Server::Shared> m_server;
    Stream m_stream;
    RequestReader m_reader;
    Response m_response;
    std::string m_out;
    std::int64_t m_bodyStart = 0, m_bodyAccounted = 0;
    std::uint64_t m_bodyTaken = 0; // bytes that a sink has
};

template<class Stream>
Task<void> Session<Stream>::run() {
    if (!co_await handshake())
        co_return;
    bool open = true;
    while (open) {
        switch (m_reader.advance()) {
        case RequestReader::Progress::NeedMore:
            open = co_await flush({}) && co_await drainBody() && co_await readMore();
            break;
        case RequestReader::Progress::Head:
            open = co_await answerHead();
            break;
        case RequestReader::Progress::Failed:
            open = co_await answerFailure(m_reader.problem());
            break;
        case RequestReader::Progress::Complete:
            open = co_await drainBody() && co_await answer();
            m_response.clear(); // an idle connection holds neither a large answer nor a cached one
            m_bodyTaken = 0;
            m_reader.next();
            break;
        }
    }
    releaseBody();
    if constexpr (!plain) {
        error_code ec;
        enterPhase(Phase::Writing, 1000);
        co_await m_stream.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
    }
}

template<class Stream>
Task<bool> Session<Stream>::handshake() {
    error_code ec;
    socket().set_option(tcp::no_delay(true), ec);
    socket().non_blocking(true, ec);
    if constexpr (!plain) {
        enterPhase(Phase::Head, m_server->config.header.count());
        co_await m_stream.async_handshake(asio::ssl::stream_base::server,
                                          asio::redirect_error(asio::use_awaitable, ec));
    }
    co_return !ec;
}

template<class Stream>
Task<bool> Session<Stream>::readMore() {
    const auto& config = m_server->config;
    if (m_reader.inBody() && !accountBody())
        co_return co_await answerFailure(
            {503, "SERVER_BUSY", "The server is taking in too much at the moment. Send it again later.", {}, {}});
    if (m_reader.inBody()) {
        const auto received = m_bodyTaken + m_reader.request().body().size();
        if (phase.load(std::memory_order_relaxed) != Phase::Body) {
            if (m_bodyTaken == 0)
                m_bodyStart = steadyMillis();
            phase.store(Phase::Body);
        }
        deadline.store(m_bodyStart + config.body.count() + allowance(received), std::memory_order_relaxed);
    } else if (!m_reader.begun()) {
        enterPhase(Phase::Idle, config.idle.count());
        if (m_server->draining)
            co_return false;
    } else if (phase.load(std::memory_order_relaxed) != Phase::Head) {
        enterPhase(Phase::Head, config.header.count());
    }
    const auto space = m_reader.space();
    error_code ec;
    const auto size = co_await m_stream.async_read_some(asio::buffer(space.data(), space.size()),
                                                        asio::redirect_error(asio::use_awaitable, ec));
    if (ec) {
        if (timedOut && m_reader.begun())
            co_return co_await answerFailure(
                {408, "REQUEST_TIMEOUT", "The request did not arrive in time. Send it again.", {}, {}});
        co_return false;
    }
    m_reader.commit(size);
    // The head's clock starts with its first byte and is not set back by further ones.
    if (phase.load(std::memory_order_relaxed) == Phase::Idle)
        enterPhase(Phase::Head, config.header.count());
    co_return true;
}

// Hands what has come of the body to its sink.
template<class Stream>
Task<bool> Session<Stream>::drainBody() {
    const Request& request = m_reader.request();
    if (!request.sink() || request.body().empty())
        co_return true;
    enterPhase(Phase::Handling, never);
    std::optional<Problem> problem;
    try {
        problem = co_await request.sink()->write(request.body());
    } catch (const std::exception& e) {
        m_server->report(e.what());
        problem = Problem{500, "INTERNAL", "Something went wrong here. It has been reported.", {}, {}};
    }
    if (problem)
        co_return co_await answerFailure(*problem);
    m_bodyTaken += request.body().size();
    m_reader.clearBody();
    co_return true;
}

template<class Stream>
bool Session<Stream>::accountBody() {
    const auto size = static_cast<std::int64_t>(m_reader.request().body().size());
    const auto total = m_server->stats.bodyBytes += size - m_bodyAccounted;
    m_bodyAccounted = size;
    return total <= static_cast<std::int64_t>(m_server->config.bodiesInMemory);
}

// Before the answer is written, which a slow peer can draw out: a body is held, and counted, no longer than it is used.
template<class Stream>
void Session<Stream>::releaseBody() {
    m_reader.dropBody();
    if (m_bodyAccounted != 0)
        m_server->stats.bodyBytes -= m_bodyAccounted;
    m_bodyAccounted = 0;
}

// The head of a request with a body is here: may the body come?
template<class Stream>
Task<bool> Session<Stream>::answerHead() {
    m_response.clear();
    std::uint64_t limit = m_server->config.limits.body;
    if (!m_server->handler.admit(m_reader.request(), limit, m_response)) {
        count(m_response.status);
        const auto rendered = render(m_out, m_reader.request(), m_response, m_server->config.cors, false);
        if (co_await flush(rendered.body))
            co_await linger();
        co_return false;
    }
    m_reader.setBodyLimit(limit);
    m_reader.setSink(m_server->handler.bodySink(m_reader.request()));
    const auto announced = m_reader.bodySize();
    if (m_reader.expectsContinue() && announced.value_or(0) <= limit) {
        m_out.append("HTTP/1.1 100 Continue\r\n\r\n");
        co_return co_await flush({});
    }
    co_return true;
}

// The connection is of no use after a request that could not be read.
template<class Stream>
Task<bool> Session<Stream>::answerFailure(const Problem& problem) {
    timedOut = false;
    releaseBody();
    answerProblem(m_response, problem);
    if (problem.status == 503)
        m_response.header("Retry-After", "5");
    count(problem.status);
    const auto rendered = render(m_out, m_reader.request(), m_response, m_server->config.cors, false);
    if (co_await flush(rendered.body))
        co_await linger();
    co_return false;
}

template<class Stream>
Task<bool> Session<Stream>::answer() {
    auto& handler = m_server->handler;
    const auto& request = m_reader.request();
    std::string failure;
    try {
        if (request.verb() == Verb::options) {
            const auto methods = request.path() == "*" ? std::string("GET, HEAD, POST, PATCH, PUT, DELETE")
                                                       : handler.allowedMethods(request);
            if (methods.empty())
                answerProblem(m_response, {404, "NO_ROUTE", "There is nothing at this address.", {}, {}});
            else
                answerOptions(m_response, request, methods, m_server->config.cors);
        } else if (!handler.answerNow(request, m_response)) {
            enterPhase(Phase::Handling, never);
            m_response = co_await handler.handle(request);
        }
    } catch (const std::exception& e) {
        failure = e.what();
        if (failure.empty())
            failure = "exception";
    }
    releaseBody();
    if (!failure.empty()) {
        m_server->report(failure);
        answerProblem(m_response, {500, "INTERNAL", "Something went wrong here. It has been reported.", {}, {}});
    }
    count(m_response.status);
    const auto rendered = render(m_out, request, m_response, m_server->config.cors,
                                 m_reader.keepAlive() && !m_server->draining.load(std::memory_order_relaxed));
    if (m_response.stream && request.verb() != Verb::head)
        co_return co_await sendStream(rendered.keepAlive);
    if (!rendered.body.empty() || m_out.size() > mostGathered || !rendered.keepAlive) {
        if (!co_await flush(rendered.body))
            co_return false;
        if (!rendered.keepAlive)
            co_await linger();
    }
    co_return rendered.keepAlive;
}

template<class Stream>
Task<bool> Session<Stream>::flush(std::string_view further) {
    if (m_out.empty() && further.empty())
        co_return true;
    error_code ec;
    std::array<asio::const_buffer, 2> buffers{asio::buffer(m_out), asio::buffer(further.data(), further.size())};
    std::size_t sent = 0;
    if constexpr (plain) {
        // Nearly always the socket takes all of it: then no operation is started at all.
        sent = m_stream.write_some(buffers, ec);
        if (ec == asio::error::would_block)
            ec = {};
    }
    if (!ec && sent < m_out.size() + further.size()) {
        const auto fromOut = std::min(sent, m_out.size());
        buffers[0] += fromOut;
        buffers[1] += sent - fromOut;
        enterPhase(Phase::Writing, m_server->config.write.count() + allowance(m_out.size() + further.size()));
        co_await asio::async_write(m_stream, buffers, asio::redirect_error(asio::use_awaitable, ec));
    }
    if (m_out.capacity() > keptOutput)
        std::string().swap(m_out);
    m_out.clear();
    co_return !ec;
}

template<class Stream>
Task<bool> Session<Stream>::sendStream(bool keepAlive) {
    const auto executor = socket().get_executor();
    auto body = std::make_shared<StreamBody>(executor);
    m_server->setStream(*this, body);
    const bool chunked = m_reader.request().minorVersion() == 1;
    asio::co_spawn(body->strand(), produce(std::move(m_response.stream), body, m_server), asio::detached);
    const bool whole = co_await asio::co_spawn(
        body->strand(), streamWatched(body, m_response.heartbeat, m_response.heartbeatInterval, chunked),
        asio::use_awaitable);
    body->close();
    m_server->setStream(*this, nullptr);
    co_return whole&& keepAlive && !m_server->draining;
}

// The loop ends by itself, as the watch closes the body; the watch is cancelled when the loop has ended.
template<class Stream>
Task<bool> Session<Stream>::streamWatched(std::shared_ptr<StreamBody> body, std::string heartbeat,
                                          std::chrono::milliseconds interval, bool chunked) {
    using namespace asio::experimental::awaitable_operators;
    const std::variant<bool, std::monostate> ended =
        co_await (streamLoop(body, std::move(heartbeat), interval, chunked) || watchPeer(body));
    co_return ended.index() == 0 && std::get<0>(ended);
}

// A peer that goes away while nothing is sent shows by the end of what it sends. Requests that it sends ahead are kept.
template<class Stream>
Task<void> Session<Stream>::watchPeer(std::shared_ptr<StreamBody> body) {
    error_code ec;
    for (std::size_t ahead = 0; !ec && ahead < mostGathered;) {
        const auto space = m_reader.space();
        const auto size = co_await m_stream.async_read_some(asio::buffer(space.data(), space.size()),
                                                            asio::redirect_error(asio::use_awaitable, ec));
        m_reader.commit(size);
        ahead += size;
    }
    if (ec && ec != asio::error::operation_aborted)
        body->close();
    asio::steady_timer forever(body->strand(), asio::steady_timer::time_point::max());
    co_await forever.async_wait(asio::redirect_error(asio::use_awaitable, ec)); // until cancelled
}

template<class Stream>
Task<bool> Session<Stream>::streamLoop(std::shared_ptr<StreamBody> body, std::string heartbeat,
                                       std::chrono::milliseconds interval, bool chunked) {
    const auto frame = [&](std::string_view bytes) {
        if (chunked) {
            std::array<char, 16> size;
            const auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
            m_out.append(size.data(), end).append("\r\n");
        }
        m_out.append(bytes);
        if (chunked)
            m_out.append("\r\n");
    };
    bool alive = co_await flush({}); // the head goes at once: an event may be long in coming
    while (alive && !body->finished()) {
        enterPhase(Phase::Handling, never);
        const auto bytes = co_await body->take(interval);
        if (!bytes.empty())
            frame(bytes);
        else if (!body->finished() && !heartbeat.empty())
            frame(heartbeat);
        alive = co_await flush({});
    }
    if (alive && chunked) {
        m_out.append("0\r\n\r\n");
        alive = co_await flush({});
    }
    co_return alive;
}

// Closing with unread bytes would reset the connection, and the peer might never see the answer: ends our side, then
// reads what still comes, for a while.
template<class Stream>
Task<void> Session<Stream>::linger() {
    error_code ec;
    if constexpr (plain) {
        socket().shutdown(tcp::socket::shutdown_send, ec);
        enterPhase(Phase::Writing, 2000);
        std::array<char, 4096> scrap;
        std::size_t most = 1'048'576;
        while (!ec && most > 0) {
            const auto size =
                co_await m_stream.async_read_some(asio::buffer(scrap), asio::redirect_error(asio::use_awaitable, ec));
            most -= std::min(most, size);
        }
    }
}

} // namespace

Task<void> serveConnection(std::shared_ptr<Server::Shared> server, tcp::socket socket) {
    if (server->tls) {
        auto session = std::make_unique<Session<TlsStream>>(server, TlsStream(std::move(socket), *server->tls));
        co_await session->run();
    } else {
        auto session = std::make_unique<Session<tcp::socket>>(server, std::move(socket));
        co_await session->run();
    }
}

} // namespace tradepost::http
