#pragma once

#include <cstdint>
#include <span>

namespace tradepost::demo {

// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). The standard library's
// distributions differ between implementations; these do not.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next() {
        std::uint64_t x = m_state += 0x9e3779b97f4a7c15ull;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); } // bias is harmless here
    std::int64_t between(std::int64_t low, std::int64_t high) {                               // inclusive
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    template<class Value>
    const Value& pick(std::span<const Value> values) {
        return values[below(values.size())];
    }

private:
    std::uint64_t m_state;
};

} // namespace tradepost::demo
