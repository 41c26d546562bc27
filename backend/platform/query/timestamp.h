#pragma once

#include "backend/base/clock.h"

#include <optional>
#include <string_view>

namespace tradepost::query {

// An instant as RFC 3339 writes it ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00.25+01:00"), or a date alone, which
// stands for its midnight in UTC. Years 1 to 9999; digits below the microsecond are cut off.
std::optional<Micros> parseTimestamp(std::string_view text);

} // namespace tradepost::query
