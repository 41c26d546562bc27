#include "backend/services/media/formats/inspect.h"
#include "tests/support/media_samples.h"

#include <gtest/gtest.h>

namespace tradepost::media {
namespace {

using namespace test;
using namespace std::string_literals;

std::string reasonOf(const std::string& bytes, const FormatLimits& limits = {}) {
    const auto facts = inspect(bytes, limits);
    return facts ? facts->contentType : facts.error().reason;
}

TEST(Inspect, ReadsWhatEveryFormatSaysOfItself) {
    struct Sample {
        std::string bytes, type;
        std::uint32_t width, height, frames;
        std::int64_t durationMs;
    };
    for (const Sample& sample :
         {Sample{jpeg(640, 480, 3), "image/jpeg", 640, 480, 1, 0}, Sample{png(300, 200), "image/png", 300, 200, 1, 0},
          Sample{png(300, 200, 12), "image/png", 300, 200, 12, 0}, Sample{gif(20, 10, 3), "image/gif", 20, 10, 3, 0},
          Sample{webpLossless(801, 602), "image/webp", 801, 602, 1, 0},
          Sample{webpAnimated(70'000, 50, 2), "image/webp", 70'000, 50, 2, 0},
          Sample{avif(1000, 700), "image/avif", 1000, 700, 1, 0},
          Sample{mp4(1920, 1080, 90'000 * 61, 90'000), "video/mp4", 1920, 1080, 1, 61'000},
          Sample{mp4(1280, 720, 2500, 1000, true), "video/mp4", 1280, 720, 1, 2500},
          Sample{webm(854, 480, 12'345.0f), "video/webm", 854, 480, 1, 12'345}}) {
        FormatLimits wide;
        wide.side = 100'000;
        const auto facts = inspect(sample.bytes, wide);
        ASSERT_TRUE(facts) << sample.type << ": " << facts.error().message;
        EXPECT_EQ(facts->contentType, sample.type);
        EXPECT_EQ(facts->width, sample.width) << sample.type;
        EXPECT_EQ(facts->height, sample.height) << sample.type;
        EXPECT_EQ(facts->frames, sample.frames) << sample.type;
        EXPECT_EQ(facts->durationMs, sample.durationMs) << sample.type;
        EXPECT_EQ(facts->kind == Facts::Kind::Video, sample.type.starts_with("video/"));
    }
}

TEST(Inspect, RefusesByName) {
    const auto svg = inspect("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>");
    ASSERT_FALSE(svg);
    EXPECT_EQ(svg.error().reason, "MEDIA_TYPE_REFUSED");
    EXPECT_NE(svg.error().message.find("SVG"), std::string::npos);
    const auto heic = inspect(box("ftyp", "heic"s + bigEndian(0, 4) + "mif1heic"));
    ASSERT_FALSE(heic);
    EXPECT_NE(heic.error().message.find("HEIC"), std::string::npos);
    for (const std::string& bytes : {"%PDF-1.7"s, "PK\3\4"s, "<html><body>"s, "MZ\x90"s, "hello"s,
                                     box("ftyp", "qt  "s + bigEndian(0, 4)), webm(10, 10, 1, "matroska")})
        EXPECT_EQ(reasonOf(bytes), "MEDIA_TYPE_REFUSED");
    EXPECT_EQ(reasonOf(""), "MEDIA_TRUNCATED");
}

TEST(Inspect, NoticesWhatIsCutOffAnywhere) {
    for (const std::string& whole : {jpeg(64, 48), png(64, 48), gif(64, 48), webpLossless(64, 48), avif(64, 48),
                                     mp4(64, 48, 10, 10), webm(64, 48, 10)}) {
        ASSERT_TRUE(inspect(whole));
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto facts = inspect(std::string_view(whole).substr(0, size));
            // Without its last blocks a GIF still is one, as browsers have it; a film may be cut within its pictures
            // only where the container says so.
            if (facts)
                EXPECT_TRUE(facts->contentType == "image/gif" && size + 1 == whole.size())
                    << facts->contentType << " of " << size << " in " << whole.size();
        }
    }
}

TEST(Inspect, RefusesBombsByTheirHeaders) {
    EXPECT_EQ(reasonOf(png(65'000, 10)), "MEDIA_TOO_LARGE") << "side";
    EXPECT_EQ(reasonOf(png(16'000, 16'000)), "MEDIA_TOO_LARGE") << "pixels";
    EXPECT_EQ(reasonOf(png(2'000'000'000, 2'000'000'000)), "MEDIA_TOO_LARGE");
    EXPECT_EQ(reasonOf(png(8, 8, 4'000'000'000)), "MEDIA_TOO_LARGE") << "frames";
    EXPECT_EQ(reasonOf(gif(4000, 4000, 100)), "MEDIA_TOO_LARGE") << "pixels of all frames";
    EXPECT_EQ(reasonOf(gif(10, 10, 2500)), "MEDIA_TOO_LARGE") << "frames";
    EXPECT_EQ(reasonOf(jpeg(100, 100, 500)), "MEDIA_TOO_LARGE") << "scans";
    EXPECT_EQ(reasonOf(avif(40'000, 40'000)), "MEDIA_TOO_LARGE");
    FormatLimits few;
    few.imageBytes = 50;
    EXPECT_EQ(reasonOf(png(8, 8), few), "MEDIA_TOO_LARGE") << "bytes";
    EXPECT_EQ(reasonOf(mp4(64, 48, 10, 10), few), "video/mp4") << "that limit is for images";
}

TEST(Inspect, RefusesWhatContradictsItself) {
    EXPECT_EQ(reasonOf(jpeg(0, 10)), "MEDIA_MALFORMED");
    EXPECT_EQ(reasonOf(png(0, 10)), "MEDIA_MALFORMED");
    EXPECT_EQ(reasonOf(mp4(64, 48, 10, 0)), "MEDIA_MALFORMED") << "time scale 0";
    EXPECT_EQ(reasonOf(webm(0, 0, 10)), "MEDIA_MALFORMED");
    EXPECT_EQ(reasonOf(box("ftyp", "isom"s + bigEndian(0, 4))), "MEDIA_MALFORMED") << "no moov";
    // A thousand nested boxes, and a duration that is no number: bounded, and told as unknown.
    std::string nested = box("mvhd", "");
    for (int i = 0; i < 1000; ++i)
        nested = box("moov", nested);
    EXPECT_EQ(reasonOf(box("ftyp", "isom"s + bigEndian(0, 4)) + nested), "MEDIA_MALFORMED");
    EXPECT_EQ(inspect(webm(64, 48, __builtin_nanf("")))->durationMs, 0);
    std::string many = box("ftyp", "isom"s + bigEndian(0, 4));
    for (int i = 0; i < 50'000; ++i)
        many += box("free", "");
    EXPECT_EQ(reasonOf(many), "MEDIA_TRUNCATED") << "more boxes than anyone needs";
}

} // namespace
} // namespace tradepost::media
