#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

// JSON lines on stderr (or a file), one object a line: time, level, message, then fields. Never pass secrets or personal
// data: ids only. Thread-safe; a slow sink never blocks callers (asynchronous, drops the oldest, counts them).
namespace tradepost::telemetry {

enum class Level { Debug, Info, Warn, Error };
struct LogField {
    std::string_view key;
    std::string value;
};

void openLog(Level least, const std::string& file = {}); // empty: stderr
void closeLog();                                         // flushes
void log(Level level, std::string_view message, std::initializer_list<LogField> fields = {},
         std::string_view traceparent = {});

} // namespace tradepost::telemetry
