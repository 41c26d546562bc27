#include "backend/platform/events/log_keeper.h"

#include "backend/platform/telemetry/log.h"

#include <pthread.h>

namespace tradepost::events {

namespace {

// What one write drops: a few milliseconds, for which an interactive write may have to wait.
constexpr std::int64_t eventsPerWrite = 500;

// The first position at or after `position` that is there, with its time; nullopt beyond the end.
std::optional<std::pair<std::int64_t, Micros>> eventFrom(sql::Reader& reader, std::int64_t position) {
    return reader.one(
        "SELECT position, time FROM events_log WHERE position >= ? ORDER BY position LIMIT 1",
        [](const sql::Row& row) { return std::pair(row.integer(0), row.integer(1)); }, position);
}

// The first position within [first, end] of an event not older than `since`. Times rise with positions but for jumps of
// the clock, so halving finds it without an index on the time.
std::int64_t firstSince(sql::Reader& reader, std::int64_t first, std::int64_t end, Micros since) {
    while (first < end) {
        const auto middle = first + (end - first) / 2;
        const auto event = eventFrom(reader, middle);
        if (event && event->second < since)
            first = event->first + 1;
        else
            end = middle;
    }
    return first;
}

} // namespace

LogKeeper::LogKeeper(Retention retention, const Clock& clock, telemetry::Metrics& metrics)
    : m_retention(retention), m_clock(clock), m_metrics(metrics) {}

LogKeeper::~LogKeeper() {
    stop();
}

void LogKeeper::add(Outbox& log) {
    const telemetry::Labels labels{{"log", log.name()}};
    auto kept = std::make_unique<Kept>();
    kept->log = &log;
    kept->dropped =
        &m_metrics.counter("tradepost_log_dropped_total", "Events dropped from a log by its retention.", labels);
    kept->failures = &m_metrics.counter("tradepost_log_compaction_failures_total",
                                        "Times a log could not be compacted; it is tried again.", labels);
    m_gauges.push_back(m_metrics.gauge("tradepost_log_events", "Events a log holds.", labels, [&kept = *kept] {
        const auto last = std::max(kept.last.load(), kept.log->latest().value);
        return kept.first == 0 ? 0.0 : static_cast<double>(last - kept.first + 1);
    }));
    m_gauges.push_back(m_metrics.gauge("tradepost_log_oldest_seconds", "Age of the oldest event a log holds.", labels,
                                       [&kept = *kept, &clock = m_clock] {
                                           const auto oldest = kept.oldest.load();
                                           return oldest == 0 ? 0.0 : static_cast<double>(clock.now() - oldest) / 1e6;
                                       }));
    m_logs.push_back(std::move(kept));
}

void LogKeeper::start(std::chrono::milliseconds every) {
    m_thread = std::thread([this, every] { run(every); });
}

void LogKeeper::stop() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    m_gauges.clear();
}

void LogKeeper::run(std::chrono::milliseconds every) {
    ::pthread_setname_np(::pthread_self(), "log-keeper");
    while (!stopping()) {
        sweep();
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, every, [this] { return m_stopping; });
    }
}

bool LogKeeper::stopping() const {
    const std::scoped_lock lock(m_mutex);
    return m_stopping;
}

std::int64_t LogKeeper::sweep() {
    std::int64_t dropped = 0;
    for (const auto& kept : m_logs) {
        const auto some = sweepLog(*kept);
        if (some) {
            dropped += *some;
            continue;
        }
        kept->failures->add();
        telemetry::log(telemetry::Level::Warn, "A log could not be compacted; it is tried again later",
                       {{"log", kept->log->name()}, {"reason", some.error().reason}});
    }
    return dropped;
}

Result<Position> LogKeeper::keepFrom(Kept& kept) const {
    const Micros since = m_clock.now() - std::chrono::duration_cast<std::chrono::microseconds>(m_retention.age).count();
    return kept.log->database().readNow([&](sql::Reader& reader) -> Result<Position> {
        const Position end = kept.log->end(reader);
        const auto oldest = eventFrom(reader, 0);
        kept.first = oldest ? oldest->first : 0;
        kept.oldest = oldest ? oldest->second : 0;
        kept.last = end.value;
        if (!oldest)
            return end;
        const auto byAge = firstSince(reader, oldest->first, end.value + 1, since);
        return Position{end.epoch, std::max(byAge, end.value - m_retention.events + 1)};
    });
}

Result<std::int64_t> LogKeeper::sweepLog(Kept& kept) {
    auto from = keepFrom(kept);
    if (!from)
        return std::unexpected(from.error());
    std::int64_t dropped = 0;
    while (!stopping()) {
        const auto some = kept.log->database().writeNow(
            [&](sql::Transaction& tx) { return kept.log->compact(tx, *from, eventsPerWrite); }, sql::Priority::Bulk);
        if (!some)
            return std::unexpected(some.error());
        if (*some == 0)
            break;
        kept.dropped->add(static_cast<std::uint64_t>(*some));
        dropped += *some;
    }
    if (dropped > 0)
        from = keepFrom(kept); // for the metrics: what is there now
    return dropped;
}

} // namespace tradepost::events
