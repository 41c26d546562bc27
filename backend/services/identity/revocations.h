#pragma once

#include "backend/base/clock.h"
#include "backend/base/ids.h"

#include <cstdint>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace tradepost::identity {

// One thing that ended before its access tokens expire: a session, or every token made from rights older than a
// version.
struct Revocation {
    std::int64_t position = 0; // in the store's table
    std::int64_t session = 0;  // or 0
    UserId user;               // or falsy
    std::int64_t leastRights = 0;
    Micros until = 0; // when the last access token concerned has expired
};

// What is revoked and could still be presented. Filled from the store at start, by the commits of this program at once
// and from the table twice a second for those of others; entries leave when they have no effect any more. Thread-safe.
class Revocations {
public:
    void add(const Revocation& revocation);
    bool revoked(std::int64_t session, UserId user, std::int64_t rights) const;
    void dropExpired(Micros now);
    std::int64_t position() const; // the highest seen
    std::size_t size() const;

private:
    struct Rights {
        std::int64_t least;
        Micros until;
    };
    mutable std::shared_mutex m_mutex;
    std::unordered_map<std::int64_t, Micros> m_sessions;
    std::unordered_map<UserId, Rights> m_users;
    std::int64_t m_position = 0;
};

} // namespace tradepost::identity
