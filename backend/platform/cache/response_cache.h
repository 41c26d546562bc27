#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tradepost {

// A finished answer, kept as the bytes that go out.
struct CachedResponse {
    int status = 200;
    std::string etag; // with quotes
    std::string body; // JSON
    std::string gzip; // the same compressed, empty when not worth it
};

// Answers by tag ("products/0k3v...") and variant (language and the like). drop(tag) is how a service takes an answer
// back before it acknowledges a change: from then on no find() returns what was read before, also not by a reader that
// was under way, because put() is refused when its tag was dropped after the lease was taken (leases as in Nishtala et
// al., "Scaling Memcache at Facebook", 2013). Bounded by bytes, least recently used leave first. Thread-safe, sharded.
class ResponseCache {
public:
    explicit ResponseCache(std::size_t maxBytes);
    ~ResponseCache();

    std::shared_ptr<const CachedResponse> find(std::string_view tag, std::string_view variant);
    struct Lease {
        std::uint64_t generation;
    };
    Lease lease(std::string_view tag);
    void put(std::string_view tag, std::string_view variant, Lease lease,
             std::shared_ptr<const CachedResponse> response);
    void drop(std::string_view tag);
    void clear();

    struct Stats {
        std::uint64_t hits, misses, entries, bytes, evictions;
    };
    Stats stats() const;

private:
    struct Shard;
    std::unique_ptr<Shard[]> m_shards;
};

} // namespace tradepost
