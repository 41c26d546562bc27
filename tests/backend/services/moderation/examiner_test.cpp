#include "backend/services/moderation/examiner.h"

#include <gtest/gtest.h>

namespace tradepost::moderation {

namespace {

// A product that nothing is found about, among others like it.
class ExaminerTest : public testing::Test {
public:
    ExaminerTest() {
        for (std::int64_t i = 1; i <= 40; ++i)
            facts.put({ProductId(1000 + i),
                       SellerId(8),
                       CategoryId(3),
                       "Unlike number " + std::to_string(i * 7919),
                       "EUR",
                       1800 + i * 10,
                       {}});
        product.set_id(formatId(1));
        product.set_seller_id(formatId(7));
        product.set_category_id(formatId(3));
        product.set_title("Nordlicht desk lamp, matt black");
        product.set_description("It shines, and dims in three steps.");
        product.set_brand("Nordlicht");
        product.add_images()->set_url("/media/1.jpg");
        auto& variant = *product.add_variants();
        variant.set_sku("A");
        variant.set_gtin("4006381333931");
        variant.mutable_price()->set_amount_minor(1999);
        variant.mutable_price()->set_currency("EUR");
        lists.words.add("replica");
        lists.brands.add("Rollecks");
    }
    std::vector<v1::FindingKind> kinds() {
        std::vector<v1::FindingKind> found;
        for (const v1::Finding& finding : examine(product, facts, lists))
            found.push_back(finding.kind());
        return found;
    }
    v1::Finding only(v1::FindingKind kind) {
        const auto found = examine(product, facts, lists);
        EXPECT_EQ(found.size(), 1u);
        const v1::Finding finding = found.empty() ? v1::Finding() : found[0];
        EXPECT_EQ(finding.kind(), kind) << finding.evidence();
        EXPECT_FALSE(finding.evidence().empty());
        return finding;
    }

    MarketFacts facts;
    Lists lists;
    catalog::v1::Product product;
};

TEST_F(ExaminerTest, NothingIsFoundAboutAGoodProduct) {
    EXPECT_TRUE(kinds().empty());
    facts.put({ProductId(1), SellerId(7), CategoryId(3), product.title(), "EUR", 1999, {"4006381333931"}});
    EXPECT_TRUE(kinds().empty()) << "it is not its own duplicate";
}

TEST_F(ExaminerTest, AMissingImage) {
    product.mutable_images(0)->set_type(catalog::v1::VIDEO);
    EXPECT_EQ(only(v1::MISSING_IMAGE).field(), "images");
    product.clear_images();
    only(v1::MISSING_IMAGE);
}

TEST_F(ExaminerTest, AWrongGtin) {
    product.mutable_variants(0)->set_gtin("4006381333932");
    EXPECT_EQ(only(v1::WRONG_GTIN).field(), "variants[0].gtin");
    product.mutable_variants(0)->set_gtin("2001234567893");
    EXPECT_NE(only(v1::WRONG_GTIN).evidence().find("within a company"), std::string::npos);
    product.mutable_variants(0)->clear_gtin();
    EXPECT_TRUE(kinds().empty());
}

TEST_F(ExaminerTest, AGtinAtAnotherSeller) {
    facts.put({ProductId(50), SellerId(7), CategoryId(3), "Own one", "EUR", 1999, {"4006381333931"}});
    EXPECT_TRUE(kinds().empty());
    facts.put({ProductId(51), SellerId(9), CategoryId(3), "Other one", "EUR", 1999, {"4006381333931"}});
    EXPECT_EQ(only(v1::GTIN_ELSEWHERE).other_product_id(), formatId(51));
}

TEST_F(ExaminerTest, ANearDuplicateTitle) {
    facts.put({ProductId(50), SellerId(9), CategoryId(4), "Nordlicht desk lamp (matt black)", "EUR", 1999, {}});
    EXPECT_EQ(only(v1::NEAR_DUPLICATE_TITLE).other_product_id(), formatId(50));
    facts.put({ProductId(50), SellerId(9), CategoryId(4), "Nordlicht floor lamp, brushed steel", "EUR", 1999, {}});
    EXPECT_TRUE(kinds().empty());
}

TEST_F(ExaminerTest, APriceFarOffItsCategory) {
    product.mutable_variants(0)->mutable_price()->set_amount_minor(199'900);
    EXPECT_EQ(only(v1::UNUSUAL_PRICE).field(), "variants[0].price");
    product.set_category_id(formatId(4)); // where nothing is known
    EXPECT_TRUE(kinds().empty());
}

TEST_F(ExaminerTest, BannedWordsAndBrandsAndContacts) {
    (*product.mutable_texts())["de"].set_description("Eine Replica!");
    EXPECT_EQ(only(v1::BANNED_WORD).field(), "texts[de].description");
    product.clear_texts();
    product.set_brand("ROLLECKS");
    EXPECT_EQ(only(v1::BANNED_BRAND).field(), "brand");
    product.set_brand("Nordlicht");
    product.mutable_seo()->set_description("More at lamps.example.com");
    EXPECT_EQ(only(v1::CONTACT_IN_TEXT).field(), "seo.description");
    product.set_title("A replica by Rollecks");
    EXPECT_EQ(kinds(), (std::vector{v1::BANNED_WORD, v1::BANNED_BRAND, v1::CONTACT_IN_TEXT}));
    EXPECT_GT(weightOf(examine(product, facts, lists)), 10);
}

TEST_F(ExaminerTest, AnAttributeOutsideItsDefinition) {
    catalog::v1::Category lighting, lamps;
    lighting.set_id(formatId(2));
    auto& power = *lighting.add_attributes();
    power.set_name("power");
    power.set_type(catalog::v1::NUMBER);
    power.set_unit("W");
    lamps.set_id(formatId(3));
    lamps.set_parent_id(formatId(2));
    auto& colour = *lamps.add_attributes();
    colour.set_name("colour");
    colour.set_type(catalog::v1::TEXT);
    colour.add_allowed_values("black");
    facts.putCategory(lighting);
    facts.putCategory(lamps);
    auto& attribute = *product.add_attributes();
    attribute.set_name("power");
    attribute.set_number(7);
    attribute.set_unit("W");
    EXPECT_TRUE(kinds().empty());
    attribute.set_unit("kW");
    EXPECT_EQ(only(v1::ATTRIBUTE_OUTSIDE_DEFINITION).field(), "attributes[0].unit");
    attribute.set_name("colour");
    attribute.clear_unit();
    attribute.set_text("loud");
    EXPECT_EQ(only(v1::ATTRIBUTE_OUTSIDE_DEFINITION).field(), "attributes[0].text");
    attribute.set_text("black");
    EXPECT_TRUE(kinds().empty());
    lamps.mutable_attributes(0)->set_required(true);
    facts.putCategory(lamps);
    product.clear_attributes();
    EXPECT_EQ(only(v1::ATTRIBUTE_OUTSIDE_DEFINITION).field(), "attributes");
}

} // namespace
} // namespace tradepost::moderation
