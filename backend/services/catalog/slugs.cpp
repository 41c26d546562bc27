#include "backend/services/catalog/slugs.h"

#include <algorithm>
#include <memory>
#include <unicode/translit.h>

namespace tradepost::catalog {

namespace {
constexpr std::size_t maxLength = 80;

bool isAscii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string toAscii(std::string_view text) {
    // Making a transliterator takes milliseconds, and one must not be used by two threads at once.
    thread_local const std::unique_ptr<icu::Transliterator> transliterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        return std::unique_ptr<icu::Transliterator>(
            icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    }();
    if (!transliterator)
        return {};
    icu::UnicodeString unicode =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    transliterator->transliterate(unicode);
    std::string ascii;
    unicode.toUTF8String(ascii);
    return ascii;
}
} // namespace

std::string makeSlug(std::string_view text) {
    const std::string converted = isAscii(text) ? std::string() : toAscii(text);
    const std::string_view source = isAscii(text) ? text : std::string_view(converted);
    std::string slug;
    for (const char c : source) {
        if (slug.size() == maxLength)
            break;
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            slug += c;
        else if (c >= 'A' && c <= 'Z')
            slug += static_cast<char>(c - 'A' + 'a');
        else if (c != '\'' && !slug.empty() && slug.back() != '-')
            slug += '-';
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug;
}

} // namespace tradepost::catalog
