#pragma once

#include "backend/base/error.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradepost {

// ISO 4217 alphabetic code.
class Currency {
public:
    constexpr Currency() = default;
    // An error names what is wrong with the code; `field` goes into it.
    static Result<Currency> parse(std::string_view code, std::string_view field = {});
    std::string_view code() const { return {m_code.data(), m_code[0] ? 3u : 0u}; }
    int minorDigits() const; // 2 for EUR, 0 for JPY, 3 for KWD
    bool operator==(const Currency&) const = default;

private:
    std::array<char, 3> m_code{};
};

// Integer minor units with their currency. Sums of different currencies, and overflow, are errors, never wrong numbers.
struct Money {
    std::int64_t minor = 0;
    Currency currency;

    bool operator==(const Money&) const = default;
};

Result<Money> add(const Money& a, const Money& b);
Result<Money> subtract(const Money& a, const Money& b);
Result<Money> multiply(const Money& a, std::int64_t times);
std::string format(const Money& money); // "19.99 EUR": for logs and errors; the console formats by locale

} // namespace tradepost
