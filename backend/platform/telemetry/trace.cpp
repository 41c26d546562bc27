#include "backend/platform/telemetry/trace.h"

#include <algorithm>
#include <iterator>
#include <random>

namespace tradepost::telemetry {

namespace {

constexpr std::int64_t slowMicros = 250'000;

bool isHex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isZero(std::string_view text) {
    return text.find_first_not_of('0') == std::string_view::npos;
}

void putHex(char* out, std::uint64_t value) {
    static constexpr std::string_view digits = "0123456789abcdef";
    for (int i = 15; i >= 0; --i, value >>= 4)
        out[i] = digits[value & 15];
}

// Ids need to be unlike each other, not unpredictable.
std::uint64_t randomNonZero() {
    thread_local std::mt19937_64 engine = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    while (true) {
        if (const std::uint64_t value = engine(); value != 0)
            return value;
    }
}

// Whether `header` is a traceparent whose ids can be used; later versions may carry more after the flags.
bool wellFormed(std::string_view header) {
    if (header.size() < 55 || header[2] != '-' || header[35] != '-' || header[52] != '-')
        return false;
    const auto version = header.substr(0, 2);
    if (!isHex(version) || version == "ff" || (header.size() > 55 && (version == "00" || header[55] != '-')))
        return false;
    return isHex(header.substr(3, 32)) && isHex(header.substr(36, 16)) && isHex(header.substr(53, 2)) &&
           !isZero(header.substr(3, 32)) && !isZero(header.substr(36, 16));
}

} // namespace

TraceContext TraceContext::childOf(std::string_view traceparent) {
    std::string text;
    text.reserve(55);
    appendChildOf(text, traceparent);
    return {text.substr(3, 32), text.substr(36, 16), text[54] == '1'};
}

std::string TraceContext::traceparent() const {
    std::string text;
    text.reserve(55);
    text.append("00-").append(traceId).append("-").append(spanId).append(sampled ? "-01" : "-00");
    return text;
}

void appendChildOf(std::string& out, std::string_view traceparent) {
    const auto at = out.size();
    out.append("00-00000000000000000000000000000000-0000000000000000-01");
    char* const text = out.data() + at;
    if (wellFormed(traceparent)) {
        traceparent.substr(3, 32).copy(text + 3, 32);
        const char flags = traceparent[54];
        text[54] = ((flags <= '9' ? flags - '0' : flags - 'a' + 10) & 1) != 0 ? '1' : '0';
    } else {
        putHex(text + 3, randomNonZero());
        putHex(text + 19, randomNonZero());
    }
    putHex(text + 36, randomNonZero());
}

SpanStore::SpanStore(std::size_t capacity) : m_capacity(std::max<std::size_t>(capacity, 4)) {
    m_ring.reserve(m_capacity);
    m_notable.reserve(m_capacity / 4);
}

void SpanStore::record(Span span) {
    const std::lock_guard lock(m_mutex);
    if (m_ring.size() < m_capacity) {
        m_ring.push_back(std::move(span));
    } else {
        std::swap(m_ring[m_next], span);
        // A notable span goes on in the second ring when the first has no more room for it: none is kept twice.
        if (span.durationMicros >= slowMicros || span.status != "OK") {
            if (m_notable.size() < m_capacity / 4)
                m_notable.push_back(std::move(span));
            else
                m_notable[m_nextNotable] = std::move(span);
            m_nextNotable = (m_nextNotable + 1) % (m_capacity / 4);
        }
    }
    m_next = (m_next + 1) % m_capacity;
}

std::vector<Span> SpanStore::trace(std::string_view traceId) const {
    std::vector<Span> spans;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto* ring : {&m_notable, &m_ring})
            std::ranges::copy_if(*ring, std::back_inserter(spans),
                                 [traceId](const Span& span) { return span.traceId == traceId; });
    }
    std::ranges::sort(spans, {}, &Span::start);
    return spans;
}

std::vector<Span> SpanStore::recent(std::size_t limit) const {
    std::vector<Span> spans;
    const std::lock_guard lock(m_mutex);
    const auto take = [&](const std::vector<Span>& ring, std::size_t next) {
        for (std::size_t i = 0; i < ring.size() && spans.size() < limit; ++i)
            spans.push_back(ring[(next + ring.size() - 1 - i) % ring.size()]);
    };
    take(m_ring, m_next);
    take(m_notable, m_nextNotable);
    return spans;
}

} // namespace tradepost::telemetry
