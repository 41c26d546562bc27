#include "backend/services/catalog/product_query.h"
#include "tests/backend/services/catalog/fixture.h"

#include <set>
#include <thread>

namespace tradepost::catalog {

namespace {

class GridTest : public CatalogTest {
public:
    // Titles and prices that sort differently; every third is the rival's.
    void fill(int count) {
        for (int i = 0; i < count; ++i) {
            v1::Product product = lamp(fmt::format("SKU-{}", i), 1000 + (i * 37) % 50);
            product.set_title(fmt::format("Lamp {:03}", (i * 7) % count));
            product.set_brand(i % 2 ? "Odd" : "Even");
            clock.at += 1'000'000;
            ASSERT_TRUE(create(product, i % 3 == 0 ? rival : seller));
        }
    }
    Result<v1::ListProductsResponse> list(const std::string& filter, const std::string& order, rpc::Context& caller,
                                          const std::string& token = {}, int size = 0) {
        v1::ListProductsRequest request;
        request.set_filter(filter);
        request.set_order_by(order);
        request.set_page_token(token);
        request.set_page_size(size);
        return call(&CatalogService::listProducts, caller, request);
    }
    std::vector<std::string> walk(const std::string& filter, const std::string& order, rpc::Context& caller, int size) {
        std::vector<std::string> titles;
        std::string token;
        do {
            const auto page = list(filter, order, caller, token, size);
            EXPECT_TRUE(page) << page.error().message;
            if (!page)
                break;
            for (const v1::Product& product : page->products())
                titles.push_back(product.title());
            token = page->next_page_token();
        } while (!token.empty());
        return titles;
    }
};
TRADEPOST_ON_EVERY_ENGINE(GridTest);

TEST_P(GridTest, PagesMeetEveryRowOnceInOrder) {
    fill(30);
    for (const char* order : {"title", "title desc", "price", "price desc, title", "brand, price desc", "create_time",
                              "create_time desc", "update_time", "state, title desc", ""}) {
        const auto whole = walk({}, order, op, 1000);
        EXPECT_EQ(whole.size(), 30u) << order;
        EXPECT_EQ(std::set<std::string>(whole.begin(), whole.end()).size(), 30u) << order;
        EXPECT_EQ(walk({}, order, op, 7), whole) << order;
    }
    const auto titles = walk({}, "title", op, 7);
    EXPECT_TRUE(std::is_sorted(titles.begin(), titles.end()));
    EXPECT_EQ(walk({}, "create_time desc", op, 7), walk({}, "update_time desc", op, 9));
}

TEST_P(GridTest, HoweverAListIsReadItHoldsTheSame) {
    const auto root = createCategory("Lamps"), leaf = createCategory("Desk lamps", root->id());
    ASSERT_TRUE(leaf);
    fill(20);
    v1::Product other = lamp("OTHER", 1040);
    other.set_title("lamp 005b");
    other.set_category_id(leaf->id());
    other.clear_tags();
    other.mutable_variants(0)->clear_gtin();
    ASSERT_TRUE(create(other));
    const std::string category = "category_id = " + root->id();
    for (const auto& [filter, sorted] :
         std::vector<std::pair<std::string, bool>>{{"state = DRAFT", true},
                                                   {"state != ARCHIVED", false},
                                                   {"brand = Odd AND price >= 1010", true},
                                                   {"brand = Odd OR price >= 1010", false},
                                                   {"NOT brand = Odd", false},
                                                   {category, true},
                                                   {"NOT " + category, false},
                                                   {"sku = OTHER", true},
                                                   {"sku != OTHER", false},
                                                   {"gtin = 4006381333931 AND price < 1030", true},
                                                   {"tag = light", true},
                                                   {"tag != light", false},
                                                   {"title >= \"Lamp 010\"", true},
                                                   {"title : LAMP", false},
                                                   {"slug = lamp-005b AND currency = EUR", false}})
        for (const char* order : {"title desc", "price", "brand, price desc", "create_time", ""})
            for (rpc::Context* caller : {&op, &seller}) {
                const auto made = makeProductQuery(filter, order, caller->principal, 1);
                ASSERT_TRUE(made) << made.error().message;
                const auto ids = [&](const ProductPlan& plan) {
                    return db().readNow([&](sql::Reader& reader) -> Result<std::vector<std::int64_t>> {
                        std::vector<std::int64_t> found;
                        reader.run("SELECT p.id FROM catalog_products p WHERE " + plan.where.sql + " " +
                                       query::orderBySql(plan.order),
                                   plan.where.args, [&](const sql::Row& row) { found.push_back(row.integer(0)); });
                        return found;
                    });
                };
                const auto plan = [&](std::int64_t few) {
                    return *db().readNow(
                        [&](sql::Reader& reader) -> Result<ProductPlan> { return planOf(reader, *made, few); });
                };
                const auto expected = ids({made->where, made->order});
                ASSERT_TRUE(expected);
                EXPECT_FALSE(expected->empty()) << filter;
                EXPECT_EQ(*ids(plan(0)), *expected) << filter << ", " << order;
                EXPECT_EQ(*ids(plan(1000)), *expected) << filter << ", " << order;
                EXPECT_EQ(plan(1000).order[0].field != made->order[0].field, sorted) << filter;
                EXPECT_EQ(plan(0).order[0].field, made->order[0].field) << filter;
            }
}

TEST_P(GridTest, ASellerListsHisOwnOnly) {
    fill(30);
    EXPECT_EQ(walk({}, "title", seller, 7).size(), 20u);
    EXPECT_EQ(walk("brand = Odd", "title", rival, 7).size(), 5u);
    EXPECT_EQ(walk("seller_id = " + formatId(8), "title", seller, 7).size(), 0u);
    rpc::Context both = callerWith({rpc::Role::SELLER}, 100, {7, 8});
    EXPECT_EQ(walk({}, "title", both, 7).size(), 30u);
    rpc::Context none = callerWith({rpc::Role::SELLER}, 100);
    EXPECT_EQ(walk({}, "title", none, 7).size(), 0u);
    // However few a seller's are: found by seller instead of in order.
    rpc::Context third = callerWith({rpc::Role::SELLER}, 105, {9});
    EXPECT_EQ(walk({}, "title", third, 7).size(), 0u);
    EXPECT_TRUE(list({}, "title", third));
}

TEST_P(GridTest, FiltersByEveryField) {
    fill(10);
    v1::Product product = lamp("SPECIAL", 99);
    product.mutable_variants(0)->set_gtin("96385074");
    product.add_tags("rare");
    product.set_slug("special-lamp");
    product = create(product).value();
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    for (const std::string& filter :
         {std::string("state = PUBLISHED"), std::string("state != DRAFT"),
          std::string("price < 100 AND currency = EUR"), std::string("sku = SPECIAL"), std::string("tag = rare"),
          std::string("gtin = 96385074"), std::string("slug = special-lamp"), std::string("title : \"DESK\""),
          "id = " + product.id(), std::string("NOT (price >= 100)"), std::string("brand = Lumen"),
          std::string("update_time > 2026-05-28T20:26:49Z AND sku : special")}) {
        const auto found = list(filter, {}, seller);
        ASSERT_TRUE(found) << filter << found.error().message;
        EXPECT_EQ(found->products_size(), 1) << filter;
        v1::CountProductsRequest request;
        request.set_filter(filter);
        EXPECT_EQ(call(&CatalogService::countProducts, seller, request)->count(), 1) << filter;
    }
    EXPECT_EQ(list("prize = 1", {}, seller).error().field, "filter");
    EXPECT_EQ(list({}, "gtin", seller).error().field, "order_by");
    const auto page = list({}, "title", op, {}, 2).value();
    EXPECT_EQ(list("price > 1", "title", op, page.next_page_token()).error().reason, "PAGE_TOKEN_OF_ANOTHER_QUERY");
}

TEST_P(GridTest, SnapshotsAreReadByOrdinal) {
    fill(30);
    v1::CreateProductSnapshotRequest request;
    request.set_order_by("title");
    const auto snapshot = call(&CatalogService::createProductSnapshot, seller, request).value();
    EXPECT_EQ(snapshot.row_count(), 20);
    EXPECT_EQ(snapshot.position().position(), end().value);
    v1::ReadProductSnapshotRequest window;
    window.set_id(snapshot.id());
    window.set_start(15);
    window.set_size(10);
    const auto rows = call(&CatalogService::readProductSnapshot, seller, window).value();
    ASSERT_EQ(rows.rows_size(), 5);
    const auto titles = walk({}, "title", seller, 100);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(rows.rows(i).ordinal(), 15 + i);
        EXPECT_EQ(rows.rows(i).title(), titles[static_cast<std::size_t>(15 + i)]);
    }
    // Values are live, order and rows are fixed.
    v1::Product product = get(rows.rows(0).id(), seller).value();
    product.set_title("AAA");
    ASSERT_TRUE(update(product, {"title"}));
    ASSERT_TRUE(move(&CatalogService::archiveProduct, rows.rows(1).id(), seller));
    const auto again = call(&CatalogService::readProductSnapshot, seller, window).value();
    EXPECT_EQ(again.rows(0).title(), "AAA");
    EXPECT_FALSE(again.rows(0).gone());
    EXPECT_TRUE(again.rows(1).gone());
    // It is the caller's alone, and ends 15 minutes after its last use.
    EXPECT_EQ(call(&CatalogService::readProductSnapshot, rival, window).error().code, Code::NotFound);
    clock.at += 14 * 60'000'000LL;
    EXPECT_TRUE(call(&CatalogService::readProductSnapshot, seller, window));
    clock.at += 14 * 60'000'000LL;
    EXPECT_TRUE(call(&CatalogService::readProductSnapshot, seller, window));
    clock.at += 16 * 60'000'000LL;
    EXPECT_EQ(call(&CatalogService::readProductSnapshot, seller, window).error().reason, "SNAPSHOT_GONE");
}

TEST(SnapshotsTest, AreBounded) {
    ManualClock clock;
    Snapshots snapshots(clock, 1000 * sizeof(std::int64_t));
    const auto first = snapshots.add(UserId(1), std::vector<std::int64_t>(400));
    const auto second = snapshots.add(UserId(2), std::vector<std::int64_t>(400));
    EXPECT_TRUE(snapshots.find(first, UserId(1))); // now the more recently used
    const auto third = snapshots.add(UserId(3), std::vector<std::int64_t>(400));
    EXPECT_TRUE(snapshots.find(first, UserId(1)));
    EXPECT_FALSE(snapshots.find(second, UserId(2)));
    EXPECT_EQ(snapshots.bytes(), 800 * sizeof(std::int64_t));
    // One caller cannot push out the others by number.
    for (int i = 0; i < 100; ++i)
        snapshots.add(UserId(1), std::vector<std::int64_t>(1));
    EXPECT_TRUE(snapshots.find(third, UserId(3)));
    EXPECT_FALSE(snapshots.find(first, UserId(1)));
}

// Collects what a watcher is sent and cancels the call after `wanted` rows.
class Collector final : public rpc::StreamWriterBase {
public:
    Collector(rpc::Context& call, std::size_t count) : context(call), wanted(count) {}
    Task<Result<void>> writeMessage(const google::protobuf::Message& message) override {
        const auto& changes = static_cast<const v1::ProductChanges&>(message);
        position = changes.position().position();
        rows.insert(rows.end(), changes.rows().begin(), changes.rows().end());
        if (rows.size() >= wanted)
            context.cancel();
        co_return Result<void>();
    }
    rpc::Context& context;
    std::size_t wanted;
    std::int64_t position = 0; // of the last message
    std::vector<v1::ProductRow> rows;
};

TEST_P(GridTest, WatchersSeeEveryChangeTheyMaySee) {
    const v1::Product mine = create(lamp()).value();
    const auto after = end();
    const v1::Product theirs = create(lamp(), rival).value();
    v1::Product edited = mine;
    edited.clear_etag();
    for (const char* title : {"One", "Two"}) {
        edited.set_title(title);
        ASSERT_TRUE(update(edited, {"title"}));
    }
    const auto watch = [&](rpc::Context caller, std::size_t wanted, events::Position from) {
        v1::WatchProductsRequest request;
        request.mutable_after()->set_epoch(from.epoch);
        request.mutable_after()->set_position(from.value);
        rpc::Context context = caller.child();
        Collector collector(context, wanted);
        rpc::StreamWriter<v1::ProductChanges> writer(collector);
        boost::asio::io_context io;
        auto ended =
            boost::asio::co_spawn(io, service->watchProducts(context, request, writer), boost::asio::use_future);
        io.run();
        return std::tuple(ended.get(), collector.rows, collector.position);
    };
    auto [end1, own, ownPosition] = watch(seller, 1, after);
    ASSERT_EQ(own.size(), 1u); // both edits in one
    EXPECT_EQ(own[0].title(), "Two");
    EXPECT_EQ(ownPosition, end().value);
    auto [end2, all, allPosition] = watch(op, 2, after);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].id(), theirs.id());
    EXPECT_EQ(all[1].id(), mine.id());
    EXPECT_EQ(allPosition, end().value);
    EXPECT_EQ(std::get<0>(watch(seller, 1, {after.epoch + 1, 0})).error().reason, "POSITION_GONE");
}

TEST_P(GridTest, WatchersAreWokenByACommit) {
    const v1::Product product = create(lamp()).value();
    rpc::Context context = seller.child();
    Collector collector(context, 1);
    rpc::StreamWriter<v1::ProductChanges> writer(collector);
    v1::WatchProductsRequest request;
    request.mutable_after()->set_epoch(end().epoch);
    request.mutable_after()->set_position(end().value);
    boost::asio::io_context io;
    auto ended = boost::asio::co_spawn(io, service->watchProducts(context, request, writer), boost::asio::use_future);
    std::thread watcher([&] { io.run(); });
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    watcher.join();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4500))
        << "it looks by itself after 5 s";
    ASSERT_EQ(collector.rows.size(), 1u);
    EXPECT_EQ(collector.rows[0].state(), v1::PUBLISHED);
    EXPECT_EQ(ended.get().error().code, Code::Cancelled);
}

} // namespace
} // namespace tradepost::catalog
