#pragma once

#include "backend/base/error.h"
#include "backend/platform/rpc/context.h"

#include <string>
#include <string_view>

// Whose things a call is about.
namespace tradepost::rpc {

// May change what belongs to the account.
bool mayEdit(const Principal& caller, SellerId seller);

// The account named, when the caller may edit what is its; with none named, the caller's only one. `field` is where it
// would be named.
Result<SellerId> accountOf(const Principal& caller, const std::string& named, std::string_view field);

// Who shops: "user/0k3v..." or "guest/...". Carts and orders belong to it. Empty for a caller without a token.
std::string shopperKey(const Principal& caller);

} // namespace tradepost::rpc
