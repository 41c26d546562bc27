#include "backend/services/inventory/holds.h"

#include "tests/backend/services/inventory/fixture.h"

#include <random>

namespace tradepost::inventory {

namespace {

using HoldsTest = InventoryTest;

TEST_P(HoldsTest, HoldsAllOrNothing) {
    receive("LAMP-1", north, 3);
    receive("LAMP-2", north, 1);
    const auto refused = hold("cart/a", {{"LAMP-1", 2}, {"LAMP-2", 2}, {"GHOST", 1}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "OUT_OF_STOCK");
    const auto* const detail = dynamic_cast<const v1::Shortages*>(store.errorDetail.get());
    ASSERT_TRUE(detail);
    ASSERT_EQ(detail->shortages_size(), 2);
    EXPECT_EQ(detail->shortages(0).sku(), "LAMP-2");
    EXPECT_EQ(detail->shortages(0).wanted(), 2);
    EXPECT_EQ(detail->shortages(0).available(), 1);
    EXPECT_EQ(detail->shortages(1).sku(), "GHOST");
    EXPECT_EQ(detail->shortages(1).available(), 0);
    EXPECT_EQ(item("LAMP-1").figures().reserved(), 0);

    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 2}, {"LAMP-2", 1}}));
    EXPECT_EQ(item("LAMP-1").figures().available(), 1);
    EXPECT_FALSE(hold("cart/b", {{"LAMP-2", 1}}));
    EXPECT_EQ(check().differences_size(), 0);
}

TEST_P(HoldsTest, LinesThatShareAnItemAreSummed) {
    receive("LAMP-1", north, 3);
    EXPECT_FALSE(hold("cart/a", {{"LAMP-1", 2}, {"LAMP-1", 2}}));
    EXPECT_TRUE(hold("cart/a", {{"LAMP-1", 2}, {"LAMP-1", 1}}));
    EXPECT_EQ(item("LAMP-1").figures().available(), 0);
}

TEST_P(HoldsTest, BundlesShareTheirParts) {
    receive("BULB", north, 5);
    receive("SHADE", south, 2);
    ASSERT_TRUE(policy("SET", false, 0, {{"BULB", 2}, {"SHADE", 1}}));
    EXPECT_EQ(item("SET").figures().available(), 2);
    // Two sets take four bulbs; two more are not there.
    const auto refused = hold("cart/a", {{"SET", 2}, {"BULB", 2}});
    ASSERT_FALSE(refused);
    const auto* const detail = dynamic_cast<const v1::Shortages*>(store.errorDetail.get());
    ASSERT_EQ(detail->shortages_size(), 2);
    ASSERT_TRUE(hold("cart/a", {{"SET", 2}, {"BULB", 1}}));
    EXPECT_EQ(item("BULB").figures().available(), 0);
    EXPECT_EQ(item("SET").figures().available(), 0);
    const auto told = events<v1::StockChanged>();
    EXPECT_EQ(told.back().sku(), "SET");
    EXPECT_FALSE(told.back().in_stock());

    EXPECT_EQ(policy("SET-2", false, 0, {{"SET", 1}}).error().field, "parts[0].sku");
    EXPECT_EQ(policy("BULB", false, 0, {{"SHADE", 1}}).error().reason, "HAS_STOCK");
    EXPECT_EQ(apply({change("SET", north, v1::RECEIVED, 1)}).error().reason, "IS_BUNDLE");
}

TEST_P(HoldsTest, FillsFromOneLocationWhereItCan) {
    receive("LAMP-1", north, 2);
    receive("LAMP-1", south, 5);
    auto held = hold("cart/a", {{"LAMP-1", 4}});
    ASSERT_TRUE(held);
    ASSERT_EQ(held->allocations_size(), 1);
    EXPECT_EQ(held->allocations(0).location_id(), south);
    held = hold("cart/b", {{"LAMP-1", 3}});
    ASSERT_TRUE(held);
    ASSERT_EQ(held->allocations_size(), 2);
    EXPECT_EQ(check().differences_size(), 0);
}

TEST_P(HoldsTest, ClosedLocationsGiveNothingNew) {
    receive("LAMP-1", north, 2);
    v1::UpdateLocationRequest close;
    close.mutable_location()->set_id(north);
    close.mutable_location()->set_closed(true);
    close.mutable_update_mask()->add_paths("closed");
    ASSERT_TRUE(call(&InventoryService::updateLocation, caller, close));
    EXPECT_FALSE(hold("cart/a", {{"LAMP-1", 1}}));
}

