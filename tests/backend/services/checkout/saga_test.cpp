#include "tests/backend/services/checkout/shop.h"

namespace tradepost {

namespace {

namespace saga = checkout::v1;
using cart::v1::Checkout;

using SagaTest = ShopTest;

TEST_P(SagaTest, BecomesOneOrderWithOneChargeAndOneSale) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    const auto cart = add(ada, lamp, "LAMP-1", 2);
    ASSERT_TRUE(cart) << cart.error().message;
    EXPECT_EQ(figures("LAMP-1").reserved(), 2);
    const auto checkout = checkOut(ada, *cart, "pm_card_visa");
    ASSERT_TRUE(checkout) << checkout.error().message;
    ASSERT_EQ(checkout->state(), cart::v1::CONFIRMED) << checkout->ShortDebugString();
    EXPECT_FALSE(ada.accepted);
    EXPECT_EQ(checkout->total().amount_minor(), 3998);
    ASSERT_EQ(checkout->steps_size(), 4);
    EXPECT_EQ(checkout->steps(0).event(), "OrderInitiated");
    EXPECT_EQ(checkout->steps(3).event(), "OrderConfirmed");
    EXPECT_EQ(look(ada).lines_size(), 0);

    orders::v1::GetOrderRequest get;
    get.set_id(checkout->order_id());
    const auto order = call(orderService, &orders::OrderService::getOrder, ada, get);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->checkout_id(), checkout->id());
    EXPECT_EQ(order->lines(0).sku(), "LAMP-1");
    EXPECT_EQ(order->lines(0).quantity(), 2);
    EXPECT_TRUE(until([&] { return figures("LAMP-1").on_hand() == 3; }));
    EXPECT_EQ(taken().minor, 3998);
    EXPECT_EQ(taken().captured, 1);
    rpc::Context bob = shopper(12);
    EXPECT_EQ(call(orderService, &orders::OrderService::getOrder, bob, get).error().code, Code::NotFound);
}

TEST_P(SagaTest, TheSameRequestIsOneCheckout) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto first = checkOut(ada, cart, "pm_card_visa", "key-1").value();
    const auto second = checkOut(ada, cart, "pm_card_visa", "key-1").value();
    EXPECT_EQ(first.id(), second.id());
    EXPECT_EQ(second.state(), cart::v1::CONFIRMED);
    EXPECT_EQ(checkOut(ada, cart, "pm_card_mastercard", "key-1").error().reason, "IDEMPOTENCY_KEY_REUSED");
    EXPECT_EQ(checkOut(ada, cart, "pm_card_visa", "key-2").error().reason, "CART_EMPTY");
    expectSettled("LAMP-1", 5, 1, 1999);
}

TEST_P(SagaTest, ADeclinedCardLeavesNothingHeldAndTheCartAsItWas) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto declined = checkOut(ada, cart, "pm_card_chargeDeclinedInsufficientFunds").value();
    EXPECT_EQ(declined.state(), cart::v1::FAILED);
    EXPECT_EQ(declined.failure(), saga::PAYMENT_DECLINED);
    EXPECT_EQ(declined.failure_message(), "Your card has insufficient funds.");
    expectSettled("LAMP-1", 5, 0, 1999);
    const auto again = look(ada);
    ASSERT_EQ(again.lines_size(), 1);
    EXPECT_TRUE(again.checkout_id().empty());
    EXPECT_EQ(figures("LAMP-1").reserved(), 1); // looking at it holds it again
    EXPECT_EQ(checkOut(ada, again, "pm_card_visa", "key-2").value().state(), cart::v1::CONFIRMED);
    expectSettled("LAMP-1", 5, 1, 1999);
}

TEST_P(SagaTest, TheLastUnitIsSoldOnce) {
    close();
    cartConfig.holdInCart = false;
    open();
    receive("LAMP-1", 1);
    rpc::Context ada = shopper(11), bob = shopper(12);
    const auto hers = add(ada, lamp, "LAMP-1").value(), his = add(bob, lamp, "LAMP-1").value();
    EXPECT_EQ(checkOut(ada, hers, "pm_card_visa").value().state(), cart::v1::CONFIRMED);
    const auto late = checkOut(bob, his, "pm_card_visa").value();
    EXPECT_EQ(late.state(), cart::v1::FAILED);
    EXPECT_EQ(late.failure(), saga::OUT_OF_STOCK);
    EXPECT_EQ(late.failure_message(), "LAMP-1 has been sold meanwhile.");
    EXPECT_EQ(taken().captured, 1);
    expectSettled("LAMP-1", 1, 1, 1999);
}

