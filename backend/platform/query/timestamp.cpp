#include "backend/platform/query/timestamp.h"

#include <chrono>

namespace tradepost::query {

namespace {
struct Cursor {
    std::string_view rest;

    // `count` digits as a number, -1 when they are not there.
    int digits(std::size_t count) {
        if (rest.size() < count)
            return -1;
        int number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9')
                return -1;
            number = number * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return number;
    }
    bool accept(char c) {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
};

std::optional<Micros> parseFraction(Cursor& at) {
    Micros micros = 0;
    Micros unit = 100'000;
    std::size_t count = 0;
    for (; !at.rest.empty() && at.rest.front() >= '0' && at.rest.front() <= '9'; ++count) {
        micros += unit * (at.rest.front() - '0');
        unit /= 10;
        at.rest.remove_prefix(1);
    }
    if (count == 0 || count > 9)
        return std::nullopt;
    return micros;
}

// Minutes east of Greenwich.
std::optional<int> parseOffset(Cursor& at) {
    if (at.accept('Z') || at.accept('z'))
        return 0;
    const bool west = !at.rest.empty() && at.rest.front() == '-';
    if (!at.accept('+') && !at.accept('-'))
        return std::nullopt;
    const int hours = at.digits(2);
    if (hours < 0 || hours > 23 || !at.accept(':'))
        return std::nullopt;
    const int minutes = at.digits(2);
    if (minutes < 0 || minutes > 59)
        return std::nullopt;
    return (west ? -1 : 1) * (hours * 60 + minutes);
}
} // namespace

std::optional<Micros> parseTimestamp(std::string_view text) {
    using namespace std::chrono;
    Cursor at{text};
    const int y = at.digits(4);
    if (y < 1 || !at.accept('-'))
        return std::nullopt;
    const int m = at.digits(2);
    if (m < 0 || !at.accept('-'))
        return std::nullopt;
    const int d = at.digits(2);
    if (d < 0)
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    if (!date.ok())
        return std::nullopt;
    const Micros midnight = duration_cast<microseconds>(sys_days(date).time_since_epoch()).count();
    if (at.rest.empty())
        return midnight;

    if (!at.accept('T') && !at.accept('t'))
        return std::nullopt;
    const int hour = at.digits(2);
    if (hour < 0 || hour > 23 || !at.accept(':'))
        return std::nullopt;
    const int minute = at.digits(2);
    if (minute < 0 || minute > 59 || !at.accept(':'))
        return std::nullopt;
    const int second = at.digits(2);
    if (second < 0 || second > 60) // 60: a leap second, which counts as the next minute's first
        return std::nullopt;
    Micros fraction = 0;
    if (at.accept('.')) {
        const auto parsed = parseFraction(at);
        if (!parsed)
            return std::nullopt;
        fraction = *parsed;
    }
    const auto offset = parseOffset(at);
    if (!offset || !at.rest.empty())
        return std::nullopt;
    const std::int64_t seconds = hour * 3600 + minute * 60 + second - *offset * 60;
    return midnight + seconds * 1'000'000 + fraction;
}

} // namespace tradepost::query
