#include "backend/platform/query/query.h"

#include <gtest/gtest.h>
#include <random>

using namespace tradepost;

namespace {

const std::vector<sql::Value> row = {std::int64_t(-5), 2.5, std::string("a\0ü", 4), std::monostate{}, std::string()};

TEST(PageTokens, GiveBackWhatWasPutIn) {
    const query::PageTokens tokens("secret");
    const std::string token = tokens.make("state = DRAFT", "title", row);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    const auto opened = tokens.open(token, "state = DRAFT", "title");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(*opened, row);
    EXPECT_EQ(query::PageTokens("secret").open(token, "state = DRAFT", "title").value(), row);
}

TEST(PageTokens, OfAnotherQueryAreRefusedByName) {
    const query::PageTokens tokens("secret");
    const std::string token = tokens.make("a", "bc", row);
    for (const auto& [filter, order] : {std::pair{"ab", "c"}, {"a", "b"}, {"", "bc"}}) {
        const auto opened = tokens.open(token, filter, order);
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().reason, "PAGE_TOKEN_OF_ANOTHER_QUERY");
        EXPECT_EQ(opened.error().field, "page_token");
    }
}

TEST(PageTokens, ForgedOnesAreRefused) {
    const query::PageTokens tokens("secret");
    const std::string token = tokens.make("", "", row);
    EXPECT_EQ(query::PageTokens("other").open(token, "", "").error().reason, "INVALID_PAGE_TOKEN");
    std::mt19937 random(3);
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string forged = token;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(tokens.open(forged, "", "")) << i;
        EXPECT_FALSE(tokens.open(token.substr(0, i), "", "")) << i;
    }
    for (const std::string& garbage :
         {std::string(), std::string("%%%"), std::string(9000, 'A'), token + "A", token + "="})
        EXPECT_EQ(tokens.open(garbage, "", "").error().reason, "INVALID_PAGE_TOKEN");
}

} // namespace
