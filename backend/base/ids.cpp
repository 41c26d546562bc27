#include "backend/base/ids.h"

#include <array>
#include <random>

namespace tradepost {

namespace {
constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t idLength = 13;
constexpr Micros epochMicros = 1'577'836'800'000'000; // 2020-01-01T00:00:00Z
constexpr int sequenceBits = 22;

constexpr std::array<std::int8_t, 256> makeDigits() {
    std::array<std::int8_t, 256> digits{};
    digits.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return digits;
}
constexpr auto digits = makeDigits();

std::uint64_t mix(std::uint64_t x) { // splitmix64, Steele et al. 2014
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}
} // namespace

std::string formatId(std::int64_t value) {
    std::string text(idLength, '0');
    auto rest = static_cast<std::uint64_t>(value);
    for (std::size_t i = idLength; i-- > 0; rest >>= 5)
        text[i] = alphabet[rest & 31];
    return text;
}

std::int64_t parseId(std::string_view text) {
    if (text.size() != idLength)
        return 0;
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = digits[static_cast<unsigned char>(c)];
        if (digit < 0)
            return 0;
        value = (value << 5) | static_cast<std::uint64_t>(digit);
    }
    // 13 digits hold 65 bits; an id has 63, so its first digit is at most 7.
    return digits[static_cast<unsigned char>(text[0])] > 7 ? 0 : static_cast<std::int64_t>(value);
}

IdSource::IdSource(const Clock& clock, std::uint64_t salt) : m_clock(clock), m_salt(salt) {
    if (m_salt == 0) {
        std::random_device device;
        m_salt = (static_cast<std::uint64_t>(device()) << 32) | device();
    }
}

std::int64_t IdSource::next() {
    const std::int64_t millis = std::max<Micros>(0, m_clock.now() - epochMicros) / 1000;
    // A random start in the lower half leaves room to count on within the millisecond; past it the next one is
    // borrowed.
    const auto start =
        static_cast<std::int64_t>(mix(m_salt ^ static_cast<std::uint64_t>(millis)) >> (64 - sequenceBits + 1));
    const std::int64_t fresh = ((millis << sequenceBits) | start) + 1;
    std::int64_t last = m_last.load(std::memory_order_relaxed);
    std::int64_t chosen = 0;
    do {
        chosen = std::max(fresh, last + 1);
    } while (!m_last.compare_exchange_weak(last, chosen, std::memory_order_relaxed));
    return chosen;
}

} // namespace tradepost
