#pragma once

#include "backend/platform/rpc/context.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <string_view>

namespace tradepost::catalog {

enum class Action { Submit, Withdraw, Publish, Unpublish, Archive, Approve, Reject, RequestChanges, Revise, Discard };

// What has a state: a product, or the pending revision of a published one (PRODUCT_STATE_UNSPECIFIED: there is none).
enum class Subject { Product, Revision };

std::string_view actionName(Action action); // "publish": as the history has it
Action actionOf(v1::Verdict verdict);       // Approve, Reject, RequestChanges

// The state that `action` leads to from `from`. The state itself when it stands already (so that a retry succeeds),
// PERMISSION_DENIED when another role may, FAILED_PRECONDITION when nobody may. `asSeller`: the caller acts for the
// product's seller.
Result<v1::ProductState> transition(v1::ProductState from, Action action, const rpc::Principal& caller, bool asSeller,
                                    Subject subject = Subject::Product);

} // namespace tradepost::catalog
