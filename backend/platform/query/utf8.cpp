#include "backend/platform/query/utf8.h"

namespace tradepost::query {

namespace {
unsigned char byteAt(std::string_view text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
}

bool continues(unsigned char byte) {
    return (byte & 0xc0) == 0x80;
}
} // namespace

bool isStorableText(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char lead = byteAt(text, i);
        if (lead == 0)
            return false;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || i + length > text.size())
            return false;
        const unsigned char second = byteAt(text, i + 1);
        // The second byte's range excludes overlong forms, surrogates and values above U+10FFFF.
        const unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most)
            return false;
        for (std::size_t k = 2; k < length; ++k)
            if (!continues(byteAt(text, i + k)))
                return false;
        i += length;
    }
    return true;
}

std::size_t codePoints(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        count += continues(byteAt(text, i)) ? 0 : 1;
    return count;
}

std::string excerpt(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    while (end < text.size() && (count > 0 || continues(byteAt(text, end)))) {
        if (!continues(byteAt(text, end)))
            --count;
        ++end;
        while (end < text.size() && continues(byteAt(text, end)))
            ++end;
    }
    std::string quoted(text.substr(0, end));
    if (end < text.size())
        quoted += "...";
    return quoted;
}

} // namespace tradepost::query
