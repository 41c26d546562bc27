#pragma once

#include "backend/base/ids.h"
#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/identity/access_tokens.h"
#include "backend/services/identity/keys.h"
#include "backend/services/identity/password_hasher.h"
#include "backend/services/identity/revocations.h"
#include "backend/services/identity/sign_in_throttle.h"
#include "backend/services/identity/store.h"
#include "tradepost/identity/v1/identity.pb.h"

#include <chrono>
#include <condition_variable>
#include <google/protobuf/empty.pb.h>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace tradepost::identity {

struct Config {
    std::chrono::seconds accessLifetime{600};
    std::chrono::seconds refreshLifetime{30 * 86'400}; // since its last use
    std::chrono::seconds guestLifetime{30 * 86'400};
    std::chrono::seconds resetLifetime{3'600}; // of a mailed token
    std::chrono::seconds registrationLifetime{86'400};
    PasswordCost passwordCost;
    int hashThreads = 1;
    SignInThrottle::Policy perAccount;
    SignInThrottle::Policy perAddress{.free = 20,
                                      .first = std::chrono::seconds{1},
                                      .most = std::chrono::seconds{900},
                                      .memory = std::chrono::seconds{3'600},
                                      .capacity = 20'000};
};

// What is needed to write a mail; the address is looked up when it is sent.
struct OutgoingMail {
    store::MailKind kind = store::MailKind::ConfirmAddress;
    std::string to, name, language;
    std::string token; // empty when the mail has none
};

// For command-line tools and the demo store, which trust their caller.
struct NewUser {
    std::string email, displayName, password; // an empty password: this account cannot sign in by password
    std::vector<rpc::Role> roles;
    std::vector<SellerId> sellers;
    UserId id{}; // falsy: a new one
};

// Users, seller accounts, sessions and tokens: tradepost.identity.v1. Thread-safe. What it is given outlives it.
class Service {
public:
    // The database is migrated with store::schema() and events::Outbox::schema().
    Service(sql::Database& database, events::Outbox& outbox, const Keys& keys, const Clock& clock, IdSource& ids,
            Config config = {});
    ~Service();

    // Loads what is revoked, then looks after it and drops what has expired, on a thread of its own.
    Result<void> start();
    void stop();

    void registerMethods(rpc::Registry& registry);
    const rpc::Authenticator& authenticator() const { return m_accessTokens; }
    AccessTokens::Stats tokenStats() const { return m_accessTokens.stats(); }
    // From memory, for labels; empty for an account this program has not heard of.
    std::string sellerName(SellerId id) const;
    std::size_t hashesQueued() const { return m_hasher.queued(); }

    // Blocking; not on I/O threads. Nothing: the mail is not to be sent any more.
    Result<std::optional<OutgoingMail>> mailToSend(std::string_view mailId);
    Result<v1::User> addUser(const NewUser& user);
    Result<v1::Seller> addSeller(const std::string& name, const std::string& slug = {}, SellerId id = {});

    Task<Result<v1::Session>> signIn(rpc::Context& context, const v1::SignInRequest& request);
    Task<Result<v1::Session>> signInLocally(rpc::Context& context, const v1::SignInLocallyRequest& request);
    Task<Result<v1::Session>> refreshSession(rpc::Context& context, const v1::RefreshSessionRequest& request);
    Task<Result<google::protobuf::Empty>> signOut(rpc::Context& context, const v1::SignOutRequest& request);
    Task<Result<v1::Session>> createGuest(rpc::Context& context, const v1::CreateGuestRequest& request);

    Task<Result<google::protobuf::Empty>> registerShopper(rpc::Context& context,
                                                          const v1::RegisterShopperRequest& request);
    Task<Result<v1::Session>> confirmShopper(rpc::Context& context, const v1::ConfirmShopperRequest& request);
    Task<Result<google::protobuf::Empty>> requestPasswordReset(rpc::Context& context,
                                                               const v1::RequestPasswordResetRequest& request);
    Task<Result<google::protobuf::Empty>> resetPassword(rpc::Context& context, const v1::ResetPasswordRequest& request);

    Task<Result<v1::User>> getMe(rpc::Context& context, const v1::GetMeRequest& request);
    Task<Result<v1::User>> createUser(rpc::Context& context, const v1::CreateUserRequest& request);
    Task<Result<v1::User>> getUser(rpc::Context& context, const v1::GetUserRequest& request);
    Task<Result<v1::ListUsersResponse>> listUsers(rpc::Context& context, const v1::ListUsersRequest& request);
    Task<Result<v1::User>> updateUser(rpc::Context& context, const v1::UpdateUserRequest& request);
    Task<Result<google::protobuf::Empty>> revokeSessions(rpc::Context& context,
                                                         const v1::RevokeSessionsRequest& request);

    Task<Result<v1::Seller>> createSeller(rpc::Context& context, const v1::CreateSellerRequest& request);
    Task<Result<v1::Seller>> getSeller(rpc::Context& context, const v1::GetSellerRequest& request);
    Task<Result<v1::ListSellersResponse>> listSellers(rpc::Context& context, const v1::ListSellersRequest& request);

private:
    // Inside a write: the session's rows and its message.
    v1::Session openSession(sql::Transaction& tx, const store::User& user);
    v1::Session describe(const store::User& user, const store::Session& session, const std::string& refreshToken) const;
    void endSession(sql::Transaction& tx, std::int64_t session);
    // Ends every session and makes the access tokens made so far useless; `user` is then to be written.
    void endSessionsOf(sql::Transaction& tx, store::User& user);
    void revoke(sql::Transaction& tx, const Revocation& revocation);
    void requestMail(sql::Transaction& tx, const store::Mail& mail, const std::string& traceparent);
    void userChanged(sql::Transaction& tx, UserId user, const rpc::Context& context);
    std::string mailToken(std::int64_t id) const;
    Result<store::Mail> openMailToken(sql::Reader& reader, std::string_view token, store::MailKind kind) const;
    Result<void> slowDown(const rpc::Context& context, const std::string& account);
    Result<store::Seller> sellerOf(const std::string& name, const std::string& slug, std::string_view field);
    void remember(const store::Seller& seller);
    void keepHouse();
    Micros after(std::chrono::seconds time) const;

    sql::Database& m_database;
    events::Outbox& m_outbox;
    const Keys& m_keys;
    const Clock& m_clock;
    IdSource& m_ids;
    const Config m_config;
    PasswordHasher m_hasher;
    Revocations m_revocations;
    AccessTokens m_accessTokens;
    SignInThrottle m_perAccount, m_perAddress;
    query::PageTokens m_pageTokens;

    mutable std::shared_mutex m_namesMutex;
    std::unordered_map<SellerId, std::string> m_sellerNames; // a bounded number of them

    std::mutex m_houseMutex;
    std::condition_variable m_houseWake;
    bool m_stopping = false;
    std::thread m_house;
};

} // namespace tradepost::identity
