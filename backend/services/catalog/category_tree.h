#pragma once

#include "tradepost/catalog/v1/catalog.pb.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradepost::catalog {

// All categories depth first, siblings by sort_index, then name, then id, with their paths and ancestors. Immutable.
class CategoryTree {
public:
    // A category whose parent is missing counts as a root.
    explicit CategoryTree(std::vector<v1::Category> categories);

    const v1::Category* find(std::string_view id) const; // null when there is none
    const std::vector<v1::Category>& depthFirst() const { return m_categories; }
    // Of a category: its place in depthFirst(), and the end of its subtree, which begins there. {0, 0} for an unknown
    // id.
    struct Range {
        std::size_t begin = 0, end = 0;
    };
    Range subtree(std::string_view id) const;

private:
    std::vector<v1::Category> m_categories;
    std::unordered_map<std::string, Range> m_ranges;
};

} // namespace tradepost::catalog
