#include "backend/services/search/category_tree.h"
#include "backend/services/search/segment.h"

#include <algorithm>
#include <numeric>

namespace tradepost::search {

namespace {

// Sums up one document's terms. Terms are the analyzer's numbers; arrays grow with them.
class TermWeights {
public:
    TermWeights(Analyzer& analyzer, const Weights& weights) : m_analyzer(analyzer), m_weights(weights) {}

    template<class Emit>
    void weigh(const Document& document, Emit emit) {
        m_brand.clear();
        m_analyzer.analyze(document.brand, {}, m_brand);
        addShared(m_brand, m_weights.brand);
        m_attributes.clear();
        for (const AttributeValue& attribute : document.attributes)
            analyzeAttribute(attribute, document.texts.front().language);
        addShared(m_attributes, m_weights.attributes);
        for (const LocalizedText& text : document.texts)
            addText(text);
        for (Analyzer::Term term : m_touched) {
            Sum& sum = m_sums[term];
            emit(term, packWeight(sum.shared + sum.best));
            sum = {};
        }
        m_touched.clear();
    }

private:
    struct Sum {
        float shared = 0, best = 0, text = 0; // `best` over languages, `text` of the one under way
        std::uint32_t count = 0;
        bool touched = false;
    };

    void analyzeAttribute(const AttributeValue& attribute, const std::string& language) {
        if (attribute.value == "false")
            return;
        if (attribute.value != "true") {
            m_analyzer.analyze(attribute.value, language, m_attributes);
            return;
        }
        // A flag that holds is found by its name.
        std::string name = attribute.name;
        std::ranges::replace(name, '_', ' ');
        m_analyzer.analyze(name, language, m_attributes);
    }

    // Calls fn(sum, occurrences) once for each distinct term.
    template<class Fn>
    void eachTerm(const std::vector<Analyzer::Term>& terms, Fn fn) {
        if (m_sums.size() < m_analyzer.termCount())
            m_sums.resize(m_analyzer.termCount() + m_analyzer.termCount() / 2);
        for (Analyzer::Term term : terms) {
            Sum& sum = m_sums[term];
            ++sum.count;
            if (!sum.touched) {
                sum.touched = true;
                m_touched.push_back(term);
            }
        }
        for (Analyzer::Term term : terms)
            if (Sum& sum = m_sums[term]; sum.count > 0) {
                fn(sum, sum.count);
                sum.count = 0;
            }
    }

    void addShared(const std::vector<Analyzer::Term>& terms, const FieldWeight& field) {
        eachTerm(terms, [&](Sum& sum, std::uint32_t count) { sum.shared += fieldWeight(field, count, terms.size()); });
    }

    void addText(const LocalizedText& text) {
        m_title.clear();
        m_analyzer.analyze(text.title, text.language, m_title);
        eachTerm(m_title, [&](Sum& sum, std::uint32_t count) {
            sum.text += fieldWeight(m_weights.title, count, m_title.size());
        });
        m_description.clear();
        m_analyzer.analyze(text.description, text.language, m_description);
        eachTerm(m_description, [&](Sum& sum, std::uint32_t count) {
            sum.text += fieldWeight(m_weights.description, count, m_description.size());
        });
        for (const auto* terms : {&m_title, &m_description})
            for (Analyzer::Term term : *terms) {
                m_sums[term].best = std::max(m_sums[term].best, m_sums[term].text);
                m_sums[term].text = 0;
            }
    }

