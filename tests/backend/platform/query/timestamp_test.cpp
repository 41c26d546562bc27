#include "backend/platform/query/timestamp.h"
#include "backend/platform/query/utf8.h"

#include <gtest/gtest.h>

using namespace tradepost;
using query::parseTimestamp;

namespace {

TEST(Timestamp, ReadsRfc3339) {
    EXPECT_EQ(parseTimestamp("1970-01-01T00:00:00Z"), 0);
    EXPECT_EQ(parseTimestamp("1970-01-02"), 86'400'000'000);
    EXPECT_EQ(parseTimestamp("1969-12-31T23:59:59.999999Z"), -1);
    EXPECT_EQ(parseTimestamp("2000-02-29T12:00:00.1234567+05:30"), 951'805'800'123'456);
    EXPECT_EQ(parseTimestamp("1990-12-31T15:59:60-08:00"), parseTimestamp("1991-01-01T00:00:00Z")); // RFC 3339, 5.8
}

TEST(Timestamp, RefusesTheRest) {
    for (const char* text :
         {"", "2026", "2026-13-01", "2026-02-30", "2023-02-29", "2026-01-01T", "2026-01-01T24:00:00Z",
          "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00",
          "2026-01-01T00:00:00Zx", "0000-01-01", "-001-01-01"})
        EXPECT_FALSE(parseTimestamp(text)) << text;
}

TEST(Utf8, KnowsWellFormedText) {
    for (const char* text : {"", "plain", "äöü", "日本", "\xf0\x9f\x98\x80"})
        EXPECT_TRUE(query::isStorableText(text)) << text;
    for (const char* text :
         {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "a\x80", "\xe2\x82"})
        EXPECT_FALSE(query::isStorableText(text)) << text;
    EXPECT_FALSE(query::isStorableText(std::string_view("a\0b", 3)));
}

TEST(Utf8, CountsAndCutsByCodePoint) {
    EXPECT_EQ(query::codePoints("aä日"), 3u);
    EXPECT_EQ(query::excerpt("aä日b", 3), "aä日...");
    EXPECT_EQ(query::excerpt("aä", 3), "aä");
    EXPECT_EQ(query::excerpt("äb", 1), "ä...");
}

} // namespace
