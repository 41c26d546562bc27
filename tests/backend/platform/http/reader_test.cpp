#include "backend/platform/http/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

namespace tradepost::http {
namespace {

using Progress = RequestReader::Progress;

// Feeds `text` in pieces until a request is complete, fails, or the text ends. Heads are passed over.
Progress feed(RequestReader& reader, std::string_view text, std::size_t piece = 1u << 20) {
    auto progress = reader.advance();
    while (true) {
        if (progress == Progress::Head) {
            progress = reader.advance();
            continue;
        }
        if (progress != Progress::NeedMore || text.empty())
            return progress;
        const auto space = reader.space();
        const auto size = std::min({piece, text.size(), space.size()});
        std::memcpy(space.data(), text.data(), size);
        reader.commit(size);
        text.remove_prefix(size);
        progress = reader.advance();
    }
}

int refusal(std::string_view text) {
    for (const std::size_t piece : {1u << 20, 7u, 1u}) {
        RequestReader reader{Limits{}};
        EXPECT_EQ(feed(reader, text, piece), Progress::Failed) << text.substr(0, 100);
        if (piece == 1)
            return reader.problem().status;
    }
    return 0;
}

TEST(RequestReader, GivesALargeBodyBack) {
    RequestReader reader{Limits{}};
    const std::string body(200'000, 'x');
    ASSERT_EQ(feed(reader, "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 200000\r\n\r\n" + body), Progress::Complete);
    EXPECT_EQ(reader.request().body(), body);
    reader.dropBody();
    EXPECT_EQ(reader.request().body(), "");
    EXPECT_LE(reader.request().body().capacity(), 64u * 1024);
    EXPECT_EQ(reader.request().path(), "/a") << "the head stays";
}

TEST(RequestReader, ReadsWhateverThePieces) {
    for (const std::size_t piece : {1000u, 5u, 1u}) {
        RequestReader reader{Limits{}};
        ASSERT_EQ(feed(reader,
                       "POST /a/b?c=d HTTP/1.1\r\nHost: h\r\nX-One: 1\r\naccept: a\r\nAccept: b\r\nContent-Length: "
                       "5\r\n\r\nhello",
                       piece),
                  Progress::Complete);
        const auto& request = reader.request();
        EXPECT_EQ(request.verb(), Verb::post);
        EXPECT_EQ(request.path(), "/a/b");
        EXPECT_EQ(request.query(), "c=d");
        EXPECT_EQ(request.header("x-one"), "1");
        EXPECT_EQ(request.header(Field::accept), "a, b");
        EXPECT_EQ(request.header(Field::origin), "");
        EXPECT_EQ(request.body(), "hello");
        EXPECT_TRUE(reader.keepAlive());
    }
}

TEST(RequestReader, ReadsChunks) {
    for (const std::size_t piece : {1000u, 3u, 1u}) {
        RequestReader reader{Limits{}};
        ASSERT_EQ(feed(reader,
                       "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n "
                       "world\r\n0\r\nX-Trailer: t\r\n\r\n",
                       piece),
                  Progress::Complete);
        EXPECT_EQ(reader.request().body(), "hello world");
        EXPECT_EQ(reader.request().header("x-trailer"), "") << "trailers are not headers";
    }
}

TEST(RequestReader, ReadsOneAfterTheOther) {
    RequestReader reader{Limits{}};
    const std::string_view both =
        "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    ASSERT_EQ(feed(reader, both), Progress::Complete);
    EXPECT_EQ(reader.request().path(), "/1");
    reader.next();
    ASSERT_EQ(feed(reader, {}), Progress::Complete);
    EXPECT_EQ(reader.request().path(), "/2");
    EXPECT_FALSE(reader.keepAlive());
}

TEST(RequestReader, TakesARequestWithoutALengthForOneWithoutABody) {
    RequestReader reader{Limits{}};
    ASSERT_EQ(feed(reader, "POST /a:do HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n"),
              Progress::Complete);
    EXPECT_EQ(reader.request().body(), "");
    EXPECT_TRUE(reader.keepAlive());
    reader.next();
    ASSERT_EQ(feed(reader, {}), Progress::Complete);
    EXPECT_EQ(reader.request().path(), "/2");
}

TEST(RequestReader, RefusesWhatIsNotHttp) {
    const std::string host = "Host: h\r\n\r\n";
    EXPECT_EQ(refusal("\x16\x03\x01\x02 tls hello\r\n\r\n"), 400);
    EXPECT_EQ(refusal("GET / HTTP/2.0\r\n" + host), 505);
    EXPECT_EQ(refusal("BREW / HTTP/1.1\r\n" + host), 501);
    EXPECT_EQ(refusal("GET nothing HTTP/1.1\r\n" + host), 400);
    EXPECT_EQ(refusal("GET /a#b HTTP/1.1\r\n" + host), 400);
    EXPECT_EQ(refusal("GET ftp://h/ HTTP/1.1\r\n" + host), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nbad header\r\n" + host), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nExpect: wonders\r\n" + host), 417);
}

TEST(RequestReader, RefusesWhatCouldHideASecondRequest) {
    const std::string host = "Host: h\r\n";
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"), 400);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n"), 400);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n"), 501);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n"), 501);
    EXPECT_EQ(refusal("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), 400);
    EXPECT_EQ(refusal("POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestReader, BoundsEverything) {
    const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n";
    EXPECT_EQ(refusal("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
    EXPECT_EQ(refusal("GET /" + std::string(40000, 'a')), 414);
    EXPECT_EQ(refusal(get + "X: " + std::string(17000, 'a') + "\r\n\r\n"), 431);
    std::string lines = get;
    for (int i = 0; i < 3000; ++i)
        lines += "X-" + std::to_string(i) + ": 1\r\n";
    EXPECT_EQ(refusal(lines), 431);
    std::string joined = get;
    for (int i = 0; i < 2000; ++i)
        joined += "Accept: abc\r\n";
    EXPECT_EQ(refusal(joined), 431);
    const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
    EXPECT_EQ(refusal(post + "Content-Length: 2000000\r\n\r\n"), 413);
    EXPECT_EQ(refusal(post + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n"), 413);
    EXPECT_EQ(refusal(post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(40000, 'a')), 431);
}

TEST(RequestReader, TakesAbsoluteTargets) {
    RequestReader reader{Limits{}};
    ASSERT_EQ(feed(reader, "GET http://shop.example/a?b HTTP/1.1\r\nHost: h\r\n\r\n"), Progress::Complete);
    EXPECT_EQ(reader.request().target(), "/a?b");
}

} // namespace
} // namespace tradepost::http
