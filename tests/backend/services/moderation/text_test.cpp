#include "backend/services/moderation/text_diff.h"
#include "backend/services/moderation/text_rules.h"

#include <gtest/gtest.h>
#include <random>

namespace tradepost::moderation {

namespace {

TEST(Contacts, AreFound) {
    for (const char* text : {"See https://example.org/a", "Visit www.lamps.example", "at lamp-shop.com!",
                             "mail me: sam@lamps.example.org", "Call +49 30 1234567", "Tel. 030 / 123 45 67",
                             "ring (0171) 555-1234", "+493012345678", "cheap at lamps.de/x"})
        EXPECT_TRUE(contactIn(text)) << text;
    EXPECT_EQ(contactIn("Buy (lamp-shop.com), now."), "lamp-shop.com");
}

TEST(Contacts, AreNotSeenInOrdinaryTexts) {
    for (const char* text : {"", "It shines. It dims.", "GTIN 4006381333931", "00012345678905", "0.5 kg, 1.5 m",
                             "v2.0.1", "Version 1.2 of 2024-01-31", "10 x 20 x 30 cm", "A+++ @ 230 V",
                             "from 1999.00 to 2999.00", "end.Next sentence", "USB 3.0/2.0", "M.2 2280 NVMe", "24/7"})
        EXPECT_FALSE(contactIn(text)) << text << ": " << contactIn(text).value_or("");
}

TEST(WordSets, FindWholeWordsAndPhrases) {
    WordSet words;
    words.add("Replica");
    words.add("not for sale");
    words.add("größe");
    EXPECT_EQ(words.findIn("A REPLICA, really"), "replica");
    EXPECT_FALSE(words.findIn("replicas and a triplicate"));
    EXPECT_EQ(words.findIn("This is not-for sale."), "not for sale");
    EXPECT_FALSE(words.findIn("not for a sale"));
    EXPECT_EQ(words.findIn("GRÖSSE GRÖßE"), "größe");
    EXPECT_FALSE(WordSet().findIn("anything"));
}

std::string side(const std::vector<v1::TextSpan>& spans, v1::TextSpan::Kind without) {
    std::string text;
    for (const v1::TextSpan& span : spans)
        if (span.kind() != without)
            text += span.text();
    return text;
}

TEST(WordDiff, IsTheShortest) {
    const auto spans = wordDiff("a quick brown fox jumps", "a slow brown fox jumps high");
    ASSERT_EQ(spans.size(), 5u);
    EXPECT_EQ(spans[1].kind(), v1::TextSpan::REMOVED);
    EXPECT_EQ(spans[1].text(), "quick");
    EXPECT_EQ(spans[2].kind(), v1::TextSpan::ADDED);
    EXPECT_EQ(spans[2].text(), "slow");
    EXPECT_TRUE(wordDiff("", "").empty());
    EXPECT_EQ(wordDiff("same text", "same text").size(), 1u);
    EXPECT_EQ(wordDiff("", "new")[0].kind(), v1::TextSpan::ADDED);
}

TEST(WordDiff, BothSidesCanBePutTogetherAgain) {
    std::mt19937 random(3);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::string> words;
        const auto text = [&] {
            std::string made;
            for (std::size_t i = random() % 12; i > 0; --i)
                made.append(1, static_cast<char>('a' + random() % 4)).append(random() % 3 == 0 ? "  " : " ");
            return made;
        };
        const std::string before = text(), after = text();
        const auto spans = wordDiff(before, after);
        EXPECT_EQ(side(spans, v1::TextSpan::ADDED), before);
        EXPECT_EQ(side(spans, v1::TextSpan::REMOVED), after);
    }
    std::string one, two; // more than it looks for
    for (int i = 0; i < 3000; ++i) {
        one += "a" + std::to_string(i) + " ";
        two += "b" + std::to_string(i) + " ";
    }
    EXPECT_EQ(wordDiff(one, two).size(), 3u); // all of it, and the blank at the end
}

TEST(Comparison, NamesEveryField) {
    catalog::v1::Product live, candidate;
    live.set_title("Desk lamp");
    auto& variant = *live.add_variants();
    variant.set_sku("A");
    variant.mutable_price()->set_amount_minor(1999);
    variant.mutable_price()->set_currency("EUR");
    live.add_images()->set_url("/media/1.jpg");
    live.add_images()->set_url("/media/2.jpg");
    candidate = live;
    EXPECT_TRUE(compareProducts(live, candidate).empty());
    candidate.set_title("Bright desk lamp");
    candidate.mutable_variants(0)->mutable_price()->set_amount_minor(2199);
    (*candidate.mutable_texts())["de"].set_title("Lampe");
    candidate.mutable_images()->SwapElements(0, 1);
    candidate.add_tags("light");
    const auto changes = compareProducts(live, candidate);
    std::vector<std::string> fields;
    for (const v1::FieldChange& change : changes)
        fields.push_back(change.field());
    EXPECT_EQ(fields, (std::vector<std::string>{"title", "texts[de].title", "variants[A].price", "images", "tags"}));
    EXPECT_EQ(changes[0].spans_size(), 3);
    EXPECT_EQ(changes[2].before(), "19.99 EUR");
    EXPECT_EQ(changes[2].after(), "21.99 EUR");
    EXPECT_TRUE(changes[3].images_reordered());
    candidate.mutable_images(0)->set_url("/media/3.jpg");
    const auto again = compareProducts(live, candidate);
    EXPECT_EQ(again[3].images_added(0).url(), "/media/3.jpg");
    EXPECT_EQ(again[3].images_removed(0).url(), "/media/2.jpg");
    EXPECT_FALSE(again[3].images_reordered());
}

} // namespace
} // namespace tradepost::moderation
