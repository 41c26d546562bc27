#include "backend/services/identity/sign_in_throttle.h"
#include "tests/backend/services/identity/fixture.h"

#include <gtest/gtest.h>

namespace tradepost::identity {
namespace {

using std::chrono::seconds;

TEST(SignInThrottle, DoublesTheWaitAndSaysHowLong) {
    ManualClock clock;
    SignInThrottle throttle(
        clock, {.free = 3, .first = seconds(1), .most = seconds(4), .memory = seconds(100), .capacity = 10});
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(throttle.attempt("ada")) << i;
    for (const int wait : {1, 2, 4, 4, 4}) {
        const auto slowed = throttle.attempt("ada");
        ASSERT_FALSE(slowed);
        EXPECT_EQ(slowed.error().code, Code::ResourceExhausted);
        EXPECT_EQ(slowed.error().reason, "SIGN_IN_SLOWED");
        EXPECT_NE(slowed.error().message.find(" " + std::to_string(wait) + " second"), std::string::npos)
            << slowed.error().message;
        EXPECT_TRUE(throttle.attempt("eve")) << "others are not slowed";
        throttle.succeeded("eve");
        clock.advance(seconds(wait));
        EXPECT_TRUE(throttle.attempt("ada"));
    }
    clock.advance(seconds(101));
    EXPECT_TRUE(throttle.attempt("ada"));
    EXPECT_TRUE(throttle.attempt("ada")) << "forgotten by now";
}

TEST(SignInThrottle, ForgetsWithSuccessAndTakesBackOne) {
    ManualClock clock;
    SignInThrottle throttle(
        clock, {.free = 2, .first = seconds(1), .most = seconds(4), .memory = seconds(100), .capacity = 10});
    EXPECT_TRUE(throttle.attempt("ada"));
    EXPECT_TRUE(throttle.attempt("ada"));
    throttle.takeBack("ada");
    EXPECT_TRUE(throttle.attempt("ada"));
    EXPECT_FALSE(throttle.attempt("ada")) << "the first attempt still counts";
    throttle.succeeded("ada");
    EXPECT_TRUE(throttle.attempt("ada"));
    EXPECT_TRUE(throttle.attempt("ada"));
    EXPECT_FALSE(throttle.attempt("ada"));
}

TEST(SignInThrottle, HoldsABoundedTable) {
    ManualClock clock;
    SignInThrottle throttle(
        clock, {.free = 2, .first = seconds(1), .most = seconds(4), .memory = seconds(100), .capacity = 10});
    for (int i = 0; i < 1000; ++i)
        EXPECT_TRUE(throttle.attempt("somebody" + std::to_string(i)));
    EXPECT_EQ(throttle.size(), 10);
}

} // namespace
} // namespace tradepost::identity
