#include "tests/backend/services/identity/fixture.h"
#include "tradepost/identity/v1/events.pb.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tradepost::identity {

std::optional<OutgoingMail> IdentityTest::lastMail() {
    std::string id;
    for (const events::Delivered& delivered : events()) {
        v1::MailRequested request;
        if (delivered.event.type == v1::MailRequested::descriptor()->full_name() &&
            request.ParseFromString(delivered.event.payload.bytes()))
            id = request.mail_id();
    }
    return service->mailToSend(id).value();
}

namespace {

class AccountsTest : public IdentityTest {
protected:
    Result<google::protobuf::Empty> registerShopper(const std::string& email) {
        v1::RegisterShopperRequest request;
        request.set_email(email);
        request.set_password(password);
        request.set_display_name("Ada L");
        request.set_language("de-AT");
        return run(service->registerShopper(context, request));
    }
    Result<v1::Session> confirm(const std::string& token) {
        v1::ConfirmShopperRequest request;
        request.set_token(token);
        return run(service->confirmShopper(context, request));
    }
    Result<google::protobuf::Empty> requestReset(const std::string& email) {
        v1::RequestPasswordResetRequest request;
        request.set_email(email);
        return run(service->requestPasswordReset(context, request));
    }
    Result<google::protobuf::Empty> reset(const std::string& token, const std::string& newPassword) {
        v1::ResetPasswordRequest request;
        request.set_token(token);
        request.set_password(newPassword);
        return run(service->resetPassword(context, request));
    }
};

TEST_P(AccountsTest, ShoppersConfirmTheirAddressOnce) {
    ASSERT_TRUE(registerShopper("Ada@Example.com"));
    EXPECT_FALSE(signIn("ada@example.com", password)) << "not before it is confirmed";
    const auto mail = lastMail();
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->to, "Ada@Example.com");
    EXPECT_EQ(mail->language, "de-AT");
    EXPECT_EQ(mail->kind, store::MailKind::ConfirmAddress);

    const auto session = confirm(mail->token);
    ASSERT_TRUE(session) << session.error().message;
    EXPECT_EQ(session->user().display_name(), "Ada L");
    EXPECT_EQ(session->user().roles_size(), 1);
    EXPECT_EQ(session->user().roles(0), rpc::Role::SHOPPER);
    EXPECT_TRUE(signIn("ada@example.com", password));
    const auto again = confirm(mail->token);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().field, "token");
    EXPECT_FALSE(lastMail()) << "what was used is not mailed again";
}

TEST_P(AccountsTest, TokensAreOnlyGoodForWhatTheyWereMadeForAndForAWhile) {
    addUser("grace@example.com", {rpc::Role::SHOPPER});
    ASSERT_TRUE(registerShopper("ada@example.com"));
    const std::string confirmation = lastMail()->token;
    ASSERT_TRUE(requestReset("grace@example.com"));
    const std::string resetting = lastMail()->token;
    EXPECT_FALSE(confirm(resetting));
    EXPECT_FALSE(reset(confirmation, "a new password"));
    std::string forged = confirmation;
    forged[0] = forged[0] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(confirm(forged));
    EXPECT_FALSE(confirm("nonsense"));
    clock.advance(std::chrono::hours(2));
    EXPECT_FALSE(reset(resetting, "a new password"));
    clock.advance(std::chrono::hours(23));
    EXPECT_FALSE(confirm(confirmation));
}

TEST_P(AccountsTest, AnswersTheSameForAKnownAddressAndTellsItsOwner) {
    addUser("ada@example.com", {rpc::Role::SHOPPER});
    ASSERT_TRUE(registerShopper("ADA@example.com"));
    const auto mail = lastMail();
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->kind, store::MailKind::AlreadyRegistered);
    EXPECT_EQ(mail->to, "ada@example.com");
    EXPECT_TRUE(mail->token.empty());
    ASSERT_TRUE(requestReset("nobody@example.com"));
    EXPECT_FALSE(lastMail()) << "nobody to write to";
}

