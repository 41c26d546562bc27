#include "backend/platform/cache/response_cache.h"

#include <array>
#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

namespace tradepost {
namespace {

constexpr std::size_t shardCount = 16;
constexpr std::size_t generationSlots = 1024; // per shard
// What an entry costs beside its texts: nodes, pointers, the allocator's share.
constexpr std::size_t entryOverhead = 256;

struct Key {
    std::string tag, variant;
};
struct KeyView {
    std::string_view tag, variant;
};
struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(const KeyView& key) const {
        const std::hash<std::string_view> hash;
        return hash(key.tag) * 31 + hash(key.variant);
    }
    std::size_t operator()(const Key& key) const { return (*this)(KeyView{key.tag, key.variant}); }
};
struct KeyEqual {
    using is_transparent = void;
    template<class A, class B>
    bool operator()(const A& a, const B& b) const {
        return a.tag == b.tag && a.variant == b.variant;
    }
};

} // namespace

// Everything of a tag is in the shard its hash names, so that drop() takes one lock.
struct ResponseCache::Shard {
    struct Entry;
    using Entries = std::unordered_map<Key, Entry, KeyHash, KeyEqual>;
    using Recency = std::list<const Key*>;
    struct Entry {
        std::shared_ptr<const CachedResponse> response;
        std::size_t bytes = 0;
        Recency::iterator recent;
    };

    std::mutex mutex;
    Entries entries;
    std::unordered_multimap<std::string_view, const Key*> byTag; // views into the keys of `entries`
    Recency recency;                                             // most recently used first
    std::size_t bytes = 0, maxBytes = 0;
    std::uint64_t hits = 0, misses = 0, evictions = 0;
    // Drops so far, by a part of the tag's hash. Tags that share a slot refuse each other's puts now and then, which
    // costs a miss and never a stale answer; remembering every dropped tag would grow without bound.
    std::array<std::uint64_t, generationSlots> generations{};

    std::uint64_t& generation(std::size_t hash) { return generations[(hash / shardCount) % generationSlots]; }

    void erase(Entries::iterator entry) {
        const auto [first, last] = byTag.equal_range(entry->first.tag);
        for (auto at = first; at != last; ++at) {
            if (at->second == &entry->first) {
                byTag.erase(at);
                break;
            }
        }
        bytes -= entry->second.bytes;
        recency.erase(entry->second.recent);
        entries.erase(entry);
    }
};

namespace {

std::size_t hashOf(std::string_view tag) {
    return std::hash<std::string_view>()(tag);
}

} // namespace

ResponseCache::ResponseCache(std::size_t maxBytes) : m_shards(std::make_unique<Shard[]>(shardCount)) {
    for (std::size_t i = 0; i < shardCount; ++i)
        m_shards[i].maxBytes = maxBytes / shardCount;
}

ResponseCache::~ResponseCache() = default;

std::shared_ptr<const CachedResponse> ResponseCache::find(std::string_view tag, std::string_view variant) {
    auto& shard = m_shards[hashOf(tag) % shardCount];
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.entries.find(KeyView{tag, variant});
    if (found == shard.entries.end()) {
        ++shard.misses;
        return nullptr;
    }
    ++shard.hits;
    shard.recency.splice(shard.recency.begin(), shard.recency, found->second.recent);
    return found->second.response;
}

ResponseCache::Lease ResponseCache::lease(std::string_view tag) {
    const auto hash = hashOf(tag);
    auto& shard = m_shards[hash % shardCount];
    const std::lock_guard lock(shard.mutex);
    return {shard.generation(hash)};
}

void ResponseCache::put(std::string_view tag, std::string_view variant, Lease lease,
                        std::shared_ptr<const CachedResponse> response) {
    const auto hash = hashOf(tag);
    auto& shard = m_shards[hash % shardCount];
    const auto bytes = tag.size() + variant.size() + response->etag.size() + response->body.size() +
                       response->gzip.size() + entryOverhead;
    const std::lock_guard lock(shard.mutex);
    if (shard.generation(hash) != lease.generation || bytes > shard.maxBytes)
        return;
    if (const auto old = shard.entries.find(KeyView{tag, variant}); old != shard.entries.end())
        shard.erase(old);
    while (shard.bytes + bytes > shard.maxBytes) {
        shard.erase(shard.entries.find(*shard.recency.back()));
        ++shard.evictions;
    }
    const auto entry = shard.entries.try_emplace(Key{std::string(tag), std::string(variant)}).first;
    shard.recency.push_front(&entry->first);
    entry->second = {std::move(response), bytes, shard.recency.begin()};
    shard.byTag.emplace(entry->first.tag, &entry->first);
    shard.bytes += bytes;
}

void ResponseCache::drop(std::string_view tag) {
    const auto hash = hashOf(tag);
    auto& shard = m_shards[hash % shardCount];
    const std::lock_guard lock(shard.mutex);
    ++shard.generation(hash);
    for (auto found = shard.byTag.find(tag); found != shard.byTag.end(); found = shard.byTag.find(tag))
        shard.erase(shard.entries.find(*found->second));
}

void ResponseCache::clear() {
    for (std::size_t i = 0; i < shardCount; ++i) {
        auto& shard = m_shards[i];
        const std::lock_guard lock(shard.mutex);
        for (auto& generation : shard.generations)
            ++generation;
        shard.byTag.clear();
        shard.recency.clear();
        shard.entries.clear();
        shard.bytes = 0;
    }
}

ResponseCache::Stats ResponseCache::stats() const {
    Stats stats{};
    for (std::size_t i = 0; i < shardCount; ++i) {
        auto& shard = m_shards[i];
        const std::lock_guard lock(shard.mutex);
        stats.hits += shard.hits;
        stats.misses += shard.misses;
        stats.entries += shard.entries.size();
        stats.bytes += shard.bytes;
        stats.evictions += shard.evictions;
    }
    return stats;
}

} // namespace tradepost
