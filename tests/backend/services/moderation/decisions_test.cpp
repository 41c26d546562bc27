#include "tests/backend/services/moderation/fixture.h"

namespace tradepost::moderation {

namespace {

class DecisionsTest : public ModerationTest {
public:
    v1::ClaimItemsResponse claim(const std::string& id, rpc::Context& caller, bool takeOver = false, int minutes = 0) {
        v1::ClaimItemsRequest request;
        request.add_product_ids(id);
        request.set_take_over(takeOver);
        request.set_minutes(minutes);
        return call(&ModerationService::claimItems, caller, request).value();
    }
};
TRADEPOST_ON_EVERY_ENGINE(DecisionsTest);

TEST_P(DecisionsTest, OfTwoModeratorsAtOnceOneWins) {
    for (int round = 0; round < 10; ++round) {
        submit(product("S" + std::to_string(round), "Thing " + std::to_string(round)));
        const v1::QueueItem item = queue()[0];
        v1::DecideRequest request;
        auto& decision = *request.add_decisions();
        decision.set_product_id(item.product_id());
        decision.set_etag(item.etag());
        decision.set_verdict(catalog::v1::APPROVE);
        v1::DecideRequest refusal = request;
        refusal.mutable_decisions(0)->set_verdict(catalog::v1::REJECT);
        refusal.mutable_decisions(0)->set_reason("No.");
        auto one = boost::asio::co_spawn(*io, service->decide(mona, request), boost::asio::use_future);
        auto two = boost::asio::co_spawn(*io, service->decide(max, refusal), boost::asio::use_future);
        const auto first = one.get().value().results(0), second = two.get().value().results(0);
        EXPECT_NE(first.error_reason().empty(), second.error_reason().empty());
        EXPECT_EQ(first.error_reason().empty() ? second.error_reason() : first.error_reason(), "ALREADY_DECIDED");
        EXPECT_EQ(get(item.product_id(), seller).state(),
                  first.error_reason().empty() ? catalog::v1::PUBLISHED : catalog::v1::REJECTED);
        EXPECT_TRUE(queue().empty());
    }
}

TEST_P(DecisionsTest, ClaimsKeepOthersAwayUntilTheyExpire) {
    const std::string id = submit(product("A", "Lamp"));
    settle();
    EXPECT_EQ(claim(id, mona).claimed(0).claimed_by(), formatId(102));
    const v1::ClaimItemsResponse held = claim(id, max);
    ASSERT_EQ(held.held_by_others_size(), 1);
    EXPECT_EQ(held.held_by_others(0).claimed_by(), formatId(102));
    const v1::QueueItem item = queue()[0];
    EXPECT_EQ(item.claimed_by(), formatId(102));
    const auto refused = decide(item, catalog::v1::APPROVE, max);
    EXPECT_EQ(refused.error_reason(), "CLAIMED");
    EXPECT_NE(refused.error_message().find(formatId(102)), std::string::npos);
    EXPECT_EQ(claim(id, max, true).claimed(0).claimed_by(), formatId(103));
    clock.at += 16LL * 60 * 1'000'000;
    EXPECT_EQ(queue()[0].claimed_by(), "");
    EXPECT_EQ(claim(id, mona, false, 5).claimed_size(), 1);
    v1::ReleaseItemsRequest release;
    release.add_product_ids(id);
    ASSERT_TRUE(call(&ModerationService::releaseItems, max, release)); // not his
    EXPECT_EQ(queue()[0].claimed_by(), formatId(102));
    ASSERT_TRUE(call(&ModerationService::releaseItems, mona, release));
    EXPECT_EQ(queue()[0].claimed_by(), "");
    EXPECT_EQ(decide(item, catalog::v1::APPROVE, max).state(), catalog::v1::PUBLISHED);
    EXPECT_EQ(claim(id, mona).claimed_size(), 0);
}

TEST_P(DecisionsTest, ManyAreDecidedAndThoseThatCannotBeAreTold) {
    for (int i = 0; i < 20; ++i)
        submit(product("S" + std::to_string(i), "Thing " + std::to_string(i)));
    v1::DecideManyRequest request;
    for (const v1::QueueItem& item : queue()) {
        v1::ItemRef& ref = *request.add_items();
        ref.set_product_id(item.product_id());
        ref.set_etag(item.etag());
    }
    ASSERT_EQ(request.items_size(), 20);
    claim(request.items(3).product_id(), max);
    catalog::v1::Product edit = get(request.items(7).product_id(), seller);
    edit.set_title("Changed meanwhile");
    ASSERT_TRUE(update(edit, {"title"}, seller));
    request.set_verdict(catalog::v1::REJECT);
    EXPECT_EQ(call(&ModerationService::decideMany, mona, request).error().field, "reason");
    request.set_reason("A clean-up.");
    const auto ended = awaitEnd(call(&ModerationService::decideMany, mona, request).value());
    ASSERT_EQ(ended.state(), operations::v1::Operation::SUCCEEDED);
    EXPECT_EQ(ended.done(), 20);
    v1::DecideManyResult result;
    ASSERT_TRUE(ended.response().UnpackTo(&result));
    EXPECT_EQ(result.decided(), 18);
    EXPECT_EQ(result.refused(), 2);
    EXPECT_EQ(result.refusals(0).error_reason(), "CLAIMED");
    EXPECT_EQ(result.refusals(1).error_reason(), "STALE_ETAG");
    EXPECT_EQ(call(&ModerationService::listQueue, mona, v1::ListQueueRequest())->items_size(), 2);
    EXPECT_EQ(get(request.items(0).product_id(), seller).state(), catalog::v1::REJECTED);
}

} // namespace
} // namespace tradepost::moderation
