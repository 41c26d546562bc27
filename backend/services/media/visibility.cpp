#include "backend/services/media/visibility.h"

namespace tradepost::media {

std::optional<store::Shown> Visibility::find(const std::string& id) const {
    const Shard& shard = shardOf(id);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.files.find(id);
    return found == shard.files.end() ? std::nullopt : std::optional(found->second);
}

std::uint64_t Visibility::lease(const std::string& id) const {
    const Shard& shard = shardOf(id);
    const std::lock_guard lock(shard.mutex);
    return shard.generation;
}

void Visibility::remember(const std::string& id, std::uint64_t lease, store::Shown shown) {
    Shard& shard = shardOf(id);
    const std::lock_guard lock(shard.mutex);
    if (shard.generation != lease)
        return;
    if (shard.files.size() >= perShard)
        shard.files.clear();
    shard.files[id] = std::move(shown);
}

void Visibility::forget(const std::string& id) {
    Shard& shard = shardOf(id);
    const std::lock_guard lock(shard.mutex);
    ++shard.generation;
    shard.files.erase(id);
}

void Visibility::forgetAll() {
    for (Shard& shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        ++shard.generation;
        shard.files.clear();
    }
}

} // namespace tradepost::media
