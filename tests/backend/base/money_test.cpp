#include "backend/base/money.h"

#include <gtest/gtest.h>

using namespace tradepost;

namespace {
Money money(std::int64_t minor, std::string_view code) {
    return {minor, Currency::parse(code).value()};
}
} // namespace

TEST(Money, KnowsTheMinorDigitsOfCurrencies) {
    EXPECT_EQ(Currency::parse("EUR")->minorDigits(), 2);
    EXPECT_EQ(Currency::parse("JPY")->minorDigits(), 0);
    EXPECT_EQ(Currency::parse("KWD")->minorDigits(), 3);
}

TEST(Money, RefusesUnknownCurrenciesByName) {
    for (const char* code : {"", "EU", "eur", "EURO", "XXQ", "UR "}) {
        const auto parsed = Currency::parse(code, "variants[0].price.currency");
        ASSERT_FALSE(parsed) << code;
        EXPECT_EQ(parsed.error().reason, "UNKNOWN_CURRENCY");
        EXPECT_EQ(parsed.error().field, "variants[0].price.currency");
    }
}

TEST(Money, AddsOnlyLikeToLike) {
    EXPECT_EQ(add(money(1999, "EUR"), money(1, "EUR")), money(2000, "EUR"));
    EXPECT_EQ(add(money(1, "EUR"), money(1, "USD")).error().reason, "MIXED_CURRENCIES");
}

TEST(Money, NeverOverflowsSilently) {
    EXPECT_EQ(add(money(INT64_MAX, "EUR"), money(1, "EUR")).error().reason, "MONEY_OVERFLOW");
    EXPECT_EQ(subtract(money(INT64_MIN, "EUR"), money(1, "EUR")).error().reason, "MONEY_OVERFLOW");
    EXPECT_EQ(multiply(money(INT64_MAX / 2 + 1, "EUR"), 2).error().reason, "MONEY_OVERFLOW");
    EXPECT_EQ(multiply(money(-250, "EUR"), 4), money(-1000, "EUR"));
}

TEST(Money, FormatsWithItsCurrency) {
    EXPECT_EQ(format(money(1999, "EUR")), "19.99 EUR");
    EXPECT_EQ(format(money(-5, "EUR")), "-0.05 EUR");
    EXPECT_EQ(format(money(500, "JPY")), "500 JPY");
    EXPECT_EQ(format(money(INT64_MIN, "KWD")), "-9223372036854775.808 KWD");
}
