#pragma once

#include "backend/platform/sql/sql.h"

namespace tradepost::media {

const sql::Schema& schema(); // component "media"

} // namespace tradepost::media
