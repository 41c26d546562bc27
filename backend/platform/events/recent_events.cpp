#include "backend/platform/events/recent_events.h"

#include <algorithm>

namespace tradepost::events {

void RecentEvents::add(std::shared_ptr<const Delivered> event) {
    const std::scoped_lock lock(m_mutex);
    const Position position = event->position;
    if (m_latest != Position{position.epoch, position.value - 1}) {
        m_events.clear();
        m_bytes = 0;
        m_before = {position.epoch, position.value - 1};
    }
    m_latest = position;
    m_bytes += event->event.payload.size();
    m_events.push_back(std::move(event));
    while (m_bytes > maxBytes) {
        m_before = m_events.front()->position;
        m_bytes -= m_events.front()->event.payload.size();
        m_events.pop_front();
    }
}

void RecentEvents::restart(Position end) {
    const std::scoped_lock lock(m_mutex);
    m_events.clear();
    m_bytes = 0;
    m_before = m_latest = end;
}

std::optional<std::vector<Delivered>> RecentEvents::after(Position after, std::size_t limit) const {
    std::vector<std::shared_ptr<const Delivered>> found; // copied from without the lock
    {
        const std::scoped_lock lock(m_mutex);
        if (after.epoch != m_latest.epoch || after < m_before || after > m_latest)
            return std::nullopt;
        auto event = std::ranges::upper_bound(m_events, after, {}, [](const auto& held) { return held->position; });
        for (; event != m_events.end() && found.size() < limit; ++event)
            found.push_back(*event);
    }
    std::vector<Delivered> copies;
    copies.reserve(found.size());
    for (const auto& event : found)
        copies.push_back(*event);
    return copies;
}

Position RecentEvents::latest() const {
    const std::scoped_lock lock(m_mutex);
    return m_latest;
}

} // namespace tradepost::events
