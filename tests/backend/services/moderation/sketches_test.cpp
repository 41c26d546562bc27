#include "backend/services/moderation/market_facts.h"

#include <gtest/gtest.h>
#include <random>

namespace tradepost::moderation {

namespace {

TEST(TitleSketch, EstimatesTheSimilarityOfTitles) {
    const TitleSketch lamp = sketchOf("Nordlicht desk lamp with a dimmer, matt black");
    EXPECT_EQ(lamp.similarity(lamp), 1);
    EXPECT_EQ(lamp, sketchOf("NORDLICHT  Desk Lamp with a dimmer - Matt Black!"));
    EXPECT_GT(lamp.similarity(sketchOf("Nordlicht desk lamp with dimmer, matt black")), 0.75);
    EXPECT_LT(lamp.similarity(sketchOf("Garden chair of teak, foldable")), 0.3);
    EXPECT_EQ(plainText("  Größe: XL -- Straße "), "größe xl straße");
}

TEST(TitleSketch, SimilarTitlesShareABandAndOthersDoNot) {
    std::mt19937 random(7);
    int found = 0, wrong = 0;
    for (int i = 0; i < 300; ++i) {
        MarketFacts facts;
        std::string title;
        for (int word = 0; word < 8; ++word) {
            for (int letter = 0; letter < 6; ++letter)
                title += static_cast<char>('a' + random() % 26);
            title += ' ';
        }
        MarketRow row{ProductId(1), SellerId(7), CategoryId(3), title, "EUR", 100, {}};
        facts.put(row);
        std::string other = title;
        other[random() % 50] = 'x'; // three of some fifty trigrams
        found += facts.similarTitle(other, ProductId(2), 0.7).has_value();
        std::ranges::shuffle(other, random);
        wrong += facts.similarTitle(other, ProductId(2), 0.7).has_value();
    }
    EXPECT_GT(found, 285);
    EXPECT_EQ(wrong, 0);
}

TEST(PriceSketch, TellsPricesFarOffAndOnlyThose) {
    PriceSketch sketch;
    EXPECT_FALSE(sketch.judge(1'000'000));
    for (int i = 0; i < 100; ++i)
        sketch.add(2000 + i * 10); // 20 to 30
    EXPECT_FALSE(sketch.judge(2500));
    EXPECT_FALSE(sketch.judge(5900));
    ASSERT_TRUE(sketch.judge(250'000));
    EXPECT_NEAR(sketch.judge(250'000)->times, 100, 4);
    EXPECT_NEAR(static_cast<double>(sketch.judge(250'000)->median), 2500, 60);
    EXPECT_TRUE(sketch.judge(25));
    EXPECT_TRUE(sketch.judge(0));
    // A category with prices of every magnitude finds nothing odd.
    PriceSketch wide;
    for (int i = 0; i < 100; ++i)
        wide.add(static_cast<std::int64_t>(std::exp(i * 0.12) * 100));
    EXPECT_FALSE(wide.judge(1'000'000));
}

TEST(PriceSketch, ForgetsWhatItLearnt) {
    PriceSketch sketch, same;
    for (int i = 1; i <= 50; ++i)
        sketch.add(i * 1000);
    for (int i = 1; i <= 30; ++i)
        sketch.remove(i * 1000);
    for (int i = 50; i > 30; --i)
        same.add(i * 1000);
    EXPECT_EQ(sketch.count(), 20);
    EXPECT_EQ(sketch.judge(1000)->median, same.judge(1000)->median);
    sketch.remove(77);
    EXPECT_EQ(sketch.count(), 20);
}

TEST(MarketFacts, KnowWhoSellsAGtinAndForgetWhatLeft) {
    MarketFacts facts;
    MarketRow row{ProductId(10), SellerId(7), CategoryId(3), "Lamp", "EUR", 100, {"4006381333931"}};
    facts.put(row);
    EXPECT_FALSE(facts.gtinElsewhere("4006381333931", SellerId(7)));
    EXPECT_EQ(facts.gtinElsewhere("4006381333931", SellerId(8))->product, ProductId(10));
    EXPECT_EQ(facts.gtinElsewhere("04006381333931", SellerId(8))->product, ProductId(10)) << "as GTIN-14";
    row.gtins = {"96385074"};
    row.priceMinor = 200;
    facts.put(row);
    EXPECT_FALSE(facts.gtinElsewhere("4006381333931", SellerId(8)));
    EXPECT_TRUE(facts.gtinElsewhere("96385074", SellerId(8)));
    EXPECT_EQ(facts.priceOf(ProductId(10)), 200);
    facts.remove(ProductId(10));
    EXPECT_FALSE(facts.gtinElsewhere("96385074", SellerId(8)));
    EXPECT_FALSE(facts.similarTitle("Lamp", ProductId(1), 0.9));
    EXPECT_EQ(facts.size(), 0u);
}

TEST(MarketFacts, AnswerTheSameWhateverCameInBetween) {
    MarketFacts busy, calm;
    const auto row = [](std::int64_t id, std::int64_t version) {
        return MarketRow{ProductId(id),
                         SellerId(id % 5 + 1),
                         CategoryId(id % 3 + 1),
                         std::to_string(id * 7919 * 104729) + " " + std::to_string(id * 31337 * 7919) + " " +
                             std::to_string(version),
                         "EUR",
                         id * 10 + version,
                         {std::to_string(1'000'000 + id % 701)}};
    };
    for (std::int64_t version = 1; version <= 4; ++version) // past a compaction
        for (std::int64_t id = 1; id <= 1500; ++id)
            busy.put(row(id, version));
    for (std::int64_t id = 1500; id >= 1; --id)
        calm.put(row(id, 4));
    for (std::int64_t id = 1; id <= 1500; id += 13) {
        const MarketRow asked = row(id, 4);
        const auto one = busy.similarTitle(asked.title, asked.id, 0.8),
                   two = calm.similarTitle(asked.title, asked.id, 0.8);
        EXPECT_EQ(one ? one->product : ProductId(), two ? two->product : ProductId());
        EXPECT_EQ(busy.gtinElsewhere(asked.gtins[0], asked.seller)->product,
                  calm.gtinElsewhere(asked.gtins[0], asked.seller)->product);
        EXPECT_EQ(busy.oddPrice(asked.category, "EUR", 10'000'000)->median,
                  calm.oddPrice(asked.category, "EUR", 10'000'000)->median);
    }
}

} // namespace
} // namespace tradepost::moderation
