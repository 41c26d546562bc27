#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"

#include <chrono>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tradepost::identity {

// Slows down guessing: after `free` attempts of a key each further one doubles the wait, up to `most`; a key is
// forgotten after `memory` without attempts. Attempts count when they begin, so that many at once gain nothing. Holds
// hashes of keys, at most `capacity` of them (least recently used leave first). Thread-safe.
class SignInThrottle {
public:
    struct Policy {
        int free = 5;
        std::chrono::seconds first{1};
        std::chrono::seconds most{60};
        std::chrono::seconds memory{3600};
        std::size_t capacity = 20'000;
    };
    SignInThrottle(const Clock& clock, Policy policy);

    // Counts an attempt of `key`, or refuses it: RESOURCE_EXHAUSTED / SIGN_IN_SLOWED, with the seconds left.
    Result<void> attempt(std::string_view key);
    // The attempt was a good one: its key starts afresh.
    void succeeded(std::string_view key);
    // The last attempt of `key` was a good one and does not count; earlier ones still do.
    void takeBack(std::string_view key);
    std::size_t size() const;

private:
    struct Entry {
        std::string key;
        int attempts = 0;
        std::chrono::steady_clock::time_point last, notBefore;
    };
    const Clock& m_clock;
    Policy m_policy;
    mutable std::mutex m_mutex;
    std::list<Entry> m_entries;                                               // most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> m_index; // keys live in the entries
};

} // namespace tradepost::identity
