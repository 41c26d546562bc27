#include "tests/backend/services/checkout/shop.h"

namespace tradepost {

namespace {

// Many shoppers, each with a call of their own under way, for fewer units than they want.
class RaceTest : public ShopTest {
public:
    Task<void> buy(std::int64_t user, bool holdFirst) {
        rpc::Context context = shopper(user);
        cart::v1::AddCartLineRequest request;
        request.mutable_line()->set_product_id(lamp.text());
        request.mutable_line()->set_sku("LAMP-1");
        request.mutable_line()->set_quantity(1);
        const auto cart = co_await carts->addCartLine(context, request);
        if (!cart) {
            ++(cart.error().reason == "OUT_OF_STOCK" ? refused : unexpected);
            co_return;
        }
        const auto checkout = co_await carts->createCheckout(context, checkoutOf(*cart, "pm_card_visa", "k", 20'000));
        if (!checkout)
            ++unexpected;
        else if (checkout->state() == cart::v1::CONFIRMED)
            ++bought;
        else if (checkout->failure() == checkout::v1::OUT_OF_STOCK && !holdFirst)
            ++refused;
        else
            ++unexpected;
    }
    void race(int buyers, int units, bool holdFirst) {
        receive("LAMP-1", units);
        std::vector<std::future<void>> all;
        for (int i = 0; i < buyers; ++i)
            all.push_back(boost::asio::co_spawn(*io, buy(100 + i, holdFirst), boost::asio::use_future));
        for (auto& each : all)
            each.get();
        EXPECT_EQ(bought, units);
        EXPECT_EQ(refused, buyers - units);
        EXPECT_EQ(unexpected, 0);
        expectSettled("LAMP-1", units, units, 1999);
        EXPECT_EQ(taken().captured, units);
    }
    int bought = 0, refused = 0, unexpected = 0; // of the one I/O thread
};

TEST_P(RaceTest, ExactlyAsManyAreSoldAsThereAre) {
    race(200, 20, true);
}

TEST_P(RaceTest, AlsoWhenTheGatewayTakesFewAtOnce) {
    close();
    collecting.atOnce = 2;
    open();
    race(60, 40, true);
}

TEST_P(RaceTest, AlsoWhenNothingIsHeldInCarts) {
    close();
    cartConfig.holdInCart = false;
    open();
    race(100, 20, false);
}

TRADEPOST_ON_EVERY_ENGINE(RaceTest);

} // namespace

} // namespace tradepost
