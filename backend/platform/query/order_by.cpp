#include "backend/platform/query/query.h"
#include "backend/platform/query/utf8.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::query {

namespace {
constexpr std::size_t maxKeys = 4;
constexpr std::size_t maxBytes = 256;

std::unexpected<Error> problem(std::string_view text, std::size_t at, std::string_view what) {
    return invalid("order_by", fmt::format("order_by, column {}: {}", codePoints(text.substr(0, at)) + 1, what),
                   "INVALID_ORDER_BY");
}

const Field* findField(std::string_view name, const std::vector<Field>& fields) {
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? nullptr : &*found;
}

std::string sortableNames(const std::vector<Field>& fields) {
    std::string names;
    for (const Field& field : fields)
        if (field.sortable)
            names.append(names.empty() ? "" : ", ").append(field.name);
    return names;
}

std::size_t skipSpace(std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t'))
        ++at;
    return at;
}

std::size_t wordEnd(std::string_view text, std::size_t at) {
    while (at < text.size() && text[at] != ' ' && text[at] != '\t' && text[at] != ',')
        ++at;
    return at;
}
} // namespace

Result<std::vector<SortKey>> parseOrderBy(std::string_view orderBy, std::string_view defaultOrder,
                                          const std::vector<Field>& fields, std::string_view tieBreak) {
    if (orderBy.size() > maxBytes)
        return invalid("order_by",
                       fmt::format("order_by: {} bytes are too many; {} are allowed.", orderBy.size(), maxBytes),
                       "INVALID_ORDER_BY");
    if (!isStorableText(orderBy))
        return invalid("order_by", "order_by: the text must be UTF-8 without NUL.", "INVALID_ORDER_BY");
    const std::string_view text = skipSpace(orderBy, 0) == orderBy.size() ? defaultOrder : orderBy;

    std::vector<SortKey> keys;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t nameAt = skipSpace(text, at);
        at = wordEnd(text, nameAt);
        const std::string_view name = text.substr(nameAt, at - nameAt);
        if (name.empty())
            return problem(text, nameAt, "expected a field name.");
        const Field* field = findField(name, fields);
        if (!field || !field->sortable)
            return problem(text, nameAt,
                           fmt::format("cannot sort by '{}'; sort by {}.", excerpt(name, 40), sortableNames(fields)));
        if (std::ranges::find(keys, field, &SortKey::field) != keys.end())
            return problem(text, nameAt, fmt::format("'{}' stands twice.", name));
        if (keys.size() == maxKeys)
            return problem(text, nameAt, fmt::format("at most {} fields may be sorted by.", maxKeys));
        SortKey key{field, false};

        const std::size_t directionAt = skipSpace(text, at);
        at = wordEnd(text, directionAt);
        const std::string_view direction = text.substr(directionAt, at - directionAt);
        if (direction == "desc")
            key.descending = true;
        else if (!direction.empty() && direction != "asc")
            return problem(text, directionAt,
                           fmt::format("expected asc, desc or ',', found '{}'.", excerpt(direction, 40)));
        keys.push_back(key);

        at = skipSpace(text, at);
        if (at < text.size() && text[at] != ',')
            return problem(
                text, at,
                fmt::format("expected ',', found '{}'.", excerpt(text.substr(at, wordEnd(text, at) - at), 40)));
        if (at < text.size() && skipSpace(text, ++at) == text.size())
            return problem(text, at, "expected a field name, but the text ends here.");
    }

    // What stands after a unique key changes nothing.
    const auto unique = std::ranges::find(keys, tieBreak, [](const SortKey& key) { return key.field->name; });
    if (unique != keys.end()) {
        keys.erase(unique + 1, keys.end());
        return keys;
    }
    const Field* last = findField(tieBreak, fields);
    if (!last)
        return fail(Code::Internal, "NO_TIE_BREAK", fmt::format("The tie-break field '{}' is not declared.", tieBreak));
    // In the direction of the key before it, so that one index (key, id) serves both directions.
    keys.push_back({last, !keys.empty() && keys.back().descending});
    return keys;
}

std::string orderBySql(const std::vector<SortKey>& keys) {
    std::string sql;
    for (const SortKey& key : keys)
        sql.append(sql.empty() ? "ORDER BY " : ", ").append(key.field->column).append(key.descending ? " DESC" : "");
    return sql;
}

Condition afterRow(const std::vector<SortKey>& keys, const std::vector<sql::Value>& lastRow) {
    Condition condition;
    if (keys.empty() || keys.size() != lastRow.size()) {
        condition.sql = "1=0";
        return condition;
    }
    const bool uniform =
        std::ranges::all_of(keys, [&](const SortKey& key) { return key.descending == keys[0].descending; });
    if (uniform) { // a row comparison, which both engines seek an index with
        std::string columns, marks;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            columns.append(i ? ", " : "").append(keys[i].field->column);
            marks.append(i ? ", ?" : "?");
            condition.args.push_back(lastRow[i]);
        }
        condition.sql = fmt::format("({}) {} ({})", columns, keys[0].descending ? "<" : ">", marks);
        return condition;
    }
    // (a >= ? AND (a > ? OR (a = ? AND (b < ? OR ...)))): the first part lets an index seek.
    const auto strict = [](const SortKey& key) { return key.descending ? "<" : ">"; };
    condition.sql = fmt::format("({} {}= ? AND (", keys[0].field->column, strict(keys[0]));
    condition.args.push_back(lastRow[0]);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        condition.sql += fmt::format("{} {} ?", keys[i].field->column, strict(keys[i]));
        condition.args.push_back(lastRow[i]);
        if (i + 1 < keys.size()) {
            condition.sql += fmt::format(" OR ({} = ? AND (", keys[i].field->column);
            condition.args.push_back(lastRow[i]);
        }
    }
    condition.sql.append(2 * (keys.size() - 1), ')').append("))");
    return condition;
}

} // namespace tradepost::query
