#include "backend/platform/rpc/context.h"

#include <gtest/gtest.h>

namespace tradepost::rpc {

TEST(Principal, AdminHasEveryRole) {
    Principal admin;
    admin.roles = {Role::ADMIN};
    EXPECT_TRUE(admin.has(Role::OPERATOR));
    Principal moderator;
    moderator.roles = {Role::SHOPPER, Role::MODERATOR};
    EXPECT_TRUE(moderator.has(Role::MODERATOR));
    EXPECT_FALSE(moderator.has(Role::OPERATOR));
    EXPECT_TRUE(Principal().has(Role::ANYONE));
    EXPECT_FALSE(Principal().has(Role::GUEST));
}

TEST(Principal, ActsOnlyForItsOwnSellers) {
    Principal seller;
    seller.roles = {Role::SELLER};
    seller.sellers = {SellerId(1), SellerId(2)};
    EXPECT_TRUE(seller.actsFor(SellerId(2)));
    EXPECT_FALSE(seller.actsFor(SellerId(3)));
    EXPECT_FALSE(seller.actsFor(SellerId()));
    Principal admin;
    admin.roles = {Role::ADMIN};
    admin.sellers = {SellerId(1)};
    EXPECT_FALSE(admin.actsFor(SellerId(1)));
}

TEST(Context, TellsWhoListensOnce) {
    Context context;
    int heard = 0, gone = 0;
    const auto listening = context.onCancel([&] { ++heard; });
    {
        const auto ended = context.onCancel([&] { ++gone; });
    }
    context.cancel();
    context.cancel();
    EXPECT_TRUE(context.cancelled());
    EXPECT_EQ(heard, 1);
    EXPECT_EQ(gone, 0);
    int late = 0;
    const auto lateHandle = context.onCancel([&] { ++late; });
    EXPECT_EQ(late, 1);
}

TEST(Context, ACopyIsTheSameCallAndAChildAnother) {
    Context context;
    const Context copy = context;
    Context child = context.child();
    child.cancel();
    EXPECT_FALSE(context.cancelled());
    context.cancel();
    EXPECT_TRUE(copy.cancelled());
}

} // namespace tradepost::rpc