TEST_P(SagaTest, AnAnswerLostAfterTheCaptureIsOneCharge) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    line.answersToLose = 3;
    const auto cart = add(ada, lamp, "LAMP-1").value();
    EXPECT_EQ(checkOut(ada, cart, "pm_card_visa").value().state(), cart::v1::CONFIRMED);
    EXPECT_EQ(taken().captured, 1);
    expectSettled("LAMP-1", 5, 1, 1999);
}

TEST_P(SagaTest, ADeadGatewayTimesOutAndKeepsNothing) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    line.dead = true;
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto begun = checkOut(ada, cart, "pm_card_visa", "key-1", 0).value();
    EXPECT_TRUE(ada.accepted);
    await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::RESERVED; });
    EXPECT_EQ(run(carts->tellTimeouts(10)).value(), 0);
    clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(run(carts->tellTimeouts(10)).value(), 1);
    const auto ended = await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::FAILED; });
    EXPECT_EQ(ended.failure(), saga::TIMED_OUT);
    EXPECT_TRUE(until([&] { return figures("LAMP-1").reserved() == 0; }));
    EXPECT_EQ(collector->underWay(), 1u); // it may have charged: that is found out, however long it takes
    line.dead = false;
    expectSettled("LAMP-1", 5, 0, 1999);
    EXPECT_EQ(taken().captured, 0);
}

// The gateway took the money and its answer was lost; the saga timed out meanwhile. The money goes back.
TEST_P(SagaTest, WhatWasTakenForATimedOutCheckoutIsRefunded) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    line.answersToLose = 1'000'000;
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto begun = checkOut(ada, cart, "pm_card_visa", "key-1", 0).value();
    ASSERT_TRUE(until([&] { return taken().captured == 1; }));
    clock.advance(std::chrono::seconds(61));
    ASSERT_EQ(run(carts->tellTimeouts(10)).value(), 1);
    const auto ended = await(ada, begun.id(), [](const Checkout& now) {
        return now.steps_size() > 0 && now.steps(now.steps_size() - 1).event() == "PaymentRefunded";
    });
    EXPECT_EQ(ended.state(), cart::v1::FAILED);
    expectSettled("LAMP-1", 5, 0, 1999);
    EXPECT_EQ(taken().captured, 1);
}

TEST_P(SagaTest, WaitsForTheShoppersBank) {
    receive("LAMP-1", 5);
    for (const bool refuse : {false, true}) {
        rpc::Context ada = shopper(refuse ? 12 : 11);
        const auto cart = add(ada, lamp, "LAMP-1").value();
        const auto begun = checkOut(ada, cart, "pm_card_authenticationRequired", "key-1", 0).value();
        const auto waiting =
            await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::AWAITING_ACTION; });
        ASSERT_TRUE(waiting.action_url().ends_with(":completeAction"));
        clock.advance(std::chrono::seconds(120)); // longer than machines may take
        EXPECT_EQ(run(carts->tellTimeouts(10)).value(), 0);
        payments::v1::CompleteActionRequest confirm;
        std::string id = waiting.action_url().substr(std::string("/v1/sandbox/charges/").size());
        confirm.set_id(id.substr(0, id.find(':')));
        confirm.set_refuse(refuse);
        ASSERT_TRUE(call(sandbox, &payments::SandboxGateway::completeAction, ada, confirm));
        const auto ended = await(ada, begun.id(), [](const Checkout& now) {
            return now.state() == cart::v1::CONFIRMED || now.state() == cart::v1::FAILED;
        });
        EXPECT_EQ(ended.state(), refuse ? cart::v1::FAILED : cart::v1::CONFIRMED);
    }
    expectSettled("LAMP-1", 5, 1, 1999);
}

TEST_P(SagaTest, AnAbandonedBankPageIsVoided) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto begun = checkOut(ada, cart, "pm_card_authenticationRequired", "key-1", 0).value();
    await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::AWAITING_ACTION; });
    clock.advance(std::chrono::minutes(16));
    ASSERT_EQ(run(carts->tellTimeouts(10)).value(), 1);
    const auto ended = await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::FAILED; });
    EXPECT_EQ(ended.failure(), saga::TIMED_OUT);
    expectSettled("LAMP-1", 5, 0, 1999);
    payments::v1::GetSandboxChargeRequest ask;
    ask.set_key(begun.id());
    EXPECT_EQ(call(sandbox, &payments::SandboxGateway::getCharge, store, ask).value().state(), "voided");
}

