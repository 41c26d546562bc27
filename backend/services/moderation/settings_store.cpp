#include "backend/services/moderation/settings_store.h"

#include <fmt/format.h>

namespace tradepost::moderation {

namespace {
enum Kind : std::int64_t { Template = 1, Rule = 2 };

template<class Message>
std::vector<Message> readAll(sql::Reader& reader, Kind kind) {
    return reader.all(
        "SELECT id, body FROM moderation_settings WHERE kind = ? ORDER BY kind, name, id",
        [](const sql::Row& row) {
            Message message;
            message.ParseFromString(sql::decodeBytes(row.text(1)));
            message.set_id(formatId(row.integer(0)));
            return message;
        },
        kind);
}

template<class Message>
Result<void> saveOne(sql::Transaction& tx, Message& message, std::int64_t fresh, Kind kind, std::string_view noun,
                     std::size_t most) {
    const bool isNew = message.id().empty();
    if (isNew)
        message.set_id(formatId(fresh));
    const std::int64_t id = parseId(message.id());
    const std::string body = sql::encodeBytes(message.SerializeAsString());
    if (!isNew) {
        if (tx.exec("UPDATE moderation_settings SET name = ?, body = ? WHERE id = ? AND kind = ?", message.name(), body,
                    id, kind) == 0)
            return notFound(noun, message.id());
        return {};
    }
    const auto count = tx.one(
        "SELECT COUNT(*) FROM moderation_settings WHERE kind = ?", [](const sql::Row& row) { return row.integer(0); },
        kind);
    if (count.value_or(0) >= static_cast<std::int64_t>(most))
        return fail(Code::ResourceExhausted, "TOO_MANY",
                    fmt::format("There are {} already; delete one that is not used any more.", most));
    tx.exec("INSERT INTO moderation_settings (id, kind, name, body) VALUES (?, ?, ?, ?)", id, kind, message.name(),
            body);
    return {};
}

bool removeOne(sql::Transaction& tx, const std::string& id, Kind kind) {
    return tx.exec("DELETE FROM moderation_settings WHERE id = ? AND kind = ?", parseId(id), kind) > 0;
}
} // namespace

std::vector<std::string> SettingsStore::words(sql::Reader& reader, v1::FindingKind kind) {
    return reader.all(
        "SELECT entry FROM moderation_words WHERE kind = ? ORDER BY kind, entry",
        [](const sql::Row& row) { return row.text(0); }, kind);
}

void SettingsStore::setWords(sql::Transaction& tx, const v1::WordList& list) {
    tx.exec("DELETE FROM moderation_words WHERE kind = ?", list.kind());
    for (const std::string& entry : list.entries())
        tx.exec("INSERT INTO moderation_words (kind, entry) VALUES (?, ?) ON CONFLICT DO NOTHING", list.kind(), entry);
}

std::vector<v1::ReasonTemplate> SettingsStore::templates(sql::Reader& reader) {
    return readAll<v1::ReasonTemplate>(reader, Template);
}

std::vector<v1::AutoRule> SettingsStore::rules(sql::Reader& reader) {
    return readAll<v1::AutoRule>(reader, Rule);
}

Result<void> SettingsStore::save(sql::Transaction& tx, v1::ReasonTemplate& reason, std::int64_t fresh) {
    return saveOne(tx, reason, fresh, Template, "reason template", mostTemplates);
}

Result<void> SettingsStore::save(sql::Transaction& tx, v1::AutoRule& rule, std::int64_t fresh) {
    return saveOne(tx, rule, fresh, Rule, "rule", mostRules);
}

bool SettingsStore::removeTemplate(sql::Transaction& tx, const std::string& id) {
    return removeOne(tx, id, Template);
}

bool SettingsStore::removeRule(sql::Transaction& tx, const std::string& id) {
    return removeOne(tx, id, Rule);
}

} // namespace tradepost::moderation
