#include "backend/services/moderation/title_sketch.h"

#include <bit>
#include <limits>
#include <string>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <vector>

namespace tradepost::moderation {

namespace {
constexpr std::size_t hashCount = 128; // a bit of each is kept; the first ones make the bands

// The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

// Multiply-shift hashing (Dietzfelbinger et al., 1997): fixed odd factors, so that sketches compare across restarts.
const std::array<std::pair<std::uint64_t, std::uint64_t>, hashCount>& factors() {
    static const auto made = [] {
        std::array<std::pair<std::uint64_t, std::uint64_t>, hashCount> all;
        std::uint64_t state = 0x9e3779b97f4a7c15ULL;
        for (auto& [a, b] : all) {
            a = mix(state += 0x9e3779b97f4a7c15ULL) | 1;
            b = mix(state += 0x9e3779b97f4a7c15ULL);
        }
        return all;
    }();
    return made;
}
} // namespace

std::string plainText(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    bool blank = false;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::int32_t at = 0; at < static_cast<std::int32_t>(text.size());) {
        UChar32 c = 0;
        U8_NEXT(bytes, at, static_cast<std::int32_t>(text.size()), c);
        if (c < 0 || !u_isalnum(c)) {
            blank = !plain.empty();
            continue;
        }
        if (blank)
            plain += ' ';
        blank = false;
        std::uint8_t encoded[4];
        std::int32_t length = 0;
        U8_APPEND_UNSAFE(encoded, length, u_foldCase(c, U_FOLD_CASE_DEFAULT));
        plain.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(length));
    }
    return plain;
}

TitleSketch sketchOf(std::string_view title) {
    const std::string plain = " " + plainText(title) + " ";
    std::array<std::uint64_t, hashCount> least;
    least.fill(std::numeric_limits<std::uint64_t>::max());
    const auto& by = factors();
    // Of bytes, not characters: the same for comparing, and faster.
    for (std::size_t i = 0; i + 3 <= plain.size(); ++i) {
        const std::uint64_t shingle = mix(static_cast<std::uint8_t>(plain[i]) |
                                          static_cast<std::uint64_t>(static_cast<std::uint8_t>(plain[i + 1])) << 8 |
                                          static_cast<std::uint64_t>(static_cast<std::uint8_t>(plain[i + 2])) << 16);
        for (std::size_t h = 0; h < hashCount; ++h)
            least[h] = std::min(least[h], by[h].first * shingle + by[h].second);
    }
    TitleSketch sketch;
    for (std::size_t band = 0; band < TitleSketch::bandCount; ++band) {
        std::uint64_t joined = band + 1;
        for (std::size_t row = 0; row < TitleSketch::rowsPerBand; ++row)
            joined = mix(joined ^ least[band * TitleSketch::rowsPerBand + row]);
        sketch.bands[band] = static_cast<std::uint32_t>(joined >> 32);
    }
    for (std::size_t h = 0; h < hashCount; ++h)
        sketch.bits[h / 64] |= (mix(least[h]) & 1) << (h % 64);
    return sketch;
}

double TitleSketch::similarity(const TitleSketch& other) const {
    const int differing = std::popcount(bits[0] ^ other.bits[0]) + std::popcount(bits[1] ^ other.bits[1]);
    // Equal bits: J + (1 - J) / 2.
    return std::max(0.0, 1.0 - 2.0 * differing / static_cast<double>(hashCount));
}

} // namespace tradepost::moderation
