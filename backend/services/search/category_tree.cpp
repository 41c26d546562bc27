#include "backend/services/search/category_tree.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace tradepost::search {

float fieldWeight(const FieldWeight& field, std::uint32_t occurrences, std::size_t length) {
    const float norm = 1.0f - field.lengthBias + field.lengthBias * static_cast<float>(length) / field.referenceLength;
    return field.weight * static_cast<float>(occurrences) / std::max(norm, 0.1f);
}

std::shared_ptr<const CategoryTree> CategoryTree::build(std::vector<Category> categories, Analyzer& analyzer,
                                                        const Weights& weights) {
    auto tree = std::make_shared<CategoryTree>();
    std::ranges::sort(categories, {}, &Category::id);
    tree->m_categories = std::move(categories);
    tree->linkTree();
    tree->indexNames(analyzer, weights);
    return tree;
}

void CategoryTree::linkTree() {
    for (std::uint32_t i = 0; i < m_categories.size(); ++i)
        m_at.emplace(m_categories[i].id.value(), i);
    m_paths.resize(m_categories.size());
    m_children.resize(m_categories.size());
    for (std::uint32_t i = 0; i < m_categories.size(); ++i) {
        std::vector<CategoryId>& path = m_paths[i];
        for (auto at = m_at.find(m_categories[i].id.value()); at != m_at.end();
             at = m_at.find(m_categories[at->second].parent.value())) {
            const CategoryId id = m_categories[at->second].id;
            if (std::ranges::find(path, id) != path.end())
                break;
            path.push_back(id);
        }
        if (path.size() > 1)
            m_children[m_at.at(path[1].value())].push_back(m_categories[i].id);
        m_bytes += sizeof(Category) + 200 + path.size() * sizeof(CategoryId);
    }
}

void CategoryTree::indexNames(Analyzer& analyzer, const Weights& weights) {
    for (const Category& category : m_categories) {
        std::map<std::string, float> best; // over languages
        const auto indexIn = [&](const std::string& language) {
            std::vector<Analyzer::Term> terms;
            for (CategoryId id : pathUp(category.id))
                analyzer.analyze(label(id, language), language, terms);
            std::map<Analyzer::Term, std::uint32_t> counts;
            for (Analyzer::Term term : terms)
                ++counts[term];
            for (const auto& [term, count] : counts) {
                float& weight = best[analyzer.text(term)];
                weight = std::max(weight, fieldWeight(weights.category, count, terms.size()));
            }
        };
        indexIn("en");
        for (const auto& [language, name] : category.names)
            indexIn(language);
        for (const auto& [term, weight] : best)
            m_terms[term].push_back({category.id, weight});
    }
    for (const auto& [term, matches] : m_terms)
        m_bytes += sizeof(std::string) + term.size() + matches.size() * sizeof(Match) + 32;
}

std::span<const CategoryId> CategoryTree::pathUp(CategoryId id) const {
    const auto found = m_at.find(id.value());
    return found == m_at.end() ? std::span<const CategoryId>() : m_paths[found->second];
}

std::vector<CategoryId> CategoryTree::subtree(CategoryId id) const {
    std::vector<CategoryId> found{id};
    std::unordered_set<CategoryId> seen{id}; // a cycle's members are each other's children
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto at = m_at.find(found[i].value());
        if (at == m_at.end())
            continue;
        for (CategoryId child : m_children[at->second])
            if (seen.insert(child).second)
                found.push_back(child);
    }
    return found;
}

std::string CategoryTree::label(CategoryId id, const std::string& language) const {
    const auto found = m_at.find(id.value());
    if (found == m_at.end())
        return id.text();
    const Category& category = m_categories[found->second];
    for (const auto& [tag, name] : category.names)
        if (!language.empty() && Analyzer::primaryLanguage(tag) == Analyzer::primaryLanguage(language))
            return name;
    return category.name;
}

std::span<const CategoryTree::Match> CategoryTree::withTerm(std::string_view term) const {
    const auto found = m_terms.find(std::string(term));
    return found == m_terms.end() ? std::span<const Match>() : found->second;
}

} // namespace tradepost::search
