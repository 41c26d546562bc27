#pragma once

#include "backend/platform/query/query.h"
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
};

// `filter` and `orderBy` as clients write them. A seller sees his own products only; moderators, operators and admins
// all. `shareOfSeller`: which part of all products the caller's accounts have, 0 to 1. Few are found by seller and
// sorted, many are read in order and picked: neither engine could know which is cheaper.
Result<ProductQuery> makeProductQuery(std::string_view filter, std::string_view orderBy, const rpc::Principal& caller,
                                      double shareOfSeller);

// Whether the caller sees products of every seller in any state.
bool seesEverything(const rpc::Principal& caller);

} // namespace tradepost::catalog
