#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::payments {

// The tables "payments_*".
const sql::Schema& schema();

} // namespace tradepost::payments
