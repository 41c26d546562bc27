#include "backend/services/identity/store.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::identity::store {

namespace {

constexpr std::string_view userColumns =
    "u.id, u.email, u.email_key, u.display_name, u.password_hash, u.disabled, u.revision, u.rights, u.created_at";

User userOf(const sql::Row& row) {
    User user;
    user.id = UserId(row.integer(0));
    user.email = row.text(1);
    user.emailKey = row.text(2);
    user.displayName = row.text(3);
    user.passwordHash = row.text(4);
    user.disabled = row.integer(5) != 0;
    user.revision = row.integer(6);
    user.rights = row.integer(7);
    user.created = row.integer(8);
    return user;
}

void readRights(sql::Reader& reader, User& user) {
    user.roles = reader.all(
        "SELECT role FROM identity_user_roles WHERE user_id = ? ORDER BY role",
        [](const sql::Row& row) { return static_cast<rpc::Role>(row.integer(0)); }, user.id.value());
    user.sellers = reader.all(
        "SELECT seller_id FROM identity_user_sellers WHERE user_id = ? ORDER BY seller_id",
        [](const sql::Row& row) { return SellerId(row.integer(0)); }, user.id.value());
}

std::optional<User> withRights(sql::Reader& reader, std::optional<User> user) {
    if (user)
        readRights(reader, *user);
    return user;
}

void writeRights(sql::Transaction& tx, const User& user) {
    for (const rpc::Role role : user.roles)
        tx.exec("INSERT INTO identity_user_roles (user_id, role) VALUES (?, ?)", user.id.value(), role);
    for (const SellerId seller : user.sellers)
        tx.exec("INSERT INTO identity_user_sellers (user_id, seller_id) VALUES (?, ?)", user.id.value(),
                seller.value());
}

Seller sellerOf(const sql::Row& row) {
    return {SellerId(row.integer(0)), row.text(1), row.text(2), row.integer(3)};
}

} // namespace

std::optional<User> userById(sql::Reader& reader, UserId id) {
    static const std::string text = fmt::format("SELECT {} FROM identity_users u WHERE u.id = ?", userColumns);
    return withRights(reader, reader.one(text, userOf, id.value()));
}

std::optional<User> userByEmailKey(sql::Reader& reader, std::string_view emailKey) {
    static const std::string text = fmt::format("SELECT {} FROM identity_users u WHERE u.email_key = ?", userColumns);
    return withRights(reader, reader.one(text, userOf, std::string(emailKey)));
}

std::optional<User> firstAdmin(sql::Reader& reader) {
    static const std::string text =
        fmt::format("SELECT {} FROM identity_users u JOIN identity_user_roles r ON r.user_id = u.id "
                    "WHERE r.role = ? AND u.disabled = 0 ORDER BY u.id LIMIT 1",
                    userColumns);
    return withRights(reader, reader.one(text, userOf, rpc::Role::ADMIN));
}

bool anotherAdmin(sql::Reader& reader, UserId except) {
    return reader
        .one(
            "SELECT u.id FROM identity_users u JOIN identity_user_roles r ON r.user_id = u.id "
            "WHERE r.role = ? AND u.disabled = 0 AND u.id <> ? LIMIT 1",
            [](const sql::Row& row) { return row.integer(0); }, rpc::Role::ADMIN, except.value())
        .has_value();
}

void insertUser(sql::Transaction& tx, const User& user) {
    tx.exec(
        "INSERT INTO identity_users (id, email, email_key, display_name, password_hash, disabled, revision, rights, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        user.id.value(), user.email, user.emailKey, user.displayName, user.passwordHash, user.disabled ? 1 : 0,
        user.revision, user.rights, user.created);
    writeRights(tx, user);
}

void updateUser(sql::Transaction& tx, const User& user) {
    tx.exec("UPDATE identity_users SET email = ?, email_key = ?, display_name = ?, password_hash = ?, disabled = ?, "
            "revision = ?, rights = ? WHERE id = ?",
            user.email, user.emailKey, user.displayName, user.passwordHash, user.disabled ? 1 : 0, user.revision,
            user.rights, user.id.value());
    tx.exec("DELETE FROM identity_user_roles WHERE user_id = ?", user.id.value());
    tx.exec("DELETE FROM identity_user_sellers WHERE user_id = ?", user.id.value());
    writeRights(tx, user);
}

void setPasswordHash(sql::Transaction& tx, UserId id, std::string_view hash) {
    tx.exec("UPDATE identity_users SET password_hash = ? WHERE id = ?", std::string(hash), id.value());
}

