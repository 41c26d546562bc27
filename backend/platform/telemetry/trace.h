#pragma once

#include "backend/base/clock.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

// W3C Trace Context (https://www.w3.org/TR/trace-context/) and the spans the server keeps for its operators.
namespace tradepost::telemetry {

struct TraceContext {
    std::string traceId; // 32 hex digits
    std::string spanId;  // 16 hex digits
    bool sampled = true;

    // Continues the caller's trace, or starts one when `traceparent` is empty or malformed.
    static TraceContext childOf(std::string_view traceparent);
    std::string traceparent() const; // "00-<trace id>-<span id>-01"
};

// Appends the traceparent of a span that continues `traceparent` as childOf() does, without making one: for the
// quickest of answers.
void appendChildOf(std::string& out, std::string_view traceparent);

struct Span {
    std::string name, traceId, spanId, parentId;
    Micros start = 0;
    std::int64_t durationMicros = 0;
    std::string status; // a code's name, "OK" when it went well
};

// Keeps the last `capacity` spans, and besides them the last `capacity` / 4 that failed or took 250 ms or more, so that
// those outlive a flood of quick ones. Thread-safe.
class SpanStore {
public:
    explicit SpanStore(std::size_t capacity = 4096);
    void record(Span span);
    std::vector<Span> trace(std::string_view traceId) const; // by start
    std::vector<Span> recent(std::size_t limit) const;       // the latest to end first

private:
    mutable std::mutex m_mutex;
    std::size_t m_capacity;
    std::vector<Span> m_ring, m_notable;
    std::size_t m_next = 0, m_nextNotable = 0;
};

} // namespace tradepost::telemetry
