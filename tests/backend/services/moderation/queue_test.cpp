#include "tests/backend/services/moderation/fixture.h"

namespace tradepost::moderation {

namespace {

class QueueTest : public ModerationTest {
public:
    std::string titles(const std::vector<v1::QueueItem>& items) {
        std::string joined;
        for (const v1::QueueItem& item : items)
            joined += item.title().substr(0, 1);
        return joined;
    }
    void later(int hours = 1) { clock.at += std::int64_t{hours} * 3600 * 1'000'000; }
    // Everything the queue's tables hold, as text.
    std::string dump() {
        settle();
        std::string text;
        const auto read = (*other)->readNow([&](sql::Reader& reader) -> Result<void> {
            reader.each(
                "SELECT product_id, is_revision, seller_id, category_id, price_minor, submitted_at, finding_mask, "
                "lightness, etag, title, image_url, currency, findings FROM moderation_items ORDER BY product_id",
                [&](const sql::Row& row) {
                    for (std::size_t i = 0; i < row.size(); ++i)
                        text += (i < 8 ? std::to_string(row.integer(i)) : row.text(i)) + "|";
                    text += "\n";
                });
            for (const char* sql :
                 {"SELECT kind, submitted_at, product_id FROM moderation_findings ORDER BY kind, submitted_at, "
                  "product_id",
                  "SELECT kind, day, items FROM moderation_counts WHERE items <> 0 ORDER BY kind, day"})
                reader.each(sql, [&](const sql::Row& row) {
                    for (std::size_t i = 0; i < row.size(); ++i)
                        text += std::to_string(row.integer(i)) + "|";
                    text += "\n";
                });
            return {};
        });
        EXPECT_TRUE(read) << read.error().message;
        return text;
    }
};
TRADEPOST_ON_EVERY_ENGINE(QueueTest);

TEST_P(QueueTest, HoldsWhatIsSubmittedUntilItIsDecided) {
    EXPECT_TRUE(queue().empty());
    const std::string id = submit(product("A", "Lamp"));
    const auto items = queue();
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].product_id(), id);
    EXPECT_EQ(items[0].etag(), "2");
    EXPECT_EQ(items[0].seller_id(), formatId(7));
    EXPECT_EQ(items[0].price().amount_minor(), 1999);
    EXPECT_FALSE(items[0].revision());
    EXPECT_EQ(counts().total(), 1);
    EXPECT_EQ(decide(items[0], catalog::v1::APPROVE, mona).state(), catalog::v1::PUBLISHED);
    EXPECT_TRUE(call(&ModerationService::listQueue, mona, v1::ListQueueRequest())->items().empty()) << "at once";
    EXPECT_EQ(counts().total(), 0);
}

TEST_P(QueueTest, FollowsEditsWithdrawalsAndArchiving) {
    const std::string id = submit(product("A", "Lamp"));
    catalog::v1::Product edit = get(id, seller);
    edit.set_title("Brighter lamp");
    edit.clear_images();
    ASSERT_TRUE(update(edit, {"title", "images"}, seller));
    auto items = queue();
    EXPECT_EQ(items[0].title(), "Brighter lamp");
    EXPECT_EQ(items[0].etag(), "3");
    ASSERT_EQ(items[0].findings_size(), 1);
    EXPECT_EQ(items[0].findings(0).kind(), v1::MISSING_IMAGE);
    catalog::v1::ProductTransitionRequest request;
    request.set_id(id);
    ASSERT_TRUE(catalogCall(&catalog::CatalogService::withdrawProduct, seller, request));
    EXPECT_TRUE(queue().empty());
    ASSERT_TRUE(catalogCall(&catalog::CatalogService::submitProduct, seller, request));
    EXPECT_EQ(queue().size(), 1u);
    ASSERT_TRUE(catalogCall(&catalog::CatalogService::archiveProduct, seller, request));
    EXPECT_TRUE(queue().empty());
    EXPECT_EQ(counts().findings_size(), 0);
}

TEST_P(QueueTest, ShowsWhatAPendingRevisionChanges) {
    const std::string id = onSale(product("A", "Lamp"), seller);
    catalog::v1::Product edit = get(id, seller);
    edit.set_title("Brighter lamp");
    edit.add_images()->set_url("https://example.org/2.jpg");
    edit.mutable_variants(0)->mutable_price()->set_amount_minor(2099); // within the bounds: at once
    ASSERT_TRUE(update(edit, {"title", "images", "variants"}, seller));
    const auto items = queue();
    ASSERT_EQ(items.size(), 1u);
    EXPECT_TRUE(items[0].revision());
    EXPECT_EQ(items[0].price().amount_minor(), 2099);
    v1::GetReviewRequest request;
    request.set_product_id(id);
    const auto review = call(&ModerationService::getReview, mona, request);
    ASSERT_TRUE(review) << review.error().message;
    EXPECT_EQ(review->live().title(), "Lamp");
    EXPECT_EQ(review->candidate().title(), "Brighter lamp");
    ASSERT_EQ(review->changes_size(), 2);
    EXPECT_EQ(review->changes(0).field(), "title");
    EXPECT_EQ(review->changes(1).images_added(0).url(), "https://example.org/2.jpg");
    EXPECT_EQ(review->item().etag(), items[0].etag());
    EXPECT_EQ(decide(review->item(), catalog::v1::REJECT, mona).state(), catalog::v1::PUBLISHED);
    EXPECT_TRUE(queue().empty());
    EXPECT_EQ(call(&ModerationService::getReview, mona, request).error().code, Code::NotFound);
}

