#include "tests/backend/services/catalog/fixture.h"
#include "tradepost/catalog/v1/events.pb.h"

namespace tradepost::catalog {

namespace {

class ReviewsTest : public CatalogTest {
public:
    void require(int percent = 0, std::int64_t amount = 0, int perDay = 0) {
        v1::UpdateReviewPolicyRequest request;
        request.mutable_policy()->set_review_required(true);
        request.mutable_policy()->set_price_percent(percent);
        request.mutable_policy()->set_price_amount_minor(amount);
        request.mutable_policy()->set_price_changes_per_day(perDay);
        ASSERT_TRUE(call(&CatalogService::updateReviewPolicy, op, request));
    }
    // A product that a moderator has approved.
    v1::Product onSale(const std::string& sku = "LAMP-1") {
        const v1::Product made = create(lamp(sku)).value();
        EXPECT_TRUE(move(&CatalogService::submitProduct, made.id(), seller));
        EXPECT_EQ(decide(made.id(), "2", v1::APPROVE).state(), v1::PUBLISHED);
        return get(made.id(), seller).value();
    }
    v1::DecisionResult decide(const std::string& id, const std::string& etag, v1::Verdict verdict,
                              const std::string& reason = "Because.") {
        v1::DecideProductsRequest request;
        v1::Decision& decision = *request.add_decisions();
        decision.set_product_id(id);
        decision.set_etag(etag);
        decision.set_verdict(verdict);
        decision.set_reason(reason);
        decision.set_note("Between us.");
        return call(&CatalogService::decideProducts, moderator, request).value().results(0);
    }
    std::optional<v1::PendingRevision> pendingOf(const std::string& id) {
        v1::GetPendingRevisionRequest request;
        request.set_id(id);
        auto pending = call(&CatalogService::getPendingRevision, seller, request);
        return pending ? std::optional(*pending) : std::nullopt;
    }
    std::vector<v1::ProductHistoryEntry> history(const std::string& id, rpc::Context& caller) {
        std::vector<v1::ProductHistoryEntry> entries;
        v1::ListProductHistoryRequest request;
        request.set_id(id);
        request.set_page_size(2);
        do {
            const auto page = call(&CatalogService::listProductHistory, caller, request);
            EXPECT_TRUE(page) << page.error().message;
            entries.insert(entries.end(), page->entries().begin(), page->entries().end());
            request.set_page_token(page->next_page_token());
        } while (!request.page_token().empty());
        return entries;
    }
    v1::Product setPrice(v1::Product product, std::int64_t minor) {
        product.mutable_variants(0)->mutable_price()->set_amount_minor(minor);
        return update(product, {"variants"}).value();
    }
};
TRADEPOST_ON_EVERY_ENGINE(ReviewsTest);

TEST_P(ReviewsTest, WithoutAReviewEverythingGoesOnSaleAtOnce) {
    v1::Product product = create(lamp()).value();
    EXPECT_EQ(move(&CatalogService::publishProduct, product.id(), seller)->state(), v1::PUBLISHED);
    product.set_title("Brighter lamp");
    product.clear_etag();
    EXPECT_EQ(update(product, {"title"})->title(), "Brighter lamp");
    EXPECT_EQ(get(product.id(), anyone)->title(), "Brighter lamp");
    EXPECT_FALSE(pendingOf(product.id()));
}

TEST_P(ReviewsTest, PublishingIsSubmittingAndAModeratorDecides) {
    require();
    const std::string id = create(lamp())->id();
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->state(), v1::SUBMITTED);
    EXPECT_FALSE(get(id, anyone));
    EXPECT_EQ(decide(id, "2", v1::REQUEST_CHANGES, "").error_reason(), "FIELD_REQUIRED");
    EXPECT_EQ(decide(id, "2", v1::REQUEST_CHANGES, "A better picture, please.").state(), v1::CHANGES_REQUESTED);
    EXPECT_EQ(move(&CatalogService::submitProduct, id, seller)->state(), v1::SUBMITTED);
    EXPECT_EQ(move(&CatalogService::withdrawProduct, id, seller)->state(), v1::DRAFT);
    EXPECT_EQ(move(&CatalogService::submitProduct, id, seller)->state(), v1::SUBMITTED);
    EXPECT_EQ(decide(id, "6", v1::APPROVE, "").state(), v1::PUBLISHED);
    EXPECT_TRUE(get(id, anyone));
    restart();
    const auto told = history(id, moderator);
    ASSERT_EQ(told.size(), 7u);
    EXPECT_EQ(told[0].action(), "approve");
    EXPECT_EQ(told[0].actor_id(), formatId(102));
    EXPECT_EQ(told[0].note(), "Between us.");
    EXPECT_EQ(told[4].action(), "request_changes");
    EXPECT_EQ(told[4].reason(), "A better picture, please.");
    EXPECT_EQ(told[6].action(), "create");
    EXPECT_EQ(history(id, seller)[4].reason(), "A better picture, please.");
    EXPECT_EQ(history(id, seller)[4].note(), "");
    v1::ListProductHistoryRequest request;
    request.set_id(id);
    EXPECT_EQ(call(&CatalogService::listProductHistory, rival, request).error().code, Code::NotFound);
}

TEST_P(ReviewsTest, AnEditOfAPublishedProductWaitsWhileItStaysOnSale) {
    require();
    const v1::Product live = onSale();
    v1::Product edit = live;
    edit.set_title("Brighter lamp");
    edit.add_images()->set_url("https://example.org/side.jpg");
    const v1::Product answer = update(edit, {"title", "images"}).value();
    EXPECT_EQ(answer.title(), "Desk lamp");
    EXPECT_EQ(answer.pending().state(), v1::SUBMITTED);
    EXPECT_EQ(answer.etag(), live.etag() + answer.pending().etag());
    EXPECT_EQ(get(live.id(), anyone)->title(), "Desk lamp");
    EXPECT_FALSE(get(live.id(), anyone)->has_pending());
    EXPECT_FALSE(get(live.id(), rival)->has_pending());
    EXPECT_TRUE(get(live.id(), moderator)->has_pending());

    // A further edit builds on it, and undoing all of it ends it.
    edit = answer;
    edit.set_description("It shines brighter.");
    EXPECT_EQ(update(edit, {"description"})->pending().fields_size(), 3);
    const v1::PendingRevision pending = pendingOf(live.id()).value();
    EXPECT_EQ(pending.product().title(), "Brighter lamp");
    EXPECT_EQ(pending.product().description(), "It shines brighter.");
    EXPECT_EQ(pending.product().images_size(), 2);
    EXPECT_EQ(decide(live.id(), answer.pending().etag(), v1::APPROVE).error_reason(), "STALE_ETAG");

    EXPECT_EQ(decide(live.id(), pending.etag(), v1::APPROVE).state(), v1::PUBLISHED);
    const v1::Product approved = get(live.id(), anyone).value();
    EXPECT_EQ(approved.title(), "Brighter lamp");
    EXPECT_EQ(approved.images_size(), 2);
    EXPECT_FALSE(pendingOf(live.id()));
    EXPECT_EQ(decide(live.id(), pending.etag(), v1::REJECT).error_reason(), "ALREADY_DECIDED");
    EXPECT_EQ(history(live.id(), seller)[0].action(), "approve");
    EXPECT_EQ(history(live.id(), seller)[0].fields_size(), 3);
}

TEST_P(ReviewsTest, ARefusedRevisionLeavesWhatIsOnSaleAndMayBeEditedAgainOrDiscarded) {
    require();
    const v1::Product live = onSale();
    v1::Product edit = live;
    edit.set_title("Best lamp ever!!!");
    v1::Product answer = update(edit, {"title"}).value();
    EXPECT_EQ(decide(live.id(), answer.pending().etag(), v1::REJECT, "No shouting.").state(), v1::PUBLISHED);
    answer = get(live.id(), seller).value();
    EXPECT_EQ(answer.title(), "Desk lamp");
    EXPECT_EQ(answer.pending().state(), v1::REJECTED);
    EXPECT_EQ(answer.pending().reason(), "No shouting.");
    EXPECT_EQ(decide(live.id(), answer.pending().etag(), v1::APPROVE).error_reason(), "WRONG_STATE");
    edit = answer;
    edit.set_title("A fine lamp");
    answer = update(edit, {"title"}).value();
    EXPECT_EQ(answer.pending().state(), v1::SUBMITTED);
    EXPECT_EQ(answer.pending().reason(), "");
    ASSERT_TRUE(move(&CatalogService::discardPendingRevision, live.id(), seller));
    EXPECT_FALSE(get(live.id(), seller)->has_pending());
    EXPECT_EQ(events().back().event.type, "tradepost.catalog.v1.PendingRevisionChanged");
}

TEST_P(ReviewsTest, PricesWithinTheBoundsGoLiveAtOnce) {
    require(10, 500, 3);
    v1::Product product = setPrice(onSale(), 2099);
    EXPECT_EQ(get(product.id(), anyone)->price().amount_minor(), 2099);
    EXPECT_FALSE(product.has_pending());
    // 10 percent of what it cost at the first change of the day, however many steps it takes.
    product = setPrice(product, 2198);
    EXPECT_FALSE(product.has_pending());
    product = setPrice(product, 2300);
    EXPECT_TRUE(product.has_pending());
    EXPECT_EQ(get(product.id(), anyone)->price().amount_minor(), 2198);
    EXPECT_EQ(pendingOf(product.id())->product().price().amount_minor(), 2300);
    // Back within them: nothing waits any more.
    product = setPrice(product, 2000);
    EXPECT_FALSE(product.has_pending());
    EXPECT_EQ(get(product.id(), anyone)->price().amount_minor(), 2000);
    product = setPrice(product, 2001); // the fourth of the day
    EXPECT_TRUE(product.has_pending());
    clock.at += 24LL * 3600 * 1'000'000;
    product = setPrice(product, 2150);
    EXPECT_FALSE(product.has_pending());
    EXPECT_EQ(get(product.id(), anyone)->price().amount_minor(), 2150);
}

TEST_P(ReviewsTest, AnAbsoluteBoundHoldsToo) {
    require(50, 100);
    EXPECT_TRUE(setPrice(onSale("A"), 2100).has_pending());
    EXPECT_FALSE(setPrice(onSale("B"), 2099).has_pending());
    require(0); // no price at all
    EXPECT_TRUE(setPrice(onSale("C"), 1998).has_pending());
}

TEST_P(ReviewsTest, APriceChangedMeanwhileOutlivesTheApproval) {
    require(50);
    v1::Product product = onSale();
    v1::Product edit = product;
    edit.set_title("Brighter lamp");
    edit.mutable_variants(0)->set_weight_g(900);
    edit.mutable_variants(0)->mutable_price()->set_amount_minor(2100);
    *edit.add_variants() = lamp("LAMP-2", 2500).variants(0);
    product = update(edit, {"title", "variants"}).value();
    EXPECT_EQ(product.price().amount_minor(), 2100) << "the price goes ahead, the rest waits";
    EXPECT_EQ(product.variants_size(), 1);
    const std::string etag = product.pending().etag();

    // A moderator sets the price of the live one; the pending revision is not about prices.
    rpc::Context admin = callerWith({rpc::Role::ADMIN}, 105);
    v1::Product live = get(product.id(), admin).value();
    live.mutable_variants(0)->mutable_price()->set_amount_minor(2222);
    ASSERT_TRUE(update(live, {"variants"}, admin));
    EXPECT_EQ(get(product.id(), anyone)->title(), "Desk lamp");

    EXPECT_EQ(decide(product.id(), etag, v1::APPROVE).state(), v1::PUBLISHED);
    const v1::Product approved = get(product.id(), anyone).value();
    EXPECT_EQ(approved.title(), "Brighter lamp");
    ASSERT_EQ(approved.variants_size(), 2);
    EXPECT_EQ(approved.variants(0).price().amount_minor(), 2222);
    EXPECT_EQ(approved.variants(0).weight_g(), 900);
    EXPECT_EQ(approved.variants(1).sku(), "LAMP-2");
    EXPECT_EQ(approved.price().amount_minor(), 2222);
}

TEST_P(ReviewsTest, StaleWritesAreRefusedWithBothVersions) {
    require();
    v1::Product product = onSale();
    product.set_title("Brighter lamp");
    const v1::Product answer = update(product, {"title"}).value();
    product.set_title("Dimmer lamp"); // with the etag from before the pending revision
    const auto refused = update(product, {"title"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "STALE_ETAG");
    const auto* versions = dynamic_cast<const v1::StaleWrite*>(seller.errorDetail.get());
    ASSERT_TRUE(versions);
    EXPECT_EQ(versions->yours().title(), "Dimmer lamp");
    EXPECT_EQ(versions->stored().etag(), answer.etag());
    EXPECT_EQ(versions->stored().pending().etag(), answer.pending().etag());
    // What the pending revision leaves alone may be changed by who knows the live one only.
    product.set_brand("Lux");
    EXPECT_TRUE(update(product, {"brand"}));
}

TEST_P(ReviewsTest, OffSaleTakesThePendingRevisionAlong) {
    require();
    v1::Product product = onSale();
    product.set_title("Brighter lamp");
    ASSERT_TRUE(update(product, {"title"}));
    searchedFor.clear();
    const auto off = move(&CatalogService::unpublishProduct, product.id(), seller);
    ASSERT_TRUE(off) << off.error().message;
    EXPECT_EQ(off->title(), "Brighter lamp");
    EXPECT_FALSE(pendingOf(product.id()));
    EXPECT_EQ(searchedFor.size(), 1u);
    // It was never approved like this.
    EXPECT_EQ(move(&CatalogService::publishProduct, product.id(), seller)->state(), v1::SUBMITTED);
}

TEST_P(ReviewsTest, WhatWasApprovedMayReturnWithoutAReviewUnlessItWasEditedOrTakenDown) {
    require();
    const std::string id = onSale().id();
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, id, seller));
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->state(), v1::PUBLISHED);
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, id, seller));
    v1::Product product = get(id, seller).value();
    product.set_title("Something else");
    ASSERT_TRUE(update(product, {"title"}));
    EXPECT_EQ(move(&CatalogService::publishProduct, id, seller)->state(), v1::SUBMITTED);

    const v1::Product other = onSale("B");
    searchedFor.clear();
    EXPECT_EQ(decide(other.id(), other.etag(), v1::REJECT, "Recalled.").state(), v1::REJECTED);
    EXPECT_EQ(searchedFor.size(), 1u) << "a take-down is acknowledged after the search has passed it";
    EXPECT_FALSE(get(other.id(), anyone));
    EXPECT_EQ(move(&CatalogService::publishProduct, other.id(), seller)->state(), v1::SUBMITTED);
}

