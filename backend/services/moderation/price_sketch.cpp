#include "backend/services/moderation/price_sketch.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

namespace tradepost::moderation {

namespace {
const double width = std::log(1.02);
constexpr std::int64_t enough = 20;
constexpr double factor = 3, maxScore = 3.5, madToSigma = 1.4826;

// Where the half of `total` is reached in (value, count) pairs sorted by value.
int halfway(const std::vector<std::pair<int, std::int64_t>>& counts, std::int64_t total) {
    std::int64_t seen = 0;
    for (const auto& [value, count] : counts)
        if ((seen += count) * 2 >= total)
            return value;
    return 0;
}
} // namespace

int PriceSketch::bucketOf(std::int64_t minor) {
    return minor <= 0 ? -1 : static_cast<int>(std::log(static_cast<double>(minor)) / width);
}

void PriceSketch::remove(std::int64_t minor) {
    const auto found = m_buckets.find(bucketOf(minor));
    if (found == m_buckets.end())
        return;
    --m_count;
    if (--found->second == 0)
        m_buckets.erase(found);
}

std::optional<PriceSketch::Odd> PriceSketch::judge(std::int64_t minor) const {
    if (m_count < enough)
        return std::nullopt;
    const int bucket = bucketOf(minor);
    const int median = halfway({m_buckets.begin(), m_buckets.end()}, m_count);
    std::vector<std::pair<int, std::int64_t>> distances;
    distances.reserve(m_buckets.size());
    for (const auto& [value, count] : m_buckets)
        distances.emplace_back(std::abs(value - median), count);
    std::ranges::sort(distances);
    const double mad = halfway(distances, m_count);
    const double off = std::abs(bucket - median);
    if (off * width < std::log(factor) || off <= maxScore * madToSigma * mad)
        return std::nullopt;
    const double middle = std::exp((median + 0.5) * width);
    return Odd{static_cast<double>(std::max<std::int64_t>(minor, 0)) / middle, std::llround(middle)};
}

} // namespace tradepost::moderation
