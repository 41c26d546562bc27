#pragma once

#include "backend/platform/rpc/context.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <string_view>

namespace tradepost::catalog {

enum class Action { Publish, Unpublish, Archive };

std::string_view actionName(Action action); // "publish"

// The state that `action` leads to from `from`. The state itself when it stands already (so that a retry succeeds),
// PERMISSION_DENIED when another role may, FAILED_PRECONDITION when nobody may. `asSeller`: the caller acts for the
// product's seller.
Result<v1::ProductState> transition(v1::ProductState from, Action action, const rpc::Principal& caller, bool asSeller);

} // namespace tradepost::catalog
