#pragma once

#include "backend/services/search/category_tree.h"
#include "backend/services/search/native_index.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

// What the index should answer, found by looking at every document. Shares the analyzer and the weighting of a field
// with the product, nothing of postings, segments, filters, facets or paging.
namespace tradepost::search {

class ReferenceIndex {
public:
    explicit ReferenceIndex(Weights weights = {}) : m_weights(weights) {}

    void apply(const Batch& batch) {
        for (const Category& category : batch.categories)
            m_categories[category.id] = category;
        for (const Document& document : batch.upserts)
            m_documents[document.id] = document;
        for (ProductId id : batch.removes)
            m_documents.erase(id);
        if (!batch.categories.empty())
            m_categoryWeights.clear();
        for (const Document& document : batch.upserts)
            m_weightsOf.erase(document.id);
    }

    const std::map<ProductId, Document>& documents() const { return m_documents; }

    Answer search(const Query& query) {
        std::set<std::string> known;
        for (const auto& [id, document] : m_documents)
            for (const LocalizedText& text : document.texts)
                known.insert(Analyzer::primaryLanguage(text.language));
        std::vector<std::string> languages;
        if (!query.language.empty())
            languages.push_back(Analyzer::primaryLanguage(query.language));
        languages.insert(languages.end(), known.begin(), known.end());
        const auto words = m_analyzer.analyzeQuery(query.text, languages);

        std::vector<float> idf;
        for (const auto& word : words) {
            double count = 0;
            for (const auto& [id, document] : m_documents)
                count += weight(document, word) > 0;
            idf.push_back(static_cast<float>(
                std::log1p((static_cast<double>(m_documents.size()) - count + 0.5) / (count + 0.5))));
        }

        Answer answer;
        std::vector<Hit> all;
        for (const auto& [id, document] : m_documents) {
            float score = 0;
            bool hasAll = true;
            for (std::size_t w = 0; w < words.size(); ++w) {
                const float value = weight(document, words[w]);
                hasAll &= value > 0;
                score += idf[w] * value * (m_weights.saturation + 1) / (value + m_weights.saturation);
            }
            if (!hasAll || !passes(document, query, {}))
                continue;
            Hit hit;
            hit.id = id;
            hit.title = title(document, query.language);
            hit.price = document.price;
            hit.score = static_cast<double>(score);
            hit.key = query.sort == Sort::Relevance ? hit.score
                      : query.sort == Sort::Newest  ? static_cast<double>(document.created)
                                                    : static_cast<double>(document.price.minor);
            all.push_back(hit);
        }
        std::ranges::sort(all, [&](const Hit& a, const Hit& b) {
            if (a.key != b.key)
                return query.sort == Sort::Price ? a.key < b.key : a.key > b.key;
            return a.id > b.id;
        });
        answer.total = all.size();
        answer.hits = all;
        for (const std::string& name : query.facets) {
            std::map<std::string, std::uint64_t> counts;
            for (const auto& [id, document] : m_documents) {
                const bool hasAll =
                    std::ranges::all_of(words, [&](const auto& word) { return weight(document, word) > 0; });
                if (hasAll && passes(document, query, name))
                    for (const std::string& value : facetValues(document, name))
                        ++counts[value];
            }
            Facet& facet = answer.facets.emplace_back();
            facet.name = name;
            for (const auto& [value, count] : counts)
                facet.values.push_back({value, {}, count, false});
        }
        return answer;
    }

private:
    static std::string title(const Document& document, const std::string& language) {
        for (const LocalizedText& text : document.texts)
            if (Analyzer::primaryLanguage(text.language) == Analyzer::primaryLanguage(language))
                return text.title;
        return document.texts.front().title;
    }

    std::vector<CategoryId> pathUp(CategoryId id) const {
        std::vector<CategoryId> path;
        while (m_categories.contains(id) && std::ranges::find(path, id) == path.end()) {
            path.push_back(id);
            id = m_categories.at(id).parent;
        }
        return path;
    }

    std::vector<std::string> facetValues(const Document& document, const std::string& name) const {
        std::vector<std::string> values;
        if (name == "category") {
            for (CategoryId id : pathUp(document.category))
                values.push_back(id.text());
            if (values.empty())
                values.push_back(document.category.text());
        } else if (name == "brand") {
            if (!document.brand.empty())
                values.push_back(document.brand);
        } else if (name == "seller") {
            values.push_back(document.seller.text());
        } else {
            for (const AttributeValue& attribute : document.attributes)
                if (attribute.name == name)
                    values.push_back(attribute.value);
        }
        return values;
    }

