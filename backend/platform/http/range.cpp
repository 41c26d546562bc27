#include "backend/platform/http/range.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <optional>

namespace tradepost::http {
namespace {

// Digits only; what overflows is as good as the largest number.
std::optional<std::uint64_t> number(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::uint64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
        return UINT64_MAX;
    return value;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t'))
        text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t'))
        text.remove_suffix(1);
    return text;
}

} // namespace

ByteRange parseRange(std::string_view header, std::uint64_t size) {
    using Kind = ByteRange::Kind;
    constexpr std::string_view unit = "bytes=";
    if (header.size() <= unit.size() || !boost::beast::iequals(header.substr(0, unit.size()), unit))
        return {};
    const auto text = trimmed(header.substr(unit.size()));
    const auto dash = text.find('-');
    if (dash == std::string_view::npos)
        return {};
    const auto from = text.substr(0, dash), to = text.substr(dash + 1);
    if (from.empty()) { // the last so many
        const auto count = number(to);
        if (!count)
            return {};
        if (*count == 0 || size == 0)
            return {Kind::Unsatisfiable};
        return {Kind::Part, size - std::min(*count, size), size - 1};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional<std::uint64_t>(UINT64_MAX) : number(to);
    if (!first || !last || *last < *first)
        return {};
    if (*first >= size)
        return {Kind::Unsatisfiable};
    return {Kind::Part, *first, std::min(*last, size - 1)};
}

} // namespace tradepost::http