TEST_P(AccountsTest, AResetEndsEverySessionAndEveryOtherToken) {
    addUser("ada@example.com", {rpc::Role::SHOPPER});
    const auto session = signIn("ada@example.com", password);
    ASSERT_TRUE(requestReset("Ada@example.com"));
    const std::string first = lastMail()->token;
    ASSERT_TRUE(requestReset("ada@example.com"));
    const std::string second = lastMail()->token;
    const auto shortOne = reset(second, "short");
    ASSERT_FALSE(shortOne);
    EXPECT_EQ(shortOne.error().field, "password");
    ASSERT_TRUE(reset(second, "a new password"));
    EXPECT_FALSE(reset(second, "a newer password"));
    EXPECT_FALSE(reset(first, "a newer password"));
    EXPECT_FALSE(authenticate(session->access_token()));
    EXPECT_FALSE(refresh(session->refresh_token()));
    EXPECT_FALSE(signIn("ada@example.com", password));
    const auto fresh = signIn("ada@example.com", "a new password");
    ASSERT_TRUE(fresh) << fresh.error().message;
    EXPECT_TRUE(authenticate(fresh->access_token()));
}

TEST_P(AccountsTest, WritesAnAddressFewMailsAnHour) {
    addUser("ada@example.com", {rpc::Role::SHOPPER});
    const auto before = events().size();
    for (int i = 0; i < 12; ++i)
        EXPECT_TRUE(requestReset("ada@example.com"));
    EXPECT_EQ(events().size() - before, 5);
    clock.advance(std::chrono::seconds(3700));
    EXPECT_TRUE(requestReset("ada@example.com"));
    EXPECT_EQ(events().size() - before, 6);
}

TEST_P(AccountsTest, LetsOnlyTheFirstToConfirmHaveTheAddress) {
    ASSERT_TRUE(registerShopper("ada@example.com"));
    const std::string first = lastMail()->token;
    ASSERT_TRUE(registerShopper("ada@example.com"));
    const std::string second = lastMail()->token;
    EXPECT_TRUE(confirm(second));
    EXPECT_FALSE(confirm(first));
}

TEST_P(AccountsTest, KeepsAddressesNamesAndSecretsOutOfEvents) {
    ASSERT_TRUE(registerShopper("very.private@example.com"));
    const std::string token = lastMail()->token;
    const auto session = confirm(token);
    ASSERT_TRUE(requestReset("very.private@example.com"));
    const std::string resetToken = lastMail()->token;
    ASSERT_TRUE(reset(resetToken, "another secret"));
    ASSERT_GE(events().size(), 4);
    for (const events::Delivered& delivered : events())
        for (const std::string& secret :
             {std::string("very.private"), std::string("Ada"), std::string("example.com"), token, resetToken,
              session->refresh_token(), session->access_token(), password}) {
            EXPECT_EQ(delivered.event.payload.bytes().find(secret), std::string::npos) << delivered.event.type;
            EXPECT_EQ(delivered.event.key.find(secret), std::string::npos) << delivered.event.type;
        }
    const auto stored = db().readNow([](sql::Reader& reader) -> Result<std::string> {
        std::string all;
        reader.each("SELECT hash FROM identity_refresh_tokens",
                    [&](const sql::Row& row) { all += row.text(0) + "\n"; });
        reader.each("SELECT password_hash FROM identity_users",
                    [&](const sql::Row& row) { all += row.text(0) + "\n"; });
        return all;
    });
    EXPECT_EQ(stored->find(session->refresh_token()), std::string::npos);
    EXPECT_EQ(stored->find(password), std::string::npos);
    EXPECT_NE(stored->find("$argon2id$"), std::string::npos);
}

TRADEPOST_ON_EVERY_ENGINE(AccountsTest);

} // namespace
} // namespace tradepost::identity
