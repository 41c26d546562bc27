#include "backend/services/catalog/category_tree.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace tradepost::catalog {

namespace {
struct Frame {
    std::vector<std::size_t> children;
    std::size_t next = 0;
    std::size_t place = 0; // of the parent in the result
};
} // namespace

namespace {
// What the parent has and what it inherited, but for what the category defines itself.
void inherit(const v1::Category& parent, v1::Category& category) {
    const auto defines = [](const auto& definitions, const std::string& name) {
        return std::ranges::any_of(definitions, [&](const auto& definition) { return definition.name() == name; });
    };
    for (const auto* definitions : {&parent.attributes(), &parent.inherited_attributes()})
        for (const v1::AttributeDefinition& definition : *definitions)
            if (!defines(category.attributes(), definition.name()))
                *category.add_inherited_attributes() = definition;
}
} // namespace

CategoryTree::CategoryTree(std::vector<v1::Category> categories) {
    std::map<std::string, std::vector<std::size_t>, std::less<>> children;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < categories.size(); ++i)
        places.emplace(categories[i].id(), i);
    for (std::size_t i = 0; i < categories.size(); ++i)
        children[places.contains(categories[i].parent_id()) ? categories[i].parent_id() : std::string()].push_back(i);
    const auto key = [&](std::size_t i) { return std::tie(categories[i].name(), categories[i].id()); };
    for (auto& [parent, list] : children)
        std::ranges::sort(list, [&](std::size_t a, std::size_t b) {
            if (categories[a].sort_index() != categories[b].sort_index())
                return categories[a].sort_index() < categories[b].sort_index();
            return key(a) < key(b);
        });

    m_categories.reserve(categories.size());
    m_ranges.reserve(categories.size());
    std::vector<Frame> stack;
    if (const auto roots = children.find(""); roots != children.end())
        stack.push_back({roots->second, 0, 0});
    while (!stack.empty()) {
        Frame& frame = stack.back();
        if (frame.next == frame.children.size()) {
            const std::size_t place = frame.place;
            stack.pop_back();
            if (!stack.empty())
                m_ranges[m_categories[place].id()].end = m_categories.size();
            continue;
        }
        const std::size_t index = frame.children[frame.next++];
        const std::size_t place = m_categories.size();
        v1::Category category = categories[index];
        category.set_path(category.name());
        if (stack.size() > 1) {
            const v1::Category& parent = m_categories[frame.place];
            *category.mutable_ancestor_ids() = parent.ancestor_ids();
            category.add_ancestor_ids(parent.id());
            inherit(parent, category);
            category.set_path(parent.path() + " > " + category.name());
        }
        m_ranges[category.id()] = {place, place + 1};
        const auto below = children.find(category.id());
        m_categories.push_back(std::move(category));
        stack.push_back({below == children.end() ? std::vector<std::size_t>() : below->second, 0, place});
    }
}

const v1::Category* CategoryTree::find(std::string_view id) const {
    const Range range = subtree(id);
    return range.begin == range.end ? nullptr : &m_categories[range.begin];
}

CategoryTree::Range CategoryTree::subtree(std::string_view id) const {
    const auto found = m_ranges.find(std::string(id));
    return found == m_ranges.end() ? Range{} : found->second;
}

} // namespace tradepost::catalog
