#pragma once

#include "backend/base/clock.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/catalog/v1/reviews.pb.h"

// What goes on sale without a moderator: the operator's policy, and the prices within its bounds. Functions run inside
// the caller's transaction.
namespace tradepost::catalog {

v1::ReviewPolicy readPolicy(sql::Reader& reader);
void writePolicy(sql::Transaction& tx, const v1::ReviewPolicy& policy);

// Whether the prices of `after` may replace those of `before` at once; then it is counted. What a variant cost before
// its product's first change of the day (UTC) is what the bounds are measured against, so that many small steps come no
// further than one.
bool takePriceChange(sql::Transaction& tx, const v1::ReviewPolicy& policy, const v1::Product& before,
                     const v1::Product& after, Micros at);

} // namespace tradepost::catalog
