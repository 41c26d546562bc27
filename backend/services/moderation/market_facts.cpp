#include "backend/services/moderation/market_facts.h"

#include <algorithm>
#include <charconv>

namespace tradepost::moderation {

namespace {
std::uint64_t numberOf(std::string_view gtin) {
    std::uint64_t number = 0; // the same with leading zeros: GTIN-12 is a GTIN-13 with one
    std::from_chars(gtin.data(), gtin.data() + gtin.size(), number);
    return number;
}

std::string textOf(const std::array<char, 4>& currency) {
    return currency.data();
}
} // namespace

MarketRow marketRowOf(const catalog::v1::Product& product) {
    MarketRow row;
    row.id = ProductId::parse(product.id());
    row.seller = SellerId::parse(product.seller_id());
    row.category = CategoryId::parse(product.category_id());
    row.title = product.title();
    row.currency = product.price().currency();
    row.priceMinor = product.price().amount_minor();
    for (const auto& variant : product.variants())
        if (!variant.gtin().empty())
            row.gtins.push_back(variant.gtin());
    return row;
}

void MarketFacts::clear() {
    const std::scoped_lock lock(m_mutex);
    m_entries.clear();
    m_heads.clear();
    m_byProduct.clear();
    m_byGtin.clear();
    m_gtins.clear();
    m_prices.clear();
    m_categories.clear();
    m_dead = 0;
}

std::size_t MarketFacts::size() const {
    const std::scoped_lock lock(m_mutex);
    return m_byProduct.size();
}

std::size_t MarketFacts::slotOf(std::size_t band, std::uint32_t hash) const {
    return (hash ^ (static_cast<std::uint32_t>(band) * 0x9e3779b9u)) & (m_heads.size() - 1);
}

void MarketFacts::link(std::uint32_t index) {
    for (std::size_t band = 0; band < TitleSketch::bandCount; ++band) {
        std::uint32_t& head = m_heads[slotOf(band, m_entries[index].title.bands[band])];
        m_entries[index].next[band] = head;
        head = index * TitleSketch::bandCount + static_cast<std::uint32_t>(band);
    }
}

std::vector<std::uint64_t> MarketFacts::gtinsOf(const Entry& entry) const {
    std::vector<std::uint64_t> gtins;
    for (std::uint32_t node = entry.gtins; node != none; node = m_gtins[node].nextOfEntry)
        gtins.push_back(m_gtins[node].gtin);
    std::ranges::sort(gtins);
    return gtins;
}

void MarketFacts::addGtins(std::uint32_t index, const std::vector<std::uint64_t>& gtins) {
    for (const std::uint64_t gtin : gtins) {
        const auto node = static_cast<std::uint32_t>(m_gtins.size());
        const auto [head, fresh] = m_byGtin.try_emplace(gtin, node);
        m_gtins.push_back({gtin, index, fresh ? none : head->second, m_entries[index].gtins});
        head->second = node;
        m_entries[index].gtins = node;
    }
}

void MarketFacts::put(const MarketRow& row) {
    std::vector<std::uint64_t> gtins;
    for (const std::string& gtin : row.gtins)
        gtins.push_back(numberOf(gtin));
    std::ranges::sort(gtins);
    gtins.erase(std::ranges::unique(gtins).begin(), gtins.end());
    Entry entry;
    entry.product = row.id.value();
    entry.seller = row.seller.value();
    entry.category = row.category.value();
    entry.price = row.priceMinor;
    std::ranges::copy_n(row.currency.begin(),
                        static_cast<std::ptrdiff_t>(std::min<std::size_t>(row.currency.size(), 3)),
                        entry.currency.begin());
    entry.titleHash = std::hash<std::string_view>()(row.title);

    const std::scoped_lock lock(m_mutex);
    bool sketched = false;
    if (const auto known = m_byProduct.find(entry.product); known != m_byProduct.end()) {
        const Entry& old = m_entries[known->second];
        sketched = old.titleHash == entry.titleHash;
        if (sketched)
            entry.title = old.title;
        if (sketched && old.seller == entry.seller && old.category == entry.category && old.price == entry.price &&
            old.currency == entry.currency && gtinsOf(old) == gtins)
            return;
        kill(known->second);
    }
    if (!sketched)
        entry.title = sketchOf(row.title);
    if (m_dead > 1000 && m_dead * 2 > m_entries.size())
        compact();
    const auto index = static_cast<std::uint32_t>(m_entries.size());
    m_byProduct[entry.product] = index;
    m_prices[{entry.category, textOf(entry.currency)}].add(entry.price);
    m_entries.push_back(entry);
    addGtins(index, gtins);
    if (m_entries.size() * 2 <= m_heads.size()) {
        link(index);
        return;
    }
    m_heads.assign(std::max<std::size_t>(1024, m_heads.size() * 2), none);
    for (std::uint32_t i = 0; i < m_entries.size(); ++i)
        if (m_entries[i].alive)
            link(i);
}

void MarketFacts::remove(ProductId id) {
    const std::scoped_lock lock(m_mutex);
    if (const auto known = m_byProduct.find(id.value()); known != m_byProduct.end())
        kill(known->second);
}

// Left where it is, marked, until compact().
void MarketFacts::kill(std::uint32_t index) {
    Entry& entry = m_entries[index];
    entry.alive = false;
    ++m_dead;
    if (const auto prices = m_prices.find({entry.category, textOf(entry.currency)}); prices != m_prices.end())
        prices->second.remove(entry.price);
    m_byProduct.erase(entry.product);
}

void MarketFacts::compact() {
    std::vector<Entry> old;
    old.swap(m_entries);
    std::vector<GtinNode> oldGtins;
    oldGtins.swap(m_gtins);
    m_byGtin.clear();
    m_dead = 0;
    m_heads.assign(m_heads.size(), none);
    for (Entry& entry : old) {
        if (!entry.alive)
            continue;
        std::vector<std::uint64_t> gtins;
        for (std::uint32_t node = entry.gtins; node != none; node = oldGtins[node].nextOfEntry)
            gtins.push_back(oldGtins[node].gtin);
        entry.gtins = none;
        const auto index = static_cast<std::uint32_t>(m_entries.size());
        m_byProduct[entry.product] = index;
        m_entries.push_back(entry);
        addGtins(index, gtins);
        link(index);
    }
}

std::optional<MarketFacts::Match> MarketFacts::gtinElsewhere(std::string_view gtin, SellerId seller) const {
    const std::scoped_lock lock(m_mutex);
    const auto head = m_byGtin.find(numberOf(gtin));
    // The product with the lowest id: the answer must not depend on the order in which they came.
    std::optional<Match> found;
    for (std::uint32_t node = head == m_byGtin.end() ? none : head->second; node != none;
         node = m_gtins[node].nextSame) {
        const Entry& entry = m_entries[m_gtins[node].entry];
        if (entry.alive && entry.seller != seller.value() && (!found || entry.product < found->product.value()))
            found = Match{ProductId(entry.product), 1};
    }
    return found;
}

std::optional<MarketFacts::Match> MarketFacts::similarTitle(std::string_view title, ProductId self,
                                                            double least) const {
    const TitleSketch sketch = sketchOf(title);
    const std::scoped_lock lock(m_mutex);
    std::optional<Match> best;
    for (std::size_t band = 0; band < TitleSketch::bandCount && !m_heads.empty(); ++band) {
        std::size_t walked = 0, compared = 0;
        // Links name an entry and the band it is linked for.
        for (std::uint32_t link = m_heads[slotOf(band, sketch.bands[band])];
             link != none && compared < mostCompared && walked < mostWalked; ++walked) {
            const Entry& entry = m_entries[link / TitleSketch::bandCount];
            const std::size_t of = link % TitleSketch::bandCount;
            link = entry.next[of];
            if (of != band || !entry.alive || entry.product == self.value() ||
                entry.title.bands[band] != sketch.bands[band])
                continue;
            ++compared;
            const double similarity = sketch.similarity(entry.title);
            if (similarity >= least && (!best || similarity > best->similarity ||
                                        (similarity == best->similarity && entry.product < best->product.value())))
                best = Match{ProductId(entry.product), similarity};
        }
    }
    return best;
}

std::optional<MarketFacts::OddPrice> MarketFacts::oddPrice(CategoryId category, std::string_view currency,
                                                           std::int64_t minor) const {
    const std::scoped_lock lock(m_mutex);
    const auto prices = m_prices.find({category.value(), std::string(currency)});
    if (prices == m_prices.end())
        return std::nullopt;
    const auto odd = prices->second.judge(minor);
    if (!odd)
        return std::nullopt;
    return OddPrice{odd->times, odd->median, prices->second.count()};
}

std::optional<std::int64_t> MarketFacts::priceOf(ProductId id) const {
    const std::scoped_lock lock(m_mutex);
    const auto known = m_byProduct.find(id.value());
    if (known == m_byProduct.end())
        return std::nullopt;
    return m_entries[known->second].price;
}

void MarketFacts::putCategory(const catalog::v1::Category& category) {
    const std::scoped_lock lock(m_mutex);
    m_categories[category.id()] = category;
}

std::vector<catalog::v1::AttributeDefinition> MarketFacts::definitions(const std::string& categoryId) const {
    const std::scoped_lock lock(m_mutex);
    std::vector<catalog::v1::AttributeDefinition> found;
    auto category = m_categories.find(categoryId);
    for (int depth = 0; category != m_categories.end() && depth < 100; ++depth) {
        for (const auto& definition : category->second.attributes())
            if (std::ranges::none_of(found, [&](const auto& nearer) { return nearer.name() == definition.name(); }))
                found.push_back(definition);
        category = m_categories.find(category->second.parent_id());
    }
    return found;
}

bool MarketFacts::isWithin(const std::string& categoryId, const std::string& ancestor) const {
    const std::scoped_lock lock(m_mutex);
    auto category = m_categories.find(categoryId);
    for (int depth = 0; category != m_categories.end() && depth < 100; ++depth) {
        if (category->first == ancestor)
            return true;
        category = m_categories.find(category->second.parent_id());
    }
    return false;
}

} // namespace tradepost::moderation
