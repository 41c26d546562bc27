#include "backend/services/search/facets.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::search {

namespace {

template<class Value>
std::vector<std::uint64_t> countColumn(const KeywordColumn<Value>& column, const std::vector<Doc>& docs) {
    std::vector<std::uint64_t> counts(column.values.size());
    for (Doc doc : docs)
        ++counts[column.ofDoc[doc]];
    return counts;
}

} // namespace

const std::vector<std::int64_t>& FacetCounter::priceBounds() {
    static const std::vector<std::int64_t> bounds{999, 2499, 4999, 9999, 24999, 49999, 99999, 249999, 499999, 999999};
    return bounds;
}

FacetCounter::FacetCounter(const Query& query, const CategoryTree& categories)
    : m_query(query), m_categories(categories) {
    for (const std::string& name : query.facets) {
        m_facets.push_back({});
        m_facets.back().name = name;
        m_facets.back().byRange.resize(priceBounds().size() + 1);
    }
}

void FacetCounter::count(const SegmentView& view, const SegmentFilters& filters, const std::vector<Doc>& matching) {
    for (Counts& counts : m_facets) {
        if (const std::string criterion = criterionOf(counts.name); filters.has(criterion))
            countIn(counts, view, filters.matching(criterion));
        else
            countIn(counts, view, matching);
    }
}

void FacetCounter::countIn(Counts& counts, const SegmentView& view, const std::vector<Doc>& docs) {
    const Segment& segment = *view.segment;
    if (counts.name == "category" || counts.name == "seller") {
        const auto& column = counts.name == "category" ? segment.categories : segment.sellers;
        const auto found = countColumn(column, docs);
        for (Ordinal i = 0; i < found.size(); ++i)
            if (found[i] > 0)
                counts.byNumber[column.values[i]] += found[i];
    } else if (counts.name == "brand") {
        const auto found = countColumn(segment.brands, docs);
        for (Ordinal i = 0; i < found.size(); ++i)
            if (found[i] > 0 && !segment.brands.values[i].empty())
                counts.byText[segment.brands.values[i]] += found[i];
    } else if (counts.name == "price") {
        for (Doc doc : docs)
            ++counts.byRange[static_cast<std::size_t>(std::ranges::lower_bound(priceBounds(), view.prices.at(doc)) -
                                                      priceBounds().begin())];
    } else {
        const auto [low, high] = segment.attributeRange(counts.name);
        if (low == high)
            return;
        std::vector<std::uint64_t> found(high - low);
        for (Doc doc : docs)
            for (std::uint32_t i = segment.attributeStart[doc]; i < segment.attributeStart[doc + 1]; ++i) {
                const Ordinal ordinal = segment.attributeOrdinals[i];
                if (ordinal >= low && ordinal < high)
                    ++found[ordinal - low];
            }
        for (Ordinal i = 0; i < found.size(); ++i)
            if (found[i] > 0)
                counts.byText[segment.attributes[low + i].value] += found[i];
    }
}

// What is filtered by stays in the list, so that it can be taken back, also when it counts nothing.
void FacetCounter::addSelected(Counts& counts) const {
    if (counts.name == "category") {
        for (CategoryId id : m_query.categories)
            counts.byNumber.try_emplace(id.value(), 0);
    } else if (counts.name == "seller") {
        for (SellerId id : m_query.sellers)
            counts.byNumber.try_emplace(id.value(), 0);
    } else if (counts.name == "brand") {
        for (const std::string& brand : m_query.brands)
            counts.byText.try_emplace(brand, 0);
    } else {
        for (const AttributeValue& attribute : m_query.attributes)
            if (attribute.name == counts.name)
                counts.byText.try_emplace(attribute.value, 0);
    }
}

std::vector<FacetValue> FacetCounter::priceValues(const Counts& counts) const {
    std::vector<FacetValue> values;
    std::int64_t low = 0;
    for (std::size_t i = 0; i <= priceBounds().size(); ++i) {
        const bool last = i == priceBounds().size();
        std::string range = last ? fmt::format("{}-", low) : fmt::format("{}-{}", low, priceBounds()[i]);
        const bool selected = m_query.priceMin.value_or(0) == low &&
                              (last ? !m_query.priceMax && m_query.priceMin : m_query.priceMax == priceBounds()[i]);
        if (counts.byRange[i] > 0 || selected)
            values.push_back({range, range, counts.byRange[i], selected});
        if (!last)
            low = priceBounds()[i] + 1;
    }
    return values;
}

std::vector<FacetValue> FacetCounter::values(const Counts& counts, const std::string& language) const {
    std::vector<FacetValue> values;
    for (const auto& [text, count] : counts.byText) {
        const bool selected =
            counts.name == "brand"
                ? std::ranges::find(m_query.brands, text) != m_query.brands.end()
                : std::ranges::find(m_query.attributes, AttributeValue{counts.name, text}) != m_query.attributes.end();
        values.push_back({text, text, count, selected});
    }
    const bool isCategory = counts.name == "category";
    for (const auto& [number, count] : counts.byNumber) {
        const bool selected =
            isCategory ? std::ranges::find(m_query.categories, CategoryId(number)) != m_query.categories.end()
                       : std::ranges::find(m_query.sellers, SellerId(number)) != m_query.sellers.end();
        const std::string id = formatId(number);
        values.push_back({id, isCategory ? m_categories.label(CategoryId(number), language) : id, count, selected});
    }
    std::ranges::sort(values, [](const FacetValue& a, const FacetValue& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    // The selected ones stay however few they count.
    if (values.size() > m_query.facetValues) {
        const auto rest = values.begin() + static_cast<std::ptrdiff_t>(m_query.facetValues);
        values.erase(std::remove_if(rest, values.end(), [](const FacetValue& value) { return !value.selected; }),
                     values.end());
    }
    return values;
}

std::vector<Facet> FacetCounter::take(const std::string& language) {
    std::vector<Facet> facets;
    for (Counts& counts : m_facets) {
        if (counts.name == "price") {
            facets.push_back({counts.name, priceValues(counts)});
            continue;
        }
        if (counts.name == "category") { // a category's count includes its subtree
            boost::unordered_flat_map<std::int64_t, std::uint64_t> rolledUp;
            for (const auto& [id, count] : counts.byNumber) {
                const auto path = m_categories.pathUp(CategoryId(id));
                if (path.empty() && id != 0)
                    rolledUp[id] += count;
                for (CategoryId ancestor : path)
                    rolledUp[ancestor.value()] += count;
            }
            counts.byNumber = std::move(rolledUp);
        }
        addSelected(counts);
        facets.push_back({counts.name, values(counts, language)});
    }
    return facets;
}

} // namespace tradepost::search
