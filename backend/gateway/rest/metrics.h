#pragma once

#include "backend/platform/cache/response_cache.h"
#include "backend/platform/http/server.h"
#include "backend/platform/telemetry/metrics.h"

#include <vector>

namespace tradepost::rest {

// Tells the server's and the cache's figures under /metrics for as long as the handles live; both outlive them. `cache`
// may be null.
[[nodiscard]] std::vector<telemetry::Metrics::Handle>
addServerMetrics(telemetry::Metrics& metrics, const http::Server& server, const ResponseCache* cache);

} // namespace tradepost::rest
