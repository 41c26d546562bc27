#include "backend/services/moderation/text_rules.h"

#include "backend/services/moderation/title_sketch.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace tradepost::moderation {

namespace {
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isName(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '+' ||
           static_cast<unsigned char>(c) >= 0x80;
}

// Top-level domains that links in texts of products end in; a sentence's "end.Next" is none of them.
constexpr std::array<std::string_view, 24> domains = {"com", "net", "org", "info", "biz", "shop", "store", "online",
                                                      "io",  "app", "de",  "at",   "ch",  "fr",   "it",    "es",
                                                      "nl",  "pl",  "uk",  "eu",   "ru",  "cn",   "me",    "co"};

// The token around `at`: up to blanks and brackets.
std::string_view tokenAt(std::string_view text, std::size_t at) {
    constexpr std::string_view ends = " \t\r\n<>()[]{}\"'";
    const std::size_t end = std::min(text.find_first_of(ends, at), text.size());
    const std::size_t before = text.find_last_of(ends, at);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    std::string_view token = text.substr(begin, end - begin);
    while (!token.empty() && (token.back() == '.' || token.back() == ',' || token.back() == '!' ||
                              token.back() == '?' || token.back() == ';' || token.back() == ':'))
        token.remove_suffix(1);
    return token;
}

bool isDomain(std::string_view token) {
    token = token.substr(0, token.find_first_of("/?#:"));
    const std::size_t dot = token.rfind('.');
    if (dot == std::string_view::npos || dot < 2 || !std::ranges::all_of(token, isName))
        return false;
    std::string last(token.substr(dot + 1));
    std::ranges::transform(last, last.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool letters = std::ranges::any_of(token.substr(0, dot), [](unsigned char c) { return std::isalpha(c); });
    return letters && std::ranges::find(domains, last) != domains.end();
}

bool isMail(std::string_view token) {
    const std::size_t at = token.find('@');
    return at != std::string_view::npos && at > 0 && token.find('.', at) != std::string_view::npos &&
           token.find('.', at) > at + 1 && token.back() != '.';
}

std::optional<std::string> phoneIn(std::string_view text) {
    constexpr std::string_view between = " -/.()";
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        const bool plus = text[begin] == '+';
        const bool starts =
            (plus || text[begin] == '0') && begin + 1 < text.size() &&
            (begin == 0 || (!isName(text[begin - 1]) && text[begin - 1] != ',' && text[begin - 1] != '@'));
        if (!starts)
            continue;
        int digits = 0, groups = 1;
        std::size_t end = begin, gap = 0;
        for (std::size_t at = begin + (plus ? 1 : 0); at < text.size(); ++at) {
            if (isDigit(text[at])) {
                groups += gap > 0 ? 1 : 0;
                gap = 0;
                ++digits;
                end = at + 1;
            } else if (between.find(text[at]) != std::string_view::npos && gap < 3) {
                ++gap;
            } else {
                break;
            }
        }
        const bool ended = end >= text.size() || !isName(text[end]) || text[end] == '.';
        if (ended && digits >= 8 && digits <= 15 && (plus || (groups >= 2 && groups <= 5)))
            return std::string(text.substr(begin, end - begin));
        begin = std::max(begin, end > begin ? end - 1 : begin);
    }
    return std::nullopt;
}
} // namespace

std::optional<std::string> contactIn(std::string_view text) {
    for (const std::string_view sign : {"://", "www.", "@"})
        for (std::size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
            const std::string_view token = tokenAt(text, at);
            if (sign == "@" ? isMail(token) : token.size() > sign.size())
                return std::string(token);
        }
    for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1))
        if (const std::string_view token = tokenAt(text, at); isDomain(token))
            return std::string(token);
    return phoneIn(text);
}

void WordSet::add(std::string_view entry) {
    if (std::string plain = plainText(entry); !plain.empty())
        m_entries.insert(std::move(plain));
}

std::optional<std::string> WordSet::findIn(std::string_view text) const {
    if (m_entries.empty())
        return std::nullopt;
    const std::string plain = plainText(text);
    for (std::size_t begin = 0; begin < plain.size();) {
        std::size_t end = begin;
        for (std::size_t words = 0; words < longestPhrase && end < plain.size(); ++words) {
            end = std::min(plain.find(' ', end + (words > 0 ? 1 : 0)), plain.size());
            if (std::string phrase = plain.substr(begin, end - begin); m_entries.contains(phrase))
                return phrase;
        }
        begin = std::min(plain.find(' ', begin), plain.size()) + 1;
    }
    return std::nullopt;
}

} // namespace tradepost::moderation
