#pragma once

#include "backend/platform/events/events.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/notifications/maildir.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tradepost::notifications {

enum class MailTemplate { ConfirmAddress, AlreadyRegistered, ResetPassword };

// What a mail is made of. Exists only while it is being sent.
struct MailFacts {
    MailTemplate kind = MailTemplate::ConfirmAddress;
    std::string to, name, language;
    std::string token; // empty: none
};

// Asks the owner of the addresses; nothing: the mail is not to be sent any more. Blocking, on the consumer's thread.
using MailLookup = std::function<Result<std::optional<MailFacts>>(std::string_view mailId)>;

struct Sender {
    std::string address = "no-reply@localhost"; // of the From header
    std::string shopUrl;                        // "https://shop.example": tokens become links to it; empty: bare tokens
};

// The mail's text in the language asked for, English or German.
Message compose(const MailFacts& facts, const Sender& sender, const Clock& clock, std::string_view messageId);

// Sends the mails that events ask for (tradepost.identity.v1.MailRequested), each once unless the program is killed
// between the delivery and its commit: then the same file is written again. `database` is migrated with
// events::Outbox::schema(). What it is given outlives the feed's threads.
events::Consumer mailConsumer(sql::Database& database, Maildir& maildir, MailLookup lookup, Sender sender,
                              const Clock& clock);

} // namespace tradepost::notifications
