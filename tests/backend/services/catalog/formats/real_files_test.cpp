#include "backend/services/catalog/formats/product_file.h"
#include "backend/services/catalog/formats/taxonomy.h"
#include "tests/backend/services/catalog/formats/real_files.h"

#include <algorithm>
#include <map>

namespace tradepost::catalog::formats {
namespace {

struct Read {
    std::int64_t products = 0, variants = 0, images = 0;
    std::map<std::string, std::int64_t> reasons; // of bad rows, by the first problem
};

class RealFiles : public test::RealFilesTest {
protected:
    Read readAll(const std::string& path, const std::optional<imports::v1::Mapping>& mapping,
                 const std::string& currency = {}) {
        auto file = prepareFile(path, directory.path() + "/converted", {}, [] { return true; }).value();
        auto reader = openProducts(file, mapping, currency, file.shape.dataOffset, file.shape.dataLine);
        Read read;
        EXPECT_TRUE(reader) << reader.error().message;
        ProductRow row;
        while (reader && (*reader)->next(row).value()) {
            if (!row.problems.empty()) {
                EXPECT_GT(row.problems[0].line, 1);
                EXPECT_FALSE(row.problems[0].fix.empty());
                ++read.reasons[row.problems[0].reason];
                continue;
            }
            ++read.products;
            read.variants += row.product.variants_size();
            read.images += row.product.images_size();
        }
        return read;
    }
};

TEST_F(RealFiles, ShopifyExcerpts) {
    for (const char* name : {"apparel", "home-and-garden"}) {
        const std::string path = data("shopify-csv/" + std::string(name) + ".excerpt.csv");
        const auto expected = count("shopify", path);
        const Read read = readAll(path, {}, "USD");
        EXPECT_EQ((std::vector<std::int64_t>{read.products, read.variants, read.images}), expected);
    }
}

TEST_F(RealFiles, OnlineRetailsCatalog) {
    const std::string path = data("online-retail/derived_catalog.csv");
    const auto expected = count("retail", path);
    const Read read = readAll(path, mapping("retail"));
    EXPECT_EQ(read.products, expected[0] - expected[1]);
    EXPECT_EQ(read.reasons.contains("PRICE_TOO_PRECISE") ? read.reasons.at("PRICE_TOO_PRECISE") : 0, expected[1]);
}

TEST_F(RealFiles, FlipkartsLabelsThroughATable) {
    const std::string path = data("flipkart-20k/products.csv");
    const auto expected = count("flipkart", path);
    const Read read = readAll(path, mapping("flipkart"));
    EXPECT_EQ(expected[1], 265);
    EXPECT_EQ(read.products, expected[3]);
    EXPECT_EQ(read.reasons,
              (std::map<std::string, std::int64_t>{{"NOT_IN_TABLE", expected[0] - expected[2] - expected[3]},
                                                   {"UNDECODABLE", expected[2]}}));
}

TEST_F(RealFiles, SpreesVariants) {
    const std::string path = data("spree-sample/products.csv");
    const auto expected = count("spree", path);
    const Read read = readAll(path, mapping("spree"));
    EXPECT_EQ(read.products, expected[0]);
    EXPECT_EQ(read.variants, expected[1]);
}

TEST_F(RealFiles, GooglesTaxonomy) {
    const std::string path = data("google-taxonomy-de/taxonomy-with-ids.de-DE.txt");
    const auto expected = count("taxonomy", path);
    const auto entries = readTaxonomy(test::contentOf(path)).value();
    EXPECT_EQ(static_cast<std::int64_t>(entries.size()), expected[0]);
    EXPECT_EQ(static_cast<std::int64_t>(
                  std::ranges::max_element(entries, {}, [](const auto& e) { return e.names.size(); })->names.size()),
              expected[1]);
}

TEST_F(RealFiles, OpenFoodFactsRowsThatWereDamagedAreTold) {
    const std::string path = unpacked("openfoodfacts/products.tsv.gz", 60'000);
    const auto expected = count("openfoodfacts", path);
    const Read read = readAll(path, mapping("openfoodfacts"));
    EXPECT_GT(expected[1], 0);
    EXPECT_EQ(read.products, expected[0] - expected[1]);
    EXPECT_EQ(read.reasons, (std::map<std::string, std::int64_t>{{"UNDECODABLE", expected[1]}}));
}

} // namespace
} // namespace tradepost::catalog::formats
