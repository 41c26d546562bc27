#pragma once

#include "backend/services/demo/kinds.h"

#include <span>
#include <string_view>

// Words that titles and descriptions are made of, by root category, group or leaf.
namespace tradepost::demo {

struct Domain {
    std::string_view category; // English name of the root, group or leaf
    std::span<const std::string_view> brands;
    std::span<const Name> qualities; // adjectives: "wireless", "kabellos"
    std::span<const Name> features;  // after "with"/"mit": "fast charging", "Schnellladefunktion"
    std::span<const Name> uses;      // "for long journeys", "für lange Reisen"
    std::span<const Name> remarks;   // whole sentences
};

const Domain& domainOf(const Kind& kind); // the most special there is
std::span<const std::string_view> modelNames();
std::span<const std::string_view> sellerNames();
// Names of values in German where kinds.cpp has them in English; the English one when there is none.
std::string_view inGerman(std::string_view value);

} // namespace tradepost::demo