TEST_P(QueueTest, IsListedInEachOrderPageByPage) {
    for (int i = 0; i < 6; ++i) {
        catalog::v1::Product made =
            product("S" + std::to_string(i), std::string(1, static_cast<char>('A' + i)) + " thing");
        if (i == 2 || i == 4)
            made.clear_images();
        if (i == 4)
            made.set_description("Call +49 30 1234567");
        submit(std::move(made), i == 5 ? rival : seller);
        later(i == 2 ? 48 : 1);
    }
    v1::ListQueueRequest request;
    request.set_page_size(2);
    EXPECT_EQ(titles(queue(request)), "ABCDEF");
    request.set_order(v1::ListQueueRequest::NEWEST_FIRST);
    EXPECT_EQ(titles(queue(request)), "FEDCBA");
    request.set_order(v1::ListQueueRequest::MOST_FINDINGS_FIRST);
    EXPECT_EQ(titles(queue(request)), "ECABDF");
    request.set_finding(v1::MISSING_IMAGE);
    EXPECT_EQ(call(&ModerationService::listQueue, mona, request).error().field, "order");
    request.set_order(v1::ListQueueRequest::OLDEST_FIRST);
    request.set_page_size(1);
    EXPECT_EQ(titles(queue(request)), "CE");
    request.set_finding(v1::FINDING_KIND_UNSPECIFIED);
    request.set_seller_id(formatId(8));
    EXPECT_EQ(titles(queue(request)), "F");

    const v1::QueueCounts told = counts();
    EXPECT_EQ(told.total(), 6);
    ASSERT_EQ(told.findings_size(), 2);
    EXPECT_EQ(told.findings(0).kind(), v1::MISSING_IMAGE);
    EXPECT_EQ(told.findings(0).count(), 2);
    EXPECT_EQ(told.findings(1).kind(), v1::CONTACT_IN_TEXT);
    std::string ages;
    for (const v1::QueueCounts::OfAge& age : told.ages())
        ages += std::to_string(age.days()) + ":" + std::to_string(age.count()) + " ";
    EXPECT_EQ(ages, "0:1 1:2 3:3 ");
}

TEST_P(QueueTest, ComparesWithWhatOthersSell) {
    catalog::v1::Product first = product("A", "Nordlicht desk lamp, matt black");
    first.mutable_variants(0)->set_gtin("4006381333931");
    onSale(first, rival);
    catalog::v1::Product second = product("B", "Nordlicht desk lamp (matt black)");
    second.mutable_variants(0)->set_gtin("4006381333931");
    submit(second);
    auto items = queue();
    ASSERT_EQ(items.size(), 1u);
    ASSERT_EQ(items[0].findings_size(), 2);
    EXPECT_EQ(items[0].findings(0).kind(), v1::GTIN_ELSEWHERE);
    EXPECT_EQ(items[0].findings(1).kind(), v1::NEAR_DUPLICATE_TITLE);
    closeModeration();
    openModeration(); // what others sell is known again
    submit(second, rival);
    items = queue();
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[1].findings(0).kind(), v1::GTIN_ELSEWHERE);
}

TEST_P(QueueTest, ARebuildEqualsTheLiveState) {
    std::vector<std::string> ids;
    for (int i = 0; i < 30; ++i) {
        catalog::v1::Product made = product("S" + std::to_string(i), "Thing number " + std::to_string(i * 7919));
        if (i % 3 == 0)
            made.clear_images();
        ids.push_back(i % 2 == 0 ? onSale(made, seller) : submit(made));
        later();
    }
    for (std::size_t i = 0; i < ids.size(); i += 4) {
        catalog::v1::Product edit = get(ids[i], seller);
        edit.set_description("Described at www.things.example");
        ASSERT_TRUE(update(edit, {"description"}, seller));
        later();
    }
    for (std::size_t i = 0; i < ids.size(); i += 8) { // its price goes live under the pending revision
        catalog::v1::Product edit = get(ids[i], seller);
        edit.mutable_variants(0)->mutable_price()->set_amount_minor(2111);
        ASSERT_TRUE(update(edit, {"variants"}, seller));
    }
    auto items = queue();
    for (std::size_t i = 0; i < items.size(); i += 5)
        decide(items[i], i % 2 ? catalog::v1::APPROVE : catalog::v1::REJECT, mona);
    const std::string live = dump();
    EXPECT_GT(std::ranges::count(live, '\n'), 20);
    const auto begun = call(&ModerationService::rebuildQueue, op, v1::RebuildQueueRequest());
    EXPECT_EQ(awaitEnd(*begun).state(), operations::v1::Operation::SUCCEEDED);
    EXPECT_EQ(dump(), live);

    // And a fresh database, which has the whole log before it.
    closeModeration();
    other = test::makeDatabase(GetParam());
    ASSERT_TRUE((*other)->migrate(events::Outbox::schema()));
    ASSERT_TRUE((*other)->migrate(schema()));
    openModeration();
    EXPECT_EQ(dump(), live);
}

} // namespace
} // namespace tradepost::moderation
