#include "test_store.h"

#include <gtest/gtest.h>

namespace tradepost::test {
namespace {

std::string watch(const std::string& query = {}, const std::string& headers = {}) {
    return "GET /v1/products:watch" + query + " HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer SELLER\r\n" + headers +
           "\r\n";
}

// Reads chunks until the text was seen.
std::string readUntil(RawHttp& client, std::string_view text) {
    std::string all;
    while (all.find(text) == std::string::npos) {
        const auto chunk = client.chunk();
        if (chunk.empty())
            break;
        all += chunk;
    }
    return all;
}

TEST(EventStreams, SendsEventsWithIds) {
    TestStore store;
    auto client = store.connect();
    const auto answer = client.exchange(watch());
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    const auto events = readUntil(client, "id: 1-3\n");
    EXPECT_NE(events.find("id: 1-1\ndata: {"), std::string::npos) << events;
    EXPECT_NE(events.find("line one\\nline two"), std::string::npos);
    EXPECT_EQ(store.server->stats().streams, 1);
}

TEST(EventStreams, Resume) {
    TestStore store;
    auto client = store.connect();
    client.exchange(watch("", "Last-Event-ID: 1-40\r\n"));
    EXPECT_NE(readUntil(client, "id: 1-42\n").find("id: 1-41\n"), std::string::npos);
    auto other = store.connect();
    other.exchange(watch("?after.epoch=1&after.position=6"));
    EXPECT_NE(readUntil(other, "id: 1-9\n").find("id: 1-7\n"), std::string::npos);
    auto wrong = store.connect();
    EXPECT_EQ(wrong.exchange(watch("", "Last-Event-ID: x\r\n")).status, 400);
}

TEST(EventStreams, ErrorsBeforeAreStatusesAndLaterOnesEvents) {
    TestStore store;
    EXPECT_EQ(store.get("/v1/products:watch").status, 401);
    EXPECT_EQ(store.get("/v1/products:watch", "Authorization: Bearer SHOPPER\r\n").status, 403);
    EXPECT_EQ(store.get("/v1/products:watch", "Authorization: Bearer SELLER\r\nAccept: application/json\r\n").status,
              406);
    auto client = store.connect();
    client.exchange(watch("?after.epoch=9"));
    const auto events = readUntil(client, "POSITION_GONE");
    EXPECT_NE(events.find("event: error\ndata: {"), std::string::npos) << events;
    EXPECT_EQ(readUntil(client, "more"), "") << "the stream ends";
    EXPECT_EQ(client.exchange("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n").status, 200) << "the connection does not";
}

TEST(EventStreams, EndWhenTheReaderGoes) {
    TestStore store;
    store.catalog.quiet = std::chrono::milliseconds(5);
    {
        auto client = store.connect();
        client.exchange(watch());
        readUntil(client, "id: 1-3\n");
        EXPECT_EQ(store.catalog.openWatches, 1);
    }
    for (int i = 0; i < 2000 && store.catalog.openWatches > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(store.catalog.openWatches, 0);
}

// Nothing is sent meanwhile, the next heartbeat is 15 s away.
TEST(EventStreams, EndAtOnceWhenAnIdleReaderGoes) {
    TestStore store;
    {
        auto client = store.connect();
        client.exchange(watch());
        readUntil(client, "id: 1-3\n");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    for (int i = 0; i < 500 && store.catalog.openWatches > 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(store.catalog.openWatches, 0);
}

TEST(EventStreams, AnswerARequestThatWasSentAhead) {
    TestStore store;
    store.catalog.quiet = std::chrono::milliseconds(5);
    auto client = store.connect();
    client.exchange(watch("?after.epoch=9") + "GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
    readUntil(client, "POSITION_GONE");
    readUntil(client, "more");
    EXPECT_EQ(client.receive().value_or(RawAnswer{}).body, "ok\n");
}

TEST(EventStreams, EndCleanlyAtDrain) {
    TestStore store;
    auto client = store.connect();
    client.exchange(watch());
    readUntil(client, "id: 1-3\n");
    EXPECT_TRUE(store.server->stop(std::chrono::seconds(20)));
    EXPECT_EQ(store.catalog.openWatches, 0);
    EXPECT_EQ(client.chunk(), "") << "the last chunk";
    EXPECT_TRUE(client.closedByPeer());
}

} // namespace
} // namespace tradepost::test
