#include "tests/backend/services/identity/fixture.h"

namespace tradepost::identity {
namespace {

class UsersTest : public IdentityTest {
protected:
    Result<v1::User> update(const v1::User& user, std::initializer_list<const char*> paths) {
        v1::UpdateUserRequest request;
        *request.mutable_user() = user;
        for (const char* path : paths)
            request.mutable_update_mask()->add_paths(path);
        return run(service->updateUser(context, request));
    }
    v1::ListUsersResponse list(const std::string& filter, const std::string& order = {}, int size = 0,
                               const std::string& token = {}) {
        v1::ListUsersRequest request;
        request.set_filter(filter);
        request.set_order_by(order);
        request.set_page_size(size);
        request.set_page_token(token);
        const auto response = run(service->listUsers(context, request));
        EXPECT_TRUE(response) << response.error().message;
        return response.value_or(v1::ListUsersResponse());
    }
};

TEST_P(UsersTest, CreatesAUserWhoCanSignIn) {
    const v1::Seller seller = service->addSeller("Lamp House").value();
    v1::CreateUserRequest request;
    request.mutable_user()->set_email("ada@example.com");
    request.mutable_user()->add_roles(rpc::Role::SELLER);
    request.mutable_user()->add_seller_ids(seller.id());
    request.set_password(password);
    const auto user = run(service->createUser(context, request));
    ASSERT_TRUE(user) << user.error().message;
    const auto session = signIn("ada@example.com", password);
    ASSERT_TRUE(session);
    EXPECT_EQ(authenticate(session->access_token())->sellers.front().text(), seller.id());

    const auto again = run(service->createUser(context, request));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::AlreadyExists);
    EXPECT_EQ(again.error().field, "user.email");
    EXPECT_EQ(again.error().message.find("ada"), std::string::npos) << "no personal data in errors";
    request.mutable_user()->set_email("ADA@example.COM");
    EXPECT_EQ(run(service->createUser(context, request)).error().reason, "EMAIL_TAKEN");
}

TEST_P(UsersTest, NamesTheFieldAtFault) {
    const auto fieldOf = [&](auto change) {
        v1::CreateUserRequest request;
        request.mutable_user()->set_email("ada@example.com");
        request.mutable_user()->add_roles(rpc::Role::SHOPPER);
        request.set_password(password);
        change(request);
        const auto user = run(service->createUser(context, request));
        return user ? std::string("accepted") : user.error().field;
    };
    EXPECT_EQ(fieldOf([](auto& request) { request.mutable_user()->set_email("ada"); }), "user.email");
    EXPECT_EQ(fieldOf([](auto& request) { request.set_password("short"); }), "password");
    EXPECT_EQ(fieldOf([](auto& request) { request.mutable_user()->clear_roles(); }), "user.roles");
    EXPECT_EQ(fieldOf([](auto& request) { request.mutable_user()->add_roles(rpc::Role::ANYONE); }), "user.roles");
    EXPECT_EQ(fieldOf([](auto& request) { request.mutable_user()->add_seller_ids("0123456789abc"); }),
              "user.seller_ids");
    EXPECT_EQ(fieldOf([](auto& request) { request.mutable_user()->set_display_name("A\nB"); }), "user.display_name");
    EXPECT_EQ(fieldOf([](auto&) {}), "accepted");
}

TEST_P(UsersTest, RefusesAStaleChange) {
    const v1::User user = addUser("ada@example.com", {rpc::Role::SHOPPER});
    v1::User change = user;
    change.set_display_name("Countess");
    const auto changed = update(change, {"display_name"});
    ASSERT_TRUE(changed) << changed.error().message;
    EXPECT_NE(changed->etag(), user.etag());
    const auto stale = update(change, {"display_name"});
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, Code::Aborted);
    EXPECT_EQ(stale.error().reason, "STALE_ETAG");
    change.clear_etag();
    EXPECT_TRUE(update(change, {"display_name"})) << "without an etag the last one wins";
    EXPECT_EQ(update(change, {"password"}).error().field, "update_mask");
}

TEST_P(UsersTest, KeepsTheLastAdmin) {
    const v1::User ada = addUser("ada@example.com", {rpc::Role::ADMIN});
    v1::User change = ada;
    change.clear_etag();
    change.set_disabled(true);
    EXPECT_EQ(update(change, {"disabled"}).error().reason, "LAST_ADMIN");
    change.clear_roles();
    change.add_roles(rpc::Role::OPERATOR);
    EXPECT_EQ(update(change, {"roles"}).error().reason, "LAST_ADMIN");
    const v1::User grace = addUser("grace@example.com", {rpc::Role::ADMIN});
    EXPECT_TRUE(update(change, {"roles"}));
    v1::User other = grace;
    other.set_disabled(true);
    EXPECT_EQ(update(other, {"disabled"}).error().reason, "LAST_ADMIN");
}

