#include "backend/platform/telemetry/trace.h"

#include <gtest/gtest.h>
#include <set>

namespace tradepost::telemetry {

namespace {

Span span(std::string name, std::int64_t micros = 10, std::string status = "OK") {
    return {.name = std::move(name),
            .traceId = "t",
            .spanId = "s",
            .parentId = "",
            .start = 0,
            .durationMicros = micros,
            .status = std::move(status)};
}

std::vector<std::string> names(const std::vector<Span>& spans) {
    std::vector<std::string> all;
    for (const auto& each : spans)
        all.push_back(each.name);
    return all;
}

} // namespace

TEST(TraceContext, ContinuesAWellFormedTrace) {
    const auto context = TraceContext::childOf("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    EXPECT_EQ(context.traceId, "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_NE(context.spanId, "00f067aa0ba902b7");
    EXPECT_EQ(context.spanId.size(), 16u);
    EXPECT_TRUE(context.sampled);
    EXPECT_EQ(context.traceparent(), "00-4bf92f3577b34da6a3ce929d0e0e4736-" + context.spanId + "-01");
    EXPECT_FALSE(TraceContext::childOf("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").sampled);
    // A later version may say more after the flags.
    EXPECT_EQ(TraceContext::childOf("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what").traceId,
              "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST(TraceContext, StartsAnewForWhatIsMalformed) {
    for (const char* text : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01what"}) {
        const auto context = TraceContext::childOf(text);
        EXPECT_NE(context.traceId, "4bf92f3577b34da6a3ce929d0e0e4736") << text;
        EXPECT_EQ(context.traceId.size(), 32u);
        EXPECT_EQ(TraceContext::childOf(context.traceparent()).traceId, context.traceId);
    }
}

TEST(TraceContext, MakesIdsThatDiffer) {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto context = TraceContext::childOf("");
        ids.insert(context.traceId);
        ids.insert(context.spanId);
    }
    EXPECT_EQ(ids.size(), 2000u);
}

TEST(SpanStore, KeepsTheLastAndOldNotableOnes) {
    SpanStore store(8);
    store.record(span("failed", 10, "INTERNAL"));
    store.record(span("slow", 250'000));
    store.record(span("quick"));
    EXPECT_EQ(names(store.recent(10)), (std::vector<std::string>{"quick", "slow", "failed"}));
    for (int i = 0; i < 8; ++i)
        store.record(span(std::to_string(i)));
    EXPECT_EQ(names(store.recent(20)),
              (std::vector<std::string>{"7", "6", "5", "4", "3", "2", "1", "0", "slow", "failed"}));
    EXPECT_EQ(names(store.recent(2)), (std::vector<std::string>{"7", "6"}));
    for (int i = 0; i < 30; ++i)
        store.record(span("bad" + std::to_string(i), 1, "ABORTED"));
    EXPECT_EQ(store.recent(100).size(), 10u); // 8 and a quarter of it
    EXPECT_EQ(store.recent(100).front().name, "bad29");
    EXPECT_EQ(store.recent(100).back().name, "bad20");
}

TEST(SpanStore, FindsATraceByStart) {
    SpanStore store(8);
    for (const std::int64_t start : {3, 1, 2}) {
        Span each = span(std::to_string(start));
        each.traceId = "wanted";
        each.start = start;
        store.record(each);
        store.record(span("other"));
    }
    EXPECT_EQ(names(store.trace("wanted")), (std::vector<std::string>{"1", "2", "3"}));
}

} // namespace tradepost::telemetry
