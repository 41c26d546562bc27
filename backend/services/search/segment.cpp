#include "backend/services/search/segment.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tradepost::search {

std::uint16_t packWeight(float weight) {
    return static_cast<std::uint16_t>(std::clamp(std::lround(weight / weightStep), 1L, 65535L));
}

PriceColumn::PriceColumn(std::span<const std::int64_t> prices) {
    for (std::size_t at = 0; at < prices.size(); at += pieceSize) {
        auto piece = std::make_shared<Piece>();
        const auto part = prices.subspan(at, std::min(pieceSize, prices.size() - at));
        std::ranges::copy(part, piece->begin());
        m_pieces.push_back(std::move(piece));
    }
}

void PriceColumn::set(Doc doc, std::int64_t price, std::vector<std::uint8_t>& fresh) {
    std::shared_ptr<Piece>& piece = m_pieces[doc / pieceSize];
    if (!fresh[doc / pieceSize]) {
        piece = std::make_shared<Piece>(*piece);
        fresh[doc / pieceSize] = 1;
    }
    (*piece)[doc % pieceSize] = price;
}

Segment::Postings Segment::postings(std::string_view wanted) const {
    std::size_t low = 0, high = termCount();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (term(middle) < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == termCount() || term(low) != wanted)
        return {};
    const std::size_t count = postingStart[low + 1] - postingStart[low];
    return {std::span(postingDocs).subspan(postingStart[low], count),
            std::span(postingWeights).subspan(postingStart[low], count)};
}

std::int64_t Segment::find(ProductId id) const {
    if (ids.empty() || id.value() < ids.front() || id.value() > ids.back())
        return -1;
    const auto at = std::ranges::lower_bound(ids, id.value());
    return at != ids.end() && *at == id.value() ? at - ids.begin() : -1;
}

std::pair<Ordinal, Ordinal> Segment::attributeRange(std::string_view name) const {
    const auto range = std::ranges::equal_range(attributes, name, std::less<std::string_view>(), &AttributeValue::name);
    return {static_cast<Ordinal>(range.begin() - attributes.begin()),
            static_cast<Ordinal>(range.end() - attributes.begin())};
}

namespace {

template<class Value>
std::uint64_t vectorBytes(const std::vector<Value>& values) {
    return values.capacity() * sizeof(Value);
}
std::uint64_t heapBytes(const std::string& text) {
    return text.capacity() > 15 ? text.capacity() + 1 : 0; // 15 fit into the object itself
}
std::uint64_t setBytes(const std::vector<Roaring>& sets) {
    std::uint64_t bytes = vectorBytes(sets);
    for (const Roaring& set : sets)
        bytes += set.getSizeInBytes();
    return bytes;
}

// Makes the documents of each ordinal from (ordinal, document) pairs visited in order of documents.
template<class Visit>
std::vector<Roaring> groupDocs(std::size_t ordinals, Visit visit) {
    std::vector<std::uint32_t> start(ordinals + 1);
    visit([&](Ordinal ordinal, Doc) { ++start[ordinal + 1]; });
    for (std::size_t i = 0; i < ordinals; ++i)
        start[i + 1] += start[i];
    std::vector<Doc> grouped(start.back());
    std::vector<std::uint32_t> at(start.begin(), start.end() - 1);
    visit([&](Ordinal ordinal, Doc doc) { grouped[at[ordinal]++] = doc; });
    std::vector<Roaring> sets;
    sets.reserve(ordinals);
    for (std::size_t i = 0; i < ordinals; ++i) {
        sets.emplace_back(start[i + 1] - start[i], grouped.data() + start[i]);
        sets.back().runOptimize();
        sets.back().shrinkToFit();
    }
    return sets;
}

template<class Value>
void indexColumn(KeywordColumn<Value>& column) {
    column.docs = groupDocs(column.values.size(), [&](auto&& emit) {
        for (Doc doc = 0; doc < column.ofDoc.size(); ++doc)
            emit(column.ofDoc[doc], doc);
    });
}

} // namespace

void Segment::indexColumns() {
    indexColumn(brands);
    indexColumn(categories);
    indexColumn(sellers);
    attributeDocs = groupDocs(attributes.size(), [&](auto&& emit) {
        for (Doc doc = 0; doc < size(); ++doc)
            for (std::uint32_t i = attributeStart[doc]; i < attributeStart[doc + 1]; ++i)
                emit(attributeOrdinals[i], doc);
    });
}

