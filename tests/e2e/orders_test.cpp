#include "tests/e2e/order_shop.h"

#include <boost/asio/detached.hpp>

namespace tradepost::e2e {
namespace {

TEST_F(Orders, AGuestBuysOverRestAndACrashTakesNothingBack) {
    startWith(5);
    ASSERT_FALSE(HasFatalFailure());
    const auto bought = run([this]() -> Task<std::pair<std::string, std::string>> {
        test::Shopper shopper(io.get_executor());
        co_await shopper.connect(server.http());
        EXPECT_EQ((co_await shopper.becomeGuest()).status, 200u);
        const auto cart = co_await shopper.addToCart(product.id(), "ZL-1", 2);
        EXPECT_EQ(cart.status, 200u) << boost::json::serialize(cart.body);
        const auto tooMany = co_await shopper.addToCart(product.id(), "ZL-1", 4);
        EXPECT_EQ(tooMany.status, 409u);
        EXPECT_EQ(tooMany.text("reason"), "OUT_OF_STOCK");
        EXPECT_EQ(tooMany.text("field"), "line.quantity");
        const auto begun = co_await shopper.checkOut(cart, "pm_card_visa", "k-1", 0);
        EXPECT_EQ(begun.status, 202u) << boost::json::serialize(begun.body);
        const auto checkout = co_await shopper.checkOut(cart, "pm_card_visa", "k-1"); // again, and waits
        EXPECT_EQ(checkout.status, 200u);
        EXPECT_EQ(checkout.text("state"), "CONFIRMED");
        EXPECT_EQ(checkout.text("id"), begun.text("id"));
        const auto order = co_await shopper.get("/v1/orders/" + checkout.text("orderId"));
        EXPECT_EQ(order.status, 200u);
        EXPECT_EQ(order.text("state"), "CONFIRMED");
        co_return std::pair(checkout.text("id"), checkout.text("orderId"));
    }());
    server.kill();
    restart();
    orders::v1::GetOrderRequest get;
    get.set_id(bought.second);
    orders::v1::Order order;
    ASSERT_TRUE(session->call("tradepost.orders.v1.OrderService/GetOrder", get, order));
    EXPECT_EQ(order.checkout_id(), bought.first);
    EXPECT_EQ(orders(), 1);
    expectStockAddsUp();
    EXPECT_EQ(onHand(), 3);
}

TEST_F(Orders, AHundredUnitsAreSoldToAHundredOfAThousandBuyers) {
    constexpr int buyers = 1000, units = 100;
    startWith(units);
    ASSERT_FALSE(HasFatalFailure());
    int bought = 0, refused = 0, other = 0;
    std::string odd;
    const auto buy = [&](int n) -> Task<void> {
        test::Shopper shopper(io.get_executor());
        co_await shopper.connect(server.http());
        co_await shopper.becomeGuest();
        const auto cart = co_await shopper.addToCart(product.id(), "ZL-1");
        const auto outcome =
            cart.ok() ? co_await shopper.checkOut(cart, "pm_card_visa", "k-" + std::to_string(n)) : cart;
        if (outcome.text("state") == "CONFIRMED") {
            ++bought;
        } else if (outcome.text("reason") == "OUT_OF_STOCK" && outcome.status == 409) {
            ++refused;
        } else {
            ++other;
            odd = std::to_string(outcome.status) + " " + boost::json::serialize(outcome.body);
        }
    };
    for (int n = 0; n < buyers; ++n)
        boost::asio::co_spawn(io, buy(n), [&](const std::exception_ptr& error) {
            if (error) {
                ++other;
                odd = "a connection failed";
            }
        });
    io.restart();
    io.run();
    EXPECT_EQ(bought, units);
    EXPECT_EQ(refused, buyers - units);
    EXPECT_EQ(other, 0) << odd;
    EXPECT_EQ(orders(), units);
    expectStockAddsUp();
    EXPECT_EQ(onHand(), 0);
}

} // namespace
} // namespace tradepost::e2e
