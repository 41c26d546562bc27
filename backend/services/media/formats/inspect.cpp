#include "backend/services/media/formats/inspect.h"

#include "backend/services/media/formats/bytes.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tradepost::media {
namespace {

using namespace std::string_view_literals;

// What is known, but not offered, for the error's sake.
struct Refused {
    std::size_t offset;
    std::string_view bytes, name;
};
constexpr std::array refused{
    Refused{0, "%PDF-"sv, "PDF document"},
    Refused{0, "BM"sv, "BMP image"},
    Refused{0, "II*\0"sv, "TIFF image"},
    Refused{0, "MM\0*"sv, "TIFF image"},
    Refused{0, "\0\0\1\0"sv, "icon"},
    Refused{0, "PK\3\4"sv, "ZIP archive"},
    Refused{0, "\x1f\x8b"sv, "gzip archive"},
    Refused{8, "AVI "sv, "AVI video"},
    Refused{8, "WAVE"sv, "WAVE sound"},
    Refused{0, "ID3"sv, "MP3 sound"},
    Refused{0, "OggS"sv, "Ogg file"},
    Refused{0, "8BPS"sv, "Photoshop image"},
    Refused{0, "FLV\1"sv, "Flash video"},
    Refused{0, "\xff\x0a"sv, "JPEG XL image"},
    Refused{4, "JXL \r\n"sv, "JPEG XL image"},
    Refused{0, "\x00\x00\x00\x0cjP  "sv, "JPEG 2000 image"},
    Refused{0,
            "\x7f"
            "ELF"sv,
            "program"},
    Refused{0, "MZ"sv, "program"},
};

std::unexpected<Error> refuse(std::string_view what) {
    return invalid("content",
                   fmt::format("This is {}. Send a JPEG, PNG, WebP, AVIF or GIF image, or an MP4 or WebM video.", what),
                   "MEDIA_TYPE_REFUSED");
}

std::unexpected<Error> tooLarge(std::string what) {
    return invalid("content", std::move(what), "MEDIA_TOO_LARGE");
}

std::unexpected<Error> refuseByName(std::string_view bytes) {
    if (bytes.empty())
        return invalid("content", "The file is empty.", "MEDIA_TRUNCATED");
    for (const Refused& each : refused)
        if (bytes.size() >= each.offset && bytes.substr(each.offset).starts_with(each.bytes))
            return refuse(fmt::format("a {}", each.name));
    const std::string_view head = bytes.substr(0, 1024);
    if (head.find("<svg") != std::string_view::npos)
        return refuse("an SVG image, which may carry scripts");
    if (head.find("<html") != std::string_view::npos || head.find("<!DOCTYPE") != std::string_view::npos)
        return refuse("a web page");
    return refuse("a file of an unknown type");
}

Result<Facts> read(std::string_view bytes, const FormatLimits& limits) {
    if (bytes.starts_with("\xff\xd8\xff"sv))
        return readJpeg(bytes, limits);
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv))
        return readPng(bytes);
    if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv))
        return readGif(bytes, limits);
    if (bytes.starts_with("RIFF"sv) && bytes.size() >= 12 && bytes.substr(8, 4) == "WEBP")
        return readWebp(bytes);
    if (bytes.starts_with("\x1a\x45\xdf\xa3"sv))
        return readWebm(bytes);
    if (bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp") {
        const std::string_view brand = brandName(bytes);
        return brand == "avif"  ? readAvif(bytes)
               : brand == "mp4" ? readMp4(bytes)
                                : Result<Facts>(refuse(fmt::format("a {}", brand)));
    }
    return refuseByName(bytes);
}

} // namespace

std::span<const std::string_view> offeredTypes() {
    static constexpr std::array<std::string_view, 7> types{"image/jpeg", "image/png", "image/gif", "image/webp",
                                                           "image/avif", "video/mp4", "video/webm"};
    return types;
}

Result<Facts> inspect(std::string_view bytes, const FormatLimits& limits) {
    auto facts = read(bytes, limits);
    if (!facts)
        return facts;
    if (facts->width > limits.side || facts->height > limits.side)
        return tooLarge(fmt::format("It measures {} x {} pixels; at most {} are allowed each way.", facts->width,
                                    facts->height, limits.side));
    if (facts->kind == Facts::Kind::Video)
        return facts;
    const std::uint64_t pixels = std::uint64_t{facts->width} * facts->height;
    if (bytes.size() > limits.imageBytes)
        return tooLarge(
            fmt::format("The image has {} bytes; at most {} are allowed.", bytes.size(), limits.imageBytes));
    if (pixels > limits.pixels)
        return tooLarge(
            fmt::format("It has {} pixels; at most {} are allowed. Send a smaller one.", pixels, limits.pixels));
    if (facts->frames > limits.frames)
        return tooLarge(fmt::format("It has {} or more frames; at most {} are allowed.", facts->frames, limits.frames));
    if (pixels * facts->frames > limits.allPixels)
        return tooLarge(fmt::format("Its {} frames of {} pixels are too many. Send a smaller or shorter one.",
                                    facts->frames, pixels));
    return facts;
}

} // namespace tradepost::media