const std::vector<query::Field>& userFields() {
    static const std::vector<query::Field> fields = [] {
        std::vector<std::pair<std::string, std::int64_t>> roles;
        for (const rpc::Role role :
             {rpc::Role::SHOPPER, rpc::Role::SELLER, rpc::Role::MODERATOR, rpc::Role::OPERATOR, rpc::Role::ADMIN})
            roles.emplace_back(options::v1::Role_Name(role), role);
        return std::vector<query::Field>{
            {"id", "u.id", query::FieldType::Id, true, {}, {}},
            {"email", "u.email_key", query::FieldType::Text, true, {}, {}},
            {"display_name", "u.display_name", query::FieldType::Text, true, {}, {}},
            {"create_time", "u.created_at", query::FieldType::Timestamp, true, {}, {}},
            {"disabled", "u.disabled", query::FieldType::Enum, false, {{"false", 0}, {"true", 1}}, {}},
            {"role", "r.role", query::FieldType::Enum, false, roles,
             "u.id IN (SELECT r.user_id FROM identity_user_roles r WHERE {})"},
            {"seller_id",
             "s.seller_id",
             query::FieldType::Id,
             false,
             {},
             "u.id IN (SELECT s.user_id FROM identity_user_sellers s WHERE {})"},
        };
    }();
    return fields;
}

UserPage listUsers(sql::Reader& reader, const query::Condition& filter, const std::vector<query::SortKey>& order,
                   const std::vector<sql::Value>& after, std::int64_t limit) {
    std::string text = fmt::format("SELECT {}", userColumns);
    for (const query::SortKey& key : order)
        text += ", " + key.field->column;
    text += " FROM identity_users u WHERE " + filter.sql;
    std::vector<sql::Value> args = filter.args;
    if (!after.empty()) {
        const query::Condition rest = query::afterRow(order, after);
        text += " AND " + rest.sql;
        args.insert(args.end(), rest.args.begin(), rest.args.end());
    }
    text += " " + query::orderBySql(order) + " LIMIT ?";
    args.emplace_back(limit + 1);

    constexpr std::size_t firstSortColumn = 9;
    UserPage page;
    reader.run(text, args, [&](const sql::Row& row) {
        if (static_cast<std::int64_t>(page.users.size()) == limit) {
            page.more = true;
            return;
        }
        page.users.push_back(userOf(row));
        page.lastRow.clear();
        for (std::size_t i = 0; i < order.size(); ++i) {
            if (order[i].field->type == query::FieldType::Text)
                page.lastRow.emplace_back(row.text(firstSortColumn + i));
            else
                page.lastRow.emplace_back(row.integer(firstSortColumn + i));
        }
    });
    for (User& user : page.users)
        readRights(reader, user);
    return page;
}

std::optional<Seller> sellerById(sql::Reader& reader, SellerId id) {
    return reader.one("SELECT id, name, slug, created_at FROM identity_sellers WHERE id = ?", sellerOf, id.value());
}

std::vector<Seller> sellersAfter(sql::Reader& reader, SellerId after, std::int64_t limit) {
    return reader.all("SELECT id, name, slug, created_at FROM identity_sellers WHERE id > ? ORDER BY id LIMIT ?",
                      sellerOf, after.value(), limit);
}

void insertSeller(sql::Transaction& tx, const Seller& seller) {
    tx.exec("INSERT INTO identity_sellers (id, name, slug, created_at) VALUES (?, ?, ?, ?)", seller.id.value(),
            seller.name, seller.slug, seller.created);
}

namespace {

void insertToken(sql::Transaction& tx, const Session& session, std::string_view tokenHash) {
    tx.exec("INSERT INTO identity_refresh_tokens (hash, session_id, generation) VALUES (?, ?, ?)",
            std::string(tokenHash), session.id, session.generation);
}

} // namespace

void insertSession(sql::Transaction& tx, const Session& session, std::string_view tokenHash) {
    tx.exec("INSERT INTO identity_sessions (id, user_id, created_at, expires_at, generation) VALUES (?, ?, ?, ?, ?)",
            session.id, session.user.value(), session.created, session.expires, session.generation);
    insertToken(tx, session, tokenHash);
}

std::optional<FoundToken> sessionByToken(sql::Reader& reader, std::string_view tokenHash) {
    return reader.one(
        "SELECT s.id, s.user_id, s.created_at, s.expires_at, s.generation, t.generation "
        "FROM identity_refresh_tokens t JOIN identity_sessions s ON s.id = t.session_id WHERE t.hash = ?",
        [](const sql::Row& row) {
            FoundToken found;
            found.session = {row.integer(0), UserId(row.integer(1)), row.integer(2), row.integer(3), row.integer(4)};
            found.generation = row.integer(5);
            return found;
        },
        std::string(tokenHash));
}

void rotate(sql::Transaction& tx, const Session& session, std::string_view tokenHash) {
    // Old tokens are kept to notice that one is used again, the last few hundred of a session.
    constexpr std::int64_t remembered = 500;
    tx.exec("UPDATE identity_sessions SET expires_at = ?, generation = ? WHERE id = ?", session.expires,
            session.generation, session.id);
    insertToken(tx, session, tokenHash);
    tx.exec("DELETE FROM identity_refresh_tokens WHERE session_id = ? AND generation < ?", session.id,
            session.generation - remembered);
}

void deleteSession(sql::Transaction& tx, std::int64_t session) {
    tx.exec("DELETE FROM identity_refresh_tokens WHERE session_id = ?", session);
    tx.exec("DELETE FROM identity_sessions WHERE id = ?", session);
}