TEST_P(ReviewsTest, OfTwoDecisionsTheFirstCounts) {
    require();
    const std::string id = create(lamp())->id();
    ASSERT_TRUE(move(&CatalogService::submitProduct, id, seller));
    EXPECT_EQ(decide(id, "2", v1::APPROVE).state(), v1::PUBLISHED);
    const v1::DecisionResult second = decide(id, "2", v1::REJECT);
    EXPECT_EQ(second.error_reason(), "ALREADY_DECIDED");
    EXPECT_NE(second.error_message().find(formatId(102)), std::string::npos);
    EXPECT_TRUE(get(id, anyone));
}

TEST_P(ReviewsTest, ManyDecisionsFailOneByOne) {
    require();
    v1::DecideProductsRequest request;
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(create(lamp("SKU-" + std::to_string(i)))->id());
        if (i != 2) // not submitted
            ASSERT_TRUE(move(&CatalogService::submitProduct, ids.back(), seller));
        v1::Decision& decision = *request.add_decisions();
        decision.set_product_id(ids.back());
        decision.set_etag(i == 3 ? "7" : i == 2 ? "1" : "2");
        decision.set_verdict(v1::APPROVE);
    }
    request.add_decisions()->set_product_id(formatId(12345));
    request.mutable_decisions(5)->set_verdict(v1::APPROVE);
    const auto response = call(&CatalogService::decideProducts, moderator, request);
    ASSERT_TRUE(response);
    for (const int i : {0, 1, 4}) {
        EXPECT_EQ(response->results(i).state(), v1::PUBLISHED);
        EXPECT_TRUE(get(ids[static_cast<std::size_t>(i)], anyone));
    }
    EXPECT_EQ(response->results(2).error_reason(), "WRONG_STATE");
    EXPECT_EQ(response->results(3).error_reason(), "STALE_ETAG");
    EXPECT_EQ(response->results(5).error_reason(), "NOT_FOUND");
}

TEST_P(ReviewsTest, FormerSlugsLeadToThePresentOne) {
    v1::Product product = create(lamp()).value();
    ASSERT_TRUE(move(&CatalogService::publishProduct, product.id(), seller));
    product.set_slug("bright-lamp");
    product.clear_etag();
    ASSERT_TRUE(update(product, {"slug"}));
    v1::GetProductBySlugRequest request;
    request.set_slug("bright-lamp");
    EXPECT_EQ(call(&CatalogService::getProductBySlug, anyone, request)->id(), product.id());
    request.set_slug("desk-lamp");
    EXPECT_EQ(call(&CatalogService::getProductBySlug, anyone, request).error().reason, "MOVED");
    EXPECT_EQ(anyone.movedTo, "/v1/productSlugs/bright-lamp");
    ASSERT_TRUE(move(&CatalogService::unpublishProduct, product.id(), seller));
    EXPECT_EQ(call(&CatalogService::getProductBySlug, anyone, request).error().reason, "NOT_FOUND");
}

} // namespace
} // namespace tradepost::catalog
