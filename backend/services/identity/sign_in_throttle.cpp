#include "backend/services/identity/sign_in_throttle.h"

#include "backend/services/identity/keys.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::identity {

SignInThrottle::SignInThrottle(const Clock& clock, Policy policy) : m_clock(clock), m_policy(policy) {}

Result<void> SignInThrottle::attempt(std::string_view key) {
    const std::string hash = hashToken(key);
    const auto now = m_clock.steady();
    const std::lock_guard lock(m_mutex);
    auto found = m_index.find(hash);
    if (found == m_index.end()) {
        m_entries.push_front({hash, 0, now, now});
        found = m_index.emplace(m_entries.front().key, m_entries.begin()).first;
        if (m_entries.size() > m_policy.capacity) {
            m_index.erase(m_entries.back().key);
            m_entries.pop_back();
        }
    }
    Entry& entry = *found->second;
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    if (now - entry.last > m_policy.memory)
        entry.attempts = 0;
    else if (now < entry.notBefore) {
        const auto left = std::chrono::ceil<std::chrono::seconds>(entry.notBefore - now).count();
        return fail(Code::ResourceExhausted, "SIGN_IN_SLOWED",
                    fmt::format("There were too many attempts. Try again in {} second{}.", left, left == 1 ? "" : "s"));
    }
    entry.last = now;
    ++entry.attempts;
    if (entry.attempts >= m_policy.free) {
        const int doublings = std::min(entry.attempts - m_policy.free, 20);
        entry.notBefore = now + std::min<std::chrono::seconds>(m_policy.first * (1 << doublings), m_policy.most);
    }
    return {};
}

void SignInThrottle::succeeded(std::string_view key) {
    const std::string hash = hashToken(key);
    const std::lock_guard lock(m_mutex);
    const auto found = m_index.find(hash);
    if (found == m_index.end())
        return;
    const auto entry = found->second;
    m_index.erase(found);
    m_entries.erase(entry);
}

void SignInThrottle::takeBack(std::string_view key) {
    const std::string hash = hashToken(key);
    const std::lock_guard lock(m_mutex);
    const auto found = m_index.find(hash);
    if (found == m_index.end() || found->second->attempts == 0)
        return;
    --found->second->attempts;
    found->second->notBefore = m_clock.steady();
}

std::size_t SignInThrottle::size() const {
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

} // namespace tradepost::identity
