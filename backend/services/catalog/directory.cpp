#include "backend/services/catalog/directory.h"

#include <mutex>

namespace tradepost::catalog {

void Directory::add(ProductId id, SellerId seller, bool published) {
    const std::unique_lock lock(m_mutex);
    ++m_bySeller[seller.value()];
    ++m_total;
    if (published)
        m_published.insert(id.value());
}

void Directory::setPublished(ProductId id, bool published) {
    const std::unique_lock lock(m_mutex);
    if (published)
        m_published.insert(id.value());
    else
        m_published.erase(id.value());
}

bool Directory::isPublished(ProductId id) const {
    const std::shared_lock lock(m_mutex);
    return m_published.contains(id.value());
}

std::size_t Directory::publishedCount() const {
    const std::shared_lock lock(m_mutex);
    return m_published.size();
}

double Directory::share(std::span<const SellerId> sellers) const {
    const std::shared_lock lock(m_mutex);
    std::int64_t count = 0;
    for (const SellerId seller : sellers)
        if (const auto found = m_bySeller.find(seller.value()); found != m_bySeller.end())
            count += found->second;
    return m_total == 0 ? 0 : static_cast<double>(count) / static_cast<double>(m_total);
}

void Directory::addMany(SellerId seller, std::int64_t count) {
    const std::unique_lock lock(m_mutex);
    m_bySeller[seller.value()] += count;
    m_total += count;
}

void Directory::publishMany(std::span<const std::int64_t> ids) {
    const std::unique_lock lock(m_mutex);
    m_published.insert(ids.begin(), ids.end());
}

} // namespace tradepost::catalog
