#pragma once

#include "backend/base/error.h"
#include "backend/services/media/formats/inspect.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tradepost::media {

// Integers at places in bytes. Outside of them everything reads as 0: check has() first where that matters.
class Bytes {
public:
    explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}
    std::size_t size() const { return m_bytes.size(); }
    bool has(std::size_t at, std::size_t count) const { return at <= size() && count <= size() - at; }
    std::string_view view(std::size_t at, std::size_t count) const {
        return has(at, count) ? m_bytes.substr(at, count) : std::string_view();
    }
    std::uint8_t u8(std::size_t at) const { return at < size() ? static_cast<std::uint8_t>(m_bytes[at]) : 0; }
    std::uint64_t big(std::size_t at, std::size_t count) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = value << 8 | u8(at + i);
        return value;
    }
    std::uint64_t little(std::size_t at, std::size_t count) const {
        std::uint64_t value = 0;
        for (std::size_t i = count; i-- > 0;)
            value = value << 8 | u8(at + i);
        return value;
    }

private:
    std::string_view m_bytes;
};

inline std::unexpected<Error> truncated(std::string_view format) {
    return invalid("content", "The " + std::string(format) + " file ends in its middle. Send all of it.",
                   "MEDIA_TRUNCATED");
}
inline std::unexpected<Error> malformed(std::string_view format, std::string_view what) {
    return invalid("content", "The " + std::string(format) + " file is damaged: " + std::string(what) + ".",
                   "MEDIA_MALFORMED");
}

// One parser each; the signature was seen.
Result<Facts> readJpeg(std::string_view bytes, const FormatLimits& limits);
Result<Facts> readPng(std::string_view bytes);
Result<Facts> readGif(std::string_view bytes, const FormatLimits& limits);
Result<Facts> readWebp(std::string_view bytes);
Result<Facts> readAvif(std::string_view bytes);
Result<Facts> readMp4(std::string_view bytes);
Result<Facts> readWebm(std::string_view bytes);

// "avif", "mp4" or, in other cases, what a file of these brands is called, for the error: "HEIC image".
std::string_view brandName(std::string_view bytes);

} // namespace tradepost::media
