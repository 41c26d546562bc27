#pragma once

#include "backend/platform/sql/connection.h"

namespace tradepost::sql {

Result<void> applyMigrations(Connection& connection, const Schema& schema);

} // namespace tradepost::sql
