// Signing in and out, refreshing, guests.
#include "backend/services/identity/email.h"
#include "backend/services/identity/service.h"
#include "backend/services/identity/translate.h"
#include "tradepost/identity/v1/events.pb.h"

namespace tradepost::identity {

namespace {

constexpr std::size_t maxSessions = 50; // of one user; the oldest leaves

std::unexpected<Error> wrongCredentials() {
    return fail(Code::Unauthenticated, "INVALID_CREDENTIALS", "The email address or the password is wrong.");
}

std::unexpected<Error> sessionEnded() {
    return fail(Code::Unauthenticated, "SESSION_ENDED", "This session has ended. Sign in again.");
}

std::unexpected<Error> disabledAccount() {
    return fail(Code::PermissionDenied, "ACCOUNT_DISABLED", "This account is disabled. Ask an administrator.");
}

} // namespace

v1::Session Service::describe(const store::User& user, const store::Session& session,
                              const std::string& refreshToken) const {
    Claims claims;
    claims.user = user.id;
    claims.roles = user.roles;
    claims.sellers = user.sellers;
    claims.session = session.id;
    claims.rights = user.rights;
    claims.expires = after(m_config.accessLifetime);

    v1::Session proto;
    proto.set_access_token(makeAccessToken(m_keys, claims, m_clock.now()));
    setTime(*proto.mutable_access_expire_time(), claims.expires / 1'000'000 * 1'000'000);
    proto.set_refresh_token(refreshToken);
    setTime(*proto.mutable_refresh_expire_time(), session.expires);
    *proto.mutable_user() = toProto(user);
    return proto;
}

v1::Session Service::openSession(sql::Transaction& tx, const store::User& user) {
    const auto open = store::sessionsOf(tx, user.id);
    for (std::size_t i = 0; i + maxSessions <= open.size(); ++i)
        endSession(tx, open[i]);
    const store::Session session{m_ids.next(), user.id, m_clock.now(), after(m_config.refreshLifetime), 1};
    const std::string refreshToken = encodeBase64Url(randomBytes(32));
    store::insertSession(tx, session, hashToken(refreshToken));
    return describe(user, session, refreshToken);
}

Task<Result<v1::Session>> Service::signIn(rpc::Context& context, const v1::SignInRequest& request) {
    const std::string key = emailKey(request.email());
    TP_CO_TRY(slowDown(context, key));
    const auto found = co_await m_database.read([key](sql::Reader& reader) -> Result<std::optional<store::User>> {
        return store::userByEmailKey(reader, key);
    });
    if (!found)
        co_return std::unexpected(found.error());
    const std::optional<store::User>& user = *found;

    const auto verdict = co_await m_hasher.verify(request.password(), user ? user->passwordHash : std::string());
    if (!verdict)
        co_return std::unexpected(verdict.error());
    if (!verdict->matches)
        co_return wrongCredentials();
    m_perAccount.succeeded(key);
    m_perAddress.takeBack(context.remoteAddress);
    if (user->disabled)
        co_return disabledAccount();

    std::string newHash;
    if (verdict->outdated) {
        auto hash = co_await m_hasher.hash(request.password());
        if (hash)
            newHash = std::move(*hash);
    }
    const UserId id = user->id;
    const std::string oldHash = user->passwordHash;
    co_return co_await m_database.write([this, id, oldHash, newHash](sql::Transaction& tx) -> Result<v1::Session> {
        const auto current = store::userById(tx, id);
        if (!current || current->passwordHash != oldHash)
            return wrongCredentials();
        if (current->disabled)
            return disabledAccount();
        if (!newHash.empty())
            store::setPasswordHash(tx, id, newHash);
        return openSession(tx, *current);
    });
}

Task<Result<v1::Session>> Service::signInLocally(rpc::Context& context, const v1::SignInLocallyRequest&) {
    if (!context.principal.local)
        co_return fail(
            Code::PermissionDenied, "NOT_LOCAL",
            "This works over the server's private socket only. Sign in with an email address and a password.");
    const std::string traceparent = context.traceparent;
    co_return co_await m_database.write([this, traceparent](sql::Transaction& tx) -> Result<v1::Session> {
        auto admin = store::firstAdmin(tx);
        if (!admin) {
            // A store nobody has set up yet: whoever may open its socket owns it. They get a seller account as well, so
            // that the first product can be created at once.
            admin.emplace();
            admin->id = m_ids.next<UserId>();
            admin->email = admin->emailKey = "owner@localhost";
            admin->displayName = "Owner";
            admin->roles = {rpc::Role::SELLER, rpc::Role::ADMIN};
            admin->created = m_clock.now();
            if (store::userByEmailKey(tx, admin->emailKey))
                return fail(Code::FailedPrecondition, "NO_ADMIN",
                            "Every administrator of this store is disabled. Add one with tradepostd user add.");
            const auto sellers = store::sellersAfter(tx, {}, 100);
            for (const store::Seller& seller : sellers)
                admin->sellers.push_back(seller.id);
            if (sellers.empty()) {
                const store::Seller seller{m_ids.next<SellerId>(), "My store", "my-store", m_clock.now()};
                store::insertSeller(tx, seller);
                tx.afterCommit([this, seller] { remember(seller); });
                v1::SellerChanged event;
                event.set_seller_id(seller.id.text());
                m_outbox.append(tx, event, seller.id.text(), traceparent);
                admin->sellers.push_back(seller.id);
            }
            store::insertUser(tx, *admin);
            v1::UserChanged event;
            event.set_user_id(admin->id.text());
            m_outbox.append(tx, event, admin->id.text(), traceparent);
        }
        return openSession(tx, *admin);
    });
}

Task<Result<v1::Session>> Service::refreshSession(rpc::Context&, const v1::RefreshSessionRequest& request) {
    const std::string hash = hashToken(request.refresh_token());
    // A refusal that ends the family must be kept, so it is a value of the write and not its failure.
    using Outcome = Result<v1::Session>;
    auto outcome = co_await m_database.write([this, hash](sql::Transaction& tx) -> Result<Outcome> {
        const auto found = store::sessionByToken(tx, hash);
        if (!found || found->session.expires <= m_clock.now())
            return Outcome(sessionEnded());
        if (!found->current()) {
            // Used before: either this one or the one that was given for it is in the wrong hands.
            endSession(tx, found->session.id);
            return Outcome(sessionEnded());
        }
        const auto user = store::userById(tx, found->session.user);
        if (!user || user->disabled) {
            endSession(tx, found->session.id);
            return Outcome(sessionEnded());
        }
        store::Session session = found->session;
        ++session.generation;
        session.expires = after(m_config.refreshLifetime);
        const std::string refreshToken = encodeBase64Url(randomBytes(32));
        store::rotate(tx, session, hashToken(refreshToken));
        return Outcome(describe(*user, session, refreshToken));
    });
    if (!outcome)
        co_return std::unexpected(std::move(outcome).error());
    co_return std::move(*outcome);
}

Task<Result<google::protobuf::Empty>> Service::signOut(rpc::Context&, const v1::SignOutRequest& request) {
    const std::string hash = hashToken(request.refresh_token());
    co_return co_await m_database.write([this, hash](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
        if (const auto found = store::sessionByToken(tx, hash))
            endSession(tx, found->session.id);
        return google::protobuf::Empty();
    });
}

Task<Result<v1::Session>> Service::createGuest(rpc::Context&, const v1::CreateGuestRequest&) {
    Claims claims;
    claims.guest = encodeBase64Url(randomBytes(16));
    claims.roles = {rpc::Role::GUEST};
    claims.expires = after(m_config.guestLifetime);
    v1::Session session;
    session.set_access_token(makeAccessToken(m_keys, claims, m_clock.now()));
    setTime(*session.mutable_access_expire_time(), claims.expires / 1'000'000 * 1'000'000);
    co_return session;
}

} // namespace tradepost::identity
