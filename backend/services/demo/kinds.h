#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// The category tree and what is sold in each leaf.
namespace tradepost::demo {

struct Name {
    std::string_view en, de;
};

// What a family's variants differ in.
enum class Options { None, Colour, ColourClothes, ColourShoes, ColourStorage, ColourSize, Volume, Weight, Pack };

struct Kind {
    Name root, group, leaf;
    Name noun;                       // as titles have it
    std::string_view shape;          // the drawing
    std::int64_t minPrice, maxPrice; // minor units
    std::int64_t minGrams, maxGrams;
    Options options;
    // "screen_size#in=13.3|14|15.6; panel=IPS|OLED; backlit?": numbers with a unit, texts, flags.
    std::string_view attributes;
};

std::span<const Kind> kinds(); // kinds of one root, and of one group, stand together

} // namespace tradepost::demo
