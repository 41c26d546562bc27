#include "backend/services/moderation/service.h"

#include "backend/services/moderation/settings_store.h"

#include <fmt/format.h>

namespace tradepost::moderation {

namespace {
template<class Message>
Result<void> checkName(const Message& message, const std::string& field) {
    if (message.name().find_first_not_of(" \t\r\n") == std::string::npos)
        return invalid(field + ".name", "Give it a name.", "FIELD_REQUIRED");
    return {};
}

Result<void> checkRule(const v1::AutoRule& rule) {
    TP_TRY(checkName(rule, "auto_rule"));
    if (rule.enabled() && !rule.new_products() && !rule.revisions())
        return invalid("auto_rule", "Say whether it is for new_products, for revisions, or for both.");
    for (int i = 0; i < rule.seller_ids_size(); ++i)
        if (!SellerId::parse(rule.seller_ids(i)))
            return invalid(fmt::format("auto_rule.seller_ids[{}]", i), "This is no id of a seller account.",
                           "INVALID_ID");
    for (int i = 0; i < rule.category_ids_size(); ++i)
        if (!CategoryId::parse(rule.category_ids(i)))
            return invalid(fmt::format("auto_rule.category_ids[{}]", i), "This is no id of a category.", "INVALID_ID");
    return {};
}

Result<void> checkKind(v1::FindingKind kind, const std::string& field) {
    if (kind != v1::BANNED_WORD && kind != v1::BANNED_BRAND)
        return invalid(field, "There are lists of BANNED_WORD and of BANNED_BRAND.");
    return {};
}
} // namespace

Task<Result<void>> ModerationService::settingsChanged() {
    co_return co_await m_use.database.read([this](sql::Reader& reader) { return m_feed.readSettings(reader); });
}

Task<Result<v1::ListReasonTemplatesResponse>>
ModerationService::listReasonTemplates(rpc::Context&, const v1::ListReasonTemplatesRequest&) {
    co_return co_await m_use.database.read([](sql::Reader& reader) -> Result<v1::ListReasonTemplatesResponse> {
        v1::ListReasonTemplatesResponse response;
        for (v1::ReasonTemplate& each : SettingsStore::templates(reader))
            *response.add_templates() = std::move(each);
        return response;
    });
}

Task<Result<v1::ReasonTemplate>> ModerationService::saveReasonTemplate(rpc::Context&,
                                                                       const v1::SaveReasonTemplateRequest& request) {
    TP_CO_TRY(checkName(request.reason_template(), "reason_template"));
    const std::int64_t fresh = m_use.ids.next();
    co_return co_await m_use.database.write([&, fresh](sql::Transaction& tx) -> Result<v1::ReasonTemplate> {
        v1::ReasonTemplate saved = request.reason_template();
        TP_TRY(SettingsStore::save(tx, saved, fresh));
        return saved;
    });
}

Task<Result<google::protobuf::Empty>>
ModerationService::deleteReasonTemplate(rpc::Context&, const v1::DeleteReasonTemplateRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
        if (!SettingsStore::removeTemplate(tx, request.id()))
            return notFound("reason template", request.id());
        return google::protobuf::Empty();
    });
}

Task<Result<v1::ListAutoRulesResponse>> ModerationService::listAutoRules(rpc::Context&,
                                                                         const v1::ListAutoRulesRequest&) {
    co_return co_await m_use.database.read([](sql::Reader& reader) -> Result<v1::ListAutoRulesResponse> {
        v1::ListAutoRulesResponse response;
        for (v1::AutoRule& each : SettingsStore::rules(reader))
            *response.add_rules() = std::move(each);
        return response;
    });
}

Task<Result<v1::AutoRule>> ModerationService::saveAutoRule(rpc::Context&, const v1::SaveAutoRuleRequest& request) {
    TP_CO_TRY(checkRule(request.auto_rule()));
    const std::int64_t fresh = m_use.ids.next();
    auto saved = co_await m_use.database.write([&, fresh](sql::Transaction& tx) -> Result<v1::AutoRule> {
        v1::AutoRule rule = request.auto_rule();
        TP_TRY(SettingsStore::save(tx, rule, fresh));
        return rule;
    });
    if (saved)
        TP_CO_TRY(co_await settingsChanged());
    co_return saved;
}

Task<Result<google::protobuf::Empty>> ModerationService::deleteAutoRule(rpc::Context&,
                                                                        const v1::DeleteAutoRuleRequest& request) {
    auto removed = co_await m_use.database.write([&](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
        if (!SettingsStore::removeRule(tx, request.id()))
            return notFound("rule", request.id());
        return google::protobuf::Empty();
    });
    if (removed)
        TP_CO_TRY(co_await settingsChanged());
    co_return removed;
}

Task<Result<v1::WordList>> ModerationService::getWordList(rpc::Context&, const v1::GetWordListRequest& request) {
    TP_CO_TRY(checkKind(request.kind(), "kind"));
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::WordList> {
        v1::WordList list;
        list.set_kind(request.kind());
        for (std::string& entry : SettingsStore::words(reader, request.kind()))
            list.add_entries(std::move(entry));
        return list;
    });
}

Task<Result<v1::WordList>> ModerationService::updateWordList(rpc::Context&, const v1::UpdateWordListRequest& request) {
    TP_CO_TRY(checkKind(request.list().kind(), "list.kind"));
    for (int i = 0; i < request.list().entries_size(); ++i) {
        const std::string plain = plainText(request.list().entries(i));
        const auto words = static_cast<std::size_t>(std::ranges::count(plain, ' ')) + 1;
        if (plain.empty() || words > WordSet::longestPhrase)
            co_return invalid(fmt::format("list.entries[{}]", i),
                              fmt::format("An entry has one to {} words.", WordSet::longestPhrase));
    }
    auto saved = co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::WordList> {
        SettingsStore::setWords(tx, request.list());
        return request.list();
    });
    if (saved)
        TP_CO_TRY(co_await settingsChanged());
    co_return saved;
}

void registerModeration(rpc::Registry& registry, ModerationService& service) {
    const auto add = [&](std::string_view name, auto method) {
        registry.add(std::string("tradepost.moderation.v1.ModerationService/").append(name), service, method);
    };
    using Service = ModerationService;
    add("ListQueue", &Service::listQueue);
    add("CountQueue", &Service::countQueue);
    add("GetReview", &Service::getReview);
    add("ClaimItems", &Service::claimItems);
    add("ReleaseItems", &Service::releaseItems);
    add("Decide", &Service::decide);
    add("DecideMany", &Service::decideMany);
    add("RebuildQueue", &Service::rebuildQueue);
    add("ListReasonTemplates", &Service::listReasonTemplates);
    add("SaveReasonTemplate", &Service::saveReasonTemplate);
    add("DeleteReasonTemplate", &Service::deleteReasonTemplate);
    add("ListAutoRules", &Service::listAutoRules);
    add("SaveAutoRule", &Service::saveAutoRule);
    add("DeleteAutoRule", &Service::deleteAutoRule);
    add("GetWordList", &Service::getWordList);
    add("UpdateWordList", &Service::updateWordList);
}

} // namespace tradepost::moderation