TEST_P(SagaTest, CanBeCancelledUntilItIsAnOrder) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11), bob = shopper(12);
    line.dead = true;
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto begun = checkOut(ada, cart, "pm_card_visa", "key-1", 0).value();
    cart::v1::CancelCheckoutRequest cancel;
    cancel.set_id(begun.id());
    EXPECT_EQ(call(carts, &cart::CartService::cancelCheckout, bob, cancel).error().code, Code::NotFound);
    EXPECT_EQ(add(ada, lamp, "LAMP-1").error().reason, "CHECKOUT_UNDER_WAY");
    ASSERT_TRUE(call(carts, &cart::CartService::cancelCheckout, ada, cancel));
    const auto ended = await(ada, begun.id(), [](const Checkout& now) { return now.state() == cart::v1::FAILED; });
    EXPECT_EQ(ended.failure(), saga::CANCELLED_BY_SHOPPER);
    line.dead = false;
    expectSettled("LAMP-1", 5, 0, 1999);

    const auto bought = checkOut(ada, look(ada), "pm_card_visa", "key-2").value();
    ASSERT_EQ(bought.state(), cart::v1::CONFIRMED);
    cancel.set_id(bought.id());
    EXPECT_EQ(call(carts, &cart::CartService::cancelCheckout, ada, cancel).error().reason, "ALREADY_ORDERED");

    orders::v1::CancelOrderRequest callOff;
    callOff.set_id(bought.order_id());
    EXPECT_EQ(call(orderService, &orders::OrderService::cancelOrder, bob, callOff).error().code, Code::NotFound);
    callOff.set_etag("7");
    EXPECT_EQ(call(orderService, &orders::OrderService::cancelOrder, ada, callOff).error().reason, "STALE_ETAG");
    callOff.set_etag("1");
    EXPECT_EQ(call(orderService, &orders::OrderService::cancelOrder, ada, callOff).value().state(),
              orders::v1::CANCELLED);
    expectSettled("LAMP-1", 5, 0, 1999);
    EXPECT_EQ(taken().captured, 1); // and given back
}

// What arrives before its time leaves a mark in the row where each decides.
TEST_P(SagaTest, ACallOffThatComesFirstIsRemembered) {
    receive("LAMP-1", 5);
    feed->stop(); // what follows is delivered by hand, in an order that two logs can have
    rpc::Context ada = shopper(11);
    const auto cart = add(ada, lamp, "LAMP-1").value();
    const auto begun = checkOut(ada, cart, "pm_card_visa", "key-1", 0).value();
    saga::OrderConfirmationFailed failed;
    failed.set_saga_id(begun.id());
    failed.set_reason(saga::TIMED_OUT);
    deliver(**moneyDb, moneySteps->ofOrders(), begun.id(), failed);
    deliver(**stockDb, stockSteps->ofOrders(), begun.id(), failed);

    const auto logged = db().readNow(
        [&](sql::Reader& reader) { return cartLog->readAfter(reader, {cartLog->end(reader).epoch, 0}, 10); });
    const auto* const initiated = logged.value().back().event.as<saga::OrderInitiated>();
    ASSERT_TRUE(initiated);
    deliver(**stockDb, stockSteps->ofCarts(), begun.id(), *initiated);
    EXPECT_EQ(figures("LAMP-1").reserved(), 1); // still the cart's own
    saga::InventoryReserved reserved;
    *reserved.mutable_draft() = initiated->draft();
    deliver(**moneyDb, moneySteps->ofInventory(), begun.id(), reserved);
    EXPECT_EQ(taken().captured, 0);
    EXPECT_EQ(collector->underWay(), 0u);
    EXPECT_EQ(lastTold(**stockDb, *stockLog), saga::InventoryReservationFailed::descriptor()->full_name());
    EXPECT_EQ(lastTold(**moneyDb, *moneyLog), saga::PaymentFailed::descriptor()->full_name());
}

TEST_P(SagaTest, ACallOffThatComesLastFindsAnOrder) {
    receive("LAMP-1", 5);
    rpc::Context ada = shopper(11);
    const auto bought = checkOut(ada, add(ada, lamp, "LAMP-1").value(), "pm_card_visa").value();
    ASSERT_EQ(bought.state(), cart::v1::CONFIRMED);
    saga::SagaTimedOut late;
    late.set_saga_id(bought.id());
    deliver(**orderDb, orderSteps->ofCarts(), bought.id(), late);
    EXPECT_EQ(lastTold(**orderDb, *orderLog), saga::OrderConfirmed::descriptor()->full_name());
    expectSettled("LAMP-1", 5, 1, 1999);
}

TRADEPOST_ON_EVERY_ENGINE(SagaTest);

} // namespace

} // namespace tradepost
