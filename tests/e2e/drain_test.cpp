#include "tests/e2e/server_process.h"
#include "tests/support/temporary_directory.h"

#include <chrono>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>

namespace tradepost::e2e {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

class Drain : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(server.start()) << server.log(); }
    // The first thing a draining server does is to take its address back.
    bool draining() const {
        const auto until = steady_clock::now() + seconds(5);
        while (std::filesystem::exists(data + "/server.json") && steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return !std::filesystem::exists(data + "/server.json");
    }

    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ServerProcess server{data};
};

TEST_F(Drain, EndsAnOpenStreamWithinTheBound) {
    const Finished added =
        runTool("user add --role admin --email boss@example.com --data " + data, "a good password\n");
    ASSERT_EQ(added.code, 0) << added.err;
    const std::string token = signIn(server.http(), "boss@example.com", "a good password");
    RawConnection stream(server.http());
    ASSERT_TRUE(
        stream.send("GET /v1/products:watch HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer " + token + "\r\n\r\n"));
    ASSERT_NE(stream.receive("retry: 2000").find("text/event-stream"), std::string::npos);

    const auto before = steady_clock::now();
    EXPECT_EQ(server.stop(), 0);
    EXPECT_LT(steady_clock::now() - before, seconds(10));
    const std::string rest = stream.receive();
    EXPECT_TRUE(rest.ends_with("0\r\n\r\n")) << "the stream ends whole: " << rest;
    EXPECT_EQ(server.log().find("were cut"), std::string::npos) << server.log();
}

TEST_F(Drain, ASecondSignalEndsItAtOnce) {
    // A request whose body does not come keeps the drain waiting to its bound.
    RawConnection slow(server.http());
    ASSERT_TRUE(slow.send("POST /v1/sessions HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n{"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100)); // until it is under way
    const auto before = steady_clock::now();
    server.signal(SIGTERM);
    ASSERT_TRUE(draining());
    server.signal(SIGTERM);
    EXPECT_EQ(server.wait(), 128 + SIGTERM);
    EXPECT_LT(steady_clock::now() - before, seconds(6));
}

} // namespace
} // namespace tradepost::e2e
