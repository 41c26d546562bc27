#pragma once

#include "backend/base/ids.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <shared_mutex>
#include <span>

namespace tradepost::catalog {

// What is known of all products without asking the database: which are on sale (so that asking for one that is not
// costs nothing), and how many each seller has (by which lists choose their index). Thread-safe.
class Directory {
public:
    void add(ProductId id, SellerId seller, bool published);
    void setPublished(ProductId id, bool published);
    bool isPublished(ProductId id) const;
    std::size_t publishedCount() const;
    // The part of all products that belongs to these sellers, 0 to 1.
    double share(std::span<const SellerId> sellers) const;

    // For loading: as add(), for many.
    void addMany(SellerId seller, std::int64_t count);
    void publishMany(std::span<const std::int64_t> ids);

private:
    mutable std::shared_mutex m_mutex;
    boost::unordered_flat_set<std::int64_t> m_published;
    boost::unordered_flat_map<std::int64_t, std::int64_t> m_bySeller;
    std::int64_t m_total = 0;
};

} // namespace tradepost::catalog