std::vector<std::int64_t> sessionsOf(sql::Reader& reader, UserId user) {
    return reader.all(
        "SELECT id FROM identity_sessions WHERE user_id = ? ORDER BY id",
        [](const sql::Row& row) { return row.integer(0); }, user.value());
}

void insertRevocation(sql::Transaction& tx, const Revocation& revocation) {
    tx.exec("INSERT INTO identity_revocations (session_id, user_id, least_rights, until) VALUES (?, ?, ?, ?)",
            revocation.session, revocation.user.value(), revocation.leastRights, revocation.until);
}

std::vector<Revocation> revocationsAfter(sql::Reader& reader, std::int64_t position, Micros now) {
    return reader.all(
        "SELECT position, session_id, user_id, least_rights, until FROM identity_revocations "
        "WHERE position > ? AND until > ? ORDER BY position",
        [](const sql::Row& row) {
            return Revocation{row.integer(0), row.integer(1), UserId(row.integer(2)), row.integer(3), row.integer(4)};
        },
        position, now);
}

void insertMail(sql::Transaction& tx, const Mail& mail) {
    tx.exec("INSERT INTO identity_mails (id, kind, user_id, registration_id, created_at, expires_at, used) "
            "VALUES (?, ?, ?, ?, ?, ?, 0)",
            mail.id, mail.kind, mail.user.value(), mail.registration, mail.created, mail.expires);
}

std::optional<Mail> mailById(sql::Reader& reader, std::int64_t id) {
    return reader.one(
        "SELECT id, kind, user_id, registration_id, created_at, expires_at, used FROM identity_mails "
        "WHERE id = ?",
        [](const sql::Row& row) {
            return Mail{row.integer(0),         static_cast<MailKind>(row.integer(1)),
                        UserId(row.integer(2)), row.integer(3),
                        row.integer(4),         row.integer(5),
                        row.integer(6) != 0};
        },
        id);
}

void useMail(sql::Transaction& tx, std::int64_t id) {
    tx.exec("UPDATE identity_mails SET used = 1 WHERE id = ?", id);
}

void useMailsOf(sql::Transaction& tx, UserId user, MailKind kind) {
    tx.exec("UPDATE identity_mails SET used = 1 WHERE user_id = ? AND kind = ?", user.value(), kind);
}

std::int64_t mailsTo(sql::Reader& reader, std::string_view emailKey, Micros since) {
    const auto count = [](const sql::Row& row) { return row.integer(0); };
    const auto users = reader.one("SELECT COUNT(*) FROM identity_mails m JOIN identity_users u ON u.id = m.user_id "
                                  "WHERE u.email_key = ? AND m.created_at >= ?",
                                  count, std::string(emailKey), since);
    const auto waiting = reader.one("SELECT COUNT(*) FROM identity_mails m JOIN identity_registrations r "
                                    "ON r.id = m.registration_id WHERE r.email_key = ? AND m.created_at >= ?",
                                    count, std::string(emailKey), since);
    return users.value_or(0) + waiting.value_or(0);
}

void insertRegistration(sql::Transaction& tx, const Registration& registration) {
    tx.exec(
        "INSERT INTO identity_registrations (id, email, email_key, display_name, language, password_hash, created_at, "
        "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        registration.id, registration.email, registration.emailKey, registration.displayName, registration.language,
        registration.passwordHash, registration.created, registration.expires);
}

std::optional<Registration> registrationById(sql::Reader& reader, std::int64_t id) {
    return reader.one(
        "SELECT id, email, email_key, display_name, language, password_hash, created_at, expires_at "
        "FROM identity_registrations WHERE id = ?",
        [](const sql::Row& row) {
            return Registration{row.integer(0), row.text(1), row.text(2),    row.text(3),
                                row.text(4),    row.text(5), row.integer(6), row.integer(7)};
        },
        id);
}

void deleteRegistrationsOf(sql::Transaction& tx, std::string_view emailKey) {
    tx.exec("DELETE FROM identity_registrations WHERE email_key = ?", std::string(emailKey));
}

std::int64_t purge(sql::Transaction& tx, Micros now) {
    std::int64_t dropped = 0;
    const auto expired = tx.all(
        "SELECT id FROM identity_sessions WHERE expires_at < ? LIMIT 200",
        [](const sql::Row& row) { return row.integer(0); }, now);
    for (const std::int64_t session : expired)
        deleteSession(tx, session);
    dropped += static_cast<std::int64_t>(expired.size());
    dropped += tx.exec("DELETE FROM identity_mails WHERE id IN "
                       "(SELECT id FROM identity_mails WHERE expires_at < ? LIMIT 500)",
                       now);
    dropped += tx.exec("DELETE FROM identity_registrations WHERE id IN "
                       "(SELECT id FROM identity_registrations WHERE expires_at < ? LIMIT 500)",
                       now);
    dropped += tx.exec("DELETE FROM identity_revocations WHERE position IN "
                       "(SELECT position FROM identity_revocations WHERE until < ? LIMIT 500)",
                       now);
    return dropped;
}

} // namespace tradepost::identity::store
