#include "backend/services/search/segment.h"

#include <algorithm>
#include <numeric>

namespace tradepost::search {

namespace {

struct Place {
    std::int64_t id;
    std::uint32_t source;
    Doc doc;
};

class Merger {
public:
    explicit Merger(const std::vector<MergeSource>& sources) : m_sources(sources) {}

    MergedSegment merge() {
        placeDocuments();
        copyColumns();
        mergeColumn(&Segment::brands);
        mergeColumn(&Segment::images);
        mergeColumn(&Segment::categories);
        mergeColumn(&Segment::sellers);
        mergeAttributes();
        mergePostings();
        m_merged->indexColumns();
        return {std::move(m_merged), std::move(m_newDocs)};
    }

private:
    void placeDocuments() {
        for (std::uint32_t s = 0; s < m_sources.size(); ++s) {
            const Segment& segment = *m_sources[s].segment;
            m_newDocs.emplace_back(segment.size(), noDoc);
            for (Doc doc = 0; doc < segment.size(); ++doc)
                if (!m_sources[s].deleted || !m_sources[s].deleted->test(doc))
                    m_places.push_back({segment.ids[doc], s, doc});
        }
        std::ranges::sort(m_places, {}, &Place::id);
        for (Doc doc = 0; doc < m_places.size(); ++doc)
            m_newDocs[m_places[doc].source][m_places[doc].doc] = doc;
    }

    void copyColumns() {
        Segment& merged = *m_merged;
        merged.ids.reserve(m_places.size());
        merged.contents.reserve(m_places.size());
        merged.created.reserve(m_places.size());
        merged.currencies.reserve(m_places.size());
        merged.storedStart.reserve(m_places.size() + 1);
        for (const Place& place : m_places) {
            const Segment& from = *m_sources[place.source].segment;
            merged.ids.push_back(place.id);
            merged.contents.push_back(from.contents[place.doc]);
            merged.created.push_back(from.created[place.doc]);
            merged.currencies.push_back(from.currencies[place.doc]);
            merged.storedStart.push_back(merged.stored.size());
            merged.stored.append(from.stored, from.storedStart[place.doc],
                                 from.storedStart[place.doc + 1] - from.storedStart[place.doc]);
        }
        merged.storedStart.push_back(merged.stored.size());
        merged.stored.shrink_to_fit();
        for (const MergeSource& source : m_sources)
            merged.languages.insert(merged.languages.end(), source.segment->languages.begin(),
                                    source.segment->languages.end());
        std::ranges::sort(merged.languages);
        merged.languages.erase(std::ranges::unique(merged.languages).begin(), merged.languages.end());
    }

    // Union of the sources' sorted values that `isUsed(source, ordinal)` keeps; `newOrdinals` by source and ordinal.
    template<class Value, class Values, class IsUsed>
    std::vector<Value> mergeValues(Values values, IsUsed isUsed, std::vector<std::vector<Ordinal>>& newOrdinals) {
        std::vector<Value> merged;
        for (std::uint32_t s = 0; s < m_sources.size(); ++s)
            for (Ordinal i = 0; i < values(s).size(); ++i)
                if (isUsed(s, i))
                    merged.push_back(values(s)[i]);
        std::ranges::sort(merged);
        merged.erase(std::ranges::unique(merged).begin(), merged.end());
        merged.shrink_to_fit();
        for (std::uint32_t s = 0; s < m_sources.size(); ++s) {
            newOrdinals.emplace_back(values(s).size());
            auto from = merged.begin();
            for (Ordinal i = 0; i < values(s).size(); ++i) {
                from = std::lower_bound(from, merged.end(), values(s)[i]);
                newOrdinals[s][i] = static_cast<Ordinal>(from - merged.begin());
            }
        }
        return merged;
    }

    template<class Value>
    void mergeColumn(KeywordColumn<Value> Segment::* column) {
        const auto columnOf = [&](std::uint32_t s) -> const KeywordColumn<Value>& {
            return (*m_sources[s].segment).*column;
        };
        std::vector<std::vector<bool>> used;
        for (std::uint32_t s = 0; s < m_sources.size(); ++s)
            used.emplace_back(columnOf(s).values.size());
        for (const Place& place : m_places)
            used[place.source][columnOf(place.source).ofDoc[place.doc]] = true;
        std::vector<std::vector<Ordinal>> newOrdinals;
        KeywordColumn<Value>& merged = (*m_merged).*column;
        merged.values = mergeValues<Value>([&](std::uint32_t s) -> const auto& { return columnOf(s).values; },
                                           [&](std::uint32_t s, Ordinal i) { return used[s][i]; }, newOrdinals);
        merged.ofDoc.reserve(m_places.size());
        for (const Place& place : m_places)
            merged.ofDoc.push_back(newOrdinals[place.source][columnOf(place.source).ofDoc[place.doc]]);
    }

