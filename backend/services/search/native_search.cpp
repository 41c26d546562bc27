#include "backend/services/search/facets.h"
#include "backend/services/search/filters.h"
#include "backend/services/search/snapshot.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tradepost::search {

namespace {

// The documents of one segment that a word of the query occurs in. Borrowed from the postings where one form in no
// category's name is all there is, else put together.
struct WordMatches {
    std::span<const Doc> docs;
    std::span<const std::uint16_t> packed;
    std::vector<Doc> ownDocs;
    std::vector<float> ownWeights;

    float weight(std::size_t at) const {
        return ownWeights.empty() ? static_cast<float>(packed[at]) * weightStep : ownWeights[at];
    }
};

// Raises (or adds to) the weight of each document in a list sorted by document.
template<class Combine>
void combineInto(WordMatches& into, std::size_t count, auto docAt, auto weightAt, Combine combine) {
    std::vector<Doc> docs;
    std::vector<float> weights;
    docs.reserve(into.ownDocs.size() + count);
    weights.reserve(docs.capacity());
    std::size_t i = 0, j = 0;
    while (i < into.ownDocs.size() || j < count) {
        const Doc left = i < into.ownDocs.size() ? into.ownDocs[i] : noDoc;
        const Doc right = j < count ? docAt(j) : noDoc;
        docs.push_back(std::min(left, right));
        if (left < right)
            weights.push_back(into.ownWeights[i++]);
        else if (right < left)
            weights.push_back(weightAt(j++));
        else
            weights.push_back(combine(into.ownWeights[i++], weightAt(j++)));
    }
    into.ownDocs = std::move(docs);
    into.ownWeights = std::move(weights);
}

void addCategoryMatches(WordMatches& matches, const Segment& segment,
                        const std::vector<std::span<const CategoryTree::Match>>& forms) {
    std::vector<std::pair<Ordinal, float>> best;
    for (const auto& form : forms)
        for (const CategoryTree::Match& match : form) {
            const std::int64_t ordinal = segment.categories.find(match.category.value());
            if (ordinal < 0)
                continue;
            const auto known =
                std::ranges::find(best, static_cast<Ordinal>(ordinal), &std::pair<Ordinal, float>::first);
            if (known == best.end())
                best.emplace_back(static_cast<Ordinal>(ordinal), match.weight);
            else
                known->second = std::max(known->second, match.weight);
        }
    if (best.empty())
        return;
    Roaring docs;
    std::vector<float> weightOf(segment.categories.values.size());
    for (const auto& [ordinal, weight] : best) {
        docs |= segment.categories.docs[ordinal];
        weightOf[ordinal] = weight;
    }
    std::vector<Doc> list(docs.cardinality());
    docs.toUint32Array(list.data());
    combineInto(
        matches, list.size(), [&](std::size_t i) { return list[i]; },
        [&](std::size_t i) { return weightOf[segment.categories.ofDoc[list[i]]]; },
        [](float a, float b) { return a + b; });
}

WordMatches matchWord(const Segment& segment, const Analyzer::Word& word, const CategoryTree& categories) {
    std::vector<Segment::Postings> found;
    std::vector<std::span<const CategoryTree::Match>> inCategories;
    for (const std::string& form : word.forms) {
        if (const auto postings = segment.postings(form); !postings.docs.empty())
            found.push_back(postings);
        if (const auto matches = categories.withTerm(form); !matches.empty())
            inCategories.push_back(matches);
    }
    WordMatches matches;
    if (found.size() == 1 && inCategories.empty()) {
        matches.docs = found[0].docs;
        matches.packed = found[0].weights;
        return matches;
    }
    for (const Segment::Postings& postings : found)
        combineInto(
            matches, postings.docs.size(), [&](std::size_t i) { return postings.docs[i]; },
            [&](std::size_t i) { return static_cast<float>(postings.weights[i]) * weightStep; },
            [](float a, float b) { return std::max(a, b); });
    addCategoryMatches(matches, segment, inCategories);
    matches.docs = matches.ownDocs;
    return matches;
}

// Documents that have all words, with their scores.
struct Scored {
    std::vector<Doc> docs;
    std::vector<float> scores;
};

class TextQuery {
public:
    TextQuery(const Snapshot& snapshot, const std::vector<Analyzer::Word>& words, float saturation)
        : m_saturation(saturation) {
        for (const SegmentView& view : snapshot.segments) {
            std::vector<WordMatches>& matches = m_matches.emplace_back();
            for (const Analyzer::Word& word : words)
                matches.push_back(matchWord(*view.segment, word, *snapshot.categories));
        }
        std::vector<std::uint64_t> frequency(words.size());
        for (std::size_t s = 0; s < m_matches.size(); ++s)
            for (std::size_t w = 0; w < words.size(); ++w)
                frequency[w] += countLive(snapshot.segments[s], m_matches[s][w].docs);
        for (const std::uint64_t count : frequency) {
            const double rest = static_cast<double>(snapshot.documents - count);
            m_idf.push_back(static_cast<float>(std::log1p((rest + 0.5) / (static_cast<double>(count) + 0.5))));
        }
        // Rare words first, in the same order for every segment, so that equal documents get equal sums.
        m_order.resize(words.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        std::ranges::sort(m_order, {}, [&](std::size_t w) { return std::pair(frequency[w], w); });
    }

    Scored run(std::size_t segment, const SegmentView& view) const {
        const std::vector<WordMatches>& matches = m_matches[segment];
        Scored found;
        const WordMatches& first = matches[m_order[0]];
        found.docs.reserve(first.docs.size());
        found.scores.reserve(first.docs.size());
        for (std::size_t i = 0; i < first.docs.size(); ++i)
            if (view.isLive(first.docs[i])) {
                found.docs.push_back(first.docs[i]);
                found.scores.push_back(score(first.weight(i), m_order[0]));
            }
        for (std::size_t n = 1; n < m_order.size() && !found.docs.empty(); ++n)
            keepCommon(found, matches[m_order[n]], m_order[n]);
        return found;
    }

private:
    static std::uint64_t countLive(const SegmentView& view, std::span<const Doc> docs) {
        if (!view.deleted)
            return docs.size();
        return static_cast<std::uint64_t>(std::ranges::count_if(docs, [&](Doc doc) { return view.isLive(doc); }));
    }
    float score(float weight, std::size_t word) const {
        return m_idf[word] * weight * (m_saturation + 1) / (weight + m_saturation);
    }
    void keepCommon(Scored& found, const WordMatches& other, std::size_t word) const {
        std::size_t kept = 0, j = 0;
        for (std::size_t i = 0; i < found.docs.size() && j < other.docs.size(); ++i) {
            const Doc doc = found.docs[i];
            // Gallop: the other list may be far longer.
            std::size_t step = 1;
            while (j + step < other.docs.size() && other.docs[j + step] < doc)
                j += step, step *= 2;
            const auto end =
                other.docs.begin() + static_cast<std::ptrdiff_t>(std::min(j + step + 1, other.docs.size()));
            j = static_cast<std::size_t>(
                std::lower_bound(other.docs.begin() + static_cast<std::ptrdiff_t>(j), end, doc) - other.docs.begin());
            if (j < other.docs.size() && other.docs[j] == doc) {
                found.docs[kept] = doc;
                found.scores[kept++] = found.scores[i] + score(other.weight(j), word);
            }
        }
        found.docs.resize(kept);
        found.scores.resize(kept);
    }

    float m_saturation;
    std::vector<std::vector<WordMatches>> m_matches; // by segment, word
    std::vector<float> m_idf;
    std::vector<std::size_t> m_order;
};

struct Candidate {
    double key;
    std::int64_t id;
    std::uint32_t segment;
    Doc doc;
    float score;
};

// The best `limit` candidates after the cursor, and whether there are more.
class Best {
    bool before(double key, std::int64_t id, double otherKey, std::int64_t otherId) const {
        if (key != otherKey)
            return m_ascending ? key < otherKey : key > otherKey;
        return id > otherId;
    }
    auto order() const {
        return [this](const Candidate& a, const Candidate& b) { return before(a.key, a.id, b.key, b.id); };
    }

public:
    Best(Sort sort, std::size_t limit, const std::optional<Cursor>& after)
        : m_ascending(sort == Sort::Price), m_limit(limit), m_after(after) {}

