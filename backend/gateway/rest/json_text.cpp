#include "backend/gateway/rest/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace tradepost::rest {
namespace {

constexpr std::int64_t firstSecond = -62135596800; // 0001-01-01T00:00:00Z
constexpr std::int64_t lastSecond = 253402300799;  // 9999-12-31T23:59:59Z
constexpr std::int64_t secondsOfDay = 86400;
constexpr std::int64_t longestDuration = 315576000000; // google/protobuf/duration.proto

void appendPadded(std::string& out, std::int64_t number, int width) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    for (auto missing = width - (end - digits.data()); missing > 0; --missing)
        out.push_back('0');
    out.append(digits.data(), end);
}

void appendFraction(std::string& out, std::int32_t nanos) {
    if (nanos == 0)
        return;
    out.push_back('.');
    if (nanos % 1'000'000 == 0)
        appendPadded(out, nanos / 1'000'000, 3);
    else if (nanos % 1000 == 0)
        appendPadded(out, nanos / 1000, 6);
    else
        appendPadded(out, nanos, 9);
}

// Takes exactly `width` digits off the text; -1 when they are not there.
int takeDigits(std::string_view& text, std::size_t width) {
    if (text.size() < width)
        return -1;
    int number = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = number * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return number;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

// Takes ".5" as 500000000; -1 when malformed.
std::int32_t takeFraction(std::string_view& text) {
    if (!take(text, '.'))
        return 0;
    std::int32_t nanos = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9' && digits < 9) {
        nanos = nanos * 10 + (text.front() - '0');
        text.remove_prefix(1);
        ++digits;
    }
    if (digits == 0)
        return -1;
    for (; digits < 9; ++digits)
        nanos *= 10;
    return nanos;
}

} // namespace

void appendTimestamp(std::string& out, std::int64_t seconds, std::int32_t nanos) {
    if (seconds < firstSecond || seconds > lastSecond)
        nanos = 0;
    seconds = std::clamp(seconds, firstSecond, lastSecond);
    nanos = std::clamp(nanos, 0, 999'999'999);
    auto days = seconds / secondsOfDay, rest = seconds % secondsOfDay;
    if (rest < 0) {
        rest += secondsOfDay;
        --days;
    }
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    appendPadded(out, static_cast<int>(date.year()), 4);
    out.push_back('-');
    appendPadded(out, static_cast<unsigned>(date.month()), 2);
    out.push_back('-');
    appendPadded(out, static_cast<unsigned>(date.day()), 2);
    out.push_back('T');
    appendPadded(out, rest / 3600, 2);
    out.push_back(':');
    appendPadded(out, rest / 60 % 60, 2);
    out.push_back(':');
    appendPadded(out, rest % 60, 2);
    appendFraction(out, nanos);
    out.push_back('Z');
}

std::optional<Instant> parseTimestamp(std::string_view text) {
    const int year = takeDigits(text, 4);
    if (!take(text, '-'))
        return std::nullopt;
    const int month = takeDigits(text, 2);
    if (!take(text, '-'))
        return std::nullopt;
    const int day = takeDigits(text, 2);
    if (!take(text, 'T') && !take(text, 't'))
        return std::nullopt;
    const int hour = takeDigits(text, 2);
    if (!take(text, ':'))
        return std::nullopt;
    const int minute = takeDigits(text, 2);
    if (!take(text, ':'))
        return std::nullopt;
    const int second = takeDigits(text, 2);
    const auto nanos = takeFraction(text);
    if (year < 1 || month < 1 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 59 || nanos < 0)
        return std::nullopt;
    std::int64_t offset = 0;
    if (!take(text, 'Z') && !take(text, 'z')) {
        const bool west = take(text, '-');
        if (!west && !take(text, '+'))
            return std::nullopt;
        const int hours = takeDigits(text, 2);
        if (!take(text, ':'))
            return std::nullopt;
        const int minutes = takeDigits(text, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
            return std::nullopt;
        offset = (hours * 60 + minutes) * (west ? -60 : 60);
    }
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!text.empty() || !date.ok())
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const auto seconds = days * secondsOfDay + hour * 3600 + minute * 60 + second - offset;
    if (seconds < firstSecond || seconds > lastSecond)
        return std::nullopt;
    return Instant{seconds, nanos};
}

void appendDuration(std::string& out, std::int64_t seconds, std::int32_t nanos) {
    if (seconds < 0 || nanos < 0)
        out.push_back('-');
    appendPadded(out, std::min(std::abs(std::max(seconds, -longestDuration)), longestDuration), 1);
    appendFraction(out, std::abs(std::clamp(nanos, -999'999'999, 999'999'999)));
    out.push_back('s');
}

std::optional<Instant> parseDuration(std::string_view text) {
    const bool negative = take(text, '-');
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || seconds < 0 || seconds > longestDuration)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto nanos = takeFraction(text);
    if (nanos < 0 || text != "s")
        return std::nullopt;
    return negative ? Instant{-seconds, -nanos} : Instant{seconds, nanos};
}

void appendBase64(std::string& out, std::string_view bytes) {
    static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) { return k < bytes.size() ? static_cast<unsigned char>(bytes[k]) : 0u; };
        const unsigned group = at(i) << 16 | at(i + 1) << 8 | at(i + 2);
        out.push_back(alphabet[group >> 18]);
        out.push_back(alphabet[group >> 12 & 63]);
        out.push_back(i + 1 < bytes.size() ? alphabet[group >> 6 & 63] : '=');
        out.push_back(i + 2 < bytes.size() ? alphabet[group & 63] : '=');
    }
}

std::optional<std::string> parseBase64(std::string_view text) {
    const auto value = [](char c) -> int {
        if (c >= 'A' && c <= 'Z')
            return c - 'A';
        if (c >= 'a' && c <= 'z')
            return c - 'a' + 26;
        if (c >= '0' && c <= '9')
            return c - '0' + 52;
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    };
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned group = 0;
    int bits = 0;
    for (const char c : text) {
        const int six = value(c);
        if (six < 0)
            return std::nullopt;
        group = (group << 6 | static_cast<unsigned>(six)) & 0xffffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<char>(group >> bits & 0xff));
        }
    }
    return bytes;
}

std::string snakeCase(std::string_view camelCase) {
    std::string snake;
    for (const char c : camelCase) {
        if (c >= 'A' && c <= 'Z') {
            snake.push_back('_');
            snake.push_back(static_cast<char>(c - 'A' + 'a'));
        } else {
            snake.push_back(c);
        }
    }
    return snake;
}

} // namespace tradepost::rest
