#include "backend/services/catalog/exporter.h"
#include "tests/backend/services/catalog/fixture.h"
#include "tests/support/real_data.h"

#include <boost/json/serialize.hpp>
#include <set>
#include <zlib.h>

namespace tradepost::catalog {

namespace {

// Runs each import to its end.
class ImportTest : public CatalogTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(operations::Operations::schema()).has_value());
        CatalogTest::start();
        runner.emplace(db(), io.get_executor(), systemClock(), ids);
        ASSERT_TRUE(runner->recover().has_value());
        service.reset();
        Dependencies use{db(), *log, cache, ids, clock, "secret", {}};
        use.operations = &*runner;
        service.emplace(std::move(use));
        ASSERT_TRUE(service->start().has_value());
    }
    void finish() override {
        runner.reset();
        CatalogTest::finish();
    }
    v1::ImportResult import(const std::string& lines, bool publish, rpc::Context& caller) {
        v1::ImportProductsRequest request;
        request.set_json_lines(lines);
        request.set_publish(publish);
        auto ended = boost::asio::co_spawn(io, run(caller, request), boost::asio::use_future);
        io.restart();
        io.run();
        return ended.get();
    }
    v1::ImportResult import(const std::string& lines) { return import(lines, false, seller); }
    Task<v1::ImportResult> run(rpc::Context& caller, const v1::ImportProductsRequest& request) {
        auto operation = co_await service->importProducts(caller, request);
        v1::ImportResult result;
        EXPECT_TRUE(operation) << operation.error().message;
        while (operation && !operations::hasEnded(operation->state())) {
            boost::asio::steady_timer timer(io, std::chrono::milliseconds(2));
            co_await timer.async_wait(boost::asio::use_awaitable);
            operation = co_await runner->get(OperationId::parse(operation->id()));
        }
        EXPECT_EQ(operation->state(), operations::v1::Operation::SUCCEEDED) << operation->error().message();
        EXPECT_TRUE(operation->response().UnpackTo(&result));
        co_return result;
    }
    std::string exported(std::optional<SellerId> of = {}) {
        std::string lines;
        const auto count = exportProducts(db(), of, [&](std::string_view line) -> Result<void> {
            lines.append(line).append("\n");
            return {};
        });
        EXPECT_EQ(count.value(), std::ranges::count(lines, '\n'));
        return lines;
    }

    boost::asio::io_context io;
    std::optional<operations::Operations> runner;
};
TRADEPOST_ON_EVERY_ENGINE(ImportTest);

std::string line(const std::string& sku, const std::string& title, int price = 500) {
    return fmt::format(
        R"({{"title":"{}","variants":[{{"sku":"{}","price":{{"amountMinor":"{}","currency":"EUR"}}}}]}})", title, sku,
        price);
}

TEST_P(ImportTest, GoodLinesGoInAndBadOnesAreTold) {
    const auto result =
        import(line("A", "First") + "\n\n" + "{broken\n" + line("B", "") + "\r\n" + line("A", "First, renamed") + "\n" +
               line("C", "Third", -1) + "\n" + R"({"title":"x","unknown":1})" + "\n" + line("D", "Last"));
    EXPECT_EQ(result.created(), 2);
    EXPECT_EQ(result.updated(), 1);
    EXPECT_EQ(result.failed(), 4);
    std::vector<std::string> told;
    for (const v1::ImportError& error : result.errors())
        told.push_back(fmt::format("{} {} {}", error.line(), error.field(), error.reason()));
    std::ranges::sort(told);
    EXPECT_EQ(told, (std::vector<std::string>{"3  INVALID_JSON", "4 title FIELD_REQUIRED",
                                              "6 variants[0].price.amount_minor NEGATIVE_PRICE", "7  INVALID_JSON"}));
    v1::ListProductsRequest request;
    request.set_order_by("title");
    const auto listed = call(&CatalogService::listProducts, seller, request).value();
    ASSERT_EQ(listed.products_size(), 2);
    EXPECT_EQ(listed.products(0).title(), "First, renamed");
    EXPECT_EQ(listed.products(1).title(), "Last");
    EXPECT_EQ(listed.products(0).state(), v1::DRAFT);
    EXPECT_EQ(events().size(), 3u);
}

TEST_P(ImportTest, ManyLinesAndAtOnceOnSale) {
    std::string lines;
    for (int i = 0; i < 900; ++i)
        lines += line(fmt::format("SKU-{}", i), fmt::format("Lamp {}", i)) + "\n";
    EXPECT_EQ(import(lines, true, seller).created(), 900);
    v1::CountProductsRequest request;
    request.set_filter("state = PUBLISHED");
    EXPECT_EQ(call(&CatalogService::countProducts, seller, request)->count(), 900);
    const auto id = db().readNow([&](sql::Reader& reader) -> Result<ProductId> {
        return ProductStore::findBySku(reader, SellerId(7), "SKU-899").value();
    });
    EXPECT_TRUE(get(id->text(), anyone)); // known to be on sale without a restart
}

TEST_P(ImportTest, WhatWasExportedChangesNothing) {
    v1::Product product = lamp("A");
    product.set_category_id(createCategory("Lamps")->id());
    (*product.mutable_texts())["de"].set_title("Größe");
    product.mutable_variants(0)->mutable_dimensions()->set_width_mm(3);
    product.add_attributes()->set_name("power");
    product.mutable_attributes(0)->set_number(0.1);
    product = create(product).value();
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    ASSERT_TRUE(create(lamp("B")));
    ASSERT_TRUE(create(lamp("C"), rival));
    const std::string before = exported(SellerId(7));
    const auto count = events().size();
    const auto result = import(before);
    EXPECT_EQ(result.unchanged(), 2) << result.DebugString();
    EXPECT_EQ(events().size(), count);
    EXPECT_EQ(exported(SellerId(7)), before);
    EXPECT_EQ(std::ranges::count(exported(), '\n'), 3);

    // Edited since: its line is refused, the other's is not.
    v1::Product edited;
    edited.set_id(product.id());
    edited.set_title("Edited");
    ASSERT_TRUE(update(edited, {"title"}));
    const auto stale = import(before);
    EXPECT_EQ(stale.unchanged(), 1);
    ASSERT_EQ(stale.errors_size(), 1);
    EXPECT_EQ(stale.errors(0).reason(), "STALE_ETAG");
}

