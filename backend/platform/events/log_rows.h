#pragma once

#include "backend/platform/events/events.h"

// How events lie in tables; shared by the log, the dead letters and the parked events.
namespace tradepost::events {

// The one row that describes a log.
struct LogState {
    std::string name;
    std::int64_t epoch = 0;
    std::int64_t firstKept = 1;
};
std::optional<LogState> readLogState(sql::Reader& reader);

// Columns, in this order: position, event_id, type, event_key, time, traceparent, payload.
Delivered readDelivered(const sql::Row& row, std::size_t firstColumn, std::int64_t epoch, std::string source);

// ABORTED / POSITION_GONE.
std::unexpected<Error> positionGone(const std::string& log, Position position, std::string_view why);

} // namespace tradepost::events
