// The real server, killed again and again while shoppers buy: every order that was acknowledged is there afterwards,
// once and paid for, and every unit is either on the shelf or in an order.
//   TRADEPOST_CRASH_ROUNDS=n (default 20)

#include "tests/e2e/order_shop.h"
#include "tradepost/payments/v1/payments.pb.h"

#include <boost/asio/detached.hpp>
#include <random>
#include <set>

namespace tradepost::e2e {
namespace {

constexpr std::int64_t received = 1'000'000;
constexpr int shoppers = 16;

class OrdersCrash : public Orders {
protected:
    // Buys until the server is gone.
    Task<void> shop(unsigned seed) {
        test::Shopper shopper(io.get_executor());
        co_await shopper.connect(server.http());
        for (int n = 0;; ++n) {
            co_await shopper.becomeGuest();
            const auto cart = co_await shopper.addToCart(product.id(), "ZL-1");
            const auto checkout =
                co_await shopper.checkOut(cart, n % 7 == 6 ? "pm_card_chargeDeclined" : "pm_card_visa",
                                          std::to_string(seed) + "-" + std::to_string(n));
            if (checkout.text("state") == "CONFIRMED")
                acknowledged.insert(checkout.text("orderId"));
        }
    }
    void buyUntilKilledAfter(std::chrono::milliseconds time, unsigned round) {
        int gone = 0;
        for (unsigned i = 0; i < shoppers; ++i)
            boost::asio::co_spawn(io, shop(round * shoppers + i), [&](const std::exception_ptr&) { ++gone; });
        io.restart();
        io.run_for(time);
        server.kill();
        io.run();
        EXPECT_EQ(gone, shoppers);
    }
    std::int64_t payments(payments::v1::PaymentState state) {
        std::int64_t count = 0;
        payments::v1::ListPaymentsRequest request;
        request.set_page_size(500);
        request.set_state(state);
        payments::v1::ListPaymentsResponse page;
        do {
            request.set_page_token(page.next_page_token());
            EXPECT_TRUE(session->call("tradepost.payments.v1.PaymentService/ListPayments", request, page));
            count += page.payments_size();
        } while (!page.next_page_token().empty());
        return count;
    }

    std::set<std::string> acknowledged; // orders
};

TEST_F(OrdersCrash, EveryAcknowledgedOrderIsThereOnceAndPaidFor) {
    startWith(received);
    ASSERT_FALSE(HasFatalFailure());
    const char* const text = std::getenv("TRADEPOST_CRASH_ROUNDS");
    const int rounds = text == nullptr ? 20 : std::atoi(text);
    std::mt19937 random(20'261'128);
    for (int round = 0; round < rounds; ++round) {
        buyUntilKilledAfter(std::chrono::milliseconds(50 + random() % 400), static_cast<unsigned>(round));
        restart();
        ASSERT_FALSE(HasFatalFailure());
    }
    EXPECT_GT(std::ssize(acknowledged), shoppers * rounds / 2);

    // What was under way goes on by itself.
    std::int64_t found = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    do {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        found = orders();
    } while (!(payments(payments::v1::PENDING) == 0 && payments(payments::v1::CAPTURED) == found &&
               onHand() + found == received) &&
             std::chrono::steady_clock::now() < end);
    EXPECT_EQ(payments(payments::v1::PENDING), 0);
    EXPECT_EQ(payments(payments::v1::REFUNDING), 0);
    EXPECT_EQ(payments(payments::v1::CAPTURED), found);
    EXPECT_EQ(onHand() + found, received);
    EXPECT_GE(found, std::ssize(acknowledged));
    for (const std::string& id : acknowledged) {
        orders::v1::GetOrderRequest get;
        get.set_id(id);
        orders::v1::Order order;
        ASSERT_TRUE(session->call("tradepost.orders.v1.OrderService/GetOrder", get, order)) << id;
        ASSERT_EQ(order.state(), orders::v1::CONFIRMED);
    }
    session.reset();
    EXPECT_EQ(server.stop(), 0);
    const Finished examined = runTool("doctor --data " + data);
    EXPECT_EQ(examined.code, 0) << examined.out << examined.err;
}

} // namespace
} // namespace tradepost::e2e
