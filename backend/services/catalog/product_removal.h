#pragma once

#include "backend/services/catalog/product_store.h"

namespace tradepost::catalog {

// Takes a product out of every table as if it had never been made, its history and slugs too, and announces it as
// archived so that whatever follows the log drops it. For taking back what was just made; sellers archive.
events::Position removeProduct(sql::Transaction& tx, events::Outbox& outbox, v1::Product product, const Change& change);

} // namespace tradepost::catalog