TEST_P(HoldsTest, BackorderOwesWhatIsMissing) {
    receive("LAMP-1", south, 1);
    ASSERT_TRUE(policy("LAMP-1", true));
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 3}}));
    EXPECT_EQ(item("LAMP-1").figures().available(), -2);
    v1::GetAvailabilityRequest ask;
    ask.add_keys()->set_seller_id(seller.text());
    ask.mutable_keys(0)->set_sku("LAMP-1");
    const auto told = call(&InventoryService::getAvailability, stranger, ask).value();
    EXPECT_EQ(told.availabilities(0).available(), 0);
    EXPECT_TRUE(told.availabilities(0).backorder());
    EXPECT_EQ(check().differences_size(), 0);
}

TEST_P(HoldsTest, ChangesToExactlyWhatIsAsked) {
    receive("LAMP-1", north, 5);
    receive("LAMP-2", north, 5);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 5}}));
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 5}})); // again: nothing more
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 2}, {"LAMP-2", 1}}));
    EXPECT_EQ(item("LAMP-1").figures().reserved(), 2);
    EXPECT_EQ(item("LAMP-2").figures().reserved(), 1);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-2", 4}}));
    EXPECT_EQ(item("LAMP-1").figures().reserved(), 0);
    EXPECT_EQ(item("LAMP-2").figures().reserved(), 4);
    const auto empty = hold("cart/a", {});
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->state(), v1::HOLD_RELEASED);
    EXPECT_EQ(empty->allocations_size(), 0);
    EXPECT_EQ(check().differences_size(), 0);
}

TEST_P(HoldsTest, OvertakenLinesChangeNothing) {
    receive("LAMP-1", north, 5);
    v1::HoldStockRequest request;
    request.set_owner("cart/a");
    request.set_seconds(900);
    v1::HoldLine* const line = request.add_lines();
    line->set_seller_id(seller.text());
    line->set_sku("LAMP-1");
    for (const auto& [version, quantity] : {std::pair{2, 3}, {1, 1}, {3, 2}}) {
        request.set_version(version);
        line->set_quantity(quantity);
        ASSERT_TRUE(call(&InventoryService::holdStock, store, request));
        EXPECT_EQ(item("LAMP-1").figures().reserved(), version == 3 ? 2 : 3);
    }
}

TEST_P(HoldsTest, ExpireByThemselvesAlsoAfterARestart) {
    receive("LAMP-1", north, 2);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 1}}, 60));
    ASSERT_TRUE(hold("cart/b", {{"LAMP-1", 1}}, 120));
    clock.advance(std::chrono::seconds(59));
    EXPECT_EQ(run(service->expireHolds(10)).value(), 0);
    close();
    reopen();
    clock.advance(std::chrono::seconds(2));
    open();
    EXPECT_EQ(run(service->expireHolds(10)).value(), 1);
    EXPECT_EQ(stateOf("cart/a"), v1::HOLD_EXPIRED);
    EXPECT_EQ(stateOf("cart/b"), v1::HELD);
    EXPECT_EQ(item("LAMP-1").figures().available(), 1);
    ASSERT_EQ(events<v1::HoldExpired>().size(), 1u);
    EXPECT_EQ(events<v1::HoldExpired>()[0].owner(), "cart/a");
    // Activity extends it, and what expired can be had anew.
    ASSERT_TRUE(hold("cart/b", {{"LAMP-1", 1}}, 600));
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 1}}, 600));
    clock.advance(std::chrono::seconds(100));
    EXPECT_EQ(run(service->expireHolds(10)).value(), 0);
    EXPECT_EQ(check().differences_size(), 0);
}

TEST_P(HoldsTest, WhatIsOverIsForgottenAfterAWhile) {
    receive("LAMP-1", north, 2);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 1}}, 60));
    ASSERT_TRUE(hold("cart/b", {{"LAMP-1", 1}}, 60));
    ASSERT_TRUE(hold("cart/a", {}));
    ASSERT_TRUE(service->start());
    EXPECT_EQ(stateOf("cart/a"), v1::HOLD_RELEASED);
    clock.advance(std::chrono::hours(24 * 8));
    ASSERT_TRUE(service->start());
    v1::GetHoldRequest request;
    request.set_owner("cart/a");
    EXPECT_EQ(call(&InventoryService::getHold, store, request).error().code, Code::NotFound);
    EXPECT_EQ(stateOf("cart/b"), v1::HELD);
}

