#include "backend/services/notifications/notifications.h"
#include "tests/backend/services/identity/fixture.h"
#include "tests/support/temporary_directory.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace tradepost::notifications {
namespace {

std::vector<std::string> mailsIn(const std::string& directory) {
    std::vector<std::string> mails;
    for (const auto& entry : std::filesystem::directory_iterator(directory + "/new")) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        mails.push_back(text.str());
    }
    return mails;
}

TEST(Mail, IsOneMessageOfSafeLines) {
    const MailFacts facts{MailTemplate::ResetPassword, "ada@example.com", "Ada", "de-AT", "TOKEN"};
    const Message message = compose(facts, {"shop@example.com", "https://shop.example"}, systemClock(), "id1");
    EXPECT_NE(message.content.find("To: ada@example.com\r\n"), std::string::npos);
    EXPECT_NE(message.content.find("Subject: =?UTF-8?B?"), std::string::npos);
    EXPECT_NE(message.content.find("https://shop.example/reset?token=TOKEN"), std::string::npos);
    EXPECT_NE(message.content.find("\r\n\r\nGuten Tag Ada,\r\n"), std::string::npos);
    EXPECT_EQ(message.content.find("\n\n"), std::string::npos);
    for (std::size_t at = 0; (at = message.content.find('\n', at)) != std::string::npos; ++at)
        EXPECT_EQ(message.content[at - 1], '\r');
}

TEST(Mail, EncodesHeadersThatAreNotPlain) {
    EXPECT_EQ(headerText("plain text"), "plain text");
    EXPECT_EQ(headerText("ä"), "=?UTF-8?B?w6Q=?=");
    EXPECT_EQ(headerText("a\r\nBcc: x@y.z").find('\n'), std::string::npos);
    EXPECT_EQ(headerText("a\r\nBcc: x@y.z").find("Bcc"), std::string::npos);
}

TEST(Mail, IsDeliveredOnceByTheFeed) {
    identity::ManualClock clock;
    IdSource ids(clock, 3);
    test::TestDatabase database(test::Engine::Sqlite);
    ASSERT_TRUE(database->migrate(events::Outbox::schema()));
    ASSERT_TRUE(database->migrate(identity::store::schema()));
    events::Outbox outbox(*database, "identity", clock, ids);
    const identity::Keys keys = identity::Keys::ofSeed({5});
    identity::Config config;
    config.passwordCost = {1, 8192};
    identity::Service service(*database, outbox, keys, clock, ids, config);

    const std::string directory = database.directory() + "/mail";
    auto maildir = Maildir::open(directory);
    ASSERT_TRUE(maildir);
    EXPECT_EQ(std::filesystem::status(directory).permissions(), std::filesystem::perms::owner_all);
    const auto feed = events::openSqlFeed(systemClock());
    const MailLookup lookup = [&](std::string_view id) -> Result<std::optional<MailFacts>> {
        const auto mail = service.mailToSend(id);
        if (!mail)
            return std::unexpected(mail.error());
        if (!*mail)
            return std::nullopt;
        return MailFacts{static_cast<MailTemplate>(static_cast<int>((*mail)->kind) - 1), (*mail)->to, (*mail)->name,
                         (*mail)->language, (*mail)->token};
    };
    ASSERT_TRUE(feed->subscribe(outbox, mailConsumer(*database, *maildir, lookup, {}, clock)));
    feed->start();

    rpc::Context context;
    identity::v1::RegisterShopperRequest request;
    request.set_email("ada@example.com");
    request.set_password("correct horse battery");
    ASSERT_TRUE(identity::run(service.registerShopper(context, request)));
    const auto end =
        database->readNow([&](sql::Reader& reader) -> Result<events::Position> { return outbox.end(reader); });
    ASSERT_TRUE(identity::run(feed->passed("notifications.mail", *end, std::chrono::seconds(10))));
    const auto mails = mailsIn(directory);
    ASSERT_EQ(mails.size(), 1);
    EXPECT_NE(mails[0].find("To: ada@example.com\r\n"), std::string::npos);

    // What the mail holds is the token.
    const auto at = mails[0].find("use:\r\n\r\n") + 8;
    identity::v1::ConfirmShopperRequest confirm;
    confirm.set_token(mails[0].substr(at, mails[0].find('\r', at) - at));
    const auto session = identity::run(service.confirmShopper(context, confirm));
    EXPECT_TRUE(session) << session.error().message;
    feed->stop();
}

} // namespace
} // namespace tradepost::notifications
