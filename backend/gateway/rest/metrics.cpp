#include "backend/gateway/rest/metrics.h"

namespace tradepost::rest {

std::vector<telemetry::Metrics::Handle> addServerMetrics(telemetry::Metrics& metrics, const http::Server& server,
                                                         const ResponseCache* cache) {
    std::vector<telemetry::Metrics::Handle> handles;
    const auto add = [&](const std::string& name, const std::string& help, telemetry::Labels labels, auto read) {
        handles.push_back(metrics.gauge(name, help, std::move(labels), [read] { return static_cast<double>(read()); }));
    };
    const auto& stats = server.stats();
    for (std::size_t i = 2; i < stats.answers.size(); ++i)
        add("tradepost_http_requests_total", "Answers, by class of status.", {{"class", std::to_string(i) + "xx"}},
            [&stats, i] { return stats.answers[i].load(); });
    add("tradepost_http_connections", "Open connections.", {}, [&stats] { return stats.connections.load(); });
    add("tradepost_http_streams", "Open event streams.", {}, [&stats] { return stats.streams.load(); });
    add("tradepost_http_body_bytes", "Request bodies in memory.", {}, [&stats] { return stats.bodyBytes.load(); });
    add("tradepost_http_accepted_total", "Connections accepted.", {}, [&stats] { return stats.accepted.load(); });
    add("tradepost_http_refused_total", "Connections refused for being too many.", {},
        [&stats] { return stats.refused.load(); });
    add("tradepost_http_timeouts_total", "Connections ended for being too slow.", {},
        [&stats] { return stats.timeouts.load(); });
    if (!cache)
        return handles;
    add("tradepost_response_cache_hits_total", "Answers found in the response cache.", {},
        [cache] { return cache->stats().hits; });
    add("tradepost_response_cache_misses_total", "Answers not found in the response cache.", {},
        [cache] { return cache->stats().misses; });
    add("tradepost_response_cache_evictions_total", "Answers that left for want of room.", {},
        [cache] { return cache->stats().evictions; });
    add("tradepost_response_cache_entries", "Answers in the response cache.", {},
        [cache] { return cache->stats().entries; });
    add("tradepost_response_cache_bytes", "Bytes the response cache holds.", {},
        [cache] { return cache->stats().bytes; });
    return handles;
}

} // namespace tradepost::rest
