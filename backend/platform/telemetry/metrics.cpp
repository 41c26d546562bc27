#include "backend/platform/telemetry/metrics.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>
#include <iterator>

namespace tradepost::telemetry {

namespace {

void appendEscaped(std::string& out, std::string_view text, bool quotes) {
    for (const char c : text) {
        if (c == '\\')
            out += "\\\\";
        else if (c == '\n')
            out += "\\n";
        else if (c == '"' && quotes)
            out += "\\\"";
        else
            out += c;
    }
}

// `a="x",b="y"`: the key of a series in its family, and its text.
std::string labelText(const Labels& labels) {
    std::string text;
    for (const auto& [name, value] : labels) {
        text += text.empty() ? "" : ",";
        text += name;
        text += "=\"";
        appendEscaped(text, value, true);
        text += '"';
    }
    return text;
}

std::string number(double value) {
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", value);
}

void appendSample(std::string& out, const std::string& name, const std::string& labels, const std::string& value) {
    out += name;
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(value).append("\n");
}

} // namespace

void Histogram::observe(double seconds) {
    if (!(seconds > 0))
        seconds = 0;
    const auto bucket = static_cast<std::size_t>(std::ranges::lower_bound(bounds, seconds) - bounds.begin());
    m_buckets[bucket].fetch_add(1, std::memory_order_relaxed);
    m_sumNanos.fetch_add(static_cast<std::uint64_t>(seconds * 1e9), std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = 0;
    for (const auto& bucket : m_buckets)
        total += bucket.load(std::memory_order_relaxed);
    return total;
}

double Histogram::quantile(double q) const {
    std::array<std::uint64_t, bounds.size() + 1> counts{};
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < counts.size(); ++i)
        total += counts[i] = m_buckets[i].load(std::memory_order_relaxed);
    if (total == 0)
        return 0;
    const auto rank = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(total))));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i) {
        seen += counts[i];
        if (seen >= rank)
            return bounds[i];
    }
    return bounds.back(); // in the open last bucket: at least this
}

Metrics::Family& Metrics::family(const std::string& name, const std::string& help, const char* type) {
    const auto [it, added] = m_families.try_emplace(name);
    if (added) {
        it->second.help = help;
        it->second.type = type;
    } else if (it->second.type != type) {
        std::abort(); // one name, two types: a mistake of the program that no scraper could read
    }
    return it->second;
}

Counter& Metrics::counter(const std::string& name, const std::string& help, Labels labels) {
    const std::lock_guard lock(m_mutex);
    auto& slot = family(name, help, "counter").counters[labelText(labels)];
    if (!slot)
        slot = std::make_unique<Counter>();
    return *slot;
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, Labels labels) {
    const std::lock_guard lock(m_mutex);
    auto& slot = family(name, help, "histogram").histograms[labelText(labels)];
    if (!slot)
        slot = std::make_unique<Histogram>();
    return *slot;
}

Metrics::Handle Metrics::gauge(const std::string& name, const std::string& help, Labels labels,
                               std::function<double()> read) {
    auto gauge = std::make_shared<Gauge>();
    gauge->read = std::move(read);
    const std::lock_guard lock(m_mutex);
    family(name, help, name.ends_with("_total") ? "counter" : "gauge").gauges[labelText(labels)] = gauge;
    return Handle(gauge.get(), [gauge](void*) {
        const std::lock_guard reading(gauge->mutex);
        gauge->read = nullptr;
    });
}

std::string Metrics::render() const {
    struct Reading {
        std::string labels;
        std::shared_ptr<Gauge> gauge;
    };
    std::string out;
    // Gauges are read without the registry's lock: a reader may make a counter.
    struct Later {
        std::string name, head;
        std::vector<Reading> readings;
    };
    std::vector<Later> gauges;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [name, family] : m_families) {
            std::vector<Reading> readings;
            for (const auto& [labels, weak] : family.gauges) {
                if (auto gauge = weak.lock())
                    readings.push_back({labels, std::move(gauge)});
            }
            if (family.counters.empty() && family.histograms.empty() && readings.empty())
                continue;
            std::string head = fmt::format("# HELP {} ", name);
            appendEscaped(head, family.help, false);
            head += fmt::format("\n# TYPE {} {}\n", name, family.type);
            if (!readings.empty()) {
                // A family may hold counters and read values; its readings follow them below the same head.
                for (const auto& [labels, counter] : family.counters)
                    appendSample(head, name, labels, std::to_string(counter->value()));
                gauges.push_back({name, std::move(head), std::move(readings)});
                continue;
            }
            out += head;
            for (const auto& [labels, counter] : family.counters)
                appendSample(out, name, labels, std::to_string(counter->value()));
            for (const auto& [labels, histogram] : family.histograms) {
                const std::string before = labels.empty() ? "" : labels + ",";
                std::uint64_t total = 0;
                for (std::size_t i = 0; i <= Histogram::bounds.size(); ++i) {
                    total += histogram->m_buckets[i].load(std::memory_order_relaxed);
                    const std::string bound = i < Histogram::bounds.size() ? number(Histogram::bounds[i]) : "+Inf";
                    appendSample(out, name + "_bucket", fmt::format("{}le=\"{}\"", before, bound),
                                 std::to_string(total));
                }
                const auto nanos = histogram->m_sumNanos.load(std::memory_order_relaxed);
                appendSample(out, name + "_sum", labels, number(static_cast<double>(nanos) / 1e9));
                appendSample(out, name + "_count", labels, std::to_string(total));
            }
        }
    }
    for (const auto& [name, head, readings] : gauges) {
        out += head;
        for (const auto& [labels, gauge] : readings) {
            const std::lock_guard reading(gauge->mutex);
            if (gauge->read)
                appendSample(out, name, labels, number(gauge->read()));
        }
    }
    return out;
}

} // namespace tradepost::telemetry
