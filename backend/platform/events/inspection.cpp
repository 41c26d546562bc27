#include "backend/platform/events/inspection.h"

#include "backend/platform/events/log_rows.h"

namespace tradepost::events {

std::optional<LogContent> inspectLog(sql::Reader& reader) {
    const auto state = readLogState(reader);
    if (!state)
        return std::nullopt;
    LogContent content{state->name, {state->epoch, state->firstKept}, {state->epoch, state->firstKept - 1}, 0};
    reader.each("SELECT COUNT(*), COALESCE(MAX(position), 0) FROM events_log", [&](const sql::Row& row) {
        content.events = row.integer(0);
        content.end.value = std::max(content.end.value, row.integer(1));
    });
    return content;
}

std::vector<ConsumerStatus> inspectConsumers(sql::Reader& reader) {
    return reader.all("SELECT c.consumer, c.log, c.epoch, c.position, (SELECT COUNT(*) FROM events_dead_letters d "
                      "WHERE d.consumer_id = c.consumer_id AND d.state = 1) FROM events_cursors c ORDER BY c.consumer",
                      [](const sql::Row& row) {
                          return ConsumerStatus{
                              row.text(0), row.text(1), {row.integer(2), row.integer(3)}, 0, row.integer(4)};
                      });
}

} // namespace tradepost::events
