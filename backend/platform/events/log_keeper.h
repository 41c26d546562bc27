#pragma once

#include "backend/platform/events/events.h"
#include "backend/platform/telemetry/metrics.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tradepost::events {

// How much of a log is kept for readers that come later: the events of the last `age`, at most `events` of them. What a
// registered consumer has not dealt with is kept besides, however old.
struct Retention {
    std::chrono::seconds age = std::chrono::hours(7 * 24);
    std::int64_t events = 1'000'000;
};

// Drops what logs need not keep, in small bulk writes beside interactive work, on a thread of its own. Tells of it by
// the metrics tradepost_log_events, tradepost_log_oldest_seconds, tradepost_log_dropped_total and
// tradepost_log_compaction_failures_total. Metrics and clock outlive it.
class LogKeeper {
public:
    LogKeeper(Retention retention, const Clock& clock, telemetry::Metrics& metrics);
    ~LogKeeper(); // stops
    LogKeeper(const LogKeeper&) = delete;
    LogKeeper& operator=(const LogKeeper&) = delete;

    // Before start(). The log outlives stop().
    void add(Outbox& log);
    // Sweeps now and then `every` so long.
    void start(std::chrono::milliseconds every);
    void stop(); // returns when no sweep runs any more

    // Drops from every log what it need not keep by now, and answers with the number of events dropped. Blocks.
    std::int64_t sweep();

private:
    struct Kept {
        Outbox* log;
        std::atomic<std::int64_t> first{0}, last{0}; // positions
        std::atomic<Micros> oldest{0};               // when the first was written
        telemetry::Counter *dropped, *failures;
    };
    void run(std::chrono::milliseconds every);
    bool stopping() const;
    Result<std::int64_t> sweepLog(Kept& kept);
    Result<Position> keepFrom(Kept& kept) const;

    const Retention m_retention;
    const Clock& m_clock;
    telemetry::Metrics& m_metrics;
    std::vector<std::unique_ptr<Kept>> m_logs;
    std::vector<telemetry::Metrics::Handle> m_gauges;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace tradepost::events
