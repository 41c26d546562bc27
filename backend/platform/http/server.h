#pragma once

#include "backend/base/error.h"
#include "backend/base/task.h"
#include "backend/platform/http/body_sink.h"
#include "backend/platform/http/reader.h"
#include "backend/platform/http/render.h"
#include "backend/platform/http/request.h"
#include "backend/platform/http/response.h"

#include <boost/asio/io_context.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tradepost::http {

// What answers requests. Called on any I/O thread, for many connections at once, for one connection one at a time.
class Handler {
public:
    virtual ~Handler() = default;
    // Answers at once, from memory, into `out` (cleared, with its capacity kept): no coroutine is made, nothing waits.
    // False: handle() is called.
    virtual bool answerNow(const Request& request, Response& out) = 0;
    // The request lives until the answer is here. An exception becomes a 500.
    virtual Task<Response> handle(const Request& request) = 0;
    // Looks at the head of a request whose body is still to come: sets how many bytes it may have and answers true, or
    // refuses it with `out` and answers false.
    virtual bool admit(const Request& head, std::uint64_t& bodyLimit, Response& out) = 0;
    // Where the body of an admitted request goes as it comes; null: it is gathered in Request::body().
    virtual std::shared_ptr<BodySink> bodySink(const Request&) { return nullptr; }
    // "GET, HEAD, PATCH" for a resource that exists, empty otherwise. For OPTIONS.
    virtual std::string allowedMethods(const Request& request) = 0;
};

struct ServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any free one, see port()
    Limits limits;
    std::size_t connections = 1024;                   // further ones are answered 503 and closed
    std::uint64_t bodiesInMemory = 256 * 1024 * 1024; // over all connections; beyond it 503
    std::chrono::milliseconds idle{75'000};           // kept alive without a request
    std::chrono::milliseconds header{10'000};         // from the first byte of a request to the end of its head
    std::chrono::milliseconds body{20'000};           // plus what it takes at `leastRate`
    std::chrono::milliseconds write{20'000};          // plus what it takes at `leastRate`
    std::uint64_t leastRate = 32 * 1024;              // bytes a second
    Cors cors;
    std::string certificateFile, keyFile; // PEM; both set: TLS 1.2 and later
    // Told about mistakes of the program (an exception out of a handler). May be empty.
    std::function<void(std::string_view what)> report;
};

struct ServerStats {
    std::atomic<std::uint64_t> accepted{0}, refused{0}, timeouts{0};
    std::atomic<std::int64_t> connections{0}, streams{0}, bodyBytes{0};
    std::array<std::atomic<std::uint64_t>, 6> answers{}; // by class: [2] counts 2xx
};

// An HTTP/1.1 server. It runs on the threads that run the io_context and makes none of its own. stop() must have
// returned before the io_context's threads end.
class Server {
public:
    Server(boost::asio::io_context& io, ServerConfig config, Handler& handler);
    ~Server(); // stops at once when stop() was not called

    Result<void> start();       // binds and listens; errors name the address
    std::uint16_t port() const; // after start()
    // Stops accepting, lets requests in flight finish and streams end, closes idle connections; after `bound` whatever
    // is left is cut. Blocks: call it from a thread that does not run the io_context. True when nothing had to be cut.
    bool stop(std::chrono::milliseconds bound);
    const ServerStats& stats() const;

    struct Shared;

private:
    std::shared_ptr<Shared> m_shared;
};

} // namespace tradepost::http
