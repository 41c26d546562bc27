#include "backend/services/identity/access_tokens.h"
#include "tests/backend/services/identity/fixture.h"
#include "tests/support/temporary_directory.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sodium.h>

namespace tradepost::identity {
namespace {

Claims claimsFor(const Clock& clock) {
    Claims claims;
    claims.user = UserId(12345678901234);
    claims.roles = {rpc::Role::SELLER, rpc::Role::MODERATOR};
    claims.sellers = {SellerId(55555555555555)};
    claims.session = 99999999999999;
    claims.rights = 3;
    claims.expires = clock.now() + 600'000'000;
    return claims;
}

class AccessTokensTest : public testing::Test {
protected:
    ManualClock clock;
    Keys keys = Keys::ofSeed({1, 2, 3});
    Revocations revocations;
    AccessTokens tokens{keys, revocations, clock, 32};
};

TEST_F(AccessTokensTest, SaysWhoCallsEachTime) {
    const std::string token = makeAccessToken(keys, claimsFor(clock), clock.now());
    for (int i = 0; i < 3; ++i) {
        const auto principal = tokens.authenticate(token);
        ASSERT_TRUE(principal) << principal.error().message;
        EXPECT_EQ(principal->user, UserId(12345678901234));
        EXPECT_EQ(principal->roles, (std::vector{rpc::Role::SELLER, rpc::Role::MODERATOR}));
        EXPECT_EQ(principal->sellers, std::vector{SellerId(55555555555555)});
        EXPECT_FALSE(principal->local);
    }
    EXPECT_EQ(tokens.stats().misses, 1);
    EXPECT_EQ(tokens.stats().hits, 2);
}

TEST_F(AccessTokensTest, RefusesWhatIsNotOurs) {
    const std::string token = makeAccessToken(keys, claimsFor(clock), clock.now());
    for (std::size_t i = 0; i < token.size(); i += 7) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(tokens.authenticate(changed)) << i;
    }
    const Keys others = Keys::ofSeed({9});
    EXPECT_FALSE(tokens.authenticate(makeAccessToken(others, claimsFor(clock), clock.now())));
    for (const std::string& bad :
         std::vector<std::string>{"", ".", "..", "a.b.c", "x", token.substr(0, token.size() / 2)})
        EXPECT_FALSE(tokens.authenticate(bad)) << bad;
    EXPECT_FALSE(tokens.authenticate(std::string(100'000, 'a')));
    // "alg": "none", the classic.
    const auto dot = token.find('.');
    const std::string unsigned_ =
        encodeBase64Url(R"({"alg":"none","typ":"JWT"})") + token.substr(dot, token.rfind('.') - dot);
    EXPECT_FALSE(tokens.authenticate(unsigned_ + "."));
    EXPECT_EQ(tokens.stats().entries, 0) << "forgeries must not push real tokens out";
}

TEST_F(AccessTokensTest, EndsWithItsTimeAlsoWhenCached) {
    const std::string token = makeAccessToken(keys, claimsFor(clock), clock.now());
    ASSERT_TRUE(tokens.authenticate(token));
    clock.advance(std::chrono::seconds(600));
    const auto late = tokens.authenticate(token);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().reason, "TOKEN_EXPIRED");
    EXPECT_EQ(late.error().code, Code::Unauthenticated);
}

TEST_F(AccessTokensTest, EndsWithItsSessionAndWithOlderRights) {
    const std::string token = makeAccessToken(keys, claimsFor(clock), clock.now());
    Claims newer = claimsFor(clock);
    newer.session = 77777777777777;
    newer.rights = 4;
    const std::string other = makeAccessToken(keys, newer, clock.now());
    ASSERT_TRUE(tokens.authenticate(token));
    revocations.add({1, 0, UserId(12345678901234), 4, clock.now() + 1'000'000});
    EXPECT_FALSE(tokens.authenticate(token));
    EXPECT_TRUE(tokens.authenticate(other));
    revocations.add({2, 77777777777777, UserId(), 0, clock.now() + 1'000'000});
    EXPECT_FALSE(tokens.authenticate(other));
    revocations.dropExpired(clock.now() + 2'000'000);
    EXPECT_EQ(revocations.size(), 0);
}

TEST_F(AccessTokensTest, KeepsABoundedNumber) {
    for (int i = 0; i < 1000; ++i) {
        Claims claims = claimsFor(clock);
        claims.session += i;
        ASSERT_TRUE(tokens.authenticate(makeAccessToken(keys, claims, clock.now())));
    }
    EXPECT_LE(tokens.stats().entries, 32);
}

TEST(Keys, AreMadeOnceForTheirOwnerOnly) {
    test::TemporaryDirectory directory;
    const std::string file = directory.path() + "/identity.key";
    const auto made = Keys::open(file);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto again = Keys::open(file);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->verify("text", made->sign("text")));
    EXPECT_FALSE(again->verify("text!", made->sign("text")));
    EXPECT_NE(made->derive("mail", "x"), made->derive("pages", "x"));

    std::filesystem::permissions(file, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    const auto exposed = Keys::open(file);
    ASSERT_FALSE(exposed);
    EXPECT_EQ(exposed.error().reason, "KEY_FILE_EXPOSED");
    std::filesystem::permissions(file, std::filesystem::perms::owner_read, std::filesystem::perm_options::replace);
    std::filesystem::remove(file);
    std::ofstream(file) << "short\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read, std::filesystem::perm_options::replace);
    const auto damaged = Keys::open(file);
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().reason, "KEY_FILE_UNUSABLE");
}

} // namespace
} // namespace tradepost::identity