    void offer(const Candidate& candidate) {
        if (m_after && !before(m_after->key, m_after->id.value(), candidate.key, candidate.id))
            return;
        if (m_heap.size() > m_limit) { // one more than asked for, to know whether there is more
            if (!before(candidate.key, candidate.id, m_heap.front().key, m_heap.front().id))
                return;
            std::ranges::pop_heap(m_heap, order());
            m_heap.pop_back();
        }
        m_heap.push_back(candidate);
        std::ranges::push_heap(m_heap, order());
    }

    std::vector<Candidate> take(bool& more) {
        std::ranges::sort_heap(m_heap, order());
        more = m_heap.size() > m_limit;
        if (more)
            m_heap.pop_back();
        return std::move(m_heap);
    }

private:
    bool m_ascending;
    std::size_t m_limit;
    const std::optional<Cursor>& m_after;
    std::vector<Candidate> m_heap;
};

double sortKey(Sort sort, const SegmentView& view, Doc doc, float score) {
    switch (sort) {
    case Sort::Price:
    case Sort::PriceDescending:
        return static_cast<double>(view.prices.at(doc));
    case Sort::Newest:
        return static_cast<double>(view.segment->created[doc]);
    case Sort::Relevance:
        break;
    }
    return static_cast<double>(score);
}

Hit makeHit(const Candidate& candidate, const SegmentView& view, const std::string& language) {
    const Segment& segment = *view.segment;
    const Doc doc = candidate.doc;
    const std::string_view stored =
        std::string_view(segment.stored)
            .substr(segment.storedStart[doc], segment.storedStart[doc + 1] - segment.storedStart[doc]);
    Hit hit;
    hit.id = ProductId(segment.ids[doc]);
    hit.title = StoredText::title(stored, language);
    hit.slug = StoredText::slug(stored);
    hit.brand = segment.brands.values[segment.brands.ofDoc[doc]];
    hit.imageUrl = segment.images.values[segment.images.ofDoc[doc]];
    hit.category = CategoryId(segment.categories.values[segment.categories.ofDoc[doc]]);
    hit.seller = SellerId(segment.sellers.values[segment.sellers.ofDoc[doc]]);
    hit.price = {view.prices.at(doc), segment.currencies[doc]};
    hit.score = static_cast<double>(candidate.score);
    hit.key = candidate.key;
    return hit;
}

} // namespace

Answer searchSnapshot(const Snapshot& snapshot, const Query& query, const Weights& weights, Analyzer& analyzer) {
    const std::string language = Analyzer::primaryLanguage(query.language);
    std::vector<std::string> languages;
    if (!language.empty())
        languages.push_back(language);
    for (const std::string& other : snapshot.languages)
        if (other != language)
            languages.push_back(other);
    const std::vector<Analyzer::Word> words = analyzer.analyzeQuery(query.text, languages);

    Answer answer;
    answer.generation = snapshot.generation;
    FacetCounter facets(query, *snapshot.categories);
    Best best(query.sort, query.limit, query.after);
    const Filters filters(query, *snapshot.categories);
    std::optional<TextQuery> text;
    if (!words.empty())
        text.emplace(snapshot, words, weights.saturation);
    // Text without a single word in it ("!!") finds nothing; no text at all finds everything.
    const bool nothing = words.empty() && query.text.find_first_not_of(" \t\r\n") != std::string::npos;

    for (std::uint32_t s = 0; s < snapshot.segments.size() && !nothing; ++s) {
        const SegmentView& view = snapshot.segments[s];
        Scored scored;
        if (text) {
            scored = text->run(s, view);
            if (scored.docs.empty())
                continue;
        }
        const SegmentFilters inSegment(filters, view, text ? &scored.docs : nullptr);
        const auto offer = [&](Doc doc, float score) {
            best.offer({sortKey(query.sort, view, doc, score), view.segment->ids[doc], s, doc, score});
        };
        const std::vector<Doc> matching = inSegment.matching(allCriteria);
        answer.total += matching.size();
        if (text) {
            std::size_t at = 0;
            for (Doc doc : matching) {
                while (scored.docs[at] != doc)
                    ++at;
                offer(doc, scored.scores[at]);
            }
        } else {
            for (Doc doc : matching)
                offer(doc, 0);
        }
        facets.count(view, inSegment, matching);
    }

    for (const Candidate& candidate : best.take(answer.more))
        answer.hits.push_back(makeHit(candidate, snapshot.segments[candidate.segment], language));
    answer.facets = facets.take(query.language);
    return answer;
}

std::unique_ptr<Analyzer> AnalyzerPool::take() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            auto analyzer = std::move(m_free.back());
            m_free.pop_back();
            return analyzer;
        }
    }
    return std::make_unique<Analyzer>();
}

void AnalyzerPool::give(std::unique_ptr<Analyzer> analyzer) {
    const std::lock_guard lock(m_mutex);
    m_free.push_back(std::move(analyzer));
}

} // namespace tradepost::search
