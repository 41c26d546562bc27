// ISO/IEC 14496-12 (ISO base media file format), with MP4 (14496-14), HEIF (23008-12) and AVIF.
#include "backend/services/media/formats/bytes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace tradepost::media {
namespace {

constexpr int mostBoxes = 20'000; // looked at in one file
constexpr std::uint64_t longestMs = 1'000LL * 3600 * 24 * 365;

struct Box {
    std::string_view type;
    std::string_view body;
};

// The boxes of one level, one after the other.
class Boxes {
public:
    Boxes(std::string_view bytes, int& budget) : m_bytes(bytes), m_budget(budget) {}
    // Nothing at the end; then see whole().
    std::optional<Box> next() {
        const Bytes in(m_bytes);
        if (m_bytes.empty())
            return std::nullopt;
        if (--m_budget < 0 || m_bytes.size() < 8)
            return broken();
        std::uint64_t size = in.big(0, 4);
        std::size_t head = 8;
        if (size == 1) {
            head = 16;
            size = in.big(8, 8);
        } else if (size == 0) {
            size = m_bytes.size();
        }
        if (size < head || size > m_bytes.size())
            return broken();
        const Box box{m_bytes.substr(4, 4), m_bytes.substr(head, size - head)};
        m_bytes.remove_prefix(size);
        return box;
    }
    bool whole() const { return !m_broken; } // every box ended within its parent

private:
    std::optional<Box> broken() {
        m_broken = true;
        m_bytes = {};
        return std::nullopt;
    }
    std::string_view m_bytes;
    int& m_budget;
    bool m_broken = false;
};

// The first box of a type at one level; nothing when there is none.
std::optional<Box> find(std::string_view bytes, std::string_view type, int& budget) {
    Boxes boxes(bytes, budget);
    while (const auto box = boxes.next())
        if (box->type == type)
            return box;
    return std::nullopt;
}

// The file's boxes, of which each of `wanted` is filled with the first of its type. TRUNCATED when one is cut off.
struct Wanted {
    std::string_view type;
    std::optional<Box> found = {};
};
Result<void> readTop(std::string_view bytes, std::span<Wanted> wanted, std::string_view format, int& budget) {
    Boxes boxes(bytes, budget);
    while (const auto box = boxes.next())
        for (Wanted& each : wanted)
            if (!each.found && each.type == box->type)
                each.found = box;
    if (!boxes.whole())
        return truncated(format);
    return {};
}

bool hasBrand(std::string_view bytes, std::string_view brand) {
    const Bytes in(bytes);
    const std::uint64_t size = std::min<std::uint64_t>(in.big(0, 4), 512);
    for (std::size_t at = 8; at + 4 <= size && in.has(at, 4); at += 4)
        if (at != 12 && in.view(at, 4) == brand) // there stands the minor version
            return true;
    return false;
}

std::int64_t milliseconds(std::uint64_t units, std::uint64_t unitsPerSecond) {
    if (unitsPerSecond == 0 || units / unitsPerSecond > longestMs / 1000)
        return 0;
    return static_cast<std::int64_t>(units / unitsPerSecond * 1000 + units % unitsPerSecond * 1000 / unitsPerSecond);
}

// Samples of the first track, from its sample size table.
std::uint32_t samplesOf(std::string_view moov, int& budget) {
    std::string_view at = moov;
    for (const std::string_view type : {"trak", "mdia", "minf", "stbl", "stsz"}) {
        const auto box = find(at, type, budget);
        if (!box)
            return 1;
        at = box->body;
    }
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(Bytes(at).big(8, 4), 1));
}

bool isVideo(std::string_view trak, int& budget) {
    const auto mdia = find(trak, "mdia", budget);
    const auto hdlr = mdia ? find(mdia->body, "hdlr", budget) : std::nullopt;
    return hdlr && Bytes(hdlr->body).view(8, 4) == "vide";
}

} // namespace

std::string_view brandName(std::string_view bytes) {
    if (hasBrand(bytes, "avif") || hasBrand(bytes, "avis"))
        return "avif";
    if (hasBrand(bytes, "heic") || hasBrand(bytes, "heix") || hasBrand(bytes, "mif1"))
        return "HEIC image";
    if (hasBrand(bytes, "qt  "))
        return "QuickTime video";
    for (const std::string_view brand : {"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "iso7", "iso8", "iso9", "mp41",
                                         "mp42", "avc1", "M4V ", "dash"})
        if (hasBrand(bytes, brand))
            return "mp4";
    return "file of an unknown ISO media brand";
}

