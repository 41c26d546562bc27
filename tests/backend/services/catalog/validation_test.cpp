#include "backend/services/catalog/slugs.h"
#include "backend/services/catalog/validation.h"

#include <gtest/gtest.h>

namespace tradepost::catalog {

namespace {

TEST(Gtin, HasTheRightLengthAndCheckDigit) {
    for (const char* gtin : {"96385074", "036000291452", "4006381333931", "10614141000415", "00000000"})
        EXPECT_TRUE(isGtin(gtin)) << gtin;
    for (const char* text :
         {"", "4006381333932", "400638133393", "4006381333930", "40063813339a1", " 4006381333931", "963850744"})
        EXPECT_FALSE(isGtin(text)) << text;
}

TEST(LanguageTag, IsWellFormed) {
    for (const char* tag : {"de", "pt-BR", "zh-Hant-TW", "es-419", "de-CH-1996", "sl-rozaj-biske", "en-US-u-co-phonebk",
                            "de-x-home", "de-x-1"})
        EXPECT_TRUE(isLanguageTag(tag)) << tag;
    for (const char* text :
         {"", "d", "de_DE", "de-", "-de", "de--AT", "12", "de-x", "de-u-x-a", "abcdefghi", "de-AT-CH", "de DE"})
        EXPECT_FALSE(isLanguageTag(text)) << text;
}

TEST(Slug, IsMadeFromAnyScript) {
    EXPECT_EQ(makeSlug("Desk Lamp, 2nd ed."), "desk-lamp-2nd-ed");
    EXPECT_EQ(makeSlug("Größe & Maß"), "grosse-mass");
    EXPECT_EQ(makeSlug("Лампа"), "lampa");
    EXPECT_EQ(makeSlug("Men's"), "mens");
    EXPECT_EQ(makeSlug("--- !"), "");
    EXPECT_EQ(makeSlug(std::string(200, 'a')).size(), 80u);
    for (const char* title : {"Desk Lamp", "日本のランプ", "a  b"})
        EXPECT_TRUE(isSlug(makeSlug(title))) << makeSlug(title);
    for (const char* text : {"", "-a", "a-", "a--b", "A", "ä", "a b"})
        EXPECT_FALSE(isSlug(text)) << text;
}

} // namespace
} // namespace tradepost::catalog
