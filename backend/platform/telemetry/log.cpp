#include "backend/platform/telemetry/log.h"

#include "backend/base/clock.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace tradepost::telemetry {

namespace {

constexpr std::size_t queueLines = 8192;

struct Sink {
    std::mutex mutex;
    std::shared_ptr<spdlog::details::thread_pool> pool;
    std::shared_ptr<spdlog::async_logger> logger;
};
Sink& sink() {
    static Sink instance;
    return instance;
}
// Read on every call before anything is formatted.
std::atomic<int> leastLevel{static_cast<int>(Level::Warn)};

std::string_view levelName(Level level) {
    switch (level) {
    case Level::Debug:
        return "debug";
    case Level::Info:
        return "info";
    case Level::Warn:
        return "warn";
    case Level::Error:
        return "error";
    }
    return "info";
}

// Length of the UTF-8 sequence at the start of `text`; 0 when there is none (https://www.unicode.org/versions/latest,
// table 3-7).
std::size_t sequenceLength(std::string_view text) {
    const auto at = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto isTail = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
    const unsigned first = at(0), second = at(1);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return isTail(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool overlong = first == 0xe0 && second < 0xa0, surrogate = first == 0xed && second > 0x9f;
        return isTail(1) && isTail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool overlong = first == 0xf0 && second < 0x90, beyond = first == 0xf4 && second > 0x8f;
        return isTail(1) && isTail(2) && isTail(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

void appendString(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        const char c = text.front();
        if (length == 0)
            out += "\xef\xbf\xbd";
        else if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
}

} // namespace

std::string formatLogLine(std::int64_t time, Level level, std::string_view message,
                          std::initializer_list<LogField> fields, std::string_view traceparent) {
    const std::time_t seconds = time / 1'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> date{};
    std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    std::string line =
        fmt::format(R"({{"time":"{}.{:06}Z","level":"{}","message":)", date.data(), time % 1'000'000, levelName(level));
    appendString(line, message);
    if (traceparent.size() >= 35) {
        line += R"(,"trace_id":)";
        appendString(line, traceparent.substr(3, 32));
    }
    for (const auto& [key, value] : fields) {
        line += ',';
        appendString(line, key);
        line += ':';
        appendString(line, value);
    }
    line += '}';
    return line;
}

void openLog(Level least, const std::string& file) {
    closeLog();
    Sink& target = sink();
    const std::lock_guard lock(target.mutex);
    spdlog::sink_ptr output;
    if (file.empty())
        output = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
        output = std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    target.pool = std::make_shared<spdlog::details::thread_pool>(queueLines, 1);
    target.logger = std::make_shared<spdlog::async_logger>("tradepost", std::move(output), target.pool,
                                                           spdlog::async_overflow_policy::overrun_oldest);
    target.logger->set_pattern("%v");
    target.logger->set_level(spdlog::level::trace); // levels are decided before formatting
    target.logger->flush_on(spdlog::level::trace);  // a line is there when it is written, not when a buffer fills
    leastLevel = static_cast<int>(least);
}

void closeLog() {
    Sink& target = sink();
    const std::lock_guard lock(target.mutex);
    target.logger.reset();
    target.pool.reset(); // joins its thread once the queue is written
    leastLevel = static_cast<int>(Level::Warn);
}

void log(Level level, std::string_view message, std::initializer_list<LogField> fields, std::string_view traceparent) {
    if (static_cast<int>(level) < leastLevel.load(std::memory_order_relaxed))
        return;
    std::string line = formatLogLine(systemClock().now(), level, message, fields, traceparent);
    std::shared_ptr<spdlog::async_logger> logger;
    {
        Sink& target = sink();
        const std::lock_guard lock(target.mutex);
        logger = target.logger;
    }
    if (logger) {
        logger->log(spdlog::level::info, spdlog::string_view_t(line));
    } else {
        line += '\n';
        std::fwrite(line.data(), 1, line.size(), stderr);
    }
}

std::uint64_t droppedLogLines() {
    Sink& target = sink();
    const std::lock_guard lock(target.mutex);
    return target.pool ? target.pool->overrun_counter() : 0;
}

} // namespace tradepost::telemetry
