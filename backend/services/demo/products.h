#pragma once

#include "backend/services/demo/drawings.h"
#include "backend/services/demo/world.h"

#include <string>
#include <vector>

namespace tradepost::demo {

struct AttributeSpec {
    enum class Type { Number, Text, Flag };
    std::string name, unit;
    Type type = Type::Text;
    std::vector<std::string> values;
};
// Reads Kind::attributes.
std::vector<AttributeSpec> parseAttributes(std::string_view text);

// EAN-13 of the range that GS1 leaves for use within a shop (prefix 2), so that none is anybody's.
std::string makeGtin(std::int64_t number);

// The colours that products of a kind come in; those that are not sold by colour still differ a little in their
// pictures.
std::vector<const Colour*> paletteOf(std::size_t kind);

// Makes products one after the other; remembers nothing of those it made.
class ProductMaker {
public:
    explicit ProductMaker(World& world);

    struct Made {
        catalog::v1::Product product;
        std::size_t kind;
        std::vector<const Colour*> pictured; // one for each image, in order; the caller sets the URLs
    };
    // The n-th (from 0) of `count`; the world's clock is moved to its time.
    Made make(std::int64_t n, std::int64_t count);

private:
    struct Draft; // what texts are made of
    std::size_t pickKind();
    std::vector<const Colour*> pickColours(std::size_t kind, std::size_t most);
    void addAttributes(catalog::v1::Product& product, std::size_t kind, Draft& draft);
    void addTexts(catalog::v1::Product& product, const Draft& draft);
    void addVariants(Made& made, const Draft& draft, std::int64_t n);
    void addDetails(catalog::v1::Product& product, const Draft& draft);
    std::int64_t pickPrice(const Kind& kind);

    World& m_world;
    Random& m_random;
    std::vector<std::vector<AttributeSpec>> m_attributes; // by kind
    std::vector<std::size_t> m_kindsByWeight;
    std::int64_t m_gtins = 0;
};

} // namespace tradepost::demo
