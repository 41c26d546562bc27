#include "tests/backend/services/catalog/imports/fixture.h"

namespace tradepost::catalog {
namespace {

using imports::v1::Import;
using Filter = imports::v1::ListImportRowsRequest;

class RollbackTest : public ImportsTest {};
TRADEPOST_ON_EVERY_ENGINE(RollbackTest);

TEST_P(RollbackTest, EverythingIsAsBeforeButWhatWasEditedSince) {
    ASSERT_EQ(world->import(seller, someProducts(500)).created(), 500);
    const std::string before = world->exported(seller);
    std::string file = someProducts(500, 0, "Changed") + someProducts(500, 500).substr(30);
    imports::v1::ImportOptions options;
    options.set_publish(imports::v1::ALL);
    const Import done = world->import(seller, file, options);
    ASSERT_EQ(done.updated(), 500);
    ASSERT_EQ(done.created(), 500);
    // One changed and one new product are edited.
    ASSERT_EQ(world->import(seller, "sku,price,currency\nS7,999,EUR\nS700,999,EUR\n").updated(), 2);

    ASSERT_TRUE(world->call(&ImportService::rollBackImport, seller, world->named(done.id())));
    const Import back = world->wait(seller, done.id());
    EXPECT_EQ(back.state(), Import::ROLLED_BACK) << back.error_message();
    EXPECT_EQ(back.rolled_back(), 998);
    EXPECT_EQ(back.kept(), 2);
    std::vector<std::string> kept;
    for (const auto& row : world->rows(seller, done.id(), Filter::KEPT))
        kept.push_back(row.sku());
    EXPECT_EQ(kept, (std::vector<std::string>{"S7", "S700"}));
    EXPECT_EQ(products(), 501);
    EXPECT_EQ(bySku("S7")->title(), "Changed 7");
    EXPECT_EQ(bySku("S8")->title(), "Lamp 8");
    EXPECT_EQ(bySku("S8")->state(), v1::DRAFT);
    EXPECT_FALSE(bySku("S600"));
    for (const char* table : {"catalog_variants", "catalog_bodies"})
        EXPECT_EQ(number(fmt::format("SELECT COUNT(*) FROM {}", table)), 501) << table;
    EXPECT_EQ(number("SELECT COUNT(*) FROM catalog_history WHERE product_id NOT IN (SELECT id FROM catalog_products)"),
              0);
    // What went may come again.
    EXPECT_EQ(world->import(seller, someProducts(1, 600)).created(), 1);
    EXPECT_EQ(world->call(&ImportService::rollBackImport, seller, world->named(done.id()))->state(),
              Import::ROLLED_BACK);
}

TEST_P(RollbackTest, GoesOnAfterARestart) {
    const Import done = world->import(seller, someProducts(2'000));
    std::atomic<bool> stop{false};
    world->chunks = 0;
    world->afterChunk = [&] { stop = true; };
    ASSERT_TRUE(world->call(&ImportService::rollBackImport, seller, world->named(done.id())));
    while (!stop)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    restart();
    const Import back = world->wait(seller, done.id());
    EXPECT_EQ(back.state(), Import::ROLLED_BACK) << back.error_message();
    EXPECT_EQ(back.rolled_back(), 2'000);
    EXPECT_EQ(back.kept(), 0);
    EXPECT_EQ(products(), 0);
}

TEST_P(RollbackTest, ADryRunHasNothingToTakeBack) {
    const std::string id = world->upload(seller, someProducts(1)).id();
    world->start(seller, id, true);
    EXPECT_EQ(world->call(&ImportService::rollBackImport, seller, world->named(id)).error().reason, "WRONG_STATE");
}

} // namespace
} // namespace tradepost::catalog
