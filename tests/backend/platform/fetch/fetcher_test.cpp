#include "backend/platform/fetch/fetcher.h"

#include "tests/support/file_server.h"

#include <gtest/gtest.h>

namespace tradepost::fetch {
namespace {

using namespace std::chrono_literals;

// Loopback is allowed where the server under test is this test's own.
Config local() {
    Config config;
    config.loopback = true;
    config.largest = 1000;
    config.redirects = 2;
    return config;
}

std::string reasonOf(const Result<std::string>& fetched) {
    return fetched ? "fetched" : fetched.error().reason;
}

TEST(Fetcher, GetsAFileAndFollowsRedirects) {
    test::FileServer server;
    server.file("/a.png", "picture");
    server.redirect("/b", "/a.png");
    server.redirect("/c", server.url("/b"));
    Fetcher fetcher(local());
    for (const char* path : {"/a.png", "/b", "/c"})
        EXPECT_EQ(fetcher.get(server.url(path)).value_or("none"), "picture") << path;
}

TEST(Fetcher, ReachesNoPrivateAddress) {
    test::FileServer server;
    server.file("/", "secret");
    Fetcher strict{Config{}};
    EXPECT_EQ(reasonOf(strict.get(server.url("/"))), "FETCH_ADDRESS_REFUSED");
    EXPECT_EQ(server.asked("/"), 0);
    const std::string port = server.url("").substr(server.url("").rfind(':'));
    for (const std::string host :
         {"localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"})
        EXPECT_EQ(reasonOf(strict.get("http://" + host + port + "/")), "FETCH_ADDRESS_REFUSED") << host;
    EXPECT_EQ(server.asked("/"), 0);
    for (const char* url : {"http://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "http://192.168.1.1/",
                            "http://[fe80::1]/", "http://[fd00::1]/", "http://[64:ff9b::7f00:1]/"})
        EXPECT_EQ(reasonOf(strict.get(url)), "FETCH_ADDRESS_REFUSED") << url;
}

// A server of the world that leads into our network.
TEST(Fetcher, ARedirectIsLookedAtToo) {
    test::FileServer server;
    server.redirect("/meta", "http://169.254.169.254/latest/");
    server.redirect("/inside", "http://10.1.2.3/");
    server.redirect("/file", "file:///etc/hostname");
    server.redirect("/ftp", "ftp://127.0.0.1/x");
    Fetcher fetcher(local());
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/meta"))), "FETCH_ADDRESS_REFUSED");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/inside"))), "FETCH_ADDRESS_REFUSED");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/file"))), "FETCH_URL_REFUSED");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/ftp"))), "FETCH_URL_REFUSED");
}

TEST(Fetcher, PortsOfOtherServicesAreNotKnockedAt) {
    Fetcher fetcher{Config{}};
    for (const char* url : {"http://1.1.1.1:25/", "http://1.1.1.1:22/", "https://[2606:4700:4700::1111]:465/"})
        EXPECT_EQ(reasonOf(fetcher.get(url)), "FETCH_ADDRESS_REFUSED") << url;
}

TEST(Fetcher, OnlyHttpWithoutCredentials) {
    Fetcher fetcher(local());
    for (const char* url : {"", "x", "file:///etc/passwd", "ftp://example.org/a", "gopher://example.org/", "http://",
                            "http://user:word@127.0.0.1/", "javascript:alert(1)", "data:image/png;base64,AAAA"})
        EXPECT_EQ(reasonOf(fetcher.get(url)), "FETCH_URL_REFUSED") << url;
}

TEST(Fetcher, IsBounded) {
    test::FileServer server;
    server.file("/large", std::string(1001, 'x'));
    server.raw("/endless", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(5'000, 'x'));
    server.file("/most", std::string(1000, 'x'));
    server.redirect("/loop", "/loop");
    server.raw("/silent", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true);
    server.raw("/cut", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    server.raw("/junk", std::string("\0\1\2 no HTTP\r\n\r\n", 16));
    Fetcher fetcher(local());
    EXPECT_EQ(fetcher.get(server.url("/most")).value_or("").size(), 1000u);
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/large"))), "FETCH_TOO_LARGE");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/endless"))), "FETCH_TOO_LARGE");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/loop"))), "FETCH_REDIRECTED");
    EXPECT_EQ(server.asked("/loop"), 3);
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/cut"))), "FETCH_UNREACHABLE");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/junk"))), "FETCH_URL_REFUSED");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/none"))), "FETCH_STATUS");
    Config config = local();
    config.total = 100ms;
    EXPECT_EQ(reasonOf(Fetcher(config).get(server.url("/silent"))), "FETCH_TIMED_OUT");
}

TEST(Fetcher, StopsWhenAsked) {
    test::FileServer server;
    server.raw("/silent", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true);
    Fetcher fetcher(local());
    std::string reason;
    std::thread waiting([&] { reason = reasonOf(fetcher.get(server.url("/silent"))); });
    while (server.asked("/silent") == 0)
        std::this_thread::yield();
    fetcher.stop();
    waiting.join();
    EXPECT_EQ(reason, "INTERRUPTED");
    EXPECT_EQ(reasonOf(fetcher.get(server.url("/silent"))), "INTERRUPTED");
}

} // namespace
} // namespace tradepost::fetch
