#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace tradepost::media {

enum class Format { Webp, Jpeg };

// libvips, of which nothing else here knows. Only the decoders of the formats offered are let in. One thread a call:
// callers bound how many run at once. Thread-safe.
class Renderer {
public:
    Renderer(); // starts libvips; std::runtime_error when it cannot

    // Width and height as shown, an EXIF orientation applied, from the header alone. MEDIA_MALFORMED when no decoder
    // takes it.
    Result<std::pair<std::uint32_t, std::uint32_t>> shownSize(std::string_view image) const;
    // At most `width` wide, never enlarged; of an animation the first frame; turned upright, in sRGB, without metadata;
    // what is transparent is white in JPEG. MEDIA_MALFORMED when it cannot be decoded.
    Result<std::string> render(std::string_view image, std::uint32_t width, Format format) const;
};

} // namespace tradepost::media
