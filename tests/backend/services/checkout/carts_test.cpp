#include "tests/backend/services/checkout/shop.h"

namespace tradepost {

namespace {

using CartsTest = ShopTest;
using cart::v1::CartMessage;

TEST_P(CartsTest, HoldsWhatIsInItAndNoMore) {
    receive("LAMP-1", 3);
    rpc::Context ada = shopper(11), bob = shopper(12);
    ASSERT_TRUE(add(ada, lamp, "LAMP-1", 2));
    const auto refused = add(bob, lamp, "LAMP-1", 2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "OUT_OF_STOCK");
    EXPECT_EQ(refused.error().field, "line.quantity");
    EXPECT_EQ(refused.error().message, "Only 1 of LAMP-1 are left.");
    EXPECT_EQ(look(bob).lines_size(), 0);
    auto his = add(bob, lamp, "LAMP-1", 1);
    ASSERT_TRUE(his);
    EXPECT_GT(his->hold_expire_time().seconds(), 0);
    // More of the same is refused and leaves the line as it was.
    EXPECT_EQ(add(bob, lamp, "LAMP-1", 1).error().reason, "OUT_OF_STOCK");
    EXPECT_EQ(look(bob).lines(0).quantity(), 1);
    cart::v1::RemoveCartLineRequest remove;
    remove.set_id(look(ada).lines(0).id());
    EXPECT_EQ(call(carts, &cart::CartService::removeCartLine, ada, remove).value().lines_size(), 0);
    EXPECT_EQ(figures("LAMP-1").reserved(), 1);
    EXPECT_TRUE(add(bob, lamp, "LAMP-1", 2));
}

TEST_P(CartsTest, TellsWhatChangedSince) {
    receive("LAMP-1", 2);
    const ProductId chair(8'000'002);
    sell(chair, "CHAIR-1", 500);
    receive("CHAIR-1", 1);
    rpc::Context ada = shopper(11), bob = shopper(12);
    ASSERT_TRUE(add(ada, lamp, "LAMP-1", 2));
    const auto before = add(ada, chair, "CHAIR-1").value();
    EXPECT_EQ(before.total().amount_minor(), 2 * 1999 + 500);

    // Her hold runs out, somebody else takes one, and the price rises.
    clock.advance(std::chrono::seconds(3601));
    ASSERT_GT(run(stock->expireHolds(10)).value(), 0);
    ASSERT_TRUE(add(bob, lamp, "LAMP-1", 1));
    sell(chair, "CHAIR-1", 600);
    auto now = look(ada);
    EXPECT_EQ(now.hold_expire_time().seconds(), 0); // an hour after the last change nothing is kept for her
    EXPECT_EQ(now.lines(1).messages(0).kind(), CartMessage::PRICE_CHANGED);
    EXPECT_EQ(now.lines(1).messages(0).old_price().amount_minor(), 500);
    EXPECT_FALSE(now.lines(1).messages(0).blocks());
    EXPECT_NE(now.etag(), before.etag());
    const auto stale = checkOut(ada, before, "pm_card_visa");
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().reason, "STALE_ETAG");
    EXPECT_EQ(dynamic_cast<const cart::v1::Cart*>(ada.errorDetail.get())->total().amount_minor(), 2 * 1999 + 600);

    // Changing something makes her a shopper again, who hears what is left.
    cart::v1::SetCartLineQuantityRequest keep;
    keep.set_id(now.lines(1).id());
    keep.set_quantity(1);
    now = call(carts, &cart::CartService::setCartLineQuantity, ada, keep).value();
    ASSERT_EQ(now.lines(0).messages_size(), 1);
    EXPECT_EQ(now.lines(0).messages(0).kind(), CartMessage::ONLY_SOME_LEFT);
    EXPECT_EQ(now.lines(0).messages(0).available(), 1);
    EXPECT_TRUE(now.lines(1).messages().empty()); // she has seen the new price

