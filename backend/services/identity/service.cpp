#include "backend/services/identity/service.h"

#include "backend/platform/telemetry/log.h"
#include "backend/services/identity/translate.h"
#include "tradepost/identity/v1/events.pb.h"

namespace tradepost::identity {

namespace {
constexpr std::int64_t maxSellerNames = 100'000;
}

Service::Service(sql::Database& database, events::Outbox& outbox, const Keys& keys, const Clock& clock, IdSource& ids,
                 Config config)
    : m_database(database), m_outbox(outbox), m_keys(keys), m_clock(clock), m_ids(ids), m_config(config),
      m_hasher(config.passwordCost, config.hashThreads), m_accessTokens(keys, m_revocations, clock),
      m_perAccount(clock, config.perAccount), m_perAddress(clock, config.perAddress),
      m_pageTokens(keys.derive("pages", "identity")) {}

Service::~Service() {
    stop();
}

void Service::registerMethods(rpc::Registry& registry) {
    const std::string prefix = "tradepost.identity.v1.IdentityService/";
    registry.add(prefix + "SignIn", *this, &Service::signIn);
    registry.add(prefix + "SignInLocally", *this, &Service::signInLocally);
    registry.add(prefix + "RefreshSession", *this, &Service::refreshSession);
    registry.add(prefix + "SignOut", *this, &Service::signOut);
    registry.add(prefix + "CreateGuest", *this, &Service::createGuest);
    registry.add(prefix + "RegisterShopper", *this, &Service::registerShopper);
    registry.add(prefix + "ConfirmShopper", *this, &Service::confirmShopper);
    registry.add(prefix + "RequestPasswordReset", *this, &Service::requestPasswordReset);
    registry.add(prefix + "ResetPassword", *this, &Service::resetPassword);
    registry.add(prefix + "GetMe", *this, &Service::getMe);
    registry.add(prefix + "CreateUser", *this, &Service::createUser);
    registry.add(prefix + "GetUser", *this, &Service::getUser);
    registry.add(prefix + "ListUsers", *this, &Service::listUsers);
    registry.add(prefix + "UpdateUser", *this, &Service::updateUser);
    registry.add(prefix + "RevokeSessions", *this, &Service::revokeSessions);
    registry.add(prefix + "CreateSeller", *this, &Service::createSeller);
    registry.add(prefix + "GetSeller", *this, &Service::getSeller);
    registry.add(prefix + "ListSellers", *this, &Service::listSellers);
}

Result<void> Service::start() {
    const Micros now = m_clock.now();
    auto revocations = m_database.readNow([now](sql::Reader& reader) -> Result<std::vector<Revocation>> {
        return store::revocationsAfter(reader, 0, now);
    });
    if (!revocations)
        return std::unexpected(std::move(revocations).error());
    for (const Revocation& revocation : *revocations)
        m_revocations.add(revocation);
    const auto sellers = m_database.readNow([](sql::Reader& reader) -> Result<std::vector<store::Seller>> {
        return store::sellersAfter(reader, {}, maxSellerNames);
    });
    if (!sellers)
        return std::unexpected(sellers.error());
    for (const store::Seller& seller : *sellers)
        remember(seller);
    m_house = std::thread([this] { keepHouse(); });
    return {};
}

void Service::remember(const store::Seller& seller) {
    const std::unique_lock lock(m_namesMutex);
    if (m_sellerNames.size() < static_cast<std::size_t>(maxSellerNames))
        m_sellerNames[seller.id] = seller.name;
}

std::string Service::sellerName(SellerId id) const {
    const std::shared_lock lock(m_namesMutex);
    const auto found = m_sellerNames.find(id);
    return found != m_sellerNames.end() ? found->second : std::string();
}

void Service::stop() {
    {
        const std::lock_guard lock(m_houseMutex);
        m_stopping = true;
    }
    m_houseWake.notify_all();
    if (m_house.joinable())
        m_house.join();
}

void Service::keepHouse() {
    // Half a second between looks keeps the promise that a revocation made by another process holds within a second.
    constexpr std::chrono::milliseconds pause{500};
    constexpr int roundsPerPurge = 120;
    for (int round = 1;; ++round) {
        {
            std::unique_lock lock(m_houseMutex);
            if (m_houseWake.wait_for(lock, pause, [this] { return m_stopping; }))
                return;
        }
        const Micros now = m_clock.now();
        const auto revocations =
            m_database.readNow([this, now](sql::Reader& reader) -> Result<std::vector<Revocation>> {
                return store::revocationsAfter(reader, m_revocations.position(), now);
            });
        if (revocations)
            for (const Revocation& revocation : *revocations)
                m_revocations.add(revocation);
        else
            telemetry::log(telemetry::Level::Warn, "Revocations could not be read.",
                           {{"reason", revocations.error().reason}});
        m_revocations.dropExpired(now);
        if (round % roundsPerPurge != 0)
            continue;
        const auto purged = m_database.writeNow(
            [now](sql::Transaction& tx) -> Result<std::int64_t> { return store::purge(tx, now); }, sql::Priority::Bulk);
        if (!purged)
            telemetry::log(telemetry::Level::Warn, "Expired sessions could not be dropped.",
                           {{"reason", purged.error().reason}});
    }
}

Micros Service::after(std::chrono::seconds time) const {
    return m_clock.now() + std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

void Service::revoke(sql::Transaction& tx, const Revocation& revocation) {
    store::insertRevocation(tx, revocation);
    tx.afterCommit([this, revocation] { m_revocations.add(revocation); });
}

void Service::endSession(sql::Transaction& tx, std::int64_t session) {
    store::deleteSession(tx, session);
    Revocation revocation;
    revocation.session = session;
    revocation.until = after(m_config.accessLifetime);
    revoke(tx, revocation);
}

void Service::endSessionsOf(sql::Transaction& tx, store::User& user) {
    for (const std::int64_t session : store::sessionsOf(tx, user.id))
        store::deleteSession(tx, session);
    ++user.rights;
    Revocation revocation;
    revocation.user = user.id;
    revocation.leastRights = user.rights;
    revocation.until = after(m_config.accessLifetime);
    revoke(tx, revocation);
}

void Service::userChanged(sql::Transaction& tx, UserId user, const rpc::Context& context) {
    v1::UserChanged event;
    event.set_user_id(user.text());
    event.set_actor_id(context.principal.user.text());
    m_outbox.append(tx, event, user.text(), context.traceparent);
}

void Service::requestMail(sql::Transaction& tx, const store::Mail& mail, const std::string& traceparent) {
    store::insertMail(tx, mail);
    v1::MailRequested event;
    event.set_mail_id(formatId(mail.id));
    m_outbox.append(tx, event, formatId(mail.id), traceparent);
}

Result<void> Service::slowDown(const rpc::Context& context, const std::string& account) {
    if (!context.principal.local && !context.remoteAddress.empty())
        TP_TRY(m_perAddress.attempt(context.remoteAddress));
    return m_perAccount.attempt(account);
}

} // namespace tradepost::identity
