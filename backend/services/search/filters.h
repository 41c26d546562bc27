#pragma once

#include "backend/services/search/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tradepost::search {

// A criterion that can be left out, which is what a facet does with its own: the facet's name, with a mark before
// attributes so that one named "price" stays apart.
constexpr std::string_view allCriteria{};
std::string criterionOf(const std::string& facet);
std::string attributeCriterion(const std::string& name);

// The filters of a query, category subtrees spelt out.
class Filters {
public:
    Filters(const Query& query, const CategoryTree& categories);

private:
    friend class SegmentFilters;
    const Query& m_query;
    std::vector<std::int64_t> m_categories;                                    // sorted
    std::map<std::string, std::vector<std::string>, std::less<>> m_attributes; // by name
};

// Filters applied to one segment, and to the documents the text matched (null: no text, all documents).
class SegmentFilters {
public:
    SegmentFilters(const Filters& filters, const SegmentView& view, const std::vector<Doc>* textMatches);

    bool has(std::string_view criterion) const { return m_sets.contains(criterion); }
    // Live documents that pass all criteria but `except`, ascending.
    std::vector<Doc> matching(std::string_view except) const;

private:
    const SegmentView& m_view;
    const std::vector<Doc>* m_textMatches;
    std::map<std::string, Roaring, std::less<>> m_sets; // by criterion
};

} // namespace tradepost::search
