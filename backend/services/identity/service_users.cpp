// What administrators do to users and seller accounts.
#include "backend/services/identity/email.h"
#include "backend/services/identity/service.h"
#include "backend/services/identity/translate.h"
#include "tradepost/identity/v1/events.pb.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tradepost::identity {

namespace {

constexpr int defaultPage = 50;

std::unexpected<Error> emailTaken(std::string_view field) {
    return fail(Code::AlreadyExists, "EMAIL_TAKEN", "Another user has this email address.", std::string(field));
}

// The fields to change: those of the mask, or without one those that are set.
Result<std::vector<std::string>> pathsOf(const v1::UpdateUserRequest& request) {
    constexpr std::array<std::string_view, 5> known{"email", "display_name", "roles", "seller_ids", "disabled"};
    std::vector<std::string> paths(request.update_mask().paths().begin(), request.update_mask().paths().end());
    if (paths.empty()) {
        const v1::User& user = request.user();
        if (!user.email().empty())
            paths.emplace_back("email");
        if (!user.display_name().empty())
            paths.emplace_back("display_name");
        if (user.roles_size() > 0)
            paths.emplace_back("roles");
        if (user.seller_ids_size() > 0)
            paths.emplace_back("seller_ids");
        if (user.disabled())
            paths.emplace_back("disabled");
        return paths;
    }
    // Sent back as they were read, these say which user and which revision is meant.
    std::erase_if(paths,
                  [](const std::string& path) { return path == "id" || path == "etag" || path == "create_time"; });
    for (const std::string& path : paths)
        if (std::ranges::find(known, path) == known.end())
            return invalid("update_mask",
                           "These fields can be changed: email, display_name, roles, seller_ids, disabled.");
    return paths;
}

Result<void> applyPath(sql::Reader& reader, const std::string& path, const v1::User& from, store::User& user) {
    if (path == "email") {
        auto email = checkEmail(from.email(), "user.email");
        if (!email)
            return std::unexpected(std::move(email).error());
        user.email = std::move(*email);
        user.emailKey = emailKey(user.email);
        const auto other = store::userByEmailKey(reader, user.emailKey);
        if (other && other->id != user.id)
            return emailTaken("user.email");
    } else if (path == "display_name") {
        auto name = checkName(from.display_name(), "user.display_name");
        if (!name)
            return std::unexpected(std::move(name).error());
        user.displayName = std::move(*name);
    } else if (path == "roles") {
        auto roles = checkRoles(from.roles(), "user.roles");
        if (!roles)
            return std::unexpected(std::move(roles).error());
        user.roles = std::move(*roles);
    } else if (path == "seller_ids") {
        auto sellers = checkSellers(reader, from.seller_ids(), "user.seller_ids");
        if (!sellers)
            return std::unexpected(std::move(sellers).error());
        user.sellers = std::move(*sellers);
    } else {
        user.disabled = from.disabled();
    }
    return {};
}

std::string slugOf(std::string_view name) {
    std::string slug;
    for (const unsigned char c : name) {
        if (std::isalnum(c) && c < 0x80)
            slug += static_cast<char>(std::tolower(c));
        else if (!slug.empty() && slug.back() != '-')
            slug += '-';
    }
    slug.resize(std::min<std::size_t>(slug.size(), 80));
    while (slug.ends_with('-'))
        slug.pop_back();
    return slug;
}

bool plainSlug(std::string_view slug) {
    return !slug.empty() && slug.size() <= 80 && !slug.starts_with('-') && !slug.ends_with('-') &&
           std::ranges::all_of(slug,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

} // namespace

Task<Result<v1::User>> Service::getMe(rpc::Context& context, const v1::GetMeRequest&) {
    const UserId id = context.principal.user;
    co_return co_await m_database.read([id](sql::Reader& reader) -> Result<v1::User> {
        const auto user = store::userById(reader, id);
        if (!user)
            return fail(Code::Unauthenticated, "SESSION_ENDED", "This account does not exist any more. Sign in again.");
        return toProto(*user);
    });
}

Task<Result<v1::User>> Service::createUser(rpc::Context& context, const v1::CreateUserRequest& request) {
    TP_CO_TRY(checkPassword(request.password(), "password"));
    store::User user;
    auto email = checkEmail(request.user().email(), "user.email");
    if (!email)
        co_return std::unexpected(std::move(email).error());
    user.email = std::move(*email);
    user.emailKey = emailKey(user.email);
    auto hash = co_await m_hasher.hash(request.password());
    if (!hash)
        co_return std::unexpected(std::move(hash).error());
    user.passwordHash = std::move(*hash);
    user.disabled = request.user().disabled();
    const v1::User from = request.user();
    rpc::Context* const call = &context;
    co_return co_await m_database.write([this, user, from, call](sql::Transaction& tx) mutable -> Result<v1::User> {
        user.id = m_ids.next<UserId>();
        user.created = m_clock.now();
        for (const char* path : {"email", "display_name", "roles", "seller_ids"})
            TP_TRY(applyPath(tx, path, from, user));
        store::insertUser(tx, user);
        userChanged(tx, user.id, *call);
        return toProto(user);
    });
}

Task<Result<v1::User>> Service::getUser(rpc::Context&, const v1::GetUserRequest& request) {
    const std::string text = request.id();
    co_return co_await m_database.read([text](sql::Reader& reader) -> Result<v1::User> {
        const auto user = store::userById(reader, UserId::parse(text));
        if (!user)
            return notFound("user", text);
        return toProto(*user);
    });
}

Task<Result<v1::ListUsersResponse>> Service::listUsers(rpc::Context&, const v1::ListUsersRequest& request) {
    const auto condition = query::parseFilter(request.filter(), store::userFields());
    if (!condition)
        co_return std::unexpected(condition.error());
    const auto order = query::parseOrderBy(request.order_by(), "email", store::userFields(), "id");
    if (!order)
        co_return std::unexpected(order.error());
    std::vector<sql::Value> after;
    if (!request.page_token().empty()) {
        auto opened = m_pageTokens.open(request.page_token(), request.filter(), request.order_by());
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        after = std::move(*opened);
    }
    const std::int64_t limit = request.page_size() == 0 ? defaultPage : request.page_size();
    const auto page = co_await m_database.read(
        [condition = *condition, order = *order, after, limit](sql::Reader& reader) -> Result<store::UserPage> {
            return store::listUsers(reader, condition, order, after, limit);
        });
    if (!page)
        co_return std::unexpected(page.error());
    v1::ListUsersResponse response;
    for (const store::User& user : page->users)
        *response.add_users() = toProto(user);
    if (page->more)
        response.set_next_page_token(m_pageTokens.make(request.filter(), request.order_by(), page->lastRow));
    co_return response;
}

Task<Result<v1::User>> Service::updateUser(rpc::Context& context, const v1::UpdateUserRequest& request) {
    const auto paths = pathsOf(request);
    if (!paths)
        co_return std::unexpected(paths.error());
    const v1::User from = request.user();
    rpc::Context* const call = &context;
    co_return co_await m_database.write([this, from, paths = *paths, call](sql::Transaction& tx) -> Result<v1::User> {
        const auto before = store::userById(tx, UserId::parse(from.id()));
        if (!before)
            return notFound("user", from.id());
        if (!from.etag().empty() && from.etag() != etagOf(*before))
            return fail(Code::Aborted, "STALE_ETAG",
                        "The user was changed by somebody else meanwhile. Read it again, then repeat the change.",
                        "user.etag");
        store::User user = *before;
        for (const std::string& path : paths)
            TP_TRY(applyPath(tx, path, from, user));
        const bool wasAdmin = hasRole(*before, rpc::Role::ADMIN) && !before->disabled;
        const bool isAdmin = hasRole(user, rpc::Role::ADMIN) && !user.disabled;
        if (wasAdmin && !isAdmin && !store::anotherAdmin(tx, user.id))
            return fail(Code::FailedPrecondition, "LAST_ADMIN",
                        "This is the last administrator. Make somebody else an administrator first.", "user.roles");
        if (user.disabled && !before->disabled)
            endSessionsOf(tx, user);
        else if (user.roles != before->roles || user.sellers != before->sellers) {
            // Access tokens state roles and sellers: those made so far must be refreshed.
            ++user.rights;
            Revocation revocation;
            revocation.user = user.id;
            revocation.leastRights = user.rights;
            revocation.until = this->after(m_config.accessLifetime);
            revoke(tx, revocation);
        }
        ++user.revision;
        store::updateUser(tx, user);
        userChanged(tx, user.id, *call);
        return toProto(user);
    });
}

Task<Result<google::protobuf::Empty>> Service::revokeSessions(rpc::Context& context,
                                                              const v1::RevokeSessionsRequest& request) {
    const std::string id = request.id();
    rpc::Context* const call = &context;
    co_return co_await m_database.write([this, id, call](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
        auto user = store::userById(tx, UserId::parse(id));
        if (!user)
            return notFound("user", id);
        endSessionsOf(tx, *user);
        store::updateUser(tx, *user);
        userChanged(tx, user->id, *call);
        return google::protobuf::Empty();
    });
}

Result<store::Seller> Service::sellerOf(const std::string& name, const std::string& slug, std::string_view field) {
    const std::string prefix = field.empty() ? std::string() : std::string(field) + ".";
    auto checked = checkName(name, prefix + "name");
    if (!checked)
        return std::unexpected(std::move(checked).error());
    if (checked->empty())
        return invalid(prefix + "name", "Give the seller account a name.");
    store::Seller seller;
    seller.id = m_ids.next<SellerId>();
    seller.name = std::move(*checked);
    seller.slug = slug.empty() ? slugOf(seller.name) : slug;
    if (seller.slug.empty())
        seller.slug = seller.id.text();
    if (!plainSlug(seller.slug))
        return invalid(prefix + "slug", "Use at most 80 small letters, digits and hyphens.");
    seller.created = m_clock.now();
    return seller;
}

Task<Result<v1::Seller>> Service::createSeller(rpc::Context& context, const v1::CreateSellerRequest& request) {
    const auto seller = sellerOf(request.seller().name(), request.seller().slug(), "seller");
    if (!seller)
        co_return std::unexpected(seller.error());
    v1::SellerChanged event;
    event.set_seller_id(seller->id.text());
    event.set_actor_id(context.principal.user.text());
    const std::string traceparent = context.traceparent;
    auto created = co_await m_database.write(
        [this, seller = *seller, event, traceparent](sql::Transaction& tx) -> Result<v1::Seller> {
            store::insertSeller(tx, seller);
            tx.afterCommit([this, seller] { remember(seller); });
            m_outbox.append(tx, event, seller.id.text(), traceparent);
            return toProto(seller);
        });
    if (!created && created.error().code == Code::AlreadyExists)
        co_return fail(Code::AlreadyExists, "SLUG_TAKEN", "Another seller account has this slug. Choose another one.",
                       "seller.slug");
    co_return created;
}

Task<Result<v1::Seller>> Service::getSeller(rpc::Context&, const v1::GetSellerRequest& request) {
    const std::string text = request.id();
    co_return co_await m_database.read([text](sql::Reader& reader) -> Result<v1::Seller> {
        const auto seller = store::sellerById(reader, SellerId::parse(text));
        if (!seller)
            return notFound("seller", text);
        return toProto(*seller);
    });
}

Task<Result<v1::ListSellersResponse>> Service::listSellers(rpc::Context&, const v1::ListSellersRequest& request) {
    SellerId after;
    if (!request.page_token().empty()) {
        const auto opened = m_pageTokens.open(request.page_token(), "sellers", "id");
        if (!opened)
            co_return std::unexpected(opened.error());
        if (opened->size() == 1 && std::holds_alternative<std::int64_t>(opened->front()))
            after = SellerId(std::get<std::int64_t>(opened->front()));
    }
    const std::int64_t limit = request.page_size() == 0 ? defaultPage : request.page_size();
    const auto sellers =
        co_await m_database.read([after, limit](sql::Reader& reader) -> Result<std::vector<store::Seller>> {
            return store::sellersAfter(reader, after, limit + 1);
        });
    if (!sellers)
        co_return std::unexpected(sellers.error());
    v1::ListSellersResponse response;
    for (const store::Seller& seller : *sellers) {
        if (response.sellers_size() == limit) {
            const std::int64_t last = (*sellers)[static_cast<std::size_t>(limit - 1)].id.value();
            response.set_next_page_token(m_pageTokens.make("sellers", "id", {sql::Value(last)}));
            break;
        }
        *response.add_sellers() = toProto(seller);
    }
    co_return response;
}

Result<v1::User> Service::addUser(const NewUser& request) {
    v1::User from;
    from.set_email(request.email);
    from.set_display_name(request.displayName);
    for (const rpc::Role role : request.roles)
        from.add_roles(role);
    for (const SellerId seller : request.sellers)
        from.add_seller_ids(seller.text());
    store::User user;
    if (!request.password.empty()) {
        TP_TRY(checkPassword(request.password, "password"));
        auto hash = m_hasher.hashNow(request.password);
        if (!hash)
            return std::unexpected(std::move(hash).error());
        user.passwordHash = std::move(*hash);
    }
    user.id = request.id ? request.id : m_ids.next<UserId>();
    return m_database.writeNow([this, user, from](sql::Transaction& tx) mutable -> Result<v1::User> {
        user.created = m_clock.now();
        for (const char* path : {"email", "display_name", "roles", "seller_ids"})
            TP_TRY(applyPath(tx, path, from, user));
        store::insertUser(tx, user);
        userChanged(tx, user.id, rpc::Context());
        return toProto(user);
    });
}

Result<v1::Seller> Service::addSeller(const std::string& name, const std::string& slug, SellerId id) {
    auto seller = sellerOf(name, slug, "");
    if (!seller)
        return std::unexpected(seller.error());
    if (id)
        seller->id = id;
    auto added = m_database.writeNow([this, seller = *seller](sql::Transaction& tx) -> Result<v1::Seller> {
        store::insertSeller(tx, seller);
        tx.afterCommit([this, seller] { remember(seller); });
        v1::SellerChanged event;
        event.set_seller_id(seller.id.text());
        m_outbox.append(tx, event, seller.id.text());
        return toProto(seller);
    });
    if (!added && added.error().code == Code::AlreadyExists)
        return fail(Code::AlreadyExists, "SLUG_TAKEN", "Another seller account has this slug. Choose another one.",
                    "slug");
    return added;
}

} // namespace tradepost::identity
