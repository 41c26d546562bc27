#include "backend/platform/http/problem.h"
#include "backend/platform/http/server.h"
#include "tests/support/raw_http.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace tradepost::http {
namespace {

using test::RawHttp;
using namespace std::chrono_literals;

class EchoHandler final : public Handler {
public:
    bool answerNow(const Request& request, Response& out) override {
        if (request.path() != "/now")
            return false;
        out.body = "now";
        out.etag = "\"n\"";
        return true;
    }
    Task<Response> handle(const Request& request) override {
        Response response;
        if (request.path() == "/throws")
            throw std::runtime_error("a mistake");
        if (request.path() == "/slow") {
            ++waiting;
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, slowness);
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        if (request.path() == "/large")
            response.body.assign(8 * 1024 * 1024, 'l');
        else if (request.path() == "/stream")
            response.stream = [](std::shared_ptr<BodyStream> body) { return count(std::move(body)); };
        else
            response.body = std::string(request.target()) + "|" + request.body();
        response.compressible = false;
        co_return response;
    }
    bool admit(const Request& head, std::uint64_t& limit, Response& out) override {
        if (head.path() == "/refuse") {
            answerProblem(out, {403, "NO", "No.", {}, {}});
            return false;
        }
        limit = 1000;
        return true;
    }
    std::string allowedMethods(const Request& request) override { return request.path() == "/now" ? "GET, HEAD" : ""; }

