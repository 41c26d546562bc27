#pragma once

#include "backend/platform/events/events.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace tradepost::events {

// The end of a log as this process appended it, so that readers who keep up need neither the database nor to decode
// what was only just encoded. Thread-safe.
class RecentEvents {
public:
    // What was committed, in the order of the log. What is held is dropped where it does not join on: in another
    // epoch, and after a gap, in which there may be an event of a commit whose outcome never became known.
    void add(std::shared_ptr<const Delivered> event);
    // The log goes on in another epoch.
    void restart(Position end);
    // What follows `after`, at most `limit` of it; nothing when what is held begins later or ends earlier.
    std::optional<std::vector<Delivered>> after(Position after, std::size_t limit) const;
    Position latest() const; // {} before the first

private:
    static constexpr std::size_t maxBytes = std::size_t{2} << 20; // of payloads; decoded they take several times that

    mutable std::mutex m_mutex;
    Position m_before, m_latest; // held is what follows the first, up to the second
    std::size_t m_bytes = 0;
    std::deque<std::shared_ptr<const Delivered>> m_events;
};

} // namespace tradepost::events