    Analyzer& m_analyzer;
    const Weights& m_weights;
    std::vector<Sum> m_sums;
    std::vector<Analyzer::Term> m_touched, m_title, m_description, m_brand, m_attributes;
};

template<class Value, class Get>
void fillColumn(KeywordColumn<Value>& column, const std::vector<Document>& documents, Get get) {
    for (const Document& document : documents)
        column.values.push_back(get(document));
    std::ranges::sort(column.values);
    column.values.erase(std::ranges::unique(column.values).begin(), column.values.end());
    column.values.shrink_to_fit();
    for (const Document& document : documents)
        column.ofDoc.push_back(static_cast<Ordinal>(column.find(get(document))));
    column.ofDoc.shrink_to_fit();
}

void fillAttributes(Segment& segment, const std::vector<Document>& documents) {
    for (const Document& document : documents)
        segment.attributes.insert(segment.attributes.end(), document.attributes.begin(), document.attributes.end());
    std::ranges::sort(segment.attributes);
    segment.attributes.erase(std::ranges::unique(segment.attributes).begin(), segment.attributes.end());
    segment.attributes.shrink_to_fit();
    segment.attributeStart.push_back(0);
    for (const Document& document : documents) {
        for (const AttributeValue& attribute : document.attributes)
            segment.attributeOrdinals.push_back(static_cast<Ordinal>(
                std::ranges::lower_bound(segment.attributes, attribute) - segment.attributes.begin()));
        const auto begin = segment.attributeOrdinals.begin() + segment.attributeStart.back();
        std::sort(begin, segment.attributeOrdinals.end());
        segment.attributeOrdinals.erase(std::unique(begin, segment.attributeOrdinals.end()),
                                        segment.attributeOrdinals.end());
        segment.attributeStart.push_back(static_cast<std::uint32_t>(segment.attributeOrdinals.size()));
    }
    segment.attributeOrdinals.shrink_to_fit();
}

void fillPostings(Segment& segment, const std::vector<Document>& documents, Analyzer& analyzer,
                  const Weights& weights) {
    struct Posting {
        Analyzer::Term term;
        Doc doc;
        std::uint16_t weight;
    };
    std::vector<Posting> postings;
    TermWeights sums(analyzer, weights);
    for (Doc doc = 0; doc < documents.size(); ++doc)
        sums.weigh(documents[doc],
                   [&](Analyzer::Term term, std::uint16_t weight) { postings.push_back({term, doc, weight}); });

    std::vector<std::uint32_t> counts(analyzer.termCount());
    for (const Posting& posting : postings)
        ++counts[posting.term];
    std::vector<Analyzer::Term> used;
    for (Analyzer::Term term = 0; term < counts.size(); ++term)
        if (counts[term] > 0)
            used.push_back(term);
    std::ranges::sort(used, {}, [&](Analyzer::Term term) -> const std::string& { return analyzer.text(term); });

    segment.termStart.reserve(used.size() + 1);
    segment.postingStart.reserve(used.size() + 1);
    std::vector<std::uint64_t> next(counts.size());
    std::uint64_t sum = 0;
    for (Analyzer::Term term : used) {
        segment.termStart.push_back(static_cast<std::uint32_t>(segment.termBytes.size()));
        segment.termBytes += analyzer.text(term);
        segment.postingStart.push_back(sum);
        next[term] = sum;
        sum += counts[term];
    }
    segment.termStart.push_back(static_cast<std::uint32_t>(segment.termBytes.size()));
    segment.termBytes.shrink_to_fit();
    segment.postingStart.push_back(sum);
    segment.postingDocs.resize(sum);
    segment.postingWeights.resize(sum);
    for (const Posting& posting : postings) {
        segment.postingDocs[next[posting.term]] = posting.doc;
        segment.postingWeights[next[posting.term]++] = posting.weight;
    }
}

} // namespace

BuiltSegment buildSegment(std::vector<Document> documents, Analyzer& analyzer, const Weights& weights) {
    std::ranges::sort(documents, {}, &Document::id);
    auto segment = std::make_shared<Segment>();
    const std::size_t size = documents.size();
    segment->ids.reserve(size);
    segment->contents.reserve(size);
    segment->created.reserve(size);
    segment->currencies.reserve(size);
    segment->storedStart.reserve(size + 1);
    std::vector<std::int64_t> prices;
    prices.reserve(size);
    for (Document& document : documents) {
        if (document.texts.empty())
            document.texts.emplace_back();
        segment->ids.push_back(document.id.value());
        segment->contents.push_back(contentDigest(document));
        segment->created.push_back(document.created);
        segment->currencies.push_back(document.price.currency);
        prices.push_back(document.price.minor);
        segment->storedStart.push_back(segment->stored.size());
        StoredText::append(segment->stored, document);
        for (const LocalizedText& text : document.texts) {
            std::string language = Analyzer::primaryLanguage(text.language);
            const auto at = std::ranges::lower_bound(segment->languages, language);
            if (!language.empty() && (at == segment->languages.end() || *at != language))
                segment->languages.insert(at, std::move(language));
        }
    }
    segment->storedStart.push_back(segment->stored.size());
    segment->stored.shrink_to_fit();
    fillColumn(segment->brands, documents, [](const Document& d) -> const std::string& { return d.brand; });
    fillColumn(segment->images, documents, [](const Document& d) -> const std::string& { return d.imageUrl; });
    fillColumn(segment->categories, documents, [](const Document& d) { return d.category.value(); });
    fillColumn(segment->sellers, documents, [](const Document& d) { return d.seller.value(); });
    fillAttributes(*segment, documents);
    fillPostings(*segment, documents, analyzer, weights);
    segment->indexColumns();
    return {std::move(segment), PriceColumn(prices)};
}

} // namespace tradepost::search
