#pragma once

#include "backend/platform/sql/sql.h"
#include "tradepost/inventory/v1/inventory.pb.h"

namespace tradepost::inventory {

// Every figure beside what it must be: a level is the sum of its movements, what is reserved the sum of the holds in
// force, an item the sum of its levels. Reads everything: seconds for a million movements.
v1::StockCheck checkStock(sql::Reader& reader);

// Makes levels and items anew from the movements.
void rebuildStock(sql::Transaction& tx);

} // namespace tradepost::inventory
