#include "backend/services/demo/drawings.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::demo {

namespace {

constexpr std::array<Colour, 14> colourTable{{{"Black", "Schwarz", 0x343A46},
                                              {"White", "Weiß", 0xE6E8EC},
                                              {"Silver", "Silber", 0xB4BCC8},
                                              {"Grey", "Grau", 0x7C8695},
                                              {"Navy", "Marineblau", 0x2F4A7D},
                                              {"Blue", "Blau", 0x4C86D9},
                                              {"Teal", "Petrol", 0x2E8C8C},
                                              {"Green", "Grün", 0x5B9A68},
                                              {"Olive", "Oliv", 0x8A8F52},
                                              {"Sand", "Sand", 0xD8C3A0},
                                              {"Yellow", "Gelb", 0xE9BC4B},
                                              {"Terracotta", "Terrakotta", 0xC9714F},
                                              {"Red", "Rot", 0xC94B50},
                                              {"Rose", "Rosé", 0xDB9AA8}}};

std::uint32_t mix(std::uint32_t a, std::uint32_t b, std::uint32_t percentOfB) {
    std::uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        const std::uint32_t left = (a >> shift) & 255, right = (b >> shift) & 255;
        mixed |= ((left * (100 - percentOfB) + right * percentOfB) / 100) << shift;
    }
    return mixed;
}

std::string hex(std::uint32_t rgb) {
    return fmt::format("#{:06x}", rgb);
}

std::uint32_t brightness(std::uint32_t rgb) {
    return (((rgb >> 16) & 255) * 30 + ((rgb >> 8) & 255) * 59 + (rgb & 255) * 11) / 100;
}

// Warm accents go with cool colours and the other way round.
std::uint32_t accentOf(std::uint32_t rgb) {
    const std::uint32_t red = (rgb >> 16) & 255, blue = rgb & 255;
    return red > blue + 20 ? 0x3E7C8F : 0xE08A4C;
}

std::string colourOf(char key, std::uint32_t rgb) {
    switch (key) {
    case 'c':
        return hex(rgb);
    case 'd':
        return hex(mix(rgb, 0x1C2230, brightness(rgb) > 200 ? 18 : 30));
    case 'l':
        return hex(mix(rgb, 0xFFFFFF, 45));
    case 'a':
        return hex(accentOf(rgb));
    case 'k':
        return "#2a2f3a";
    case 'w':
        return "#ffffff";
    case 'g':
        return "#aeb7c4";
    default:
        return "#c49a6c"; // b: wood
    }
}

} // namespace

std::span<const Colour> colours() {
    return colourTable;
}

const Shape* findShape(std::string_view name) {
    for (const auto shapes : {indoorShapes(), outdoorShapes()}) {
        const auto found = std::ranges::find(shapes, name, &Shape::name);
        if (found != shapes.end())
            return &*found;
    }
    return nullptr;
}

std::string draw(std::string_view name, const Colour& colour) {
    const std::uint32_t rgb = colour.rgb;
    // A pale tint of the colour; pale products stand before a cooler, slightly darker ground.
    const bool pale = brightness(rgb) > 190;
    const std::uint32_t top = pale ? 0xDDE6F1 : mix(rgb, 0xFFFFFF, 90),
                        bottom = pale ? 0xBCCADB : mix(rgb, 0xF3EEE8, brightness(rgb) < 90 ? 82 : 72);
    std::string svg =
        fmt::format("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 400' width='400' height='400'>"
                    "<defs><linearGradient id='b' x1='0' y1='0' x2='0' y2='1'><stop offset='0' stop-color='{}'/>"
                    "<stop offset='1' stop-color='{}'/></linearGradient>"
                    // In user space: Qt leaves out radial gradients with a radius below 1, as boxes of objects have.
                    "<radialGradient id='s' gradientUnits='userSpaceOnUse' cx='0' cy='0' r='140'>"
                    "<stop offset='0' stop-color='#1c2230' stop-opacity='.28'/>"
                    "<stop offset='1' stop-color='#1c2230' stop-opacity='0'/></radialGradient></defs>"
                    "<rect width='400' height='400' fill='url(#b)'/>"
                    "<circle cx='200' cy='190' r='150' fill='#ffffff' opacity='{}'/>"
                    "<circle cx='0' cy='0' r='140' transform='translate(200 318) scale(1 .157)' fill='url(#s)'/><g "
                    "stroke-linecap='round' "
                    "stroke-linejoin='round'>",
                    hex(top), hex(bottom), pale ? ".2" : ".38");
    const std::string_view body = findShape(name)->body;
    for (std::size_t at = 0; at < body.size(); ++at) {
        if (body[at] == '@')
            svg += colourOf(body[++at], rgb);
        else
            svg += body[at];
    }
    return svg + "</g></svg>";
}

} // namespace tradepost::demo
