#include "backend/services/catalog/snapshots.h"

#include <algorithm>
#include <fmt/format.h>
#include <sodium.h>

namespace tradepost::catalog {

namespace {
std::size_t sizeOf(const Snapshots::Ids& ids) {
    return ids->size() * sizeof(std::int64_t);
}
} // namespace

std::string Snapshots::add(UserId owner, std::vector<std::int64_t> ids) {
    std::uint64_t random[2];
    randombytes_buf(random, sizeof random);
    std::string name = fmt::format("{:016x}{:016x}", random[0], random[1]);
    ids.shrink_to_fit();
    auto kept = std::make_shared<const std::vector<std::int64_t>>(std::move(ids));

    const std::lock_guard lock(m_mutex);
    expire();
    const auto ownerOf = [owner](const Entry& entry) { return entry.owner == owner; };
    if (static_cast<std::size_t>(std::ranges::count_if(m_entries, ownerOf)) >= perOwner)
        drop(std::prev(std::find_if(m_entries.rbegin(), m_entries.rend(), ownerOf).base()));
    while (!m_entries.empty() && m_bytes + sizeOf(kept) > m_maxBytes)
        drop(std::prev(m_entries.end()));
    m_bytes += sizeOf(kept);
    m_entries.push_front({name, owner, std::move(kept), m_clock.steady()});
    m_byName.emplace(name, m_entries.begin());
    return name;
}

Result<Snapshots::Ids> Snapshots::find(std::string_view name, UserId owner) {
    const std::lock_guard lock(m_mutex);
    expire();
    const auto found = m_byName.find(std::string(name));
    if (found == m_byName.end() || found->second->owner != owner)
        return fail(Code::NotFound, "SNAPSHOT_GONE",
                    fmt::format("There is no snapshot {}; it ends {} minutes after its last use. Make a new one.",
                                name.substr(0, 64), lifetime.count()),
                    "id");
    found->second->used = m_clock.steady();
    m_entries.splice(m_entries.begin(), m_entries, found->second);
    return found->second->ids;
}

std::size_t Snapshots::bytes() const {
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

void Snapshots::drop(Entries::iterator entry) {
    m_bytes -= sizeOf(entry->ids);
    m_byName.erase(entry->name);
    m_entries.erase(entry);
}

void Snapshots::expire() {
    // In order of use, so the oldest are at the end.
    while (!m_entries.empty() && m_clock.steady() - m_entries.back().used > lifetime)
        drop(std::prev(m_entries.end()));
}

} // namespace tradepost::catalog
