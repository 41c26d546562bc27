#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

// JSON lines on stderr (or a file), one object a line: time, level, message, trace_id, then fields. Never pass secrets
// or personal data: ids only. Thread-safe; a slow sink never blocks callers (asynchronous, drops the oldest, counts
// them).
namespace tradepost::telemetry {

enum class Level { Debug, Info, Warn, Error };
struct LogField {
    std::string_view key;
    std::string value;
};

// Before openLog and after closeLog warnings and errors go to stderr at once, and the rest nowhere.
void openLog(Level least, const std::string& file = {}); // empty: stderr
void closeLog();                                         // flushes
void log(Level level, std::string_view message, std::initializer_list<LogField> fields = {},
         std::string_view traceparent = {});

// One line as it is written, without the line's end; `time` is microseconds since 1970 UTC. Text that is not UTF-8 has
// its bad bytes replaced by U+FFFD.
std::string formatLogLine(std::int64_t time, Level level, std::string_view message,
                          std::initializer_list<LogField> fields = {}, std::string_view traceparent = {});

// Lines lost to a slow sink since openLog.
std::uint64_t droppedLogLines();

} // namespace tradepost::telemetry
