#pragma once

#include "backend/base/ids.h"
#include "backend/services/catalog/review_scan.h"
#include "backend/services/moderation/price_sketch.h"
#include "backend/services/moderation/title_sketch.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::moderation {

using MarketRow = catalog::ComparedProduct;
MarketRow marketRowOf(const catalog::v1::Product& product);

// What is known of all products on sale or submitted, for comparing one with them: who sells which GTIN, similar
// titles, the prices of each category; and the categories' attribute definitions. Derived from the catalog, kept in
// memory (some 150 bytes a product) and made anew at start. Thread-safe.
class MarketFacts {
public:
    void clear();
    // Puts in or replaces; the same again changes nothing.
    void put(const MarketRow& row);
    void remove(ProductId id);
    void putCategory(const catalog::v1::Category& category);
    std::size_t size() const;

    struct Match {
        ProductId product;
        double similarity = 1;
    };
    // A product of another seller with this GTIN.
    std::optional<Match> gtinElsewhere(std::string_view gtin, SellerId seller) const;
    // The product with the most similar title, from `least` on, the product itself aside.
    std::optional<Match> similarTitle(std::string_view title, ProductId self, double least) const;
    struct OddPrice {
        double times;
        std::int64_t median, products;
    };
    std::optional<OddPrice> oddPrice(CategoryId category, std::string_view currency, std::int64_t minor) const;
    std::optional<std::int64_t> priceOf(ProductId id) const;
    // The definitions that hold in a category, those of its ancestors included.
    std::vector<catalog::v1::AttributeDefinition> definitions(const std::string& categoryId) const;
    bool isWithin(const std::string& categoryId, const std::string& ancestor) const;

private:
    static constexpr std::uint32_t none = 0xffffffff;
    // Of a chain: many equal titles must not slow each other down.
    static constexpr std::size_t mostCompared = 200, mostWalked = 5000;
    using PriceKey = std::pair<std::int64_t, std::string>; // category, currency

    struct Entry {
        std::int64_t product = 0, seller = 0, category = 0, price = 0;
        std::array<char, 4> currency{};
        bool alive = true;
        std::uint64_t titleHash = 0;
        TitleSketch title;
        std::array<std::uint32_t, TitleSketch::bandCount> next{}; // with the same head in the bands' table
        std::uint32_t gtins = none;                               // the first of its nodes
    };
    struct GtinNode {
        std::uint64_t gtin;
        std::uint32_t entry, nextSame, nextOfEntry;
    };

    void link(std::uint32_t index);
    void kill(std::uint32_t index);
    void compact();
    std::vector<std::uint64_t> gtinsOf(const Entry& entry) const;
    void addGtins(std::uint32_t index, const std::vector<std::uint64_t>& gtins);
    std::size_t slotOf(std::size_t band, std::uint32_t hash) const;

    mutable std::mutex m_mutex;
    std::vector<Entry> m_entries;
    std::vector<std::uint32_t> m_heads; // of all bands; a power of two
    boost::unordered_flat_map<std::int64_t, std::uint32_t> m_byProduct;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> m_byGtin; // the first node
    std::vector<GtinNode> m_gtins;
    std::map<PriceKey, PriceSketch> m_prices;
    std::map<std::string, catalog::v1::Category, std::less<>> m_categories;
    std::size_t m_dead = 0;
};

} // namespace tradepost::moderation
