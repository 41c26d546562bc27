// What people do to their accounts by mailed tokens.
#include "backend/services/identity/email.h"
#include "backend/services/identity/service.h"
#include "backend/services/identity/translate.h"

#include <algorithm>
#include <sodium.h>

namespace tradepost::identity {

namespace {

constexpr std::int64_t maxMailsPerHour = 5; // to one address
constexpr Micros hour = Micros{3'600} * 1'000'000;
constexpr std::size_t idBytes = 8;

std::string bytesOf(std::int64_t id) {
    std::string bytes;
    for (std::size_t i = 0; i < idBytes; ++i)
        bytes += static_cast<char>(static_cast<std::uint64_t>(id) >> (8 * i) & 0xff);
    return bytes;
}

std::int64_t idOf(std::string_view bytes) {
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < idBytes; ++i)
        id |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return static_cast<std::int64_t>(id);
}

std::unexpected<Error> badToken() {
    return fail(Code::InvalidArgument, "TOKEN_INVALID",
                "This link was used already, or is too old. Ask for a new mail.", "token");
}

// A language tag goes into mails' templates, so only its own characters.
std::string languageOf(const std::string& language) {
    const bool plain = std::ranges::all_of(language, [](unsigned char c) { return std::isalnum(c) || c == '-'; });
    return plain ? language : std::string();
}

} // namespace

// The id and a keyed hash of it: the store holds nothing that would let a reader of it use the token.
std::string Service::mailToken(std::int64_t id) const {
    const std::string bytes = bytesOf(id);
    return encodeBase64Url(bytes + m_keys.derive("mail", bytes));
}

Result<store::Mail> Service::openMailToken(sql::Reader& reader, std::string_view token, store::MailKind kind) const {
    const std::string bytes = decodeBase64Url(token);
    if (bytes.size() != idBytes + 32)
        return badToken();
    const std::string seal = m_keys.derive("mail", bytes.substr(0, idBytes));
    if (sodium_memcmp(seal.data(), bytes.data() + idBytes, seal.size()) != 0)
        return badToken();
    const auto mail = store::mailById(reader, idOf(bytes));
    if (!mail || mail->used || mail->kind != kind || mail->expires <= m_clock.now())
        return badToken();
    return *mail;
}

Task<Result<google::protobuf::Empty>> Service::registerShopper(rpc::Context& context,
                                                               const v1::RegisterShopperRequest& request) {
    store::Registration registration;
    auto email = checkEmail(request.email(), "email");
    if (!email)
        co_return std::unexpected(std::move(email).error());
    registration.email = std::move(*email);
    registration.emailKey = emailKey(registration.email);
    TP_CO_TRY(checkPassword(request.password(), "password"));
    auto name = checkName(request.display_name(), "display_name");
    if (!name)
        co_return std::unexpected(std::move(name).error());
    registration.displayName = std::move(*name);
    registration.language = languageOf(request.language().empty() ? context.language : request.language());
    if (!context.remoteAddress.empty())
        TP_CO_TRY(m_perAddress.attempt(context.remoteAddress));

    // Everything below takes the same steps and answers the same whether the address is known or not.
    auto hash = co_await m_hasher.hash(request.password());
    if (!hash)
        co_return std::unexpected(std::move(hash).error());
    registration.passwordHash = std::move(*hash);
    const std::string traceparent = context.traceparent;
    co_return co_await m_database.write(
        [this, registration, traceparent](sql::Transaction& tx) mutable -> Result<google::protobuf::Empty> {
            const Micros now = m_clock.now();
            if (store::mailsTo(tx, registration.emailKey, now - hour) >= maxMailsPerHour)
                return google::protobuf::Empty();
            store::Mail mail;
            mail.id = m_ids.next();
            mail.created = now;
            mail.expires = after(m_config.registrationLifetime);
            if (const auto known = store::userByEmailKey(tx, registration.emailKey)) {
                mail.kind = store::MailKind::AlreadyRegistered;
                mail.user = known->id;
            } else {
                registration.id = m_ids.next();
                registration.created = now;
                registration.expires = mail.expires;
                store::insertRegistration(tx, registration);
                mail.kind = store::MailKind::ConfirmAddress;
                mail.registration = registration.id;
            }
            requestMail(tx, mail, traceparent);
            return google::protobuf::Empty();
        });
}

Task<Result<v1::Session>> Service::confirmShopper(rpc::Context& context, const v1::ConfirmShopperRequest& request) {
    const std::string token = request.token();
    rpc::Context* const call = &context;
    co_return co_await m_database.write([this, token, call](sql::Transaction& tx) -> Result<v1::Session> {
        const auto mail = openMailToken(tx, token, store::MailKind::ConfirmAddress);
        if (!mail)
            return std::unexpected(mail.error());
        const auto registration = store::registrationById(tx, mail->registration);
        if (!registration || store::userByEmailKey(tx, registration->emailKey))
            return badToken();
        store::User user;
        user.id = m_ids.next<UserId>();
        user.email = registration->email;
        user.emailKey = registration->emailKey;
        user.displayName = registration->displayName;
        user.passwordHash = registration->passwordHash;
        user.roles = {rpc::Role::SHOPPER};
        user.created = m_clock.now();
        store::insertUser(tx, user);
        store::useMail(tx, mail->id);
        store::deleteRegistrationsOf(tx, user.emailKey);
        userChanged(tx, user.id, *call);
        return openSession(tx, user);
    });
}

Task<Result<google::protobuf::Empty>> Service::requestPasswordReset(rpc::Context& context,
                                                                    const v1::RequestPasswordResetRequest& request) {
    const std::string key = emailKey(request.email());
    if (!context.remoteAddress.empty())
        TP_CO_TRY(m_perAddress.attempt(context.remoteAddress));
    const std::string traceparent = context.traceparent;
    co_return co_await m_database.write(
        [this, key, traceparent](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
            const Micros now = m_clock.now();
            if (store::mailsTo(tx, key, now - hour) >= maxMailsPerHour)
                return google::protobuf::Empty();
            // An unknown address gets a mail to nobody, so that both take the same time.
            const auto user = store::userByEmailKey(tx, key);
            store::Mail mail;
            mail.id = m_ids.next();
            mail.kind = store::MailKind::ResetPassword;
            mail.user = user && !user->disabled ? user->id : UserId();
            mail.created = now;
            mail.expires = after(m_config.resetLifetime);
            requestMail(tx, mail, traceparent);
            return google::protobuf::Empty();
        });
}

Task<Result<google::protobuf::Empty>> Service::resetPassword(rpc::Context& context,
                                                             const v1::ResetPasswordRequest& request) {
    TP_CO_TRY(checkPassword(request.password(), "password"));
    const std::string token = request.token();
    // Looked at before the password is hashed, so that made-up tokens cost nothing.
    const auto early = co_await m_database.read([this, token](sql::Reader& reader) -> Result<store::Mail> {
        return openMailToken(reader, token, store::MailKind::ResetPassword);
    });
    if (!early)
        co_return std::unexpected(early.error());
    const auto hash = co_await m_hasher.hash(request.password());
    if (!hash)
        co_return std::unexpected(hash.error());
    const std::string newHash = *hash;
    rpc::Context* const call = &context;
    co_return co_await m_database.write(
        [this, token, newHash, call](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
            const auto mail = openMailToken(tx, token, store::MailKind::ResetPassword);
            if (!mail)
                return std::unexpected(mail.error());
            auto user = store::userById(tx, mail->user);
            if (!user || user->disabled)
                return badToken();
            user->passwordHash = newHash;
            ++user->revision;
            endSessionsOf(tx, *user);
            store::updateUser(tx, *user);
            store::useMailsOf(tx, user->id, store::MailKind::ResetPassword);
            userChanged(tx, user->id, *call);
            return google::protobuf::Empty();
        });
}

Result<std::optional<OutgoingMail>> Service::mailToSend(std::string_view mailId) {
    const std::int64_t id = parseId(mailId);
    return m_database.readNow([this, id](sql::Reader& reader) -> Result<std::optional<OutgoingMail>> {
        const auto mail = store::mailById(reader, id);
        if (!mail || mail->used || mail->expires <= m_clock.now())
            return std::nullopt;
        OutgoingMail outgoing;
        outgoing.kind = mail->kind;
        if (mail->kind != store::MailKind::AlreadyRegistered)
            outgoing.token = mailToken(mail->id);
        if (mail->registration != 0) {
            const auto registration = store::registrationById(reader, mail->registration);
            if (!registration)
                return std::nullopt;
            outgoing.to = registration->email;
            outgoing.name = registration->displayName;
            outgoing.language = registration->language;
        } else {
            const auto user = store::userById(reader, mail->user);
            if (!user || user->disabled)
                return std::nullopt;
            outgoing.to = user->email;
            outgoing.name = user->displayName;
        }
        return outgoing;
    });
}

} // namespace tradepost::identity
