#pragma once

#include "backend/platform/query/terms.h"
#include "backend/platform/rpc/context.h"

#include <string>
#include <string_view>
#include <vector>

// The whitelist of lists over products, and the SQL of one. Table catalog_products is `p`.
namespace tradepost::catalog {

const std::vector<query::Field>& filterFields();

struct ProductQuery {
    query::Condition where;            // the filter, and what the caller may see
    std::vector<query::SortKey> order; // ends in the id
    // The same as `where` in words that let no index but that of the order be used, and the comparisons an index finds
    // rows by.
    query::Condition unindexed;
    std::vector<query::Term> terms;
    query::Condition seller; // of the caller's accounts where they have few products; else empty
};

// `filter` and `orderBy` as clients write them. A seller sees his own products only; moderators, operators and admins
// all. `shareOfSeller`: which part of all products the caller's accounts have, 0 to 1. Few are found by seller and
// sorted, many are read in order and picked: neither engine could know which is cheaper.
Result<ProductQuery> makeProductQuery(std::string_view filter, std::string_view orderBy, const rpc::Principal& caller,
                                      double shareOfSeller);

// Up to so many products a list is sorted; of more, a page is sooner found by looking through the ordered index.
inline constexpr std::int64_t fewProducts = 5'000;

// How one list is read.
struct ProductPlan {
    query::Condition where;
    std::vector<query::SortKey> order; // for ORDER BY and keysets; columns may be hidden from indexes
};
// Where some comparison of the filter leaves few products they are found by it and sorted, else the list is read in its
// order and picked from: the engines know neither how many products are published nor that fifty rows are enough, and
// sorted all of them. Looks at some thousand index entries.
ProductPlan planOf(sql::Reader& reader, const ProductQuery& query, std::int64_t few = fewProducts);

// Whether the caller sees products of every seller in any state.
bool seesEverything(const rpc::Principal& caller);

} // namespace tradepost::catalog
