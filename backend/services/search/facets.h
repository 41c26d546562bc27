#pragma once

#include "backend/services/search/filters.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>
#include <vector>

namespace tradepost::search {

// Counts a query's facets segment by segment. Exact.
class FacetCounter {
public:
    FacetCounter(const Query& query, const CategoryTree& categories);
    // `matching`: what passes every filter; facets that are filtered by ask `filters` for their own set.
    void count(const SegmentView& view, const SegmentFilters& filters, const std::vector<Doc>& matching);
    std::vector<Facet> take(const std::string& language);

    // Upper ends (inclusive) of the price ranges: "0-999", "1000-2499", ... and an open last one, "1000000-".
    static const std::vector<std::int64_t>& priceBounds();

private:
    struct Counts {
        std::string name;
        boost::unordered_flat_map<std::int64_t, std::uint64_t> byNumber; // categories, sellers
        boost::unordered_flat_map<std::string, std::uint64_t> byText;    // brands, attribute values
        std::vector<std::uint64_t> byRange;                              // prices
    };
    void countIn(Counts& counts, const SegmentView& view, const std::vector<Doc>& docs);
    void addSelected(Counts& counts) const;
    std::vector<FacetValue> values(const Counts& counts, const std::string& language) const;
    std::vector<FacetValue> priceValues(const Counts& counts) const;

    const Query& m_query;
    const CategoryTree& m_categories;
    std::vector<Counts> m_facets;
};

} // namespace tradepost::search
