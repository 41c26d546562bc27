#include "tests/backend/services/inventory/fixture.h"

namespace tradepost::inventory {

namespace {

using StockTest = InventoryTest;

TEST_P(StockTest, AddsUpWhatHappensAtTheShelf) {
    ASSERT_TRUE(apply({change("LAMP-1", north, v1::ANNOUNCED, 10)}));
    receive("LAMP-1", north, 6);
    receive("LAMP-1", south, 4);
    auto move = change("LAMP-1", north, v1::TRANSFERRED, 2);
    move.set_to_location_id(south);
    auto damaged = change("LAMP-1", south, v1::ADJUSTED, -1);
    damaged.set_reason("damaged");
    ASSERT_TRUE(
        apply({move, damaged, change("LAMP-1", north, v1::COUNTED, 3), change("LAMP-1", south, v1::RETURNED, 1)}));

    const v1::StockItem lamp = item("LAMP-1");
    EXPECT_EQ(lamp.figures().on_hand(), 9);
    EXPECT_EQ(lamp.figures().incoming(), 4);
    ASSERT_EQ(lamp.levels_size(), 2);
    EXPECT_EQ(lamp.levels(0).location_id(), north);
    EXPECT_EQ(lamp.levels(0).figures().on_hand(), 3);
    EXPECT_EQ(lamp.levels(1).figures().on_hand(), 6);
    EXPECT_EQ(check().differences_size(), 0);

    v1::ListStockMovementsRequest history;
    history.set_item_id(lamp.id());
    history.set_page_size(5);
    const auto newest = call(&InventoryService::listStockMovements, caller, history).value();
    ASSERT_EQ(newest.movements_size(), 5);
    EXPECT_EQ(newest.movements(0).kind(), v1::RETURNED);
    EXPECT_EQ(newest.movements(1).kind(), v1::COUNTED);
    EXPECT_EQ(newest.movements(1).change().on_hand(), -1);
    EXPECT_EQ(newest.movements(2).reason(), "damaged");
    EXPECT_EQ(newest.movements(2).actor_id(), UserId(5'000'001).text());
    history.set_page_token(newest.next_page_token());
    const auto oldest = call(&InventoryService::listStockMovements, caller, history).value();
    ASSERT_EQ(oldest.movements_size(), 3);
    EXPECT_EQ(oldest.movements(2).kind(), v1::ANNOUNCED);
    EXPECT_TRUE(oldest.next_page_token().empty());
}

TEST_P(StockTest, ARequestSentTwiceHappensOnce) {
    for (int i = 0; i < 2; ++i) {
        const auto done = apply({change("LAMP-1", north, v1::RECEIVED, 5)}, "delivery-17");
        ASSERT_TRUE(done);
        ASSERT_EQ(done->items_size(), 1);
        EXPECT_EQ(done->items(0).figures().on_hand(), 5);
    }
}

TEST_P(StockTest, RefusesWholeCommandsByField) {
    receive("LAMP-1", north, 5);
    const auto refused = [&](v1::StockChange wrong, const std::string& field) {
        const auto result = apply({change("LAMP-1", north, v1::RECEIVED, 1), wrong});
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().field, field) << result.error().message;
    };
    refused(change("LAMP-1", north, v1::RECEIVED, 0), "changes[1].quantity");
    refused(change("LAMP-1", north, v1::ADJUSTED, -1), "changes[1].reason");
    auto tooMany = change("LAMP-1", north, v1::ADJUSTED, -7);
    tooMany.set_reason("lost");
    refused(tooMany, "changes[1].quantity");
    refused(change("LAMP-1", "0000000000000", v1::RECEIVED, 1), "changes[1].location_id");
    refused(change("LAMP-1", north, v1::COMMITTED, 1), "changes[1].kind");
    auto nowhere = change("LAMP-1", north, v1::TRANSFERRED, 1);
    nowhere.set_to_location_id(north);
    refused(nowhere, "changes[1].to_location_id");
    EXPECT_EQ(item("LAMP-1").figures().on_hand(), 5);
}

TEST_P(StockTest, DoesNotTransferWhatIsHeld) {
    receive("LAMP-1", north, 5);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 4}}));
    auto move = change("LAMP-1", north, v1::TRANSFERRED, 2);
    move.set_to_location_id(south);
    const auto result = apply({move});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, "TOO_FEW");
}

