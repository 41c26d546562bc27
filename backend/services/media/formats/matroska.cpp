// EBML (RFC 8794) and Matroska (RFC 9559), of which WebM is a part.
#include "backend/services/media/formats/bytes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace tradepost::media {
namespace {

constexpr int mostElements = 20'000; // looked at in one file
constexpr double longestMs = 1000.0 * 3600 * 24 * 365;

enum Id : std::uint32_t {
    DocType = 0x4282,
    Segment = 0x18538067,
    Info = 0x1549a966,
    TimestampScale = 0x2ad7b1,
    Duration = 0x4489,
    Tracks = 0x1654ae6b,
    TrackEntry = 0xae,
    TrackType = 0x83,
    Video = 0xe0,
    PixelWidth = 0xb0,
    PixelHeight = 0xba,
    Cluster = 0x1f43b675,
};

struct Element {
    std::uint32_t id = 0;
    std::string_view body;
    bool open = false;   // of unknown size: `body` is all that follows
    bool cutOff = false; // it says it is longer than what follows, which is in `body`
};

// The elements of one level, one after the other.
class Elements {
public:
    Elements(std::string_view bytes, int& budget) : m_bytes(bytes), m_budget(budget) {}
    // Nothing at the end, or where no element can be made out.
    std::optional<Element> next() {
        const Bytes in(m_bytes);
        if (m_bytes.empty() || --m_budget < 0)
            return std::nullopt;
        const auto idLength = static_cast<std::size_t>(std::countl_zero(in.u8(0))) + 1;
        if (idLength > 4 || !in.has(0, idLength + 1))
            return std::nullopt;
        const auto sizeLength = static_cast<std::size_t>(std::countl_zero(in.u8(idLength))) + 1;
        if (sizeLength > 8 || !in.has(idLength, sizeLength))
            return std::nullopt;
        const std::uint64_t mask = (std::uint64_t{1} << (7 * sizeLength)) - 1;
        const std::uint64_t size = in.big(idLength, sizeLength) & mask;
        Element element{static_cast<std::uint32_t>(in.big(0, idLength)), m_bytes.substr(idLength + sizeLength)};
        element.open = size == mask;
        element.cutOff = !element.open && size > element.body.size();
        if (!element.open && !element.cutOff)
            element.body = element.body.substr(0, size);
        m_bytes = m_bytes.substr(idLength + sizeLength + element.body.size());
        return element;
    }

private:
    std::string_view m_bytes;
    int& m_budget;
};

std::uint64_t unsignedOf(const Element& element) {
    return element.body.size() <= 8 ? Bytes(element.body).big(0, element.body.size()) : 0;
}

double floatOf(const Element& element) {
    const Bytes in(element.body);
    if (in.size() == 4)
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(in.big(0, 4))));
    return in.size() == 8 ? std::bit_cast<double>(in.big(0, 8)) : 0.0;
}

std::int64_t readDuration(std::string_view info, int& budget) {
    double duration = 0, scale = 1'000'000; // nanoseconds of a tick, unless told
    Elements elements(info, budget);
    while (const auto element = elements.next()) {
        if (element->id == TimestampScale)
            scale = static_cast<double>(unsignedOf(*element));
        else if (element->id == Duration)
            duration = floatOf(*element);
    }
    const double ms = duration * scale / 1e6;
    return std::isfinite(ms) && ms >= 0 && ms <= longestMs ? static_cast<std::int64_t>(std::llround(ms)) : 0;
}

// Of the first track with pictures.
void readTracks(std::string_view tracks, Facts& facts, int& budget) {
    Elements entries(tracks, budget);
    while (const auto entry = entries.next()) {
        if (entry->id != TrackEntry)
            continue;
        bool video = false;
        std::uint64_t width = 0, height = 0;
        Elements fields(entry->body, budget);
        while (const auto field = fields.next()) {
            if (field->id == TrackType)
                video = unsignedOf(*field) == 1;
            if (field->id != Video)
                continue;
            Elements sizes(field->body, budget);
            while (const auto size = sizes.next()) {
                if (size->id == PixelWidth)
                    width = unsignedOf(*size);
                else if (size->id == PixelHeight)
                    height = unsignedOf(*size);
            }
        }
        if (!video)
            continue;
        facts.width = static_cast<std::uint32_t>(std::min<std::uint64_t>(width, UINT32_MAX));
        facts.height = static_cast<std::uint32_t>(std::min<std::uint64_t>(height, UINT32_MAX));
        return;
    }
}

} // namespace

Result<Facts> readWebm(std::string_view bytes) {
    int budget = mostElements;
    Elements top(bytes, budget);
    const auto header = top.next();
    if (!header || header->open || header->cutOff)
        return truncated("WebM");
    std::string_view type;
    Elements fields(header->body, budget);
    while (const auto field = fields.next())
        if (field->id == DocType)
            type = field->body.substr(0, field->body.find('\0'));
    if (type != "webm")
        return invalid("content", "This is a Matroska video, which browsers do not play. Send it as MP4 or WebM.",
                       "MEDIA_TYPE_REFUSED");
    std::optional<Element> segment;
    do
        segment = top.next();
    while (segment && segment->id != Segment && !segment->cutOff);
    if (!segment || segment->cutOff || segment->id != Segment)
        return truncated("WebM");

    Facts facts;
    facts.kind = Facts::Kind::Video;
    facts.contentType = "video/webm";
    bool haveInfo = false, haveTracks = false;
    Elements parts(segment->body, budget);
    while (!haveInfo || !haveTracks) {
        const auto part = parts.next();
        if (!part)
            break;
        if (part->cutOff)
            return truncated("WebM");
        if (part->id == Info) {
            haveInfo = true;
            facts.durationMs = readDuration(part->body, budget);
        } else if (part->id == Tracks) {
            haveTracks = true;
            readTracks(part->body, facts, budget);
        } else if (part->id == Cluster && part->open) {
            break; // live: what comes now is pictures only
        }
    }
    if (facts.width == 0 || facts.height == 0)
        return malformed("WebM", "it has no picture track");
    return facts;
}

} // namespace tradepost::media
