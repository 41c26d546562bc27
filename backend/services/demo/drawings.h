#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Pictures of products: a simple geometric shape of the product's kind, in a colour, before a soft background. SVG that
// Qt (SVG Tiny 1.2) and browsers draw alike: no filters, no styles, no text.
namespace tradepost::demo {

struct Colour {
    std::string_view en, de;
    std::uint32_t rgb;
};
std::span<const Colour> colours();

// `shape` must be one of shapes().
std::string draw(std::string_view shape, const Colour& colour);

struct Shape {
    std::string_view name;
    // SVG elements on a field of 400 x 400. @c stands for the colour, @d and @l for its shade and light, @a for an
    // accent that goes with it, @k for ink, @w for white, @g for metal, @b for wood.
    std::string_view body;
};
std::span<const Shape> indoorShapes();  // technology, home, kitchen, stationery
std::span<const Shape> outdoorShapes(); // what is worn, carried, played with, eaten, used outside
const Shape* findShape(std::string_view name);

} // namespace tradepost::demo
