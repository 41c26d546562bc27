#include "tests/backend/services/catalog/formats/real_files.h"
#include "tests/backend/services/catalog/imports/fixture.h"

#include <algorithm>
#include <map>

namespace tradepost::catalog {
namespace {

using imports::v1::Import;

// Real files, all the way into a catalog.
class StoreFiles : public test::RealFilesTest {
protected:
    void SetUp() override {
        RealFilesTest::SetUp();
        if (IsSkipped())
            return;
        sql::Config config;
        config.url = "sqlite:" + directory.path() + "/catalog.db";
        database = sql::openDatabase(config).value();
        ImportWorld::migrate(*database);
        world = std::make_unique<ImportWorld>(*database, directory.path());
        ASSERT_TRUE(world->operations->recover());
    }
    void TearDown() override { world.reset(); }
    imports::v1::ImportOptions mapped(imports::v1::Mapping mapping) {
        imports::v1::SetMappingRequest set;
        *set.mutable_mapping() = std::move(mapping);
        const auto saved = world->call(&ImportService::setMapping, seller, set);
        EXPECT_TRUE(saved) << saved.error().message;
        imports::v1::ImportOptions options;
        options.set_mapping(set.mapping().name());
        return options;
    }
    void taxonomy(const std::string& text) {
        imports::v1::ImportTaxonomyRequest request;
        request.set_text(text);
        const auto done = world->call(&ImportService::importTaxonomy, op, request);
        EXPECT_TRUE(done) << done.error().message;
        created = done ? done->created() : 0;
    }
    std::int64_t number(const std::string& query) {
        std::int64_t found = 0;
        database
            ->readNow([&](sql::Reader& reader) -> Result<void> {
                reader.run(query, {}, [&](const sql::Row& row) { found = row.integer(0); });
                return {};
            })
            .value();
        return found;
    }

    // Of every bad row its line and the place of its reason among these; a reason that is none of them fails.
    std::vector<std::int64_t> badRows(const std::string& id, const std::vector<std::string>& reasons) {
        std::vector<std::int64_t> told;
        for (const auto& row : world->rows(seller, id, imports::v1::ListImportRowsRequest::ERRORS)) {
            const auto& problem = row.problems(0);
            const auto reason = std::ranges::find(reasons, problem.reason());
            EXPECT_NE(reason, reasons.end()) << problem.reason() << " in line " << problem.line();
            EXPECT_FALSE(problem.column().empty() || problem.fix().empty()) << problem.line();
            told.push_back(problem.line());
            told.push_back(reason - reasons.begin());
        }
        return told;
    }

