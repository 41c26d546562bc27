#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::inventory {

// The tables "inventory_*". The movements are the truth and only ever appended; items and levels carry their sums.
const sql::Schema& schema();

} // namespace tradepost::inventory
