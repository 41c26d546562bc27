#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradepost::moderation {

// What is kept of a title to find near-duplicates of it among millions: MinHash over its character trigrams (Broder,
// "On the resemblance and containment of documents", 1997). `bands` are for finding candidates (locality-sensitive
// hashing in 5 bands of 4 values: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4; two titles of
// similarity 0.85 share a band with probability 0.98), `bits` for estimating the similarity of one (b-bit minwise
// hashing with b = 1: Li and König, 2010; standard error about 0.05).
struct TitleSketch {
    static constexpr std::size_t bandCount = 5, rowsPerBand = 4;
    std::array<std::uint32_t, bandCount> bands{};
    std::array<std::uint64_t, 2> bits{};

    bool operator==(const TitleSketch&) const = default;
    // Of the sets of trigrams (Jaccard), 0 to 1.
    double similarity(const TitleSketch& other) const;
};

// Of the title in lower case with single blanks, so that case, punctuation and spacing do not matter. Thread-safe.
TitleSketch sketchOf(std::string_view title);

// Lower case by Unicode's simple folding, everything but letters and digits as single blanks, none at the ends.
std::string plainText(std::string_view text);

} // namespace tradepost::moderation
