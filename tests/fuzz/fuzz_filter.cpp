#include "backend/platform/query/query.h"

#include <cstdlib>

using namespace tradepost;
using query::FieldType;

// No text may crash the parser, and what it accepts has one mark per bound value and balanced parentheses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::vector<query::Field> fields = {
        {"id", "p.id", FieldType::Id, true, {}, {}},
        {"title", "p.title", FieldType::Text, true, {}, {}},
        {"price", "p.price", FieldType::Integer, true, {}, {}},
        {"rating", "p.rating", FieldType::Real, true, {}, {}},
        {"state", "p.state", FieldType::Enum, true, {{"DRAFT", 1}, {"PUBLISHED", 5}}, {}},
        {"update_time", "p.updated_at", FieldType::Timestamp, true, {}, {}},
        {"sku", "v.sku", FieldType::Text, false, {}, "p.id IN (SELECT v.product_id FROM variants v WHERE {})"},
    };
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto condition = query::parseFilter(text, fields)) {
        std::size_t marks = 0;
        int open = 0;
        for (const char c : condition->sql) {
            marks += c == '?' ? 1 : 0;
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0)
                std::abort();
        }
        if (open != 0 || marks != condition->args.size())
            std::abort();
    } else if (condition.error().field != "filter" || condition.error().message.size() > 1000) {
        std::abort();
    }
    if (const auto keys = query::parseOrderBy(text, "update_time desc", fields, "id"))
        if (keys->empty() || keys->size() > 5 || keys->back().field->name != "id")
            std::abort();
    return 0;
}
