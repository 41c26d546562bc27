#include "backend/services/catalog/formats/field_values.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/encoding.h"
#include "backend/services/catalog/formats/transforms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t quoted = 100;
constexpr std::string_view replacementCharacter = "\ufffd";

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

std::optional<Currency> currencyBeside(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> signs = {
        {{"€", "EUR"}, {"£", "GBP"}, {"₹", "INR"}}};
    for (const auto& [sign, code] : signs)
        if (text == sign)
            text = code;
    const auto currency = Currency::parse(text);
    return currency ? std::optional(*currency) : std::nullopt;
}
} // namespace

Result<Money> readPrice(std::string_view text, std::string_view currency) {
    const auto wrong = [&](std::string reason, std::string message) -> Result<Money> {
        return invalid("price", std::move(message), std::move(reason));
    };
    DecimalText read;
    if (!readDecimal(text, '.', read))
        return wrong("NOT_A_PRICE", fmt::format("'{}' is no price.", query::excerpt(text, quoted)));
    Money money;
    if (const auto beside = currencyBeside(read.after.empty() ? read.before : read.after)) {
        money.currency = *beside;
    } else {
        if (currency.empty())
            return wrong("NO_CURRENCY", "Nothing tells the currency of the price.");
        const auto named = Currency::parse(currency, "currency");
        if (!named)
            return std::unexpected(named.error());
        money.currency = *named;
    }
    const bool negative = read.number.starts_with('-');
    const std::string_view digits = std::string_view(read.number).substr(negative ? 1 : 0);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string minor(digits.substr(0, point));
    std::string_view decimals = point < digits.size() ? digits.substr(point + 1) : std::string_view();
    const auto wanted = static_cast<std::size_t>(money.currency.minorDigits());
    while (decimals.size() > wanted && decimals.ends_with('0'))
        decimals.remove_suffix(1);
    if (decimals.size() > wanted)
        return wrong("PRICE_TOO_PRECISE", fmt::format("'{}' has more than the {} decimals of {}.",
                                                      query::excerpt(text, quoted), wanted, money.currency.code()));
    minor.append(decimals).append(wanted - decimals.size(), '0');
    const auto [end, error] = std::from_chars(minor.data(), minor.data() + minor.size(), money.minor);
    if (error != std::errc() || end != minor.data() + minor.size())
        return wrong("NOT_A_PRICE", fmt::format("'{}' is no price, or one too large.", query::excerpt(text, quoted)));
    money.minor = negative ? -money.minor : money.minor;
    return money;
}

std::optional<std::int64_t> readMeasure(std::string_view text, bool weight) {
    struct Unit {
        std::string_view name;
        double factor;
    };
    constexpr std::array<Unit, 7> weights = {
        {{"", 1}, {"g", 1}, {"kg", 1000}, {"mg", 0.001}, {"lb", 453.59237}, {"lbs", 453.59237}, {"oz", 28.349523125}}};
    constexpr std::array<Unit, 7> lengths = {
        {{"", 1}, {"mm", 1}, {"cm", 10}, {"m", 1000}, {"in", 25.4}, {"inch", 25.4}, {"ft", 304.8}}};
    DecimalText read;
    if (!readDecimal(text, '.', read) || !read.before.empty())
        return std::nullopt;
    const std::string unit = lower(read.after);
    for (const Unit& each : weight ? weights : lengths)
        if (each.name == unit) {
            const double value = std::strtod(read.number.c_str(), nullptr) * each.factor;
            if (!(std::abs(value) < 1e12))
                return std::nullopt;
            return std::llround(value);
        }
    return std::nullopt;
}

std::optional<double> readNumber(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<bool> readFlag(std::string_view text) {
    const std::string word = lower(text);
    if (word == "true" || word == "yes" || word == "1")
        return true;
    if (word == "false" || word == "no" || word == "0")
        return false;
    return std::nullopt;
}

bool saysOnSale(std::string_view text) {
    constexpr std::array<std::string_view, 10> words = {"true",     "yes",      "1",       "active",    "published",
                                                        "in_stock", "in stock", "enabled", "available", "visible"};
    return std::ranges::find(words, lower(text)) != words.end();
}

std::string madeSku(std::string_view key, const v1::Variant& variant) {
    std::string made(key);
    for (const v1::OptionValue& option : variant.options()) {
        made.push_back('-');
        for (const char c : lower(option.value()))
            made.push_back(c == ' ' || c == '/' ? '-' : c);
    }
    if (query::codePoints(made) <= 64)
        return made;
    std::uint64_t hash = 0xcbf29ce484222325u; // FNV-1a
    for (const char c : made)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return fmt::format("{}-{:016x}", query::excerpt(made, 47), hash);
}

bool checkCells(const Record& record, const std::vector<std::string>& header, std::vector<Problem>& problems) {
    const auto tell = [&](std::size_t column, std::string reason, std::string message, std::string fix) {
        if (problems.size() < 20)
            problems.push_back({record.cells[column].line,
                                column < header.size() ? header[column] : std::string(),
                                {},
                                std::move(reason),
                                std::move(message),
                                std::move(fix)});
        return false;
    };
    bool sound = true;
    for (std::size_t i = header.size(); i < record.cells.size(); ++i)
        if (!record.cells[i].text.empty()) {
            sound = tell(i, "TOO_MANY_CELLS",
                         fmt::format("The row has {} cells, the header {}.", record.cells.size(), header.size()),
                         "Enclose cells that hold the delimiter in quotes.");
            break;
        }
    const bool undecodable = firstUndecodable(record.raw) != std::string_view::npos;
    const bool lost = record.raw.find(replacementCharacter) != std::string_view::npos;
    const bool zero = record.raw.find('\0') != std::string_view::npos;
    if (!undecodable && !lost && !zero)
        return sound;
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
        const std::string_view cell = record.cells[i].text;
        if (const std::size_t at = firstUndecodable(cell); at != std::string_view::npos)
            sound = tell(i, "UNDECODABLE",
                         fmt::format("The byte 0x{:02X}, number {} of the cell, is not UTF-8.",
                                     static_cast<unsigned char>(cell[at]), at + 1),
                         "Save the file as UTF-8, or choose the encoding that it has.");
        else if (const std::size_t gone = cell.find(replacementCharacter); gone != std::string_view::npos)
            sound = tell(
                i, "UNDECODABLE",
                fmt::format("Byte {} of the cell is the mark U+FFFD of a character that was lost before.", gone + 1),
                "Write the character that was meant.");
        else if (const std::size_t nul = cell.find('\0'); nul != std::string_view::npos)
            sound = tell(i, "UNDECODABLE", fmt::format("Byte {} of the cell is 0.", nul + 1), "Remove it.");
    }
    return sound;
}

} // namespace tradepost::catalog::formats
