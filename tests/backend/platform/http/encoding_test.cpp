#include "backend/platform/http/encoding.h"
#include "backend/platform/http/problem.h"

#include <gtest/gtest.h>

namespace tradepost::http {
namespace {

TEST(Encoding, KnowsWellFormedUtf8) {
    for (const char* good :
         {"", "plain ascii, long enough for eight", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(isUtf8(good)) << good;
    for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff",
                            "12345678\xe2\x82", "1234567\xf0\x9f\x98"})
        EXPECT_FALSE(isUtf8(bad)) << bad;
    EXPECT_EQ(replaceInvalidUtf8("a\xff\xc3\xa9\xe2\x82"), "a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Encoding, DecodesPercent) {
    EXPECT_EQ(percentDecode("a%20b+c%C3%a9"), "a b+c\xc3\xa9");
    EXPECT_EQ(percentDecode("a+b", true), "a b");
    for (const char* bad : {"%", "%1", "%zz", "%00", "%ff", "%C3"})
        EXPECT_EQ(percentDecode(bad), std::nullopt) << bad;
    const auto query = parseQuery("a=1&b=&&c&a=2%263");
    ASSERT_TRUE(query);
    EXPECT_EQ(*query, (QueryParameters{{"a", "1"}, {"b", ""}, {"c", ""}, {"a", "2&3"}}));
    EXPECT_EQ(parseQuery("a=%"), std::nullopt);
}

TEST(Encoding, WeighsAcceptLists) {
    EXPECT_EQ(acceptWeight("br, gzip;q=0.5", "gzip"), 500);
    EXPECT_EQ(acceptWeight("gzip;q=0, *", "gzip"), 0) << "the more precise one decides";
    EXPECT_EQ(acceptWeight("*;q=0.1", "gzip"), 100);
    EXPECT_EQ(acceptWeight("identity", "gzip"), 0);
    EXPECT_EQ(acceptWeight("text/html, application/*;q=0.8", "application/json"), 800);
    EXPECT_EQ(acceptWeight("applications/*", "application/json"), 0);
    EXPECT_EQ(acceptWeight("gzip;q=nonsense", "gzip"), 0);
    EXPECT_EQ(preferredLanguage("en;q=0.5, de-AT"), "de-at");
    EXPECT_EQ(preferredLanguage("*"), "");
    EXPECT_EQ(preferredLanguage("d\"e, xx-" + std::string(100, 'a')), "");
}

TEST(Encoding, ComparesEntityTags) {
    EXPECT_TRUE(entityTagMatches("\"a\", W/\"b\"", "\"b\""));
    EXPECT_TRUE(entityTagMatches("\"b;gz\"", "\"b\""));
    EXPECT_TRUE(entityTagMatches("*", "\"b\""));
    EXPECT_FALSE(entityTagMatches("\"bb\", \"\"", "\"b\""));
}

TEST(Problem, IsJsonWhateverItHolds) {
    EXPECT_EQ(problemJson({404, "NOT_FOUND", "no \"x\"\n\x01\xff", "a.b", ""}),
              "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"no "
              "\\\"x\\\"\\n\\u0001\xef\xbf\xbd\","
              "\"reason\":\"NOT_FOUND\",\"field\":\"a.b\"}");
}

TEST(Response, HeaderLinesCannotBeSmuggledIn) {
    Response response;
    response.header("X", "a\r\nSet-Cookie: b");
    EXPECT_EQ(response.headers, "X: a  Set-Cookie: b\r\n");
}

} // namespace
} // namespace tradepost::http