    static Task<void> count(std::shared_ptr<BodyStream> body) {
        for (int i = 0; i < 3; ++i)
            co_await body->write(std::to_string(i));
    }
    std::chrono::milliseconds slowness{200};
    std::atomic<int> waiting{0};
};

class HttpServer : public testing::Test {
protected:
    void start(ServerConfig config = {}) {
        config.report = [this](std::string_view what) { reported = what; };
        server = std::make_unique<Server>(io, std::move(config), handler);
        const auto started = server->start();
        ASSERT_TRUE(started) << started.error().message;
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([this] { io.run(); });
    }
    void TearDown() override {
        server.reset();
        work.reset();
        io.stop();
        for (auto& thread : threads)
            thread.join();
    }
    RawHttp connect() { return RawHttp(server->port()); }
    template<class Condition>
    static void waitUntil(Condition condition) {
        for (int i = 0; i < 10'000 && !condition(); ++i)
            std::this_thread::sleep_for(2ms);
    }

    boost::asio::io_context io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
    EchoHandler handler;
    std::unique_ptr<Server> server;
    std::vector<std::thread> threads;
    std::string reported;
};

TEST_F(HttpServer, KeepsConnectionsAlive) {
    start();
    auto client = connect();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").body, "now");
        EXPECT_EQ(client.exchange("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nhi").body, "/x|hi");
    }
    EXPECT_EQ(server->stats().accepted, 1u);
    const auto last = client.exchange("GET /now HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(last.header("connection"), "close");
    EXPECT_TRUE(client.closedByPeer());
    auto old = connect();
    EXPECT_EQ(old.exchange("GET /now HTTP/1.0\r\n\r\n").body, "now");
    EXPECT_TRUE(old.closedByPeer());
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
    start();
    handler.slowness = 30ms;
    auto client = connect();
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += "GET /" + std::string(i % 10 == 3 ? "slow" : "x") + "?" + std::to_string(i) +
                " HTTP/1.1\r\nHost: t\r\n\r\n" +
                "POST /p HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
    client.send(many);
    for (int i = 0; i < 50; ++i) {
        EXPECT_NE(client.receive().value_or(test::RawAnswer{}).body.find("?" + std::to_string(i) + "|"),
                  std::string::npos);
        EXPECT_EQ(client.receive().value_or(test::RawAnswer{}).body, "/p|ab");
    }
}

TEST_F(HttpServer, SendsLargeBodiesToSlowReaders) {
    start();
    auto client = connect();
    client.send("GET /large HTTP/1.1\r\nHost: t\r\n\r\nGET /now HTTP/1.1\r\nHost: t\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(client.receive().value().body.size(), 8u * 1024 * 1024);
    EXPECT_EQ(client.receive().value().body, "now");
}

TEST_F(HttpServer, AnswersWhatItCannotReadAndCloses) {
    start();
    auto client = connect();
    const auto answer = client.exchange("GET / HTTP/3.3\r\nHost: t\r\n\r\n");
    EXPECT_EQ(answer.status, 505);
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    EXPECT_TRUE(client.closedByPeer());

    auto large = connect();
    // More than fits: the answer must arrive although the body is never read.
    EXPECT_EQ(large.exchange("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 500000\r\n\r\n" + std::string(500000, 'x'))
                  .status,
              413);
    EXPECT_EQ(connect().exchange("POST /refuse HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\n").status, 403);
    EXPECT_EQ(connect().exchange("GET /throws HTTP/1.1\r\nHost: t\r\n\r\n").status, 500);
    EXPECT_EQ(reported, "a mistake");
}

TEST_F(HttpServer, ContinuesWhenAsked) {
    start();
    auto client = connect();
    const std::string head = "POST /x HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: ";
    EXPECT_EQ(client.exchange(head + "2\r\n\r\n").status, 100);
    EXPECT_EQ(client.exchange("hi").body, "/x|hi");
    EXPECT_EQ(client.exchange(head + "2000\r\n\r\n").status, 413) << "without a 100 before it";
}

TEST_F(HttpServer, EndsSlowRequests) {
    ServerConfig config;
    config.header = 100ms;
    config.body = 100ms;
    config.idle = 1000ms;
    start(config);
    auto dripping = connect();
    for (int i = 0; i < 12 && dripping.send("G"); ++i)
        std::this_thread::sleep_for(20ms);
    EXPECT_NE(dripping.receive().value_or(test::RawAnswer{}).status, 0);
    auto half = connect();
    EXPECT_EQ(half.exchange("GET /x HTTP/1.1\r\nHost:").status, 408);
    EXPECT_TRUE(half.closedByPeer());
    auto body = connect();
    EXPECT_EQ(body.exchange("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhe").status, 408);
    auto idle = connect();
    EXPECT_EQ(idle.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").status, 200);
    EXPECT_TRUE(idle.closedByPeer());
    EXPECT_GE(server->stats().timeouts, 3u);
}

TEST_F(HttpServer, EndsReadersThatDoNotRead) {
    ServerConfig config;
    config.write = 100ms;
    config.leastRate = 1 << 30;
    start(config);
    auto client = connect();
    std::string many;
    for (int i = 0; i < 20; ++i)
        many += "GET /large HTTP/1.1\r\nHost: t\r\n\r\n";
    client.send(many);
    waitUntil([this] { return server->stats().timeouts > 0; });
    EXPECT_EQ(server->stats().timeouts, 1u);
    waitUntil([this] { return server->stats().connections == 0; });
    EXPECT_EQ(server->stats().connections, 0);
}

TEST_F(HttpServer, RefusesTooManyConnections) {
    ServerConfig config;
    config.connections = 2;
    start(config);
    auto one = connect(), two = connect();
    EXPECT_EQ(one.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").status, 200);
    EXPECT_EQ(two.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").status, 200);
    auto three = connect();
    EXPECT_EQ(three.receive().value_or(test::RawAnswer{}).status, 503);
    EXPECT_EQ(server->stats().refused, 1u);
}

TEST_F(HttpServer, BoundsBodiesInMemory) {
    ServerConfig config;
    config.bodiesInMemory = 500;
    start(config);
    auto large = connect(), small = connect();
    EXPECT_EQ(
        large.exchange("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 900\r\n\r\n" + std::string(600, 'x')).status,
        503);
    EXPECT_EQ(server->stats().bodyBytes, 0) << "though the connection is still there";
    EXPECT_EQ(small.exchange("POST /x HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nhi").status, 200);
    small.send("POST /slow HTTP/1.1\r\nHost: t\r\nContent-Length: 400\r\n\r\n");
    small.send(std::string(400, 'x'));
    EXPECT_EQ(small.receive().value_or(test::RawAnswer{}).status, 200);
    EXPECT_EQ(server->stats().bodyBytes, 0);
}

TEST_F(HttpServer, AnswersOptionsAndCors) {
    ServerConfig config;
    config.cors.origins = {"https://shop.example"};
    start(config);
    auto client = connect();
    const auto preflight = client.exchange("OPTIONS /now HTTP/1.1\r\nHost: t\r\nOrigin: https://shop.example\r\n"
                                           "Access-Control-Request-Method: GET\r\n\r\n");
    EXPECT_EQ(preflight.status, 204);
    EXPECT_EQ(preflight.header("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(preflight.header("access-control-allow-origin"), "https://shop.example");
    EXPECT_NE(preflight.header("access-control-allow-headers").find("Authorization"), std::string::npos);
    const auto other = client.exchange("GET /now HTTP/1.1\r\nHost: t\r\nOrigin: https://evil.example\r\n\r\n");
    EXPECT_EQ(other.header("access-control-allow-origin"), "");
    EXPECT_EQ(other.header("vary"), "Origin");
    EXPECT_EQ(client.exchange("OPTIONS /nothing HTTP/1.1\r\nHost: t\r\n\r\n").status, 404);
    EXPECT_EQ(client.exchange("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n").status, 204);
}

TEST_F(HttpServer, Streams) {
    start();
    auto client = connect();
    EXPECT_EQ(client.exchange("GET /stream HTTP/1.1\r\nHost: t\r\n\r\n").header("transfer-encoding"), "chunked");
    std::string all;
    for (auto chunk = client.chunk(); !chunk.empty(); chunk = client.chunk())
        all += chunk;
    EXPECT_EQ(all, "012");
    EXPECT_EQ(client.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").body, "now");
}

TEST_F(HttpServer, DrainsWithinItsBound) {
    start();
    auto idle = connect(), busy = connect();
    EXPECT_EQ(idle.exchange("GET /now HTTP/1.1\r\nHost: t\r\n\r\n").status, 200);
    busy.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
    waitUntil([this] { return handler.waiting > 0; });
    EXPECT_TRUE(server->stop(20s));
    const auto answer = busy.receive();
    ASSERT_TRUE(answer) << "a request in flight is finished";
    EXPECT_EQ(answer->header("connection"), "close");
    EXPECT_TRUE(idle.closedByPeer());
    EXPECT_THROW(connect(), std::exception);
}

TEST_F(HttpServer, CutsWhatDoesNotFinish) {
    start();
    handler.slowness = 1500ms; // what a busy machine may lose before stop() is reached
    auto busy = connect();
    busy.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n");
    waitUntil([this] { return handler.waiting > 0; });
    EXPECT_FALSE(server->stop(50ms));
    EXPECT_EQ(server->stats().connections, 0);
}

TEST_F(HttpServer, SaysWhyItCannotListen) {
    start();
    ServerConfig config;
    config.port = server->port();
    Server second(io, config, handler);
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find(std::to_string(config.port)), std::string::npos);
    config.certificateFile = "/nonexistent.pem";
    config.keyFile = "/nonexistent.pem";
    Server third(io, config, handler);
    EXPECT_EQ(third.start().error().reason, "BAD_CERTIFICATE");
}

} // namespace
} // namespace tradepost::http
