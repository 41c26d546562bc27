#pragma once

#include "backend/platform/events/events.h"

// What a database's event tables hold, read without a log, a feed or their subscriptions: for checking a store.
namespace tradepost::events {

struct LogContent {
    std::string name;
    Position firstKept, end;
    std::int64_t events = 0; // between them; fewer than they are apart: some are missing
};
// nullopt: nothing was appended yet.
std::optional<LogContent> inspectLog(sql::Reader& reader);
// With the cursor as stored, and no lag.
std::vector<ConsumerStatus> inspectConsumers(sql::Reader& reader);

} // namespace tradepost::events
