#include "tests/backend/services/catalog/fixture.h"

namespace tradepost::catalog {

namespace {

class TransitionsTest : public CatalogTest {};
TRADEPOST_ON_EVERY_ENGINE(TransitionsTest);

TEST_P(TransitionsTest, AProductsLife) {
    const std::string id = create(lamp())->id();
    EXPECT_EQ(move(&CatalogService::unpublishProduct, id, seller).error().reason, "WRONG_STATE");
    EXPECT_EQ(move(&CatalogService::publishProduct, id, rival).error().code, Code::NotFound);
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->state(), v1::PUBLISHED);
    EXPECT_EQ(move(&CatalogService::unpublishProduct, id, moderator)->state(), v1::UNPUBLISHED);
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->state(), v1::PUBLISHED);
    EXPECT_EQ(move(&CatalogService::archiveProduct, id, seller)->state(), v1::ARCHIVED);
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller).error().code, Code::FailedPrecondition);
    v1::Product product = get(id, seller).value();
    product.set_title("Too late");
    EXPECT_EQ(update(product, {"title"}).error().reason, "ARCHIVED");
}

TEST_P(TransitionsTest, ARetrySucceedsWithoutAnotherRevision) {
    const std::string id = create(lamp())->id();
    ASSERT_TRUE(move(&CatalogService::publishProduct, id, seller));
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->revision(), 2);
    EXPECT_EQ(events().size(), 2u);
}

TEST_P(TransitionsTest, OffSaleIsAcknowledgedAfterTheSearchHasPassedIt) {
    const std::string id = create(lamp())->id();
    ASSERT_TRUE(move(&CatalogService::publishProduct, id, seller));
    EXPECT_TRUE(searchedFor.empty());
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, id, seller));
    ASSERT_EQ(searchedFor.size(), 1u);
    EXPECT_EQ(searchedFor[0], end());
    // When the search does not follow, the caller hears it, and his retry waits again.
    searchAnswer = fail(Code::DeadlineExceeded, "SEARCH_BEHIND", "The search index is behind.");
    EXPECT_EQ(move(&CatalogService::archiveProduct, id, seller).error().reason, "SEARCH_BEHIND");
    EXPECT_EQ(get(id, seller)->state(), v1::ARCHIVED);
    searchAnswer = {};
    ASSERT_TRUE(move(&CatalogService::archiveProduct, id, seller));
    EXPECT_EQ(searchedFor.size(), 3u);
    EXPECT_EQ(searchedFor[2], end());
}

TEST_P(TransitionsTest, AStaleEtagIsRefused) {
    const v1::Product product = create(lamp()).value();
    v1::ProductTransitionRequest request;
    request.set_id(product.id());
    request.set_etag("7");
    EXPECT_EQ(call(&CatalogService::publishProduct, seller, request).error().reason, "STALE_ETAG");
    request.set_etag(product.etag());
    EXPECT_TRUE(call(&CatalogService::publishProduct, seller, request));
}

TEST(TransitionTable, WhatWaitsForAModeratorIsNotTheSellersToPublish) {
    const rpc::Principal sellerOnly = callerWith({rpc::Role::SELLER}, 1, {7}).principal;
    const rpc::Principal moderating = callerWith({rpc::Role::MODERATOR}, 2).principal;
    for (const auto state : {v1::SUBMITTED, v1::CHANGES_REQUESTED, v1::REJECTED}) {
        EXPECT_EQ(transition(state, Action::Publish, sellerOnly, true).error().reason, "ROLE_MAY_NOT");
        EXPECT_EQ(transition(state, Action::Publish, moderating, false).value(), v1::PUBLISHED);
        EXPECT_EQ(transition(state, Action::Archive, sellerOnly, true).value(), v1::ARCHIVED);
    }
}

// Every state with every action as every role: the whole table, by hand.
TEST(TransitionTable, IsWalked) {
    const rpc::Principal seller = callerWith({rpc::Role::SELLER}, 1, {7}).principal;
    const rpc::Principal moderator = callerWith({rpc::Role::MODERATOR}, 2).principal;
    const rpc::Principal shopper = callerWith({rpc::Role::SHOPPER}, 3).principal;
    // By action: the states it starts from for a seller ('s'), a moderator ('m') or both ('b'), and '=' where it stands
    // already. Columns: unspecified, DRAFT, SUBMITTED, CHANGES_REQUESTED, REJECTED, PUBLISHED, UNPUBLISHED, ARCHIVED.
    const std::vector<std::tuple<Subject, Action, std::string, v1::ProductState>> rows = {
        {Subject::Product, Action::Submit, " s=ss s ", v1::SUBMITTED},
        {Subject::Product, Action::Withdraw, " =s     ", v1::DRAFT},
        {Subject::Product, Action::Publish, " bmmm=b ", v1::PUBLISHED},
        {Subject::Product, Action::Unpublish, "     b= ", v1::UNPUBLISHED},
        {Subject::Product, Action::Archive, " bbbbbb=", v1::ARCHIVED},
        {Subject::Product, Action::Approve, "  m  =  ", v1::PUBLISHED},
        {Subject::Product, Action::Reject, "  m =m  ", v1::REJECTED},
        {Subject::Product, Action::RequestChanges, "  m= m  ", v1::CHANGES_REQUESTED},
        {Subject::Product, Action::Revise, "  =     ", v1::SUBMITTED},
        {Subject::Product, Action::Discard, "=       ", v1::PRODUCT_STATE_UNSPECIFIED},
        {Subject::Revision, Action::Revise, "s =ss   ", v1::SUBMITTED},
        {Subject::Revision, Action::Approve, "  m  =  ", v1::PUBLISHED},
        {Subject::Revision, Action::Reject, "  m =   ", v1::REJECTED},
        {Subject::Revision, Action::RequestChanges, "  m=    ", v1::CHANGES_REQUESTED},
        {Subject::Revision, Action::Discard, "= sss   ", v1::PRODUCT_STATE_UNSPECIFIED},
    };
    for (const auto& [subject, action, from, to] : rows)
        for (int state = 0; state < 8; ++state) {
            const char who = from[static_cast<std::size_t>(state)];
            const auto as = [&](const rpc::Principal& caller, bool asSeller) {
                return transition(static_cast<v1::ProductState>(state), action, caller, asSeller, subject);
            };
            const std::string at = fmt::format("{} from {}", actionName(action), state);
            EXPECT_EQ(as(seller, true).value_or(v1::PRODUCT_STATE_UNSPECIFIED) == to && as(seller, true).has_value(),
                      who == 's' || who == 'b' || who == '=')
                << at;
            EXPECT_EQ(as(moderator, false).has_value(), who == 'm' || who == 'b' || who == '=') << at;
            EXPECT_EQ(as(shopper, false).has_value(), who == '=') << at;
            if (who == ' ')
                EXPECT_EQ(as(moderator, true).error().reason, "WRONG_STATE") << at;
            if (who == 'm')
                EXPECT_EQ(as(seller, true).error().reason, "ROLE_MAY_NOT") << at;
        }
}

} // namespace
} // namespace tradepost::catalog
