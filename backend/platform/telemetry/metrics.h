#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Prometheus metrics (https://prometheus.io/docs/instrumenting/exposition_formats/, text format 0.0.4).
namespace tradepost::telemetry {

using Labels = std::vector<std::pair<std::string, std::string>>;

// Only goes up. Thread-safe, wait-free.
class Counter {
public:
    void add(std::uint64_t n = 1) { m_value.fetch_add(n, std::memory_order_relaxed); }
    std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> m_value{0};
};

// Durations in buckets from 50 us to 10 s. Thread-safe, wait-free.
class Histogram {
public:
    static constexpr std::array<double, 16> bounds{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                                   0.025,   0.05,   0.1,     0.25,   0.5,   1,      2.5,   10};
    void observe(double seconds);
    std::uint64_t count() const;
    // Upper bound of the bucket that holds the quantile (0..1); 0 without observations.
    double quantile(double q) const;

private:
    friend class Metrics;
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> m_buckets{};
    std::atomic<std::uint64_t> m_sumNanos{0};
};

// The program's metrics. Families are made once, by name; the same name and labels answer with the same object, which
// lives as long as this. Names follow Prometheus' conventions (tradepost_..._total, _seconds). Thread-safe.
class Metrics {
public:
    Counter& counter(const std::string& name, const std::string& help, Labels labels = {});
    Histogram& histogram(const std::string& name, const std::string& help, Labels labels = {});
    // Read when rendered, on the renderer's thread. The returned handle ends the reading when destroyed, and waits for
    // one that runs. A name that ends in _total is told as a counter. A second gauge of the same labels replaces the
    // first.
    using Handle = std::shared_ptr<void>;
    [[nodiscard]] Handle gauge(const std::string& name, const std::string& help, Labels labels,
                               std::function<double()> read);
    std::string render() const;

private:
    struct Gauge {
        std::mutex mutex; // held while read, so that ending the handle waits for the reading
        std::function<double()> read;
    };
    struct Family {
        std::string help, type;
        std::map<std::string, std::unique_ptr<Counter>> counters;
        std::map<std::string, std::unique_ptr<Histogram>> histograms;
        std::map<std::string, std::weak_ptr<Gauge>> gauges;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Family> m_families;
    Family& family(const std::string& name, const std::string& help, const char* type);
};

// Adds process_cpu_seconds_total, process_resident_memory_bytes, process_open_fds and the like.
[[nodiscard]] std::vector<Metrics::Handle> addProcessMetrics(Metrics& metrics);

} // namespace tradepost::telemetry
