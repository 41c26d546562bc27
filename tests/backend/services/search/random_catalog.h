#pragma once

#include "backend/services/search/search_index.h"

#include <algorithm>
#include <map>
#include <random>

namespace tradepost::search {

// Small random catalogs with few distinct words and values, so that queries meet many ties, empties and overlaps.
class RandomCatalog {
public:
    explicit RandomCatalog(std::uint64_t seed) : m_random(seed) {}

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(m_random); }
    bool chance(int percent) { return static_cast<int>(below(100)) < percent; }

    std::string words(std::size_t most) {
        static const std::vector<std::string> vocabulary{
            "wireless", "Headphones", "headphone", "Kopfhörer",  "kabellos", "RED",    "shoes", "running", "läufer",
            "the",      "of",         "15.6\"",    "WH-1000XM5", "straße",   "500 ml", "耳机",  "café",    "Audio",
            "camera",   "bag",        "mit",       "Schuhe",     "über",     "steel",  "wood",  "cotton",  "x"};
        std::string text;
        for (std::size_t n = below(most + 1); n > 0; --n)
            text += vocabulary[below(vocabulary.size())] + (chance(10) ? ", " : " ");
        return text;
    }
    CategoryId category() { return CategoryId(static_cast<std::int64_t>(1 + below(14))); } // 13 and 14 are unknown
    SellerId seller() { return SellerId(static_cast<std::int64_t>(1 + below(4))); }
    std::string brand() {
        static const std::vector<std::string> brands{"", "Sony", "Red Wing", "Nike", "Häfele"};
        return brands[below(brands.size())];
    }
    AttributeValue attribute() {
        static const std::vector<std::string> names{"colour", "size", "waterproof", "price"};
        const std::string& name = names[below(names.size())];
        if (name == "waterproof")
            return {name, chance(50) ? "true" : "false"};
        static const std::vector<std::string> values{"Red", "Blue", "10 cm", "wood"};
        return {name, values[below(values.size())]};
    }

    Document document(std::int64_t id) {
        Document document;
        document.id = ProductId(id);
        document.seller = seller();
        document.category = category();
        document.texts.push_back({chance(70) ? "en" : "de-DE", words(5), words(12)});
        if (chance(30))
            document.texts.push_back({chance(60) ? "de" : "fr", words(5), words(12)});
        document.brand = brand();
        document.slug = "p-" + std::to_string(id);
        document.imageUrl = "/media/" + std::to_string(id % 3) + ".svg";
        for (std::size_t n = below(4); n > 0; --n)
            if (const AttributeValue value = attribute();
                std::find(document.attributes.begin(), document.attributes.end(), value) == document.attributes.end())
                document.attributes.push_back(value);
        document.price = {static_cast<std::int64_t>(below(40) * 100), *Currency::parse("EUR")};
        document.created = static_cast<Micros>(below(50));
        return document;
    }

    std::vector<Category> categories() {
        static const std::vector<std::string> names{"Audio", "Headphones", "Shoes", "Home & Garden"};
        std::vector<Category> categories;
        for (std::int64_t id = 1; id <= 12; ++id) {
            Category category{CategoryId(id), CategoryId(id / 2), names[below(names.size())], {}};
            if (chance(50))
                category.names.emplace_back("de", chance(50) ? "Kopfhörer" : "Schuhe");
            categories.push_back(category);
        }
        return categories;
    }

    Batch batch(std::int64_t ids, const std::map<ProductId, Document>& known) {
        Batch batch;
        for (std::size_t n = below(12); n > 0; --n) {
            const std::int64_t id = static_cast<std::int64_t>(1 + below(static_cast<std::size_t>(ids)));
            const auto found = known.find(ProductId(id));
            if (found != known.end() && chance(50)) { // only its price
                Document document = found->second;
                document.price.minor = static_cast<std::int64_t>(below(40) * 100);
                batch.upserts.push_back(document);
            } else {
                batch.upserts.push_back(document(id));
            }
        }
        for (std::size_t n = below(4); n > 0; --n)
            batch.removes.push_back(ProductId(static_cast<std::int64_t>(1 + below(static_cast<std::size_t>(ids)))));
        if (chance(10))
            batch.categories = categories();
        return batch;
    }

    Query query() {
        Query query;
        if (chance(75))
            query.text = words(3);
        static const std::vector<std::string> languages{"", "en", "de-AT", "fr", "ja"};
        query.language = languages[below(languages.size())];
        for (std::size_t n = chance(25) ? 1 + below(2) : 0; n > 0; --n)
            query.categories.push_back(category());
        for (std::size_t n = chance(25) ? 1 + below(2) : 0; n > 0; --n)
            query.brands.push_back(brand());
        if (chance(15))
            query.sellers.push_back(seller());
        if (chance(15))
            query.priceMin = static_cast<std::int64_t>(below(3000));
        if (chance(15))
            query.priceMax = static_cast<std::int64_t>(below(4500));
        for (std::size_t n = chance(25) ? 1 + below(3) : 0; n > 0; --n)
            query.attributes.push_back(attribute());
        query.sort = static_cast<Sort>(below(4));
        query.limit = 1 + below(9);
        query.facets = {"category", "brand", "seller", "colour", "size"};
        return query;
    }

private:
    std::mt19937_64 m_random;
};

} // namespace tradepost::search
