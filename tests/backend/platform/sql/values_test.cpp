#include "backend/platform/sql/sql.h"

#include <gtest/gtest.h>
#include <random>

using namespace tradepost;

namespace {

// RFC 4648, section 10, in the alphabet of section 5 without padding.
TEST(Bytes, MatchTheStandard) {
    const std::pair<std::string, std::string> vectors[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "-_8"}};
    for (const auto& [bytes, text] : vectors) {
        EXPECT_EQ(sql::encodeBytes(bytes), text);
        EXPECT_EQ(sql::decodeBytes(text), bytes);
    }
}

TEST(Bytes, ComeBackAsTheyWere) {
    std::mt19937 random(7);
    for (std::size_t size = 0; size < 300; ++size) {
        std::string bytes(size, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random());
        const std::string text = sql::encodeBytes(bytes);
        EXPECT_EQ(text.find('\0'), std::string::npos);
        EXPECT_EQ(sql::decodeBytes(text), bytes);
    }
}

TEST(Bytes, DamageIsNoticed) {
    for (const char* text : {"Zg==", "Z g", "Zm+v", "Zm/v", "\xc3\xa4", "Z", "Zm9vY", "Zm9vZ!", "Zm9vZm!", "Zm9!Zm9v"})
        EXPECT_THROW(sql::decodeBytes(text), sql::Failure) << text;
}

TEST(Row, ReadsNullAsNothingAndRefusesTheWrongType) {
    const std::vector<sql::Value> values = {std::monostate(), std::int64_t{7}, 2.5, std::string("x")};
    const sql::Row row(values);
    EXPECT_EQ(row.size(), 4U);
    EXPECT_TRUE(row.isNull(0));
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.real(0), 0);
    EXPECT_EQ(row.text(0), "");
    EXPECT_EQ(row.real(1), 7.0);
    EXPECT_EQ(row.integer(2), 2);
    EXPECT_THROW(row.integer(3), sql::Failure);
    EXPECT_THROW(row.real(3), sql::Failure);
    EXPECT_THROW(row.text(1), sql::Failure);
}

} // namespace
