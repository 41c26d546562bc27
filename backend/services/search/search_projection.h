#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/search/search_index.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <functional>
#include <string>
#include <vector>

namespace tradepost::search {

// Reads the catalog as of one moment: every category, then every product on sale (others are passed over), and answers
// with the log position that moment stands for. The catalog service provides it; search never reads its tables.
using CatalogScan =
    std::function<Result<events::Position>(const std::function<void(const catalog::v1::Category&)>& onCategory,
                                           const std::function<void(const catalog::v1::Product&)>& onProduct)>;

// How far an index is from the catalog. Ids are examples, at most ten of each kind.
struct IndexCheck {
    std::uint64_t products = 0;           // on sale in the catalog
    std::uint64_t missing = 0, stale = 0; // not in the index; in it with other content
    std::uint64_t surplus = 0;            // in the index, not on sale
    std::uint64_t categories = 0;         // missing, stale or surplus
    std::vector<ProductId> missingIds, staleIds;
    events::Position position;
    bool equal() const { return missing == 0 && stale == 0 && surplus == 0 && categories == 0; }
};

// Keeps the index at the catalog's log. Index and scan must outlive it and every Projection it made.
class SearchProjection {
public:
    SearchProjection(SearchIndex& index, CatalogScan scan);

    // The subscriber "search": rebuilds at first, then applies. Handed to EventFeed::subscribe with the catalog's log.
    events::Projection projection();

    void apply(const std::vector<events::Delivered>& events);
    // Builds the content anew beside the live one and swaps it in. `goOn` is told of each product read and may answer
    // false, which leaves the live one as it is: CANCELLED.
    Result<events::Position> rebuild(const std::function<bool(std::uint64_t products)>& goOn = {});
    // Compares index and catalog. Exact when nothing changes meanwhile; else what is under way shows as a difference.
    Result<IndexCheck> check() const;

    static constexpr const char* name = "search";

private:
    SearchIndex& m_index;
    CatalogScan m_scan;
};

} // namespace tradepost::search
