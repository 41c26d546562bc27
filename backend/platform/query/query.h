#pragma once

#include "backend/base/error.h"
#include "backend/platform/sql/sql.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// `filter`, `order_by` and `page_token` of list methods, over a service's whitelisted fields.
//
//   filter     = expression                        as in AIP-160, the part we support
//   expression = conjunction { "OR" conjunction }
//   conjunction= term { "AND" term }
//   term       = [ "NOT" ] ( "(" expression ")" | comparison )
//   comparison = field ( "=" | "!=" | "<" | "<=" | ">" | ">=" | ":" ) value     ":" is "contains" for text
//   value      = integer | decimal | "double-quoted" | bare-word
//   order_by   = field [ "asc" | "desc" ] { "," field [ "asc" | "desc" ] }
//
// Only the whitelist's columns and operators reach the SQL; every value is bound. Everything here is thread-safe.
namespace tradepost::query {

enum class FieldType { Integer, Real, Text, Id, Enum, Timestamp };

struct Field {
    std::string name;   // as clients write it: "update_time"
    std::string column; // as SQL writes it: "p.updated_at"; NOT NULL, text in binary order ($BINARY)
    FieldType type = FieldType::Text;
    bool sortable = false;                                        // only with an index that serves it
    std::vector<std::pair<std::string, std::int64_t>> enumValues; // of Enum
    // For child tables, the predicate with {} for the comparison: "p.id IN (SELECT v.product_id FROM catalog_variants v
    // WHERE {})". A comparison then asks whether some child passes it, "!=" whether none has the value.
    std::string existsIn;
};

struct Condition {
    std::string sql; // "(p.state = ? AND p.brand = ?)"; "1=1" for an empty filter
    std::vector<sql::Value> args;
};

// Limits: 4,096 bytes, 100 comparisons, depth 20. Errors name `filter`, the column of the text and what was expected.
// Keywords are upper case; a quoted value may hold \" and \\. "contains" ignores the case of ASCII letters. A timestamp
// is RFC 3339, an id what formatId makes.
Result<Condition> parseFilter(std::string_view filter, const std::vector<Field>& fields);

struct SortKey {
    const Field* field; // points into the fields passed in
    bool descending = false;
};
// At most 4 keys, an empty text stands for `defaultOrder`; always ends in the unique `tieBreak` field.
Result<std::vector<SortKey>> parseOrderBy(std::string_view orderBy, std::string_view defaultOrder,
                                          const std::vector<Field>& fields, std::string_view tieBreak);
std::string orderBySql(const std::vector<SortKey>& keys); // "ORDER BY p.title, p.id"

// Keyset paging. A token holds the last row's sort values and a hash of filter and order, sealed with a keyed hash so
// that it cannot be forged; a token of another query is refused by name.
class PageTokens {
public:
    explicit PageTokens(std::string secret); // of any length, the same in every process that serves the list
    // `filter` and `orderBy` are the request's texts; a list with further parameters adds them to `filter`.
    std::string make(std::string_view filter, std::string_view orderBy, const std::vector<sql::Value>& lastRow) const;
    // As many values as were put in. INVALID_PAGE_TOKEN or PAGE_TOKEN_OF_ANOTHER_QUERY, both of field `page_token`.
    Result<std::vector<sql::Value>> open(std::string_view token, std::string_view filter,
                                         std::string_view orderBy) const;

private:
    std::string m_secret;
};
// "rows after lastRow in this order"; nothing when the two are of different lengths.
Condition afterRow(const std::vector<SortKey>& keys, const std::vector<sql::Value>& lastRow);

} // namespace tradepost::query
