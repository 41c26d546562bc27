#include "tests/backend/services/moderation/fixture.h"

namespace tradepost::moderation {

namespace {

class SettingsTest : public ModerationTest {
public:
    Result<v1::AutoRule> save(v1::AutoRule rule) {
        v1::SaveAutoRuleRequest request;
        *request.mutable_auto_rule() = std::move(rule);
        return call(&ModerationService::saveAutoRule, op, request);
    }
    catalog::v1::ProductState awaitState(const std::string& id, catalog::v1::ProductState state) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (get(id, seller).state() != state && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return get(id, seller).state();
    }
};
TRADEPOST_ON_EVERY_ENGINE(SettingsTest);

TEST_P(SettingsTest, ARuleApprovesWhatNothingIsFoundAbout) {
    v1::AutoRule rule;
    rule.set_name("Trusted sellers");
    rule.set_enabled(true);
    EXPECT_EQ(save(rule).error().field, "auto_rule");
    rule.set_new_products(true);
    rule.add_seller_ids(formatId(7));
    rule = save(rule).value();
    const std::string good = submit(product("A", "Lamp"));
    EXPECT_EQ(awaitState(good, catalog::v1::PUBLISHED), catalog::v1::PUBLISHED);
    catalog::v1::ListProductHistoryRequest history;
    history.set_id(good);
    const auto told = catalogCall(&catalog::CatalogService::listProductHistory, mona, history);
    EXPECT_EQ(told->entries(0).action(), "approve");
    EXPECT_EQ(told->entries(0).actor_id(), "");
    EXPECT_EQ(told->entries(0).note(), "By the rule 'Trusted sellers'.");

    catalog::v1::Product bare = product("B", "Garden chair");
    bare.clear_images();
    submit(bare);
    submit(product("C", "Umbrella"), rival);
    EXPECT_EQ(queue().size(), 2u);
    catalog::v1::Product edit = get(good, seller);
    edit.set_title("Dimmable lamp");
    ASSERT_TRUE(update(edit, {"title"}, seller));
    EXPECT_EQ(queue().size(), 3u) << "revisions are none of its business";

    rule.set_revisions(true);
    rule.set_max_price_percent(50);
    ASSERT_TRUE(save(rule));
    edit = get(good, seller);
    edit.set_title("Dimmable lamp of steel");
    edit.mutable_variants(0)->mutable_price()->set_amount_minor(2899); // 45 percent
    ASSERT_TRUE(update(edit, {"title", "variants"}, seller));
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (get(good, seller).has_pending() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_EQ(get(good, seller).title(), "Dimmable lamp of steel");
    EXPECT_EQ(get(good, seller).price().amount_minor(), 2899);
    edit = get(good, seller);
    edit.mutable_variants(0)->mutable_price()->set_amount_minor(5000);
    ASSERT_TRUE(update(edit, {"variants"}, seller));
    EXPECT_EQ(queue().size(), 3u) << "too much of a change";

    v1::DeleteAutoRuleRequest request;
    request.set_id(rule.id());
    ASSERT_TRUE(call(&ModerationService::deleteAutoRule, op, request));
    EXPECT_EQ(call(&ModerationService::deleteAutoRule, op, request).error().code, Code::NotFound);
    submit(product("D", "Kettle"));
    EXPECT_EQ(queue().size(), 4u);
}

TEST_P(SettingsTest, WordListsHoldForWhatIsSubmittedFromThenOnAndAfterARebuildForAll) {
    submit(product("A", "A replica"));
    EXPECT_EQ(queue()[0].findings_size(), 0);
    v1::UpdateWordListRequest request;
    request.mutable_list()->set_kind(v1::MISSING_IMAGE);
    EXPECT_EQ(call(&ModerationService::updateWordList, op, request).error().field, "list.kind");
    request.mutable_list()->set_kind(v1::BANNED_WORD);
    request.mutable_list()->add_entries("one two three four five");
    EXPECT_EQ(call(&ModerationService::updateWordList, op, request).error().field, "list.entries[0]");
    request.mutable_list()->set_entries(0, "replica");
    request.mutable_list()->add_entries("copy");
    ASSERT_TRUE(call(&ModerationService::updateWordList, op, request));
    v1::GetWordListRequest get;
    get.set_kind(v1::BANNED_WORD);
    EXPECT_EQ(call(&ModerationService::getWordList, mona, get)->entries(0), "copy");
    submit(product("B", "Another REPLICA of a chair"));
    auto items = queue();
    EXPECT_EQ(items[0].findings_size(), 0);
    EXPECT_EQ(items[1].findings(0).kind(), v1::BANNED_WORD);
    closeModeration();
    openModeration();
    awaitEnd(call(&ModerationService::rebuildQueue, op, v1::RebuildQueueRequest()).value());
    EXPECT_EQ(queue()[0].findings(0).kind(), v1::BANNED_WORD);
}

TEST_P(SettingsTest, ReasonTemplatesAreKeptByName) {
    v1::SaveReasonTemplateRequest request;
    EXPECT_EQ(call(&ModerationService::saveReasonTemplate, mona, request).error().field, "reason_template.name");
    for (const char* name : {"Pictures", "Counterfeit"}) {
        request.mutable_reason_template()->set_name(name);
        (*request.mutable_reason_template()->mutable_texts())["en"] = "Please look at your pictures.";
        ASSERT_TRUE(call(&ModerationService::saveReasonTemplate, mona, request));
    }
    auto all = call(&ModerationService::listReasonTemplates, mona, v1::ListReasonTemplatesRequest());
    ASSERT_EQ(all->templates_size(), 2);
    EXPECT_EQ(all->templates(0).name(), "Counterfeit");
    *request.mutable_reason_template() = all->templates(0);
    request.mutable_reason_template()->set_name("Zzz");
    ASSERT_TRUE(call(&ModerationService::saveReasonTemplate, mona, request));
    v1::DeleteReasonTemplateRequest remove;
    remove.set_id(all->templates(1).id());
    ASSERT_TRUE(call(&ModerationService::deleteReasonTemplate, mona, remove));
    all = call(&ModerationService::listReasonTemplates, mona, v1::ListReasonTemplatesRequest());
    ASSERT_EQ(all->templates_size(), 1);
    EXPECT_EQ(all->templates(0).name(), "Zzz");
    request.mutable_reason_template()->set_id(formatId(12345));
    EXPECT_EQ(call(&ModerationService::saveReasonTemplate, mona, request).error().code, Code::NotFound);
}

} // namespace
} // namespace tradepost::moderation
