#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"
#include "backend/base/ids.h"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradepost::catalog {

// Ordered product ids of a grid, kept for its owner until 15 minutes after their last use; the least recently used go
// first when the bytes or the owner's number run out. Thread-safe.
class Snapshots {
public:
    using Ids = std::shared_ptr<const std::vector<std::int64_t>>;
    static constexpr std::chrono::minutes lifetime{15};
    static constexpr std::size_t perOwner = 16;

    Snapshots(const Clock& clock, std::size_t maxBytes) : m_clock(clock), m_maxBytes(maxBytes) {}

    // How many ids one snapshot may hold.
    std::size_t maxIds() const { return m_maxBytes / sizeof(std::int64_t); }
    // Answers with the snapshot's name: random, so that it cannot be guessed.
    std::string add(UserId owner, std::vector<std::int64_t> ids);
    // NOT_FOUND when it is gone, or another's.
    Result<Ids> find(std::string_view name, UserId owner);
    std::size_t bytes() const;

private:
    struct Entry {
        std::string name;
        UserId owner;
        Ids ids;
        std::chrono::steady_clock::time_point used;
    };
    using Entries = std::list<Entry>; // most recently used first
    void drop(Entries::iterator entry);
    void expire();

    const Clock& m_clock;
    const std::size_t m_maxBytes;
    mutable std::mutex m_mutex;
    Entries m_entries;
    std::unordered_map<std::string, Entries::iterator> m_byName;
    std::size_t m_bytes = 0;
};

} // namespace tradepost::catalog
