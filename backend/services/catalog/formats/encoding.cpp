#include "backend/services/catalog/formats/encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

namespace tradepost::catalog::formats {

namespace {
// Bytes 0x80 to 0x9f of windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt, where the five
// unassigned ones stand for controls; here they are 0: not decodable).
constexpr std::array<std::uint16_t, 32> windowsHigh = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                                       0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void append(unsigned code, std::string& out) {
    const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

// Bytes of the well-formed sequence at the beginning, 0 when there is none.
std::size_t sequence(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = at(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (text.size() < length)
        return 0;
    const unsigned least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (at(1) < least || at(1) > most)
        return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((at(i) & 0xc0) != 0x80)
            return 0;
    return length;
}
} // namespace

std::string_view encodingName(Encoding encoding) {
    switch (encoding) {
    case Encoding::Utf8:
        return "UTF-8";
    case Encoding::Utf16Le:
        return "UTF-16LE";
    case Encoding::Utf16Be:
        return "UTF-16BE";
    case Encoding::Windows1252:
        return "windows-1252";
    }
    return "";
}

std::optional<Encoding> encodingNamed(std::string_view name) {
    for (const Encoding each : {Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252})
        if (name == encodingName(each))
            return each;
    return std::nullopt;
}

DetectedEncoding detectEncoding(std::string_view beginning) {
    if (beginning.starts_with("\xef\xbb\xbf"))
        return {Encoding::Utf8, 3};
    if (beginning.starts_with("\xff\xfe"))
        return {Encoding::Utf16Le, 2};
    if (beginning.starts_with("\xfe\xff"))
        return {Encoding::Utf16Be, 2};
    std::array<std::size_t, 2> zeros{};
    const std::size_t looked = std::min<std::size_t>(beginning.size(), 4096);
    for (std::size_t i = 0; i < looked; ++i)
        zeros[i % 2] += beginning[i] == '\0' ? 1 : 0;
    if (zeros[1] > looked / 4 && zeros[0] <= looked / 16)
        return {Encoding::Utf16Le, 0};
    if (zeros[0] > looked / 4 && zeros[1] <= looked / 16)
        return {Encoding::Utf16Be, 0};
    std::size_t sound = 0, broken = 0;
    for (std::size_t i = 0; i < beginning.size();) {
        const std::size_t length = sequence(beginning.substr(i));
        if (length > 1)
            ++sound;
        // The last sequence may only be cut off.
        else if (length == 0 && i + 4 <= beginning.size())
            ++broken;
        i += std::max<std::size_t>(length, 1);
    }
    return {broken * 10 > sound ? Encoding::Windows1252 : Encoding::Utf8, 0};
}

void Decoder::decode(std::string_view bytes, bool last, std::string& out) {
    switch (m_encoding) {
    case Encoding::Utf8:
        out.append(bytes);
        return;
    case Encoding::Windows1252:
        for (const char c : bytes) {
            const auto byte = static_cast<unsigned char>(c);
            const unsigned code = byte >= 0x80 && byte < 0xa0 ? windowsHigh[byte - 0x80] : byte;
            if (code == 0 && byte != 0)
                out.push_back(c);
            else
                append(code, out);
        }
        return;
    case Encoding::Utf16Le:
    case Encoding::Utf16Be:
        decodeUtf16(bytes, last, out);
        return;
    }
}

void Decoder::decodeUtf16(std::string_view bytes, bool last, std::string& out) {
    for (const char c : bytes) {
        const int byte = static_cast<unsigned char>(c);
        if (m_odd < 0) {
            m_odd = byte;
            continue;
        }
        unit(static_cast<unsigned>(m_encoding == Encoding::Utf16Le ? byte << 8 | m_odd : m_odd << 8 | byte), out);
        m_odd = -1;
    }
    if (!last)
        return;
    if (m_pending != 0)
        append(std::exchange(m_pending, 0), out);
    if (m_odd >= 0) // half a unit
        out.push_back(static_cast<char>(0xff));
    m_odd = -1;
}

void Decoder::unit(unsigned value, std::string& out) {
    const bool low = value >= 0xdc00 && value < 0xe000;
    if (m_pending != 0) {
        const unsigned high = std::exchange(m_pending, 0);
        if (low) {
            append(0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00), out);
            return;
        }
        append(high, out);
    }
    if (value >= 0xd800 && value < 0xdc00)
        m_pending = value;
    else
        append(value, out);
}

std::size_t firstUndecodable(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        // Eight letters at once: most text is ASCII.
        std::uint64_t eight = 0;
        if (i + 8 <= text.size()) {
            std::memcpy(&eight, text.data() + i, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                i += 8;
                continue;
            }
        }
        const std::size_t length = sequence(text.substr(i));
        if (length == 0)
            return i;
        i += length;
    }
    return std::string_view::npos;
}

} // namespace tradepost::catalog::formats
