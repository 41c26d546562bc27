#pragma once

#include "backend/services/media/media_store.h"

#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace tradepost::media {

// What serving knows of files, kept in memory so that a shopper's picture costs no trip to the database. A lease keeps
// an answer that was read before a change from being remembered after it. Thread-safe, bounded.
class Visibility {
public:
    std::optional<store::Shown> find(const std::string& id) const;
    // To be taken before the database is read.
    std::uint64_t lease(const std::string& id) const;
    void remember(const std::string& id, std::uint64_t lease, store::Shown shown);
    void forget(const std::string& id); // after the commit that changed it
    void forgetAll();

private:
    struct Shard {
        mutable std::mutex mutex;
        std::uint64_t generation = 0;
        std::unordered_map<std::string, store::Shown> files;
    };
    static constexpr std::size_t perShard = 1024;
    Shard& shardOf(const std::string& id) const { return m_shards[std::hash<std::string>()(id) % m_shards.size()]; }
    mutable std::array<Shard, 64> m_shards;
};

} // namespace tradepost::media
