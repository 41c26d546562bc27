#pragma once

#include "backend/base/ids.h"
#include "backend/platform/rpc/accounts.h"
#include "backend/services/catalog/product_fields.h"

#include <string>
#include <vector>

// What every way of writing a product holds to.
namespace tradepost::catalog {

// An empty etag asks for no check.
Result<void> checkEtag(const std::string& sent, const v1::Product& current, const std::string& field);

// Applies `patch` to `product` and answers with the names of the fields that are different from `before` now, each
// validated.
Result<std::vector<std::string>> applyPatch(const v1::Product& update, const Patch& patch, const v1::Product& before,
                                            v1::Product& product);

} // namespace tradepost::catalog
