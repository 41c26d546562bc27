#include "backend/services/search/filters.h"

#include <algorithm>

namespace tradepost::search {

std::string attributeCriterion(const std::string& name) {
    return ":" + name;
}

std::string criterionOf(const std::string& facet) {
    const bool ownColumn = facet == "category" || facet == "brand" || facet == "seller" || facet == "price";
    return ownColumn ? facet : attributeCriterion(facet);
}

Filters::Filters(const Query& query, const CategoryTree& categories) : m_query(query) {
    for (CategoryId id : query.categories)
        for (CategoryId member : categories.subtree(id))
            m_categories.push_back(member.value());
    std::ranges::sort(m_categories);
    m_categories.erase(std::ranges::unique(m_categories).begin(), m_categories.end());
    for (const AttributeValue& attribute : query.attributes)
        m_attributes[attribute.name].push_back(attribute.value);
}

SegmentFilters::SegmentFilters(const Filters& filters, const SegmentView& view, const std::vector<Doc>* textMatches)
    : m_view(view), m_textMatches(textMatches) {
    const Segment& segment = *view.segment;
    const Query& query = filters.m_query;
    if (!query.categories.empty()) {
        Roaring& set = m_sets["category"];
        for (Ordinal i = 0; i < segment.categories.values.size(); ++i)
            if (std::ranges::binary_search(filters.m_categories, segment.categories.values[i]))
                set |= segment.categories.docs[i];
    }
    if (!query.brands.empty()) {
        Roaring& set = m_sets["brand"];
        for (const std::string& brand : query.brands)
            if (const std::int64_t at = segment.brands.find(brand); at >= 0)
                set |= segment.brands.docs[static_cast<std::size_t>(at)];
    }
    if (!query.sellers.empty()) {
        Roaring& set = m_sets["seller"];
        for (SellerId seller : query.sellers)
            if (const std::int64_t at = segment.sellers.find(seller.value()); at >= 0)
                set |= segment.sellers.docs[static_cast<std::size_t>(at)];
    }
    for (const auto& [name, values] : filters.m_attributes) {
        Roaring& set = m_sets[attributeCriterion(name)];
        for (const std::string& value : values) {
            const AttributeValue wanted{name, value};
            const auto at = std::ranges::lower_bound(segment.attributes, wanted);
            if (at != segment.attributes.end() && *at == wanted)
                set |= segment.attributeDocs[static_cast<std::size_t>(at - segment.attributes.begin())];
        }
    }
    if (query.priceMin || query.priceMax) {
        const std::int64_t least = query.priceMin.value_or(INT64_MIN), most = query.priceMax.value_or(INT64_MAX);
        std::vector<Doc> passing;
        const auto check = [&](Doc doc) {
            const std::int64_t price = view.prices.at(doc);
            if (price >= least && price <= most)
                passing.push_back(doc);
        };
        if (textMatches)
            std::ranges::for_each(*textMatches, check);
        else
            for (Doc doc = 0; doc < segment.size(); ++doc)
                check(doc);
        m_sets["price"].addMany(passing.size(), passing.data());
    }
}

std::vector<Doc> SegmentFilters::matching(std::string_view except) const {
    std::optional<Roaring> passing;
    for (const auto& [criterion, set] : m_sets)
        if (criterion != except) {
            if (passing)
                *passing &= set;
            else
                passing = set;
        }
    std::vector<Doc> docs;
    if (m_textMatches) { // live ones only
        if (!passing)
            return *m_textMatches;
        std::vector<Doc> filtered(passing->cardinality());
        passing->toUint32Array(filtered.data());
        std::ranges::set_intersection(*m_textMatches, filtered, std::back_inserter(docs));
        return docs;
    }
    if (passing) {
        docs.resize(passing->cardinality());
        passing->toUint32Array(docs.data());
    } else {
        docs.resize(m_view.segment->size());
        for (Doc doc = 0; doc < docs.size(); ++doc)
            docs[doc] = doc;
    }
    if (m_view.deleted)
        std::erase_if(docs, [&](Doc doc) { return !m_view.isLive(doc); });
    return docs;
}

} // namespace tradepost::search
