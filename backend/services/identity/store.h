#pragma once

#include "backend/base/ids.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/context.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/identity/revocations.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The tables of identity. Functions run inside a read or write of its database.
namespace tradepost::identity::store {

sql::Schema schema(); // component "identity"

struct User {
    UserId id;
    std::string email;    // as the person writes it
    std::string emailKey; // unique
    std::string displayName;
    std::string passwordHash; // "" : no password opens this account
    std::vector<rpc::Role> roles;
    std::vector<SellerId> sellers;
    bool disabled = false;
    std::int64_t revision = 1;
    std::int64_t rights = 1; // counts up when access tokens made so far must not be used any more
    Micros created = 0;
};

std::optional<User> userById(sql::Reader& reader, UserId id);
std::optional<User> userByEmailKey(sql::Reader& reader, std::string_view emailKey);
std::optional<User> firstAdmin(sql::Reader& reader); // the oldest that is not disabled
// Whether somebody besides `except` is an admin and not disabled.
bool anotherAdmin(sql::Reader& reader, UserId except);
void insertUser(sql::Transaction& tx, const User& user);
void updateUser(sql::Transaction& tx, const User& user); // as given, revision included
void setPasswordHash(sql::Transaction& tx, UserId id, std::string_view hash);

const std::vector<query::Field>& userFields();
// The sort values of a row come back beside it, for the page token.
struct UserPage {
    std::vector<User> users;
    std::vector<sql::Value> lastRow;
    bool more = false;
};
UserPage listUsers(sql::Reader& reader, const query::Condition& filter, const std::vector<query::SortKey>& order,
                   const std::vector<sql::Value>& after, std::int64_t limit);

struct Seller {
    SellerId id;
    std::string name;
    std::string slug; // unique
    Micros created = 0;
};
std::optional<Seller> sellerById(sql::Reader& reader, SellerId id);
std::vector<Seller> sellersAfter(sql::Reader& reader, SellerId after, std::int64_t limit); // by id
void insertSeller(sql::Transaction& tx, const Seller& seller);

// A session is a family of refresh tokens, of which one is current; the others have been exchanged for it.
struct Session {
    std::int64_t id = 0;
    UserId user;
    Micros created = 0;
    Micros expires = 0;
    std::int64_t generation = 1; // of the current refresh token
};
void insertSession(sql::Transaction& tx, const Session& session, std::string_view tokenHash);
struct FoundToken {
    Session session;
    std::int64_t generation = 0;
    bool current() const { return generation == session.generation; }
};
std::optional<FoundToken> sessionByToken(sql::Reader& reader, std::string_view tokenHash);
void rotate(sql::Transaction& tx, const Session& session, std::string_view tokenHash); // session: as it is afterwards
void deleteSession(sql::Transaction& tx, std::int64_t session);
std::vector<std::int64_t> sessionsOf(sql::Reader& reader, UserId user); // oldest first

void insertRevocation(sql::Transaction& tx, const Revocation& revocation); // its position comes from the table
std::vector<Revocation> revocationsAfter(sql::Reader& reader, std::int64_t position, Micros now);

enum class MailKind { ConfirmAddress = 1, AlreadyRegistered = 2, ResetPassword = 3 };
struct Mail {
    std::int64_t id = 0;
    MailKind kind = MailKind::ConfirmAddress;
    UserId user;                   // or falsy while the registration is not confirmed
    std::int64_t registration = 0; // or 0
    Micros created = 0;
    Micros expires = 0;
    bool used = false; // its token has done its work
};
void insertMail(sql::Transaction& tx, const Mail& mail);
std::optional<Mail> mailById(sql::Reader& reader, std::int64_t id);
void useMail(sql::Transaction& tx, std::int64_t id);
void useMailsOf(sql::Transaction& tx, UserId user, MailKind kind);
std::int64_t mailsTo(sql::Reader& reader, std::string_view emailKey, Micros since);

// A shopper who has not confirmed the address yet. Several may wait for one address; who confirms first has it.
struct Registration {
    std::int64_t id = 0;
    std::string email, emailKey, displayName, language, passwordHash;
    Micros created = 0;
    Micros expires = 0;
};
void insertRegistration(sql::Transaction& tx, const Registration& registration);
std::optional<Registration> registrationById(sql::Reader& reader, std::int64_t id);
void deleteRegistrationsOf(sql::Transaction& tx, std::string_view emailKey);

// Drops what has expired, some hundred rows of each kind at a time; answers with their number.
std::int64_t purge(sql::Transaction& tx, Micros now);

} // namespace tradepost::identity::store
