#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace tradepost::moderation {

// A quantile sketch of prices that forgets as well as it learns: counts in buckets of constant relative width (2
// percent; Masson, Rim, Lee, "DDSketch", VLDB 2019), so that the order of changes leaves no trace.
class PriceSketch {
public:
    void add(std::int64_t minor) { ++m_buckets[bucketOf(minor)], ++m_count; }
    void remove(std::int64_t minor);
    std::int64_t count() const { return m_count; }

    // How far a price is off: its modified z-score over the logarithms (by median and MAD: Iglewicz and Hoaglin, 1993)
    // is above 3.5, and it is at least three times, or at most a third of, the median. Nothing with fewer than 20
    // prices.
    struct Odd {
        double times;        // of the median
        std::int64_t median; // minor units, within 2 percent
    };
    std::optional<Odd> judge(std::int64_t minor) const;

private:
    static int bucketOf(std::int64_t minor);

    std::map<int, std::int64_t> m_buckets;
    std::int64_t m_count = 0;
};

} // namespace tradepost::moderation