TEST_P(HoldsTest, TheExpiryRunsByItself) {
    receive("LAMP-1", north, 2);
    ASSERT_TRUE(hold("cart/a", {{"LAMP-1", 2}}, 60));
    clock.advance(std::chrono::seconds(61));
    io.restart();
    service->startExpiry();
    while (events<v1::HoldExpired>().empty())
        io.run_one_for(std::chrono::milliseconds(20));
    service->interrupt();
    io.run();
    EXPECT_EQ(item("LAMP-1").figures().available(), 2);
}

// Expiry and sale meet in the one writer: whoever is first has it, and the other finds nothing to do.
TEST_P(HoldsTest, ExpiryAndSaleHaveOneWinner) {
    receive("LAMP-1", north, 2);
    for (const bool saleFirst : {true, false}) {
        const std::string owner = saleFirst ? "checkout/a" : "checkout/b";
        ASSERT_TRUE(hold(owner, {{"LAMP-1", 1}}, 60));
        clock.advance(std::chrono::seconds(61));
        const auto sell = [&] {
            return db().writeNow([&](sql::Transaction& tx) -> Result<bool> {
                StockCommand command(tx, *log, {{}, clock.now(), owner, {}});
                const bool sold = Holds::commit(command, owner);
                command.finish();
                return sold;
            });
        };
        if (saleFirst) {
            EXPECT_TRUE(sell().value());
            EXPECT_FALSE(sell().value());
        }
        EXPECT_EQ(run(service->expireHolds(10)).value(), saleFirst ? 0 : 1);
        if (!saleFirst)
            EXPECT_FALSE(sell().value());
    }
    EXPECT_EQ(stateOf("checkout/a"), v1::HOLD_COMMITTED);
    EXPECT_EQ(stateOf("checkout/b"), v1::HOLD_EXPIRED);
    EXPECT_EQ(item("LAMP-1").figures().on_hand(), 1);
    EXPECT_EQ(item("LAMP-1").figures().reserved(), 0);
    EXPECT_EQ(hold("checkout/a", {{"LAMP-1", 1}}).error().reason, "HOLD_OVER");
    EXPECT_EQ(check().differences_size(), 0);
}

// Whatever is asked in whatever order: never more is promised than is there, and everything adds up.
TEST_P(HoldsTest, NeverOversellsWhateverIsAsked) {
    const std::vector<std::string> skus{"A", "B", "C"};
    for (const std::string& sku : skus) {
        receive(sku, north, 4);
        receive(sku, south, 3);
    }
    ASSERT_TRUE(policy("AB", false, 0, {{"A", 1}, {"B", 2}}));
    std::mt19937 random(20'261'128);
    const auto draw = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    int held = 0, refused = 0;
    for (int step = 0; step < 150; ++step) {
        const std::string owner = "cart/" + std::to_string(draw(6));
        const int what = draw(10);
        if (what == 0) {
            clock.advance(std::chrono::seconds(draw(100)));
            ASSERT_TRUE(run(service->expireHolds(3)));
        } else if (what == 1) {
            ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
                StockCommand command(tx, *log, {{}, clock.now(), owner, {}});
                Holds::release(command, ids, owner, v1::HOLD_RELEASED);
                command.finish();
                return {};
            }));
        } else {
            std::vector<std::string> all = skus;
            all.push_back("AB");
            const auto done = hold(owner,
                                   {{all[static_cast<std::size_t>(draw(4))], 1 + draw(4)},
                                    {all[static_cast<std::size_t>(draw(4))], 1 + draw(2)}},
                                   30 + draw(60));
            ++(done ? held : refused);
        }
        for (const std::string& sku : skus)
            for (const v1::StockLevel& level : item(sku).levels()) {
                ASSERT_GE(level.figures().available(), 0);
                ASSERT_GE(level.figures().reserved(), 0);
            }
    }
    EXPECT_GT(held, 20);
    EXPECT_GT(refused, 20);
    EXPECT_EQ(check().differences_size(), 0);
}

TRADEPOST_ON_EVERY_ENGINE(HoldsTest);

} // namespace

} // namespace tradepost::inventory
