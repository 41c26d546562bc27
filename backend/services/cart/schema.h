#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::cart {

// The tables "cart_*". Addresses and e-mail of a checkout are here and nowhere else.
const sql::Schema& schema();

} // namespace tradepost::cart