TEST_P(UsersTest, ChangedRightsEndOldAccessTokensNotSessions) {
    const v1::User ada = addUser("ada@example.com", {rpc::Role::MODERATOR});
    const auto session = signIn("ada@example.com", password);
    v1::User change = ada;
    change.clear_roles();
    change.add_roles(rpc::Role::SHOPPER);
    ASSERT_TRUE(update(change, {"roles"}));
    EXPECT_FALSE(authenticate(session->access_token()));
    const auto refreshed = refresh(session->refresh_token());
    ASSERT_TRUE(refreshed);
    EXPECT_EQ(authenticate(refreshed->access_token())->roles, std::vector{rpc::Role::SHOPPER});
}

TEST_P(UsersTest, DisablingEndsEverything) {
    const v1::User ada = addUser("ada@example.com", {rpc::Role::MODERATOR});
    const auto session = signIn("ada@example.com", password);
    v1::User change = ada;
    change.set_disabled(true);
    ASSERT_TRUE(update(change, {"disabled"}));
    EXPECT_FALSE(authenticate(session->access_token()));
    EXPECT_FALSE(refresh(session->refresh_token()));
    EXPECT_EQ(signIn("ada@example.com", password).error().reason, "ACCOUNT_DISABLED");
    EXPECT_EQ(signIn("ada@example.com", "wrong password").error().reason, "INVALID_CREDENTIALS");
}

TEST_P(UsersTest, RevokesSessionsEverywhere) {
    const v1::User ada = addUser("ada@example.com", {rpc::Role::MODERATOR});
    const auto one = signIn("ada@example.com", password);
    const auto two = signIn("ada@example.com", password);
    v1::RevokeSessionsRequest request;
    request.set_id(ada.id());
    ASSERT_TRUE(run(service->revokeSessions(context, request)));
    for (const auto& session : {one, two}) {
        EXPECT_FALSE(authenticate(session->access_token()));
        EXPECT_FALSE(refresh(session->refresh_token()));
    }
    EXPECT_TRUE(authenticate(signIn("ada@example.com", password)->access_token()));
    request.set_id("nonsense");
    EXPECT_EQ(run(service->revokeSessions(context, request)).error().code, Code::NotFound);
}

TEST_P(UsersTest, ListsByFilterOrderAndPage) {
    const v1::Seller seller = service->addSeller("Lamp House").value();
    for (int i = 0; i < 7; ++i)
        addUser("user" + std::to_string(i) + "@example.com", {rpc::Role::SHOPPER});
    addUser("seller@example.com", {rpc::Role::SELLER, rpc::Role::MODERATOR}, {SellerId::parse(seller.id())});
    EXPECT_EQ(list("").users_size(), 8);
    EXPECT_EQ(list("role = SHOPPER").users_size(), 7);
    EXPECT_EQ(list("seller_id = " + seller.id()).users_size(), 1);
    EXPECT_EQ(list("email = \"user3@example.com\" AND disabled = false").users_size(), 1);
    std::vector<std::string> seen;
    std::string token;
    do {
        const v1::ListUsersResponse page = list("role = SHOPPER", "email desc", 3, token);
        EXPECT_LE(page.users_size(), 3);
        for (const v1::User& user : page.users())
            seen.push_back(user.email());
        token = page.next_page_token();
    } while (!token.empty());
    ASSERT_EQ(seen.size(), 7);
    EXPECT_EQ(seen.front(), "user6@example.com");
    EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater()));
    v1::ListUsersRequest bad;
    bad.set_filter("password = x");
    EXPECT_EQ(run(service->listUsers(context, bad)).error().field, "filter");
}

TEST_P(UsersTest, SellerAccountsHaveTheirOwnSlug) {
    v1::CreateSellerRequest request;
    request.mutable_seller()->set_name("Lamp & Light House");
    const auto seller = run(service->createSeller(context, request));
    ASSERT_TRUE(seller) << seller.error().message;
    EXPECT_EQ(seller->slug(), "lamp-light-house");
    const auto again = run(service->createSeller(context, request));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().reason, "SLUG_TAKEN");
    EXPECT_EQ(again.error().field, "seller.slug");
    v1::GetSellerRequest get;
    get.set_id(seller->id());
    EXPECT_EQ(run(service->getSeller(context, get))->name(), "Lamp & Light House");
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(service->addSeller("Seller " + std::to_string(i)));
    v1::ListSellersRequest page;
    page.set_page_size(2);
    int seen = 0;
    do {
        const auto response = run(service->listSellers(context, page));
        ASSERT_TRUE(response);
        seen += response->sellers_size();
        page.set_page_token(response->next_page_token());
    } while (!page.page_token().empty());
    EXPECT_EQ(seen, 5);
}

TRADEPOST_ON_EVERY_ENGINE(UsersTest);

} // namespace
} // namespace tradepost::identity
