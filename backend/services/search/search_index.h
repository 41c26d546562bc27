#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"
#include "backend/base/ids.h"
#include "backend/base/money.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The seam of product search: documents and categories go in by batches, ranked hits with facet counts come out.
// Adapters are named by technology (native_index.h); openNativeIndex() and its like make them.
namespace tradepost::search {

// Title and description in one language (BCP 47).
struct LocalizedText {
    std::string language, title, description;
    bool operator==(const LocalizedText&) const = default;
};

// A value a product can be filtered and counted by. Numbers carry their unit ("1.5 kg").
struct AttributeValue {
    std::string name, value;
    auto operator<=>(const AttributeValue&) const = default;
};

// What the index knows of one product on sale.
struct Document {
    ProductId id;
    SellerId seller;
    CategoryId category;
    std::vector<LocalizedText> texts; // the product's own language first; at least one
    std::string brand, slug, imageUrl;
    std::vector<AttributeValue> attributes; // distinct
    Money price;                            // the cheapest variant's
    Micros created = 0;
};
// Identifies the document's content: equal digests mean equal answers. Stable between runs.
std::uint64_t digest(const Document& document);

struct Category {
    CategoryId id, parent;
    std::string name;
    std::vector<std::pair<std::string, std::string>> names; // by language
};

// Changes that become visible together. For one product the last upsert or remove of the batch counts: `upserts` are
// taken in order, `removes` after them.
struct Batch {
    std::vector<Document> upserts;
    std::vector<ProductId> removes;
    std::vector<Category> categories;
};

enum class Sort { Relevance, Price, PriceDescending, Newest };

// Where a page ended: the last hit's sort value and id.
struct Cursor {
    double key = 0;
    ProductId id;
};

// Different criteria must all hold; several values of one criterion: any of them. Texts are taken as data, nothing in
// them is an operator. All words of `text` must occur (in any field); empty text matches everything.
struct Query {
    std::string text;
    std::string language;               // BCP 47: whose titles to show and whose word forms come first; may be empty
    std::vector<CategoryId> categories; // with their subtrees
    std::vector<std::string> brands;
    std::vector<SellerId> sellers;
    std::optional<std::int64_t> priceMin, priceMax; // inclusive, minor units of each product's own currency
    std::vector<AttributeValue> attributes;         // per name any of the values
    Sort sort = Sort::Relevance; // ties by id, newest first; relevance without text is newest id first
    std::size_t limit = 24;
    std::optional<Cursor> after;
    std::vector<std::string> facets; // "category", "brand", "seller", "price", else an attribute's name
    std::size_t facetValues = 100;   // at most so many values per facet
};

struct Hit {
    ProductId id;
    std::string title, brand, slug, imageUrl;
    CategoryId category;
    SellerId seller;
    Money price;
    double score = 0; // 0 without text
    double key = 0;   // sort value, for a Cursor
};

struct FacetValue {
    std::string value, label;
    std::uint64_t count = 0;
    bool selected = false;
};
// Counts are exact and disjunctive: a facet ignores the filter on itself. A category's count includes its subtree.
struct Facet {
    std::string name;
    std::vector<FacetValue> values; // by count, most first, then by value; price ranges ascending, "1000-2499"
};

struct Answer {
    std::vector<Hit> hits;
    bool more = false; // there are hits after the last one
    std::uint64_t total = 0;
    std::vector<Facet> facets; // in the order asked for
    std::uint64_t generation = 0;
};

struct IndexStats {
    std::uint64_t documents = 0, deleted = 0; // deleted ones still take room until they are merged away
    std::uint64_t segments = 0, terms = 0, postings = 0;
    std::uint64_t bytes = 0, storedTextBytes = 0; // `bytes` includes the stored text
    std::uint64_t generation = 0;
    std::uint64_t merges = 0, columnUpdates = 0; // columnUpdates: upserts that changed nothing but the price
};

// Thread-safe. Searches work on a snapshot and never wait for writers; a batch is visible to every search that starts
// after apply() returned. Applying the same batch again changes nothing.
class SearchIndex {
public:
    virtual ~SearchIndex() = default;

    virtual void apply(Batch batch) = 0;
    virtual Answer search(const Query& query) const = 0;
    virtual IndexStats stats() const = 0;
    // The digest of the document as indexed; nullopt when it is not there.
    virtual std::optional<std::uint64_t> digestOf(ProductId id) const = 0;
    virtual std::vector<Category> categories() const = 0;

    // A new content built beside the live one, which goes on answering; commit() puts it in its place at once.
    // Dropping it without commit() leaves the index as it was. Used by one thread; apply() must not run meanwhile.
    class Rebuild {
    public:
        virtual ~Rebuild() = default;
        virtual void add(Batch batch) = 0;
        virtual void commit() = 0;
    };
    virtual std::unique_ptr<Rebuild> rebuild() = 0;
};

} // namespace tradepost::search
