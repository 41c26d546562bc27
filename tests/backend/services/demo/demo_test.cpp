#include "backend/services/demo/demo.h"

#include "backend/platform/blobs/blob_store.h"
#include "backend/services/demo/drawings.h"
#include "backend/services/demo/products.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tradepost::demo {
namespace {

// Keeps everything, and checks the order in which things must come.
struct Collector final : DemoSink {
    std::vector<identity::v1::Seller> sellers;
    std::vector<DemoUser> users;
    std::map<std::string, catalog::v1::Category> categories;
    std::map<std::string, std::string> pictures;
    std::vector<catalog::v1::Product> products;
    std::vector<DemoStock> shelf;

    Result<void> seller(const identity::v1::Seller& seller) override {
        sellers.push_back(seller);
        return {};
    }
    Result<void> user(const DemoUser& user) override {
        users.push_back(user);
        return {};
    }
    Result<void> category(const catalog::v1::Category& category) override {
        EXPECT_TRUE(category.parent_id().empty() || categories.contains(category.parent_id())) << "parents first";
        categories[category.id()] = category;
        return {};
    }
    Result<void> images(std::span<const DemoImage> all) override {
        for (const DemoImage& image : all)
            EXPECT_TRUE(pictures.emplace(image.url, image.bytes).second) << "each image once";
        return {};
    }
    Result<void> product(catalog::v1::Product product) override {
        for (const auto& image : product.images())
            EXPECT_TRUE(pictures.contains(image.url())) << "images before the product";
        products.push_back(std::move(product));
        return {};
    }
    Result<void> stock(DemoStock stock) override {
        EXPECT_EQ(stock.sellerId, products.back().seller_id()) << "stock after its product";
        EXPECT_TRUE(std::ranges::any_of(products.back().variants(),
                                        [&](const auto& variant) { return variant.sku() == stock.sku; }));
        shelf.push_back(std::move(stock));
        return {};
    }
};

Collector generate(std::uint64_t seed, std::int64_t products) {
    Collector collector;
    EXPECT_TRUE(generateDemo({seed, products}, collector));
    return collector;
}

std::string allBytes(const Collector& collector) {
    std::string bytes;
    const auto append = [&](const google::protobuf::Message& message) { bytes += message.ShortDebugString() + "\n"; };
    for (const auto& seller : collector.sellers)
        append(seller);
    for (const auto& user : collector.users)
        append(user.user);
    for (const auto& [id, category] : collector.categories)
        append(category);
    for (const auto& product : collector.products)
        append(product);
    for (const auto& [url, svg] : collector.pictures)
        bytes += url + svg;
    for (const DemoStock& stock : collector.shelf)
        bytes += stock.sku + " " + std::to_string(stock.quantity) + "\n";
    return bytes;
}

TEST(Demo, EveryVariantLiesOnAShelfMostOfThemFull) {
    const Collector made = generate(7, 300);
    std::size_t variants = 0;
    for (const auto& product : made.products)
        variants += static_cast<std::size_t>(product.variants_size());
    EXPECT_EQ(made.shelf.size(), variants);
    const auto few = static_cast<std::size_t>(
        std::ranges::count_if(made.shelf, [](const DemoStock& stock) { return stock.quantity <= stock.threshold; }));
    EXPECT_GT(few, variants / 50);
    EXPECT_LT(few, variants / 4);
}

TEST(Demo, TheSameSeedAndSizeMakeTheSameStore) {
    const std::string first = allBytes(generate(7, 300));
    EXPECT_EQ(first, allBytes(generate(7, 300)));
    EXPECT_NE(first, allBytes(generate(8, 300)));
}

TEST(Demo, TheStoreIsWhole) {
    const Collector store = generate(1, 2000);
    ASSERT_EQ(store.products.size(), 2000u);
    EXPECT_EQ(store.sellers.size(), 20u);
    EXPECT_GE(store.pictures.size(), 300u);
    EXPECT_GE(store.categories.size(), 120u);
    std::size_t roots = 0;
    for (const auto& [id, category] : store.categories) {
        roots += category.parent_id().empty();
        EXPECT_TRUE(category.names().contains("de")) << category.name();
    }
    EXPECT_EQ(roots, 12u);

    std::set<std::string> ids, gtins, titles, sellers;
    std::set<std::pair<std::string, std::string>> skus;
    std::size_t german = 0;
    std::map<int, std::size_t> states;
    std::map<std::string, std::string> currencies;
    for (const auto& seller : store.sellers)
        sellers.insert(seller.id());
    for (const auto& product : store.products) {
        EXPECT_TRUE(ids.insert(product.id()).second);
        EXPECT_NE(parseId(product.id()), 0);
        EXPECT_TRUE(sellers.contains(product.seller_id()));
        EXPECT_TRUE(store.categories.contains(product.category_id()));
        EXPECT_LE(product.title().size(), 200u);
        EXPECT_GE(product.description().size(), 60u);
        EXPECT_GE(product.variants_size(), 1);
        EXPECT_LE(product.variants_size(), 30);
        EXPECT_GE(product.images_size(), 1);
        EXPECT_LT(product.create_time().seconds(), product.update_time().seconds() + 1);
        titles.insert(product.title());
        german += product.texts().contains("de");
        ++states[product.state()];
        std::set<std::string> names;
        for (const auto& attribute : product.attributes())
            EXPECT_TRUE(names.insert(attribute.name()).second) << attribute.name();
        for (const auto& variant : product.variants()) {
            EXPECT_TRUE(skus.emplace(product.seller_id(), variant.sku()).second) << variant.sku();
            EXPECT_LE(variant.sku().size(), 64u);
            EXPECT_TRUE(gtins.insert(variant.gtin()).second);
            EXPECT_GT(variant.price().amount_minor(), 0);
            EXPECT_GT(variant.weight_g(), 0);
            if (variant.has_compare_at_price())
                EXPECT_GT(variant.compare_at_price().amount_minor(), variant.price().amount_minor());
            const std::string& currency =
                currencies.emplace(product.seller_id(), variant.price().currency()).first->second;
            EXPECT_EQ(variant.price().currency(), currency) << "one currency for each seller";
        }
    }
    EXPECT_GT(titles.size(), 1900u) << "a list must not look copied";
    EXPECT_NEAR(static_cast<double>(german), 2000.0 / 3, 120);
    EXPECT_GT(states[catalog::v1::PUBLISHED], 1600u);
    for (const auto state : {catalog::v1::DRAFT, catalog::v1::SUBMITTED, catalog::v1::UNPUBLISHED})
        EXPECT_GT(states[state], 10u);
}

TEST(Demo, GtinsHaveTheirCheckDigit) {
    // 4006381333931 is the usual example of a valid EAN-13; makeGtin's arithmetic is checked against the rule itself.
    for (std::int64_t number : {0ll, 1ll, 12345678901ll, 99999999999ll}) {
        const std::string gtin = makeGtin(number);
        ASSERT_EQ(gtin.size(), 13u);
        int sum = 0;
        for (std::size_t i = 0; i < gtin.size(); ++i)
            sum += (gtin[gtin.size() - 1 - i] - '0') * (i % 2 == 0 ? 1 : 3);
        EXPECT_EQ(sum % 10, 0) << gtin;
    }
}

TEST(Demo, EveryKindHasItsDrawingWordsAndAttributes) {
    for (const Kind& kind : kinds()) {
        EXPECT_NE(findShape(kind.shape), nullptr) << kind.shape;
        const std::string_view words = domainOf(kind).category;
        EXPECT_TRUE(words == kind.root.en || words == kind.group.en || words == kind.leaf.en) << kind.leaf.en;
        EXPECT_LT(kind.minPrice, kind.maxPrice);
        EXPECT_FALSE(parseAttributes(kind.attributes).empty());
        for (const AttributeSpec& spec : parseAttributes(kind.attributes)) {
            EXPECT_FALSE(spec.name.empty());
            EXPECT_EQ(spec.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string::npos) << spec.name;
            if (spec.type == AttributeSpec::Type::Number)
                for (const std::string& value : spec.values)
                    EXPECT_NO_THROW(std::stod(value)) << spec.name;
        }
    }
}

TEST(Demo, DrawingsAreSafeSvg) {
    for (const auto shapes : {indoorShapes(), outdoorShapes()})
        for (const Shape& shape : shapes)
            for (const Colour& colour : {colours()[0], colours()[1]}) {
                const std::string svg = draw(shape.name, colour);
                EXPECT_EQ(blobs::contentType(svg), "image/svg+xml");
                EXPECT_EQ(svg.find('@'), std::string::npos) << shape.name;
                EXPECT_EQ(std::ranges::count(svg, '<'), std::ranges::count(svg, '>')) << shape.name;
                EXPECT_EQ(svg.find("script"), std::string::npos);
                EXPECT_LT(svg.size(), 4096u) << shape.name;
            }
}

TEST(Demo, PeopleCanSignIn) {
    const std::vector<DemoUser> users = demoUsers({1, 0});
    ASSERT_EQ(users.size(), 5u);
    const Collector store = generate(1, 0);
    for (std::size_t i = 0; i < users.size(); ++i) {
        EXPECT_EQ(users[i].user.ShortDebugString(), store.users[i].user.ShortDebugString());
        EXPECT_TRUE(users[i].user.email().ends_with("@demo.example"));
        EXPECT_GE(users[i].password.size(), 12u);
    }
    EXPECT_EQ(users[0].user.seller_ids_size(), 3);
    EXPECT_EQ(users[0].user.seller_ids(0), store.sellers[0].id());
}

TEST(Demo, ASinksErrorEndsIt) {
    struct Full final : DemoSink {
        int products = 0;
        Result<void> seller(const identity::v1::Seller&) override { return {}; }
        Result<void> user(const DemoUser&) override { return {}; }
        Result<void> category(const catalog::v1::Category&) override { return {}; }
        Result<void> images(std::span<const DemoImage>) override { return {}; }
        Result<void> product(catalog::v1::Product) override {
            return ++products == 3 ? fail(Code::Unavailable, "DISK_FULL", "The disk is full.") : Result<void>();
        }
    } sink;
    const auto summary = generateDemo({1, 10}, sink);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().reason, "DISK_FULL");
    EXPECT_EQ(sink.products, 3);
    EXPECT_FALSE(generateDemo({1, -1}, sink));
}

} // namespace
} // namespace tradepost::demo
