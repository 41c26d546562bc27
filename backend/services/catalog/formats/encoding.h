#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tradepost::catalog::formats {

enum class Encoding { Utf8, Utf16Le, Utf16Be, Windows1252 };

std::string_view encodingName(Encoding encoding); // "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252" as IANA has them
std::optional<Encoding> encodingNamed(std::string_view name);

struct DetectedEncoding {
    Encoding encoding = Encoding::Utf8;
    std::size_t bom = 0; // bytes of the mark at the beginning
};
// From the beginning of a file, the more the better. A mark decides; without one zero bytes at every other place mean
// UTF-16, well-formed sequences UTF-8, other high bytes Windows-1252. A few broken bytes among many sound sequences are
// taken for damage in UTF-8.
DetectedEncoding detectEncoding(std::string_view beginning);

// Turns bytes into UTF-8, piece by piece. What cannot be decoded becomes bytes that are no UTF-8 either (a lone
// surrogate its three bytes, an unassigned byte itself), so that whoever checks a cell finds it in its place.
class Decoder {
public:
    explicit Decoder(Encoding encoding) : m_encoding(encoding) {}
    // Appends to `out`. `last`: nothing follows.
    void decode(std::string_view bytes, bool last, std::string& out);

private:
    void decodeUtf16(std::string_view bytes, bool last, std::string& out);
    void unit(unsigned value, std::string& out);

    const Encoding m_encoding;
    int m_odd = -1;         // the first byte of a unit that was cut in two
    unsigned m_pending = 0; // a high surrogate that waits for its other half
};

// The place of the first byte that is not part of well-formed UTF-8, npos when all is. NUL counts as well-formed.
std::size_t firstUndecodable(std::string_view text);

} // namespace tradepost::catalog::formats
