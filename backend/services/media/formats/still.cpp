#include "backend/services/media/formats/bytes.h"

#include <algorithm>
#include <cstring>

namespace tradepost::media {
namespace {

Facts image(std::string type, std::uint64_t width, std::uint64_t height, std::uint32_t frames = 1) {
    Facts facts;
    facts.contentType = std::move(type);
    facts.width = static_cast<std::uint32_t>(width);
    facts.height = static_cast<std::uint32_t>(height);
    facts.frames = frames;
    return facts;
}

// The place of the next marker in a JPEG's entropy-coded data: 0xFF that is neither stuffed nor a restart.
std::size_t nextMarker(std::string_view bytes, std::size_t at) {
    while (at + 1 < bytes.size()) {
        const void* found = std::memchr(bytes.data() + at, 0xff, bytes.size() - 1 - at);
        if (!found)
            break;
        at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
        const auto code = static_cast<std::uint8_t>(bytes[at + 1]);
        if (code != 0 && code != 0xff && (code < 0xd0 || code > 0xd7))
            return at;
        at += code == 0xff ? 1 : 2;
    }
    return bytes.size();
}

// Skips GIF data sub-blocks (GIF89a, 15); the place behind their terminator, nothing when they are cut off.
bool skipSubBlocks(const Bytes& in, std::size_t& at) {
    while (in.has(at, 1)) {
        const std::size_t size = in.u8(at++);
        if (size == 0)
            return true;
        at += size;
    }
    return false;
}

} // namespace

// ITU-T T.81, annex B.
Result<Facts> readJpeg(std::string_view bytes, const FormatLimits& limits) {
    const Bytes in(bytes);
    std::uint64_t width = 0, height = 0;
    std::uint32_t scans = 0;
    for (std::size_t at = 2; in.has(at, 2);) {
        if (in.u8(at) != 0xff)
            return malformed("JPEG", "a marker is missing");
        const std::uint8_t code = in.u8(at + 1);
        if (code == 0xff || code == 0x01 || (code >= 0xd0 && code <= 0xd8)) { // padding, or without a segment
            at += code == 0xff ? 1 : 2;
            continue;
        }
        if (code == 0xd9) { // end of image
            if (scans == 0)
                return malformed("JPEG", "it holds no picture");
            return image("image/jpeg", width, height);
        }
        const std::uint64_t length = in.big(at + 2, 2);
        if (!in.has(at + 2, std::max<std::uint64_t>(length, 2)))
            return truncated("JPEG");
        if (length < 2)
            return malformed("JPEG", "a segment is shorter than its header");
        if (code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc) {
            if (width != 0)
                return malformed("JPEG", "it has two frame headers");
            if (length < 8)
                return malformed("JPEG", "its frame header is too short");
            height = in.big(at + 5, 2);
            width = in.big(at + 7, 2);
            if (width == 0 || height == 0)
                return malformed("JPEG", "its width or height is 0");
        }
        at += 2 + length;
        if (code == 0xda) { // start of scan
            if (width == 0)
                return malformed("JPEG", "a scan comes before the frame header");
            if (++scans > limits.scans)
                return invalid("content",
                               "The JPEG file has more than " + std::to_string(limits.scans) +
                                   " scans. Save it anew with fewer.",
                               "MEDIA_TOO_LARGE");
            at = nextMarker(bytes, at);
        }
    }
    return truncated("JPEG");
}

// W3C PNG (Third Edition), 5 and 11.
Result<Facts> readPng(std::string_view bytes) {
    const Bytes in(bytes);
    if (!in.has(8, 25))
        return truncated("PNG");
    if (in.view(12, 4) != "IHDR" || in.big(8, 4) != 13)
        return malformed("PNG", "it does not begin with IHDR");
    const std::uint64_t width = in.big(16, 4), height = in.big(20, 4);
    if (width == 0 || height == 0 || width > INT32_MAX || height > INT32_MAX)
        return malformed("PNG", "its width or height is out of range");
    std::uint64_t frames = 1;
    bool data = false;
    for (std::size_t at = 33; in.has(at, 8);) {
        const std::uint64_t length = in.big(at, 4);
        const auto type = in.view(at + 4, 4);
        if (!in.has(at, length + 12))
            return truncated("PNG");
        if (type == "IDAT")
            data = true;
        else if (type == "acTL" && length == 8)
            frames = std::max<std::uint64_t>(in.big(at + 8, 4), 1);
        else if (type == "IEND")
            return data ? Result<Facts>(image("image/png", width, height, static_cast<std::uint32_t>(frames)))
                        : malformed("PNG", "it holds no picture");
        at += length + 12;
    }
    return truncated("PNG");
}

// GIF89a, 17 to 27.
Result<Facts> readGif(std::string_view bytes, const FormatLimits& limits) {
    const Bytes in(bytes);
    if (!in.has(0, 13))
        return truncated("GIF");
    std::uint64_t width = in.little(6, 2), height = in.little(8, 2);
    const auto tableSize = [](std::uint8_t flags) { return (flags & 0x80) != 0 ? std::size_t{6} << (flags & 7) : 0; };
    std::uint32_t frames = 0;
    std::size_t at = 13 + tableSize(in.u8(10));
    while (in.has(at, 1) && in.u8(at) != 0x3b) {
        const std::uint8_t block = in.u8(at);
        if (block == 0x21) { // an extension
            at += 2;
        } else if (block == 0x2c) { // a frame
            if (!in.has(at, 10))
                return truncated("GIF");
            // Players enlarge the screen to what its frames need.
            width = std::max(width, in.little(at + 1, 2) + in.little(at + 5, 2));
            height = std::max(height, in.little(at + 3, 2) + in.little(at + 7, 2));
            if (++frames > limits.frames)
                break; // told by the caller
            at += 10 + tableSize(in.u8(at + 9)) + 1;
        } else {
            return malformed("GIF", "a block of no known kind");
        }
        if (!skipSubBlocks(in, at))
            return truncated("GIF");
    }
    if (at > bytes.size() || frames == 0)
        return truncated("GIF");
    if (width == 0 || height == 0)
        return malformed("GIF", "its width or height is 0");
    return image("image/gif", width, height, frames);
}

// RFC 9649.
Result<Facts> readWebp(std::string_view bytes) {
    const Bytes in(bytes);
    const std::uint64_t end = 8 + in.little(4, 4);
    if (end > bytes.size() || end < 20)
        return truncated("WebP");
    std::uint64_t width = 0, height = 0, frames = 0;
    bool extended = false, picture = false;
    for (std::uint64_t at = 12; at + 8 <= end;) {
        const auto type = in.view(at, 4);
        const std::uint64_t length = in.little(at + 4, 4), body = at + 8;
        if (length > end - body)
            return malformed("WebP", "a chunk is longer than the file");
        if (type == "VP8X" && length >= 10) {
            extended = true;
            width = in.little(body + 4, 3) + 1;
            height = in.little(body + 7, 3) + 1;
        } else if (type == "VP8 " && !picture) {
            picture = true;
            if (length < 10 || in.view(body + 3, 3) != "\x9d\x01\x2a")
                return malformed("WebP", "its VP8 header is wrong");
            if (!extended) {
                width = in.little(body + 6, 2) & 0x3fff;
                height = in.little(body + 8, 2) & 0x3fff;
            }
        } else if (type == "VP8L" && !picture) {
            picture = true;
            if (length < 5 || in.u8(body) != 0x2f)
                return malformed("WebP", "its VP8L header is wrong");
            if (!extended) {
                const std::uint64_t sizes = in.little(body + 1, 4);
                width = (sizes & 0x3fff) + 1;
                height = (sizes >> 14 & 0x3fff) + 1;
            }
        } else if (type == "ANMF") {
            ++frames;
        }
        at = body + length + (length & 1);
    }
    if ((!picture && frames == 0) || width == 0 || height == 0)
        return malformed("WebP", "it holds no picture");
    return image("image/webp", width, height, static_cast<std::uint32_t>(std::max<std::uint64_t>(frames, 1)));
}

} // namespace tradepost::media
