#pragma once

#include "backend/services/search/analyzer.h"
#include "backend/services/search/native_index.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tradepost::search {

// The categories of a snapshot: their tree, their names, and which words they are found by. Immutable; a change makes a
// new one. Categories whose parent is missing (not yet arrived) count as roots; a cycle is cut where it closes.
class CategoryTree {
public:
    static std::shared_ptr<const CategoryTree> build(std::vector<Category> categories, Analyzer& analyzer,
                                                     const Weights& weights);

    const std::vector<Category>& categories() const { return m_categories; }
    // The category, then its parent and so on up to the root. Empty for an unknown one.
    std::span<const CategoryId> pathUp(CategoryId id) const;
    std::vector<CategoryId> subtree(CategoryId id) const; // the category itself first, also when unknown
    std::string label(CategoryId id, const std::string& language) const;

    struct Match {
        CategoryId category;
        float weight;
    };
    // Categories that have the term in their own or an ancestor's name, with its share of the BM25F weight.
    std::span<const Match> withTerm(std::string_view term) const;
    std::uint64_t bytes() const { return m_bytes; }

private:
    void linkTree();
    void indexNames(Analyzer& analyzer, const Weights& weights);

    std::vector<Category> m_categories; // by id
    boost::unordered_flat_map<std::int64_t, std::uint32_t> m_at;
    std::vector<std::vector<CategoryId>> m_paths;
    std::vector<std::vector<CategoryId>> m_children;
    boost::unordered_flat_map<std::string, std::vector<Match>> m_terms;
    std::uint64_t m_bytes = 0;
};

// One field's share of a term's weight in a text: w * tf / (1 - b + b * length / reference).
float fieldWeight(const FieldWeight& field, std::uint32_t occurrences, std::size_t length);

} // namespace tradepost::search
