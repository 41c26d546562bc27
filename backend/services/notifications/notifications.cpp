#include "backend/services/notifications/notifications.h"

#include "tradepost/identity/v1/events.pb.h"

#include <array>
#include <ctime>
#include <fmt/format.h>

namespace tradepost::notifications {

namespace {

std::string rfc5322Date(Micros now) {
    // Written out, because strftime's names depend on the locale.
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = now / 1'000'000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                       months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                       utc.tm_sec);
}

struct Text {
    std::string subject, body;
};

Text english(const MailFacts& facts, const std::string& token) {
    switch (facts.kind) {
    case MailTemplate::ConfirmAddress:
        return {"Confirm your email address",
                "You, or somebody with this address, asked for an account. To confirm it within a day, use:\n\n" +
                    token + "\n\nIf it was not you, do nothing: there is no account without this."};
    case MailTemplate::AlreadyRegistered:
        return {
            "You have an account already",
            "You, or somebody with this address, asked for an account. There is one already: sign in, or ask for a new "
            "password.\n\nIf it was not you, do nothing: nothing has changed."};
    case MailTemplate::ResetPassword:
        break;
    }
    return {"Choose a new password",
            "You, or somebody with this address, asked for a new password. To choose it within an hour, use:\n\n" +
                token + "\n\nIf it was not you, do nothing: your password has not changed."};
}

Text german(const MailFacts& facts, const std::string& token) {
    switch (facts.kind) {
    case MailTemplate::ConfirmAddress:
        return {"Bitte E-Mail-Adresse bestätigen",
                "Für diese Adresse wurde ein Konto angefragt. Zum Bestätigen innerhalb eines Tages:\n\n" + token +
                    "\n\nWenn das nicht von Ihnen kam, ist nichts zu tun: Ohne Bestätigung entsteht kein Konto."};
    case MailTemplate::AlreadyRegistered:
        return {"Sie haben schon ein Konto",
                "Für diese Adresse wurde ein Konto angefragt. Es gibt schon eines: Melden Sie sich an, oder fordern "
                "Sie ein "
                "neues Passwort an.\n\nWenn das nicht von Ihnen kam, ist nichts zu tun: Es hat sich nichts geändert."};
    case MailTemplate::ResetPassword:
        break;
    }
    return {"Neues Passwort wählen",
            "Für diese Adresse wurde ein neues Passwort angefragt. Zum Wählen innerhalb einer Stunde:\n\n" + token +
                "\n\nWenn das nicht von Ihnen kam, ist nichts zu tun: Ihr Passwort gilt weiter."};
}

std::string withCrlf(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += '\r';
        out += c;
    }
    return out;
}

} // namespace

Message compose(const MailFacts& facts, const Sender& sender, const Clock& clock, std::string_view messageId) {
    std::string token = facts.token;
    if (!sender.shopUrl.empty() && !token.empty())
        token = fmt::format("{}/{}?token={}", sender.shopUrl,
                            facts.kind == MailTemplate::ConfirmAddress ? "confirm" : "reset", facts.token);
    const bool inGerman = facts.language == "de" || facts.language.starts_with("de-");
    const Text text = inGerman ? german(facts, token) : english(facts, token);
    const std::string greeting =
        facts.name.empty() ? std::string() : fmt::format("{} {},\n\n", inGerman ? "Guten Tag" : "Hello", facts.name);
    // Addresses were checked when they were taken: one line without special characters.
    const std::string head = fmt::format(
        "Date: {}\nFrom: {}\nTo: {}\nSubject: {}\nMessage-ID: <{}@tradepost>\nAuto-Submitted: auto-generated\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
        "Content-Language: {}\n",
        rfc5322Date(clock.now()), headerText(sender.address), facts.to, headerText(text.subject), messageId,
        inGerman ? "de" : "en");
    return {std::string(messageId), withCrlf(head + "\n" + greeting + text.body + "\n")};
}

events::Consumer mailConsumer(sql::Database& database, Maildir& maildir, MailLookup lookup, Sender sender,
                              const Clock& clock) {
    events::Consumer consumer;
    consumer.name = "notifications.mail";
    consumer.types = {identity::v1::MailRequested::descriptor()->full_name()};
    consumer.database = &database;
    consumer.apply = [&maildir, lookup = std::move(lookup), sender = std::move(sender),
                      &clock](sql::Transaction&, const events::Delivered& delivered) -> Result<void> {
        const auto* request = delivered.event.as<identity::v1::MailRequested>();
        if (!request)
            return fail(Code::Internal, "BAD_EVENT", "The event cannot be read.");
        const auto facts = lookup(request->mail_id());
        if (!facts)
            return std::unexpected(facts.error());
        if (!*facts)
            return {};
        return maildir.deliver(compose(**facts, sender, clock, delivered.event.id.text()));
    };
    return consumer;
}

} // namespace tradepost::notifications
