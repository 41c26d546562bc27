#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"

#include <functional>
#include <optional>
#include <string_view>

namespace tradepost::catalog {

// Hands out every product, of one seller or of all, as a line of JSON (the contract's own, without the line's end) in
// the order of ids; importing them again changes nothing. Reads some hundred at a time, so memory stays small, each
// batch as it is then. An error of `take` ends it and is handed on. Answers with their number. Blocks.
Result<std::int64_t> exportProducts(sql::Database& database, std::optional<SellerId> seller,
                                    const std::function<Result<void>(std::string_view line)>& take);

} // namespace tradepost::catalog