// Barcode and name of the first `count` products of a gzipped table with tabs.
std::vector<std::pair<std::string, std::string>> readProducts(const std::string& path, std::size_t count) {
    std::vector<std::pair<std::string, std::string>> products;
    std::vector<char> line(1 << 20);
    gzFile const file = gzopen(path.c_str(), "rb");
    gzgets(file, line.data(), static_cast<int>(line.size())); // the columns' names
    while (products.size() < count && gzgets(file, line.data(), static_cast<int>(line.size())) != nullptr) {
        const std::string_view text(line.data());
        const auto first = text.find('\t'), second = text.find('\t', first + 1);
        products.emplace_back(text.substr(0, first), text.substr(first + 1, second - first - 1));
    }
    gzclose(file);
    return products;
}

// GS1 General Specifications, 7.9: filled up to 14 digits from the left, weights 3, 1, 3, ...
bool isRightGtin(std::string gtin) {
    if (!std::set<std::size_t>{8, 12, 13, 14}.contains(gtin.size()))
        return false;
    gtin.insert(0, 14 - gtin.size(), '0');
    int sum = 0;
    for (std::size_t i = 0; i < 13; ++i)
        sum += (gtin[i] - '0') * (i % 2 == 0 ? 3 : 1);
    return (10 - sum % 10) % 10 == gtin[13] - '0';
}

TEST_P(ImportTest, OfRealProductsAllWithATitleAndARightGtinGoIn) {
    TRADEPOST_NEEDS_REAL_DATA(path, "openfoodfacts/products.tsv.gz");
    const auto products = readProducts(path, 2000);
    ASSERT_EQ(products.size(), 2000u);
    std::string lines;
    std::map<std::string, std::string> good;
    std::vector<std::string> wrong;
    for (const auto& [gtin, title] : products) {
        const boost::json::object variant{
            {"sku", gtin}, {"gtin", gtin}, {"price", {{"amountMinor", "100"}, {"currency", "EUR"}}}};
        lines +=
            boost::json::serialize(boost::json::object{{"title", title}, {"variants", boost::json::array{variant}}});
        lines += '\n';
        if (isRightGtin(gtin) && !title.empty())
            good[gtin] = title;
        else
            wrong.push_back(gtin);
    }
    ASSERT_FALSE(wrong.empty());
    const auto result = import(lines);
    EXPECT_EQ(result.created(), static_cast<std::int64_t>(good.size()));
    ASSERT_EQ(result.errors_size(), static_cast<int>(wrong.size()));
    for (int i = 0; i < result.errors_size(); ++i) {
        const auto& [gtin, title] = products.at(static_cast<std::size_t>(result.errors(i).line()) - 1);
        EXPECT_EQ(gtin, wrong[static_cast<std::size_t>(i)]);
        EXPECT_EQ(result.errors(i).field(), title.empty() ? "title" : "variants[0].gtin");
    }
    const auto kept = db().readNow([](sql::Reader& reader) -> Result<std::vector<std::pair<std::string, std::string>>> {
        return reader.all(
            "SELECT v.sku, p.title FROM catalog_variants v JOIN catalog_products p ON p.id = v.product_id",
            [](const sql::Row& row) { return std::pair(row.text(0), row.text(1)); });
    });
    ASSERT_TRUE(kept) << kept.error().message;
    EXPECT_EQ((std::map<std::string, std::string>(kept->begin(), kept->end())), good);
    EXPECT_EQ(import(lines).unchanged(), static_cast<std::int64_t>(good.size())) << "a second time nothing changes";
}

TEST_P(ImportTest, OthersProductsAreOutOfReach) {
    const v1::Product theirs = create(lamp("A"), rival).value();
    const auto result = import(fmt::format(R"({{"id":"{}","title":"Mine now"}})", theirs.id()) + "\n" +
                               fmt::format(R"({{"sellerId":"{}","title":"x"}})", formatId(8)));
    EXPECT_EQ(result.failed(), 2);
    EXPECT_EQ(result.errors(0).reason(), "NOT_FOUND");
    EXPECT_EQ(result.errors(1).reason(), "NOT_YOUR_ACCOUNT");
    EXPECT_EQ(get(theirs.id(), rival)->title(), "Desk lamp");
}

TEST_P(ImportTest, AnAdminRestoresAnExportWithItsIds) {
    create(lamp("A")).value();
    create(lamp("B"), rival).value();
    const std::string lines = exported();
    db().writeNow([](sql::Transaction& tx) -> Result<void> {
            for (const char* statement :
                 {"DELETE FROM catalog_products", "DELETE FROM catalog_bodies", "DELETE FROM catalog_variants",
                  "DELETE FROM catalog_tags", "DELETE FROM catalog_slugs", "DELETE FROM catalog_history"})
                tx.change(statement, {});
            return {};
        })
        .value();
    rpc::Context admin = callerWith({rpc::Role::ADMIN}, 1);
    const auto result = import(lines, false, admin);
    EXPECT_EQ(result.created(), 2) << result.DebugString();
    EXPECT_EQ(exported(), lines);
}

} // namespace
} // namespace tradepost::catalog