Result<Facts> readAvif(std::string_view bytes) {
    int budget = mostBoxes;
    std::array<Wanted, 3> top{{{"meta"}, {"moov"}, {"mdat"}}};
    TP_TRY(readTop(bytes, top, "AVIF", budget));
    const auto& meta = top[0].found;
    if (!meta || meta->body.size() < 4)
        return malformed("AVIF", "it does not say what it holds");
    if (!top[2].found && !find(meta->body.substr(4), "idat", budget))
        return truncated("AVIF"); // all that is there is the head
    const auto iprp = find(meta->body.substr(4), "iprp", budget);
    const auto ipco = iprp ? find(iprp->body, "ipco", budget) : std::nullopt;
    Facts facts;
    facts.contentType = "image/avif";
    if (ipco) {
        // Tiles and thumbnails have sizes too; the picture is the largest.
        Boxes properties(ipco->body, budget);
        while (const auto box = properties.next()) {
            if (box->type != "ispe" || box->body.size() < 12)
                continue;
            facts.width = std::max(facts.width, static_cast<std::uint32_t>(Bytes(box->body).big(4, 4)));
            facts.height = std::max(facts.height, static_cast<std::uint32_t>(Bytes(box->body).big(8, 4)));
        }
    }
    if (facts.width == 0 || facts.height == 0)
        return malformed("AVIF", "its width or height is missing");
    if (top[1].found)
        facts.frames = samplesOf(top[1].found->body, budget);
    return facts;
}

Result<Facts> readMp4(std::string_view bytes) {
    int budget = mostBoxes;
    std::array<Wanted, 1> top{{{"moov"}}};
    TP_TRY(readTop(bytes, top, "MP4", budget));
    if (!top[0].found)
        return malformed("MP4", "it has no moov box");
    const std::string_view moov = top[0].found->body;
    const auto mvhd = find(moov, "mvhd", budget);
    if (!mvhd)
        return malformed("MP4", "it has no mvhd box");
    const Bytes movie(mvhd->body);
    const bool wide = movie.u8(0) == 1; // version 1 has 64-bit times
    if (movie.size() < (wide ? 32u : 20u))
        return malformed("MP4", "its mvhd box is too short");
    const std::uint64_t scale = movie.big(wide ? 20 : 12, 4);
    std::uint64_t duration = wide ? movie.big(24, 8) : movie.big(16, 4);
    if (duration == (wide ? UINT64_MAX : UINT32_MAX)) // unknown
        duration = 0;
    if (scale == 0)
        return malformed("MP4", "its time scale is 0");
    if (duration == 0) // in fragments: mvex may say how long all of them are
        if (const auto mvex = find(moov, "mvex", budget))
            if (const auto mehd = find(mvex->body, "mehd", budget)) {
                const Bytes extent(mehd->body);
                duration = extent.u8(0) == 1 ? extent.big(4, 8) : extent.big(4, 4);
            }
    Facts facts;
    facts.kind = Facts::Kind::Video;
    facts.contentType = "video/mp4";
    facts.durationMs = milliseconds(duration, scale);
    Boxes tracks(moov, budget);
    while (const auto box = tracks.next()) {
        if (box->type != "trak" || !isVideo(box->body, budget))
            continue;
        const auto tkhd = find(box->body, "tkhd", budget);
        const std::size_t sizes = tkhd && Bytes(tkhd->body).u8(0) == 1 ? 88 : 76; // 16.16 fixed point
        if (!tkhd || tkhd->body.size() < sizes + 8)
            return malformed("MP4", "a track has no proper tkhd box");
        facts.width = static_cast<std::uint32_t>(Bytes(tkhd->body).big(sizes, 4) >> 16);
        facts.height = static_cast<std::uint32_t>(Bytes(tkhd->body).big(sizes + 4, 4) >> 16);
        break;
    }
    if (budget < 0 || !tracks.whole())
        return malformed("MP4", "its boxes do not fit together, or there are too many");
    if (facts.width == 0 || facts.height == 0)
        return malformed("MP4", "it has no picture track");
    return facts;
}

} // namespace tradepost::media