std::uint64_t Segment::bytes() const {
    std::uint64_t sum = sizeof(Segment) + vectorBytes(ids) + vectorBytes(contents) + vectorBytes(created) +
                        vectorBytes(currencies) + vectorBytes(attributeStart) + vectorBytes(attributeOrdinals) +
                        vectorBytes(storedStart) + stored.capacity() + termBytes.capacity() + vectorBytes(termStart) +
                        vectorBytes(postingStart) + vectorBytes(postingDocs) + vectorBytes(postingWeights);
    for (const auto* column : {&brands, &images}) {
        sum += vectorBytes(column->values) + vectorBytes(column->ofDoc) + setBytes(column->docs);
        for (const std::string& value : column->values)
            sum += heapBytes(value);
    }
    for (const auto* column : {&categories, &sellers})
        sum += vectorBytes(column->values) + vectorBytes(column->ofDoc) + setBytes(column->docs);
    sum += vectorBytes(attributes) + setBytes(attributeDocs);
    for (const AttributeValue& attribute : attributes)
        sum += heapBytes(attribute.name) + heapBytes(attribute.value);
    return sum;
}

namespace {

void appendText(std::string& bytes, std::string_view text) {
    const auto length = static_cast<std::uint16_t>(std::min<std::size_t>(text.size(), 65535));
    bytes.append(reinterpret_cast<const char*>(&length), sizeof length).append(text.substr(0, length));
}
std::string_view takeText(std::string_view& bytes) {
    std::uint16_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    const std::string_view text = bytes.substr(sizeof length, length);
    bytes.remove_prefix(sizeof length + length);
    return text;
}

} // namespace

void StoredText::append(std::string& bytes, const Document& document) {
    appendText(bytes, document.slug);
    for (const LocalizedText& text : document.texts) {
        appendText(bytes, Analyzer::primaryLanguage(text.language));
        appendText(bytes, text.title);
    }
}

std::string_view StoredText::slug(std::string_view bytes) {
    return takeText(bytes);
}

std::string_view StoredText::title(std::string_view bytes, std::string_view primaryLanguage) {
    takeText(bytes);
    std::string_view first;
    for (bool isFirst = true; !bytes.empty(); isFirst = false) {
        const std::string_view language = takeText(bytes);
        const std::string_view title = takeText(bytes);
        if (language == primaryLanguage)
            return title;
        if (isFirst)
            first = title;
    }
    return first;
}

namespace {

// FNV-1a over the bytes with a final mix (Stafford's variant 13): quick, stable between runs, no defence needed.
class Digest {
public:
    void add(std::string_view text) {
        for (unsigned char c : text)
            m_hash = (m_hash ^ c) * 0x100000001b3ull;
        add(static_cast<std::uint64_t>(text.size()));
    }
    void add(std::uint64_t number) { m_hash = mix(m_hash ^ number); }
    std::uint64_t value() const { return mix(m_hash); }

    static std::uint64_t mix(std::uint64_t x) {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    }

private:
    std::uint64_t m_hash = 0xcbf29ce484222325ull;
};

} // namespace

std::uint64_t contentDigest(const Document& document) {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(document.id.value()));
    digest.add(static_cast<std::uint64_t>(document.seller.value()));
    digest.add(static_cast<std::uint64_t>(document.category.value()));
    digest.add(static_cast<std::uint64_t>(document.created));
    for (const LocalizedText& text : document.texts) {
        digest.add(text.language);
        digest.add(text.title);
        digest.add(text.description);
    }
    digest.add(document.brand);
    digest.add(document.slug);
    digest.add(document.imageUrl);
    for (const AttributeValue& attribute : document.attributes) {
        digest.add(attribute.name);
        digest.add(attribute.value);
    }
    digest.add(document.price.currency.code());
    return digest.value();
}

std::uint64_t withPrice(std::uint64_t content, std::int64_t minor) {
    return Digest::mix(content + 0x9e3779b97f4a7c15ull * (static_cast<std::uint64_t>(minor) + 1));
}

std::uint64_t digest(const Document& document) {
    return withPrice(contentDigest(document), document.price.minor);
}

} // namespace tradepost::search