    catalog::v1::Product gone;
    gone.set_id(lamp.text());
    gone.set_state(catalog::v1::UNPUBLISHED);
    catalog.put(gone);
    now = look(ada);
    EXPECT_EQ(now.lines(0).messages(0).kind(), CartMessage::NOT_ON_SALE);
    EXPECT_EQ(now.total().amount_minor(), 600);
    EXPECT_EQ(checkOut(ada, now, "pm_card_visa").error().reason, "CART_BLOCKED");
}

TEST_P(CartsTest, RefusesByField) {
    receive("LAMP-1", 5000);
    rpc::Context ada = shopper(11);
    EXPECT_EQ(add(ada, ProductId(99), "X").error().field, "line.product_id");
    EXPECT_EQ(add(ada, lamp, "LAMP-2").error().field, "line.sku");
    EXPECT_EQ(add(ada, lamp, "LAMP-1", 1001).error().reason, "TOO_MANY");
    const auto cart = add(ada, lamp, "LAMP-1").value();
    rpc::Context guest;
    guest.principal.roles = {rpc::Role::GUEST};
    guest.principal.guestId = "g-1";
    const auto theirs = add(guest, lamp, "LAMP-1").value();
    EXPECT_EQ(checkOut(guest, theirs, "pm_card_visa").error().field, "email");
    const ProductId yen(8'000'003);
    catalog::v1::Product product;
    product.set_id(yen.text());
    product.set_seller_id(seller.text());
    product.set_state(catalog::v1::PUBLISHED);
    product.add_variants()->set_sku("FAN-1");
    product.mutable_variants(0)->mutable_price()->set_amount_minor(100);
    product.mutable_variants(0)->mutable_price()->set_currency("JPY");
    catalog.put(product);
    EXPECT_EQ(add(ada, yen, "FAN-1").error().reason, "ANOTHER_CURRENCY");
}

TEST_P(CartsTest, AGuestsCartIsTakenOver) {
    receive("LAMP-1", 4);
    const ProductId chair(8'000'002);
    sell(chair, "CHAIR-1", 500);
    receive("CHAIR-1", 1);
    rpc::Context guest, ada = shopper(11);
    guest.principal.roles = {rpc::Role::GUEST};
    guest.principal.guestId = "g-1";
    ASSERT_TRUE(add(guest, lamp, "LAMP-1", 3));
    ASSERT_TRUE(add(guest, chair, "CHAIR-1"));
    ASSERT_TRUE(add(ada, lamp, "LAMP-1", 1));
    cart::v1::MergeGuestCartRequest merge;
    merge.set_guest_token("g-1");
    const auto merged = call(carts, &cart::CartService::mergeGuestCart, ada, merge).value();
    ASSERT_EQ(merged.lines_size(), 2);
    EXPECT_EQ(merged.lines(0).quantity(), 3);
    EXPECT_TRUE(merged.lines(0).messages().empty() && merged.lines(1).messages().empty());
    EXPECT_EQ(figures("LAMP-1").reserved(), 3);
    EXPECT_EQ(figures("CHAIR-1").reserved(), 1);
    EXPECT_EQ(look(guest).lines_size(), 0);
    EXPECT_EQ(call(carts, &cart::CartService::mergeGuestCart, ada, merge).value().lines_size(), 2); // again
}

TEST_P(CartsTest, SurvivesARestart) {
    receive("LAMP-1", 4);
    rpc::Context ada = shopper(11);
    const auto before = add(ada, lamp, "LAMP-1", 3).value();
    close();
    reopen();
    open();
    const auto after = look(ada);
    EXPECT_EQ(after.etag(), before.etag());
    EXPECT_EQ(after.lines(0).quantity(), 3);
    EXPECT_EQ(figures("LAMP-1").reserved(), 3);
}

TRADEPOST_ON_EVERY_ENGINE(CartsTest);

} // namespace

} // namespace tradepost