    bool passes(const Document& document, const Query& query, const std::string& except) const {
        const auto path = pathUp(document.category);
        const bool category = query.categories.empty() || except == "category" ||
                              std::ranges::any_of(query.categories, [&](CategoryId id) {
                                  return id == document.category || std::ranges::find(path, id) != path.end();
                              });
        const bool brand = query.brands.empty() || except == "brand" ||
                           std::ranges::find(query.brands, document.brand) != query.brands.end();
        const bool seller = query.sellers.empty() || except == "seller" ||
                            std::ranges::find(query.sellers, document.seller) != query.sellers.end();
        const bool price = except == "price" || (document.price.minor >= query.priceMin.value_or(INT64_MIN) &&
                                                 document.price.minor <= query.priceMax.value_or(INT64_MAX));
        std::map<std::string, bool> attributes;
        for (const AttributeValue& wanted : query.attributes)
            if (wanted.name != except)
                attributes[wanted.name] |= std::ranges::find(document.attributes, wanted) != document.attributes.end();
        return category && brand && seller && price &&
               std::ranges::all_of(attributes, [](const auto& entry) { return entry.second; });
    }

    std::map<std::string, float> fieldShares(std::string_view text, std::string_view language,
                                             const FieldWeight& field) {
        std::vector<Analyzer::Term> terms;
        m_analyzer.analyze(text, language, terms);
        std::map<std::string, std::uint32_t> counts;
        for (Analyzer::Term term : terms)
            ++counts[m_analyzer.text(term)];
        std::map<std::string, float> shares;
        for (const auto& [term, count] : counts)
            shares[term] = fieldWeight(field, count, terms.size());
        return shares;
    }

    // Weights of a document's own terms, as stored (rounded).
    const std::map<std::string, float>& ownWeights(const Document& document) {
        const auto known = m_weightsOf.find(document.id);
        if (known != m_weightsOf.end())
            return known->second;
        std::map<std::string, float> shared = fieldShares(document.brand, "", m_weights.brand);
        std::string attributes;
        for (const AttributeValue& attribute : document.attributes)
            if (attribute.value == "true")
                attributes += attribute.name + " ";
            else if (attribute.value != "false")
                attributes += attribute.value + " ";
        std::ranges::replace(attributes, '_', ' ');
        for (const auto& [term, share] : fieldShares(attributes, document.texts.front().language, m_weights.attributes))
            shared[term] += share;
        std::map<std::string, float> best;
        for (const LocalizedText& text : document.texts) {
            auto shares = fieldShares(text.title, text.language, m_weights.title);
            for (const auto& [term, share] : fieldShares(text.description, text.language, m_weights.description))
                shares[term] += share;
            for (const auto& [term, share] : shares)
                best[term] = std::max(best[term], share);
        }
        for (const auto& [term, share] : best)
            shared[term] += share;
        for (auto& [term, share] : shared)
            share = std::max(std::round(share * 512.0f), 1.0f) / 512.0f;
        return m_weightsOf[document.id] = std::move(shared);
    }

    // Weights of the words in the names of a category and its ancestors, the best over languages.
    const std::map<std::string, float>& categoryWeights(CategoryId category) {
        const auto known = m_categoryWeights.find(category);
        if (known != m_categoryWeights.end())
            return known->second;
        std::map<std::string, float>& best = m_categoryWeights[category];
        std::set<std::string> languages{"en"};
        if (m_categories.contains(category))
            for (const auto& [language, name] : m_categories.at(category).names)
                languages.insert(language);
        for (const std::string& language : languages) {
            std::string names;
            for (CategoryId id : pathUp(category)) {
                std::string name = m_categories.at(id).name;
                for (const auto& [tag, translated] : m_categories.at(id).names)
                    if (tag == language)
                        name = translated;
                names += name + " ";
            }
            for (const auto& [term, share] : fieldShares(names, language, m_weights.category))
                best[term] = std::max(best[term], share);
        }
        return best;
    }

    float weight(const Document& document, const Analyzer::Word& word) {
        float own = 0, category = 0;
        for (const std::string& form : word.forms) {
            const auto& weights = ownWeights(document);
            if (const auto found = weights.find(form); found != weights.end())
                own = std::max(own, found->second);
            const auto& categories = categoryWeights(document.category);
            if (const auto found = categories.find(form); found != categories.end())
                category = std::max(category, found->second);
        }
        return own + category;
    }

    Weights m_weights;
    Analyzer m_analyzer;
    std::map<ProductId, Document> m_documents;
    std::map<CategoryId, Category> m_categories;
    std::map<ProductId, std::map<std::string, float>> m_weightsOf;
    std::map<CategoryId, std::map<std::string, float>> m_categoryWeights;
};

} // namespace tradepost::search
