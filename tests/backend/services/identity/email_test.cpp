#include "backend/services/identity/email.h"

#include <gtest/gtest.h>

namespace tradepost::identity {
namespace {

TEST(Email, TakesAddressesThatCanBeWrittenTo) {
    EXPECT_EQ(checkEmail("  Ada.Lovelace+shop@Example.com \n", "email").value_or(""), "Ada.Lovelace+shop@Example.com");
    EXPECT_TRUE(checkEmail("o'brien@münchen.example", "email"));
    EXPECT_TRUE(checkEmail("owner@localhost", "email"));
}

TEST(Email, RefusesTheRestByField) {
    for (const char* bad :
         {"", "ada", "@example.com", "ada@", "a b@example.com", "ada@exa mple.com", "ada@.example.com",
          "ada@example..com", "ada@example.com\nBcc: x@y.z", "\"a\"@example.com", "a@b@c.d", "ada@ex_mple,com"}) {
        const auto checked = checkEmail(bad, "user.email");
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().field, "user.email");
    }
    EXPECT_FALSE(checkEmail(std::string(65, 'a') + "@example.com", "email"));
    EXPECT_FALSE(checkEmail("a@" + std::string(254, 'b'), "email"));
}

TEST(Email, OneKeyForOneMailbox) {
    EXPECT_EQ(emailKey(" ADA@Example.COM "), "ada@example.com");
    EXPECT_EQ(emailKey("Straße@example.com"), emailKey("STRASSE@example.com"));
    EXPECT_EQ(emailKey("ａｄａ@example.com"), "ada@example.com");
    EXPECT_NE(emailKey("ada@example.com"), emailKey("ada@example.org"));
}

} // namespace
} // namespace tradepost::identity