TEST_P(StockTest, StrangersNeitherSeeNorChangeIt) {
    receive("LAMP-1", north, 5);
    v1::GetStockItemRequest get;
    get.set_id(item("LAMP-1").id());
    EXPECT_EQ(call(&InventoryService::getStockItem, stranger, get).error().code, Code::NotFound);
    v1::ListStockMovementsRequest history;
    history.set_item_id(get.id());
    EXPECT_EQ(call(&InventoryService::listStockMovements, stranger, history).error().code, Code::NotFound);
    v1::ChangeStockRequest request;
    *request.add_changes() = change("LAMP-1", north, v1::RECEIVED, 1);
    EXPECT_EQ(call(&InventoryService::changeStock, stranger, request).error().field, "changes[0].location_id");
    request.set_seller_id(seller.text());
    EXPECT_EQ(call(&InventoryService::changeStock, stranger, request).error().reason, "NOT_YOUR_ACCOUNT");
    v1::UpdateLocationRequest rename;
    rename.mutable_location()->set_id(north);
    rename.mutable_location()->set_name("Mine");
    rename.mutable_update_mask()->add_paths("name");
    EXPECT_EQ(call(&InventoryService::updateLocation, stranger, rename).error().code, Code::NotFound);
}

TEST_P(StockTest, TellsWhenAnItemComesGoesAndRunsLow) {
    receive("LAMP-1", north, 5);
    ASSERT_TRUE(policy("LAMP-1", false, 2));
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 1}})); // 4 left: nobody hears of it
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 3}})); // 2: low
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 5}})); // none
    ASSERT_TRUE(hold("cart/a", {}));
    const auto told = events<v1::StockChanged>();
    ASSERT_EQ(told.size(), 4u);
    EXPECT_TRUE(told[0].in_stock() && !told[0].was_in_stock());
    EXPECT_TRUE(told[1].low() && !told[1].was_low() && told[1].in_stock());
    EXPECT_TRUE(!told[2].in_stock() && told[2].was_in_stock());
    EXPECT_TRUE(told[3].in_stock() && !told[3].was_in_stock() && !told[3].low());

    v1::ListStockItemsRequest low;
    low.set_low_only(true);
    EXPECT_EQ(call(&InventoryService::listStockItems, caller, low).value().items_size(), 0);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 3}}));
    EXPECT_EQ(call(&InventoryService::listStockItems, caller, low).value().items_size(), 1);
}

TEST_P(StockTest, ListsInPages) {
    for (const char* const sku : {"C-1", "A-1", "A-2", "B-1"})
        receive(sku, north, 1);
    v1::ListStockItemsRequest request;
    request.set_page_size(3);
    auto page = call(&InventoryService::listStockItems, caller, request).value();
    ASSERT_EQ(page.items_size(), 3);
    EXPECT_EQ(page.items(0).sku(), "A-1");
    EXPECT_EQ(page.items(2).sku(), "B-1");
    request.set_page_token(page.next_page_token());
    page = call(&InventoryService::listStockItems, caller, request).value();
    ASSERT_EQ(page.items_size(), 1);
    EXPECT_EQ(page.items(0).sku(), "C-1");
    EXPECT_TRUE(page.next_page_token().empty());
    request.set_sku_prefix("A");
    EXPECT_EQ(call(&InventoryService::listStockItems, caller, request).error().field, "page_token");
    request.clear_page_token();
    EXPECT_EQ(call(&InventoryService::listStockItems, caller, request).value().items_size(), 2);
}

TEST_P(StockTest, FindsWhatDoesNotAddUpAndMakesItAnew) {
    receive("LAMP-1", north, 5);
    receive("LAMP-2", south, 7);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 2}}));
    const v1::StockItem before = item("LAMP-1");
    ASSERT_TRUE(db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec("UPDATE inventory_levels SET on_hand = on_hand + 1, reserved = 0 WHERE on_hand = 5");
        return {};
    }));
    const v1::StockCheck broken = check();
    ASSERT_GE(broken.differences_size(), 3);
    EXPECT_EQ(broken.differences(0).sku(), "LAMP-1");
    EXPECT_EQ(broken.differences(0).figure(), "on_hand");
    EXPECT_EQ(broken.differences(0).stored(), 6);
    EXPECT_EQ(broken.differences(0).summed(), 5);
    const auto made = call(&InventoryService::rebuildStock, store, v1::RebuildStockRequest());
    ASSERT_TRUE(made);
    EXPECT_EQ(made->differences_size(), 0);
    EXPECT_EQ(item("LAMP-1").SerializeAsString(), before.SerializeAsString());
}

TRADEPOST_ON_EVERY_ENGINE(StockTest);

} // namespace

} // namespace tradepost::inventory
