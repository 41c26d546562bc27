#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::orders {

// The tables "orders_*".
const sql::Schema& schema();

} // namespace tradepost::orders
