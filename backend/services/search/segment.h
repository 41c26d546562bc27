#pragma once

#include "backend/base/ids.h"
#include "backend/base/money.h"
#include "backend/services/search/analyzer.h"
#include "backend/services/search/native_index.h"

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <roaring/roaring.hh>
#include <span>
#include <string>
#include <vector>

// The parts of the native index. A segment never changes once built; what does change of its documents (deleted or not,
// the price) is kept beside it, copied on write, so that readers keep what they started with.
namespace tradepost::search {

using Doc = std::uint32_t;     // a document's number within its segment
using Ordinal = std::uint32_t; // a value's number within a segment's dictionary

// Weights of terms are kept in steps of 1/512, at most 127.99.
constexpr float weightStep = 1.0f / 512.0f;
std::uint16_t packWeight(float weight);

// One bit per document.
class Bits {
public:
    explicit Bits(std::size_t size) : m_words((size + 63) / 64) {}
    bool test(Doc doc) const { return (m_words[doc >> 6] >> (doc & 63)) & 1; }
    void set(Doc doc) { m_words[doc >> 6] |= std::uint64_t(1) << (doc & 63); }
    std::size_t bytes() const { return m_words.size() * 8; }

private:
    std::vector<std::uint64_t> m_words;
};

// Prices in pieces that are copied when one of them changes.
class PriceColumn {
public:
    static constexpr std::size_t pieceSize = 512;
    using Piece = std::array<std::int64_t, pieceSize>;

    PriceColumn() = default;
    explicit PriceColumn(std::span<const std::int64_t> prices);
    std::int64_t at(Doc doc) const { return (*m_pieces[doc / pieceSize])[doc % pieceSize]; }
    // For one writer: `fresh` are the pieces already copied for the version under way.
    void set(Doc doc, std::int64_t price, std::vector<std::uint8_t>& fresh);
    std::size_t pieces() const { return m_pieces.size(); }
    std::size_t bytes() const { return m_pieces.size() * (sizeof(Piece) + 32); }

private:
    std::vector<std::shared_ptr<Piece>> m_pieces;
};

// A single-valued column over a sorted dictionary, with the documents of each value.
template<class Value>
struct KeywordColumn {
    std::vector<Value> values; // sorted
    std::vector<Ordinal> ofDoc;
    std::vector<Roaring> docs; // by ordinal; may be left empty where nobody filters

    std::int64_t find(const Value& value) const {
        const auto at = std::lower_bound(values.begin(), values.end(), value);
        return at != values.end() && *at == value ? at - values.begin() : -1;
    }
};

struct Segment {
    // Columns, by document; documents ascend by id.
    std::vector<std::int64_t> ids;
    std::vector<std::uint64_t> contents; // digest of everything but the price's amount
    std::vector<std::int64_t> created;
    std::vector<Currency> currencies;
    KeywordColumn<std::string> brands, images;
    KeywordColumn<std::int64_t> categories, sellers;

    // Attributes: a document's values are ordinals into a dictionary sorted by name, then value.
    std::vector<AttributeValue> attributes;
    std::vector<Roaring> attributeDocs;
    std::vector<std::uint32_t> attributeStart; // by document, one more at the end
    std::vector<Ordinal> attributeOrdinals;    // ascending within a document

    // Titles and slug, see StoredText.
    std::vector<std::uint64_t> storedStart;
    std::string stored;

    // Sorted terms with their postings.
    std::string termBytes;
    std::vector<std::uint32_t> termStart;    // one more at the end
    std::vector<std::uint64_t> postingStart; // one more at the end
    std::vector<Doc> postingDocs;
    std::vector<std::uint16_t> postingWeights;

    std::vector<std::string> languages; // primary subtags of the texts, sorted

    std::size_t size() const { return ids.size(); }
    std::size_t termCount() const { return termStart.empty() ? 0 : termStart.size() - 1; }
    std::string_view term(std::size_t at) const {
        return std::string_view(termBytes).substr(termStart[at], termStart[at + 1] - termStart[at]);
    }
    struct Postings {
        std::span<const Doc> docs;
        std::span<const std::uint16_t> weights;
    };
    Postings postings(std::string_view term) const;
    // The document's number, or -1.
    std::int64_t find(ProductId id) const;
    // Range of attribute ordinals with this name.
    std::pair<Ordinal, Ordinal> attributeRange(std::string_view name) const;
    std::uint64_t bytes() const;

    // Fills what follows from the columns: the documents of each value.
    void indexColumns();
};

// Slug and titles of one document as bytes: lengths of 16 bits, then the text.
struct StoredText {
    static void append(std::string& bytes, const Document& document);
    static std::string_view slug(std::string_view bytes);
    // The title in `language`, else the first.
    static std::string_view title(std::string_view bytes, std::string_view primaryLanguage);
};

// Digest of everything but the price's amount.
std::uint64_t contentDigest(const Document& document);
// Together with the amount: digest() of the document.
std::uint64_t withPrice(std::uint64_t content, std::int64_t minor);

struct BuiltSegment {
    std::shared_ptr<const Segment> segment;
    PriceColumn prices;
};
// Documents must have distinct ids.
BuiltSegment buildSegment(std::vector<Document> documents, Analyzer& analyzer, const Weights& weights);

struct MergeSource {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const Bits> deleted; // may be null
};
struct MergedSegment {
    std::shared_ptr<const Segment> segment;
    std::vector<std::vector<Doc>> newDocs; // by source and old document; noDoc for deleted ones
};
constexpr Doc noDoc = ~Doc(0);
MergedSegment mergeSegments(const std::vector<MergeSource>& sources);

} // namespace tradepost::search