    std::unique_ptr<sql::Database> database;
    std::unique_ptr<ImportWorld> world;
    std::int64_t created = 0;
    rpc::Context seller = callerWith({rpc::Role::SELLER}, 100, {7});
    rpc::Context op = callerWith({rpc::Role::OPERATOR}, 103);
};

TEST_F(StoreFiles, GooglesTaxonomyBecomesTheTree) {
    const std::string path = data("google-taxonomy-de/taxonomy-with-ids.de-DE.txt");
    taxonomy(test::contentOf(path));
    EXPECT_EQ(created, count("taxonomy", path)[0]);
    EXPECT_EQ(number("SELECT COUNT(*) FROM catalog_categories"), created);
    EXPECT_EQ(number("SELECT MAX(distance) + 1 FROM catalog_category_closure"), count("taxonomy", path)[1]);
}

TEST_F(StoreFiles, SpreesProductsWithVariantsAndTranslations) {
    const std::string path = data("spree-sample/products.csv");
    const auto expected = count("spree", path);
    imports::v1::Mapping mapping = this->mapping("spree");
    mapping.set_optional_category(true);
    imports::v1::ImportOptions options = mapped(mapping);
    options.set_publish(imports::v1::AS_IN_FILE);
    const Import done = world->import(seller, test::contentOf(path), options);
    EXPECT_EQ(done.created(), expected[0]) << world->badRows(seller, done.id());
    EXPECT_EQ(number("SELECT COUNT(*) FROM catalog_variants"), expected[1]);
    for (const char* language : {"de", "fr"}) {
        imports::v1::Mapping texts;
        texts.set_name(language);
        texts.set_only_column("locale");
        texts.add_only_values(language);
        const auto field = [&](const std::string& target, const char* column) {
            auto& made = *texts.add_fields();
            made.set_target(target);
            made.set_column(column);
        };
        field("slug", "slug");
        field(fmt::format("texts.{}.title", language), "name");
        field(fmt::format("texts.{}.description", language), "description");
        const Import translated =
            world->import(seller, test::contentOf(data("spree-sample/product_translations.csv")), mapped(texts));
        EXPECT_EQ(translated.updated(), expected[0]) << world->badRows(seller, translated.id());
    }
    const std::string exported = world->exported(seller);
    EXPECT_NE(exported.find("Kaffeevollautomat"), std::string::npos);
    EXPECT_NE(exported.find("Machine Espresso Automatique"), std::string::npos);
    const Import again = world->import(seller, exported);
    EXPECT_EQ(again.unchanged(), expected[0]) << world->badRows(seller, again.id());
    EXPECT_EQ(world->exported(seller), exported);
}

// Labels of another shop, mapped to a tree by a table that was saved; those it lacks come back by line.
TEST_F(StoreFiles, FlipkartsLabelsBecomeATree) {
    const std::string path = data("flipkart-20k/products.csv");
    const auto expected = count("flipkart", path);
    const imports::v1::Mapping labels = mapping("flipkart");
    std::string tree;
    int categories = 0, roots = 0;
    for (const auto& field : labels.fields())
        for (const auto& step : field.transforms())
            for (const auto& [label, place] :
                 std::map<std::string, std::string>(step.lookup().table().begin(), step.lookup().table().end())) {
                const std::string root = place.substr(0, place.find(" > "));
                if (tree.find(" - " + root + "\n") == std::string::npos)
                    tree += fmt::format("{} - {}\n", 1000 + ++roots, root);
                tree += fmt::format("{} - {}\n", ++categories, place);
            }
    taxonomy(tree);
    ASSERT_EQ(created, categories + roots);
    const Import done = world->import(seller, test::contentOf(path), mapped(labels));
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.rows_total(), expected[0]);
    const auto bad = count("flipkart_rows", path);
    EXPECT_EQ(done.failed(), static_cast<std::int64_t>(bad.size()) / 2);
    EXPECT_EQ(done.created(), expected[0] - done.failed());
    EXPECT_EQ(badRows(done.id(), {"UNDECODABLE", "NOT_IN_TABLE", "FIELD_TOO_LONG"}), bad);
    EXPECT_EQ(number("SELECT COUNT(DISTINCT category_id) FROM catalog_products"), categories);
}

// Barcodes with wrong check digits, bytes that were lost, the same product again. A part of the file, or with
// TRADEPOST_WHOLE_FILES all 818,032 rows of it (tests/bench/run.py).
TEST_F(StoreFiles, OpenFoodFactsTellsEachBadRowByItsLine) {
    const bool whole = std::getenv("TRADEPOST_WHOLE_FILES") != nullptr;
    const std::string path = unpacked("openfoodfacts/products.tsv.gz", whole ? -1 : 12'001);
    taxonomy("1 - Food\n");
    const auto begin = std::chrono::steady_clock::now();
    const Import done = world->import(seller, test::contentOf(path), mapped(mapping("openfoodfacts")));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    EXPECT_EQ(done.state(), Import::IMPORTED) << done.error_message();
    const auto expected = count("openfoodfacts_rows", path);
    EXPECT_EQ(done.rows_total(), count("openfoodfacts", path)[0]);
    EXPECT_EQ(done.failed(), static_cast<std::int64_t>(expected.size()) / 2);
    EXPECT_EQ(done.created(), done.rows_total() - done.failed());
    EXPECT_EQ(badRows(done.id(), {"UNDECODABLE", "INVALID_GTIN", "FIELD_REQUIRED", "DUPLICATE_ROW", "FIELD_TOO_LONG"}),
              expected);
    EXPECT_EQ(number("SELECT COUNT(*) FROM catalog_products"), done.created());
    if (!whole)
        return;
    EXPECT_EQ(count("openfoodfacts", path)[1], 190);
    EXPECT_EQ(count("openfoodfacts_digits", path)[0], 6'802);
    fmt::print("rows {} created {} failed {} seconds {:.1f}\n", done.rows_total(), done.created(), done.failed(),
               seconds);
}

TEST_F(StoreFiles, OnlineRetailAndShopify) {
    const std::string path = data("online-retail/derived_catalog.csv");
    const auto expected = count("retail", path);
    const Import done = world->import(seller, test::contentOf(path), mapped(mapping("retail")));
    EXPECT_EQ(done.created() + done.failed(), expected[0]);
    std::map<std::string, std::int64_t> reasons;
    for (const auto& row : world->rows(seller, done.id(), imports::v1::ListImportRowsRequest::ERRORS))
        ++reasons[row.problems(0).reason()];
    EXPECT_EQ(reasons["PRICE_TOO_PRECISE"], expected[1]);
    imports::v1::ImportOptions options;
    options.set_currency("USD");
    for (const char* name : {"apparel", "home-and-garden"}) {
        const std::string file = data(fmt::format("shopify-csv/{}.excerpt.csv", name));
        const Import shop = world->import(seller, test::contentOf(file), options);
        EXPECT_EQ(shop.shape().format(), "shopify");
        EXPECT_EQ(shop.created(), count("shopify", file)[0]) << world->badRows(seller, shop.id());
    }
}

} // namespace
} // namespace tradepost::catalog
