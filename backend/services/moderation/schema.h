#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::moderation {

// The tables "moderation_*". The queue is a projection of the catalog's log; words, templates, rules and claims are
// this service's own.
const sql::Schema& schema();

} // namespace tradepost::moderation
