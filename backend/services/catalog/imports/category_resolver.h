#pragma once

#include "backend/services/catalog/category_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tradepost::catalog {

// Finds categories by what files call them: id, slug, Google's number (slug "google-537") or the whole path
// ("Apparel > Shoes", spaces around ">" and case of no matter). Of two with one path, the first in the tree's order.
class CategoryResolver {
public:
    explicit CategoryResolver(std::vector<v1::Category> categories);
    // The id.
    std::optional<std::string> find(const std::string& text) const;

    static std::string foldedPath(std::string_view path);

private:
    std::unordered_map<std::string, std::string> m_ids; // by id, slug, folded path
};

} // namespace tradepost::catalog
