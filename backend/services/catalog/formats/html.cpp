#include "backend/services/catalog/formats/html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <unicode/utf8.h>
#include <utility>

namespace tradepost::catalog::formats {

namespace {
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> entities = {{{"amp", "&"},
                                                                                     {"lt", "<"},
                                                                                     {"gt", ">"},
                                                                                     {"quot", "\""},
                                                                                     {"apos", "'"},
                                                                                     {"nbsp", " "},
                                                                                     {"ndash", "–"},
                                                                                     {"mdash", "—"},
                                                                                     {"hellip", "…"},
                                                                                     {"rsquo", "’"},
                                                                                     {"lsquo", "‘"},
                                                                                     {"ldquo", "“"},
                                                                                     {"rdquo", "”"},
                                                                                     {"euro", "€"},
                                                                                     {"deg", "°"},
                                                                                     {"times", "×"},
                                                                                     {"bull", "•"}}};
constexpr std::array<std::string_view, 14> blocks = {"p",  "br", "div", "li", "ul", "ol",    "h1",
                                                     "h2", "h3", "h4",  "h5", "tr", "table", "section"};

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

// Of "#8364" or "#x20ac"; empty when it is no character.
std::string numeric(std::string_view digits) {
    const bool hex = digits.starts_with('x') || digits.starts_with('X');
    digits.remove_prefix(hex ? 1 : 0);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (error != std::errc() || end != digits.data() + digits.size() || code == 0 || code > 0x10ffff ||
        (code >= 0xd800 && code < 0xe000))
        return {};
    std::array<char, 4> bytes{};
    std::int32_t size = 0;
    UBool bad = 0;
    U8_APPEND(bytes.data(), size, 4, static_cast<std::int32_t>(code), bad);
    return {bytes.data(), static_cast<std::size_t>(size)};
}

class Extractor {
public:
    explicit Extractor(std::string_view html) : m_html(html) {}

    std::string run() {
        while (m_at < m_html.size()) {
            const char c = m_html[m_at];
            if (c == '<' && tag())
                continue;
            if (c == '&' && entity())
                continue;
            put(c);
            ++m_at;
        }
        while (!m_out.empty() && (m_out.back() == ' ' || m_out.back() == '\n'))
            m_out.pop_back();
        return std::move(m_out);
    }

private:
    void put(char c) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space)
            m_out.push_back(c);
        else if (!m_out.empty() && m_out.back() != ' ' && m_out.back() != '\n')
            m_out.push_back(' ');
    }
    void endLine() {
        while (m_out.ends_with(' '))
            m_out.pop_back();
        if (!m_out.empty() && m_out.back() != '\n')
            m_out.push_back('\n');
    }
    void skipPast(std::string_view mark) {
        const std::size_t end = m_html.find(mark, m_at);
        m_at = end == std::string_view::npos ? m_html.size() : end + mark.size();
    }
    bool tag() {
        if (m_html.substr(m_at).starts_with("<!--")) {
            skipPast("-->");
            return true;
        }
        std::size_t begin = m_at + 1;
        if (begin < m_html.size() && m_html[begin] == '/')
            ++begin;
        std::size_t end = begin;
        while (end < m_html.size() && isLetter(m_html[end]))
            ++end;
        if (end == begin) // "a < b"
            return false;
        const std::string name = lower(m_html.substr(begin, end - begin));
        const bool opens = begin == m_at + 1;
        skipPast(">");
        if (opens && (name == "script" || name == "style")) {
            skipPast("</" + name);
            skipPast(">");
        }
        if (std::ranges::find(blocks, name) != blocks.end())
            endLine();
        return true;
    }
    bool entity() {
        const std::string_view near = m_html.substr(m_at, 12);
        const std::size_t end = near.find(';');
        if (end == std::string_view::npos)
            return false;
        const std::string_view name = near.substr(1, end - 1);
        std::string text;
        if (name.starts_with('#'))
            text = numeric(name.substr(1));
        else if (const auto* found =
                     std::ranges::find(entities, name, &std::pair<std::string_view, std::string_view>::first);
                 found != entities.end())
            text = found->second;
        if (text.empty())
            return false;
        if (text == " ")
            put(' ');
        else
            m_out += text;
        m_at += end + 1;
        return true;
    }

    const std::string_view m_html;
    std::size_t m_at = 0;
    std::string m_out;
};
} // namespace

std::string textOfHtml(std::string_view html) {
    return Extractor(html).run();
}

} // namespace tradepost::catalog::formats
