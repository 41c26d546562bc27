#include "backend/platform/http/encoding.h"

#include <boost/beast/core/string.hpp>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace tradepost::http {
namespace {

// Length of the well-formed character at `text[i]`, 0 when it is not one. Unicode 15, table 3-7.
std::size_t characterSize(std::string_view text, std::size_t i) {
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const auto continues = [&](std::size_t k, unsigned char least = 0x80, unsigned char most = 0xbf) {
        return k < text.size() && at(k) >= least && at(k) <= most;
    };
    const unsigned char c = at(i);
    if (c < 0x80)
        return 1;
    if (c >= 0xc2 && c <= 0xdf)
        return continues(i + 1) ? 2 : 0;
    if (c >= 0xe0 && c <= 0xef) {
        const unsigned char least = c == 0xe0 ? 0xa0 : 0x80, most = c == 0xed ? 0x9f : 0xbf;
        return continues(i + 1, least, most) && continues(i + 2) ? 3 : 0;
    }
    if (c >= 0xf0 && c <= 0xf4) {
        const unsigned char least = c == 0xf0 ? 0x90 : 0x80, most = c == 0xf4 ? 0x8f : 0xbf;
        return continues(i + 1, least, most) && continues(i + 2) && continues(i + 3) ? 4 : 0;
    }
    return 0;
}

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Cuts the first element off a comma-separated list.
std::string_view nextElement(std::string_view& list) {
    const auto comma = list.find(',');
    const auto element = trim(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    return element;
}

// "0.5" as 500. What is malformed counts as 0.
int parseWeight(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.') || text.size() > 5)
        return 0;
    int weight = (text[0] - '0') * 1000, unit = 100;
    for (std::size_t i = 2; i < text.size(); ++i, unit /= 10) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        weight += (text[i] - '0') * unit;
    }
    return std::min(weight, 1000);
}

// Splits "gzip;q=0.5" into its name and weight.
std::pair<std::string_view, int> weighed(std::string_view element) {
    auto semicolon = element.find(';');
    const auto name = trim(element.substr(0, semicolon));
    int weight = 1000;
    while (semicolon != std::string_view::npos) {
        element = element.substr(semicolon + 1);
        semicolon = element.find(';');
        const auto parameter = trim(element.substr(0, semicolon));
        if (parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=')
            weight = parseWeight(parameter.substr(2));
    }
    return {name, weight};
}

} // namespace

bool isUtf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        std::uint64_t eight = 0;
        while (i + 8 <= text.size()) {
            std::memcpy(&eight, text.data() + i, 8);
            if (eight & 0x8080808080808080ull)
                break;
            i += 8;
        }
        if (i >= text.size())
            break;
        const auto size = characterSize(text, i);
        if (size == 0)
            return false;
        i += size;
    }
    return true;
}

std::string replaceInvalidUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 8);
    for (std::size_t i = 0; i < text.size();) {
        const auto size = characterSize(text, i);
        if (size == 0)
            out.append("\xef\xbf\xbd");
        else
            out.append(text, i, size);
        i += std::max<std::size_t>(size, 1);
    }
    return out;
}

std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size())
                return std::nullopt;
            const int high = hexDigit(text[i + 1]), low = hexDigit(text[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return std::nullopt;
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(plusIsSpace && text[i] == '+' ? ' ' : text[i]);
        }
    }
    if (!isUtf8(out))
        return std::nullopt;
    return out;
}

std::optional<QueryParameters> parseQuery(std::string_view query) {
    QueryParameters parameters;
    while (!query.empty()) {
        const auto ampersand = query.find('&');
        const auto pair = query.substr(0, ampersand);
        query = ampersand == std::string_view::npos ? std::string_view() : query.substr(ampersand + 1);
        if (pair.empty())
            continue;
        const auto equals = pair.find('=');
        auto name = percentDecode(pair.substr(0, equals), true);
        auto value =
            percentDecode(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
        if (!name || !value)
            return std::nullopt;
        parameters.emplace_back(std::move(*name), std::move(*value));
    }
    return parameters;
}

int acceptWeight(std::string_view list, std::string_view item) {
    const auto type = item.substr(0, item.find('/'));
    int best = 0, bestPrecision = 0; // the most precise element decides, not the largest weight
    while (!list.empty()) {
        const auto [name, weight] = weighed(nextElement(list));
        int precision = 0;
        if (boost::beast::iequals(name, item))
            precision = 3;
        else if (name.size() == type.size() + 2 && name.ends_with("/*") &&
                 boost::beast::iequals(name.substr(0, type.size()), type))
            precision = 2;
        else if (name == "*" || name == "*/*")
            precision = 1;
        if (precision > bestPrecision) {
            best = weight;
            bestPrecision = precision;
        }
    }
    return best;
}

std::string preferredLanguage(std::string_view list) {
    std::string_view best;
    int bestWeight = 0;
    while (!list.empty()) {
        const auto [name, weight] = weighed(nextElement(list));
        const bool tag = !name.empty() && name.size() <= 35 && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-';
        });
        if (tag && weight > bestWeight) {
            best = name;
            bestWeight = weight;
        }
    }
    std::string language(best);
    for (char& c : language)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c | 0x20);
    return language;
}

std::string gzip(std::string_view bytes, int level) {
    z_stream stream{};
    constexpr int gzipWindow = 15 + 16; // zlib.h: add 16 to write a gzip header
    if (deflateInit2(&stream, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (result != Z_STREAM_END)
        throw std::runtime_error("zlib did not finish within its own bound");
    return out;
}

bool entityTagMatches(std::string_view list, std::string_view etag) {
    const auto bare = bareEntityTag(etag);
    while (!list.empty()) {
        const auto element = nextElement(list);
        if (element == "*" || (!element.empty() && bareEntityTag(element) == bare))
            return true;
    }
    return false;
}

std::string_view bareEntityTag(std::string_view etag) {
    if (etag.starts_with("W/"))
        etag.remove_prefix(2);
    if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"')
        etag = etag.substr(1, etag.size() - 2);
    if (etag.ends_with(";gz"))
        etag.remove_suffix(3);
    return etag;
}

} // namespace tradepost::http
