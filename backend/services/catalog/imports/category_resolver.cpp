#include "backend/services/catalog/imports/category_resolver.h"

#include <algorithm>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace tradepost::catalog {

CategoryResolver::CategoryResolver(std::vector<v1::Category> categories) {
    const CategoryTree tree(std::move(categories));
    // In the order of what wins: ids and slugs are unique, paths are not.
    for (const v1::Category& category : tree.depthFirst())
        m_ids.emplace(category.id(), category.id());
    for (const v1::Category& category : tree.depthFirst())
        m_ids.emplace(category.slug(), category.id());
    for (const v1::Category& category : tree.depthFirst())
        m_ids.emplace(foldedPath(category.path()), category.id());
}

std::string CategoryResolver::foldedPath(std::string_view path) {
    std::string joined;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('>'), path.size());
        std::string_view name = path.substr(0, end);
        name.remove_prefix(std::min(name.find_first_not_of(' '), name.size()));
        name = name.substr(0, name.find_last_not_of(' ') + 1);
        joined.append(joined.empty() ? "" : ">").append(name);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    std::string folded;
    icu::UnicodeString::fromUTF8(joined).toLower(icu::Locale::getRoot()).toUTF8String(folded);
    return folded;
}

std::optional<std::string> CategoryResolver::find(const std::string& text) const {
    if (const auto exact = m_ids.find(text); exact != m_ids.end())
        return exact->second;
    if (!text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        if (const auto google = m_ids.find("google-" + text); google != m_ids.end())
            return google->second;
    const auto path = m_ids.find(foldedPath(text));
    return path == m_ids.end() ? std::nullopt : std::optional(path->second);
}

} // namespace tradepost::catalog
