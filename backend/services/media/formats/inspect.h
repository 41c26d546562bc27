#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tradepost::media {

// What is known of a file by its content alone.
struct Facts {
    enum class Kind { Image, Video };
    Kind kind = Kind::Image;
    std::string contentType;             // "image/jpeg"
    std::uint32_t width = 0, height = 0; // pixels, before an EXIF orientation is applied
    std::uint32_t frames = 1;            // of an image
    std::int64_t durationMs = 0;         // of a video; 0: the file does not say
};

// The media types offered, in an order that never changes: addresses hold places in it.
std::span<const std::string_view> offeredTypes();

// What is refused by the header, before anything is decoded.
struct FormatLimits {
    std::uint32_t side = 16'384;          // width and height
    std::uint64_t pixels = 64'000'000;    // of an image, one frame
    std::uint64_t allPixels = 1ULL << 30; // of an image, all frames
    std::uint32_t frames = 2'000;
    std::uint32_t scans = 100; // of a progressive JPEG: each costs a pass over all its pixels
    std::uint64_t imageBytes = 32u << 20;
};

// Tells the type from the bytes, whatever a name or header says, and reads the facts. Offered: JPEG, PNG, GIF, WebP and
// AVIF images, MP4 and WebM videos. INVALID_ARGUMENT, with field "content", otherwise:
//   MEDIA_TYPE_REFUSED  another type, told by name when known (SVG, for it may carry scripts)
//   MEDIA_TRUNCATED     it ends before its structure does
//   MEDIA_MALFORMED     its structure contradicts itself
//   MEDIA_TOO_LARGE     beyond a limit, which is named
// Linear in the number of bytes, allocates nothing in proportion to them.
Result<Facts> inspect(std::string_view bytes, const FormatLimits& limits = {});

} // namespace tradepost::media
