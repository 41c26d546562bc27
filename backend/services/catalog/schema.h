#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::catalog {

// The tables "catalog_*". What is filtered or sorted by is a column; the rest of a product is in catalog_bodies, so
// that a change of price or title rewrites a small row.
const sql::Schema& schema();

} // namespace tradepost::catalog
