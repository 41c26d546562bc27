#include "backend/platform/events/log_rows.h"

#include <fmt/format.h>

namespace tradepost::events {

std::optional<LogState> readLogState(sql::Reader& reader) {
    return reader.one("SELECT name, epoch, first_kept FROM events_log_state",
                      [](const sql::Row& row) { return LogState{row.text(0), row.integer(1), row.integer(2)}; });
}

Delivered readDelivered(const sql::Row& row, std::size_t firstColumn, std::int64_t epoch, std::string source) {
    const auto c = firstColumn;
    Delivered delivered;
    delivered.position = {epoch, row.integer(c)};
    delivered.event = {EventId(row.integer(c + 1)),
                       std::move(source),
                       row.text(c + 2),
                       row.text(c + 3),
                       row.integer(c + 4),
                       row.text(c + 5),
                       sql::decodeBytes(row.text(c + 6))};
    return delivered;
}

std::unexpected<Error> positionGone(const std::string& log, Position position, std::string_view why) {
    return fail(Code::Aborted, "POSITION_GONE",
                fmt::format("Position {}:{} of the log \"{}\" is gone: {}. Read the present state, then go on from its "
                            "position.",
                            position.epoch, position.value, log, why));
}

} // namespace tradepost::events