    void mergeAttributes() {
        const auto eachOrdinal = [&](const Place& place, auto&& fn) {
            const Segment& from = *m_sources[place.source].segment;
            for (std::uint32_t i = from.attributeStart[place.doc]; i < from.attributeStart[place.doc + 1]; ++i)
                fn(from.attributeOrdinals[i]);
        };
        std::vector<std::vector<bool>> used;
        for (const MergeSource& source : m_sources)
            used.emplace_back(source.segment->attributes.size());
        std::size_t entries = 0;
        for (const Place& place : m_places)
            eachOrdinal(place, [&](Ordinal ordinal) {
                used[place.source][ordinal] = true;
                ++entries;
            });
        std::vector<std::vector<Ordinal>> newOrdinals;
        m_merged->attributes = mergeValues<AttributeValue>(
            [&](std::uint32_t s) -> const auto& { return m_sources[s].segment->attributes; },
            [&](std::uint32_t s, Ordinal i) { return used[s][i]; }, newOrdinals);
        m_merged->attributeStart.reserve(m_places.size() + 1);
        m_merged->attributeOrdinals.reserve(entries);
        m_merged->attributeStart.push_back(0);
        for (const Place& place : m_places) { // dictionaries keep their order, so the ordinals stay sorted
            eachOrdinal(place, [&](Ordinal ordinal) {
                m_merged->attributeOrdinals.push_back(newOrdinals[place.source][ordinal]);
            });
            m_merged->attributeStart.push_back(static_cast<std::uint32_t>(m_merged->attributeOrdinals.size()));
        }
    }

    // Sources' sorted terms side by side. The documents of several sources are put in order where their ids interleave.
    void mergePostings() {
        Segment& merged = *m_merged;
        std::vector<std::size_t> at(m_sources.size());
        std::vector<std::pair<Doc, std::uint16_t>> entries;
        for (;;) {
            std::string_view least;
            bool found = false;
            for (std::size_t s = 0; s < m_sources.size(); ++s)
                if (at[s] < m_sources[s].segment->termCount()) {
                    const std::string_view term = m_sources[s].segment->term(at[s]);
                    if (!found || term < least)
                        least = term;
                    found = true;
                }
            if (!found)
                break;
            entries.clear();
            for (std::size_t s = 0; s < m_sources.size(); ++s) {
                const Segment& from = *m_sources[s].segment;
                if (at[s] == from.termCount() || from.term(at[s]) != least)
                    continue;
                for (std::uint64_t i = from.postingStart[at[s]]; i < from.postingStart[at[s] + 1]; ++i)
                    if (const Doc doc = m_newDocs[s][from.postingDocs[i]]; doc != noDoc)
                        entries.emplace_back(doc, from.postingWeights[i]);
                ++at[s]; // `least` may point into this source, whose bytes stay
            }
            if (entries.empty())
                continue;
            if (!std::ranges::is_sorted(entries))
                std::ranges::sort(entries);
            merged.termStart.push_back(static_cast<std::uint32_t>(merged.termBytes.size()));
            merged.termBytes += least;
            merged.postingStart.push_back(merged.postingDocs.size());
            for (const auto& [doc, weight] : entries) {
                merged.postingDocs.push_back(doc);
                merged.postingWeights.push_back(weight);
            }
        }
        merged.termStart.push_back(static_cast<std::uint32_t>(merged.termBytes.size()));
        merged.postingStart.push_back(merged.postingDocs.size());
        merged.termBytes.shrink_to_fit();
        merged.termStart.shrink_to_fit();
        merged.postingStart.shrink_to_fit();
        merged.postingDocs.shrink_to_fit();
        merged.postingWeights.shrink_to_fit();
    }

    const std::vector<MergeSource>& m_sources;
    std::shared_ptr<Segment> m_merged = std::make_shared<Segment>();
    std::vector<Place> m_places;
    std::vector<std::vector<Doc>> m_newDocs;
};

} // namespace

MergedSegment mergeSegments(const std::vector<MergeSource>& sources) {
    return Merger(sources).merge();
}

} // namespace tradepost::search
