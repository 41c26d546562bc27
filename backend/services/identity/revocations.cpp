#include "backend/services/identity/revocations.h"

#include <algorithm>
#include <mutex>

namespace tradepost::identity {

void Revocations::add(const Revocation& revocation) {
    const std::unique_lock lock(m_mutex);
    m_position = std::max(m_position, revocation.position);
    if (revocation.session != 0) {
        Micros& until = m_sessions[revocation.session];
        until = std::max(until, revocation.until);
    }
    if (revocation.user) {
        Rights& rights = m_users[revocation.user];
        rights.least = std::max(rights.least, revocation.leastRights);
        rights.until = std::max(rights.until, revocation.until);
    }
}

bool Revocations::revoked(std::int64_t session, UserId user, std::int64_t rights) const {
    const std::shared_lock lock(m_mutex);
    if (session != 0 && m_sessions.contains(session))
        return true;
    const auto found = m_users.find(user);
    return found != m_users.end() && rights < found->second.least;
}

void Revocations::dropExpired(Micros now) {
    const std::unique_lock lock(m_mutex);
    std::erase_if(m_sessions, [now](const auto& entry) { return entry.second < now; });
    std::erase_if(m_users, [now](const auto& entry) { return entry.second.until < now; });
}

std::int64_t Revocations::position() const {
    const std::shared_lock lock(m_mutex);
    return m_position;
}

std::size_t Revocations::size() const {
    const std::shared_lock lock(m_mutex);
    return m_sessions.size() + m_users.size();
}

} // namespace tradepost::identity
