#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <optional>
#include <string>
#include <vector>

// What operators and moderators set: word lists, reason templates, rules. Functions run inside the caller's
// transaction.
namespace tradepost::moderation {

class SettingsStore {
public:
    static constexpr std::size_t mostTemplates = 500, mostRules = 200;

    static std::vector<std::string> words(sql::Reader& reader, v1::FindingKind kind); // in order
    static void setWords(sql::Transaction& tx, const v1::WordList& list);

    // By name. Saving takes an id that is empty (then `fresh` becomes it) or there already.
    static std::vector<v1::ReasonTemplate> templates(sql::Reader& reader);
    static Result<void> save(sql::Transaction& tx, v1::ReasonTemplate& reason, std::int64_t fresh);
    static std::vector<v1::AutoRule> rules(sql::Reader& reader);
    static Result<void> save(sql::Transaction& tx, v1::AutoRule& rule, std::int64_t fresh);
    static bool removeTemplate(sql::Transaction& tx, const std::string& id);
    static bool removeRule(sql::Transaction& tx, const std::string& id);
};

} // namespace tradepost::moderation
