#include "tests/backend/services/checkout/shop.h"

namespace tradepost {

namespace {

struct Crash {};

// Crashes one of the saga's consumers at one of its steps, then starts the program again: whatever the step, the
// checkout ends as it would have without the crash, once.
class CrashTest : public ShopTest {
public:
    // False when the crash point was never reached.
    bool crashesAt(int step, const std::string& method, const std::string& key) {
        std::atomic<int> left = step;
        std::atomic<bool> crashed = false;
        close();
        open([&](std::string_view) {
            if (left.fetch_sub(1) == 0) {
                crashed = true;
                throw Crash();
            }
        });
        rpc::Context ada = shopper(11);
        const auto cart = add(ada, lamp, "LAMP-1");
        EXPECT_TRUE(cart) << cart.error().message;
        const auto begun = checkOut(ada, *cart, method, key, 0);
        EXPECT_TRUE(begun) << begun.error().message;
        until([&] { return crashed || over(ada, begun->id()); });
        close();
        open();
        const auto ended = await(ada, begun->id(), [](const cart::v1::Checkout& now) {
            return now.state() == cart::v1::CONFIRMED || now.state() == cart::v1::FAILED;
        });
        EXPECT_EQ(ended.state(), method == "pm_card_visa" ? cart::v1::CONFIRMED : cart::v1::FAILED)
            << "crash at step " << step << ": " << ended.ShortDebugString();
        // The cart of a failed checkout is emptied, so that the next one begins alike.
        if (const auto left_over = look(ada); left_over.lines_size() > 0) {
            cart::v1::RemoveCartLineRequest remove;
            remove.set_id(left_over.lines(0).id());
            EXPECT_TRUE(call(carts, &cart::CartService::removeCartLine, ada, remove));
        }
        return crashed;
    }
    bool over(rpc::Context& context, const std::string& id) {
        cart::v1::GetCheckoutRequest request;
        request.set_id(id);
        const auto state = call(carts, &cart::CartService::getCheckout, context, request).value().state();
        return state == cart::v1::CONFIRMED || state == cart::v1::FAILED;
    }
};

TEST_P(CrashTest, EndsTheSameWhereverItCrashes) {
    receive("LAMP-1", 1000);
    int orders = 0, crashes = 0;
    // Dense at the beginning, where the steps of one saga lie, and on PostgreSQL, which starts slower, fewer.
    const int every = GetParam() == test::Engine::Sqlite ? 1 : 5;
    for (int step = 0; step < 40; step += every) {
        crashes += crashesAt(step, "pm_card_visa", "good-" + std::to_string(step));
        ++orders;
        if (step % 2 == 0)
            crashes += crashesAt(step, "pm_card_chargeDeclined", "bad-" + std::to_string(step));
    }
    EXPECT_GT(crashes, 40 / every / 2);
    expectSettled("LAMP-1", 1000, orders, 1999);
    EXPECT_EQ(taken().captured, orders);
}

TRADEPOST_ON_EVERY_ENGINE(CrashTest);

} // namespace

} // namespace tradepost
