#include "backend/base/money.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace tradepost {

namespace {
// ISO 4217 active codes whose minor unit is not 2, and those whose is (list one of the standard, 2023).
constexpr std::string_view zeroDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
constexpr std::string_view threeDigits = "BHD IQD JOD KWD LYD OMR TND ";
constexpr std::string_view twoDigits =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
    "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWL ";

bool lists(std::string_view list, std::string_view code) {
    for (std::size_t i = 0; i + 4 <= list.size(); i += 4)
        if (list.substr(i, 3) == code)
            return true;
    return false;
}
} // namespace

Result<Currency> Currency::parse(std::string_view code, std::string_view field) {
    if (code.size() != 3 || !(lists(twoDigits, code) || lists(zeroDigits, code) || lists(threeDigits, code)))
        return invalid(std::string(field),
                       fmt::format("'{}' is no ISO 4217 currency code; write three capital letters such as EUR.",
                                   code.substr(0, 16)),
                       "UNKNOWN_CURRENCY");
    Currency currency;
    std::copy(code.begin(), code.end(), currency.m_code.begin());
    return currency;
}

int Currency::minorDigits() const {
    if (lists(zeroDigits, code()))
        return 0;
    return lists(threeDigits, code()) ? 3 : 2;
}

namespace {
std::unexpected<Error> overflow() {
    return fail(Code::OutOfRange, "MONEY_OVERFLOW", "The amount is too large to compute with.");
}
std::unexpected<Error> mixed(const Money& a, const Money& b) {
    return fail(Code::InvalidArgument, "MIXED_CURRENCIES",
                fmt::format("{} and {} cannot be summed.", a.currency.code(), b.currency.code()));
}
} // namespace

Result<Money> add(const Money& a, const Money& b) {
    if (a.currency != b.currency)
        return mixed(a, b);
    Money sum{0, a.currency};
    if (__builtin_add_overflow(a.minor, b.minor, &sum.minor))
        return overflow();
    return sum;
}

Result<Money> subtract(const Money& a, const Money& b) {
    if (a.currency != b.currency)
        return mixed(a, b);
    Money rest{0, a.currency};
    if (__builtin_sub_overflow(a.minor, b.minor, &rest.minor))
        return overflow();
    return rest;
}

Result<Money> multiply(const Money& a, std::int64_t times) {
    Money product{0, a.currency};
    if (__builtin_mul_overflow(a.minor, times, &product.minor))
        return overflow();
    return product;
}

std::string format(const Money& money) {
    const int digits = money.currency.minorDigits();
    if (digits == 0)
        return fmt::format("{} {}", money.minor, money.currency.code());
    const std::uint64_t magnitude =
        money.minor < 0 ? 0 - static_cast<std::uint64_t>(money.minor) : static_cast<std::uint64_t>(money.minor);
    const std::uint64_t unit = digits == 3 ? 1000 : 100;
    return fmt::format("{}{}.{:0{}} {}", money.minor < 0 ? "-" : "", magnitude / unit, magnitude % unit, digits,
                       money.currency.code());
}

} // namespace tradepost
