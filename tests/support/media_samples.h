#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Small files of every format, put together by hand: their structure is right, their pictures need not be.
namespace tradepost::test {

inline std::string bigEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i)
        text.push_back(i < 8 ? static_cast<char>(value >> (8 * i)) : '\0');
    return text;
}
inline std::string littleEndian(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text.push_back(static_cast<char>(value >> (8 * i)));
    return text;
}

inline std::string jpeg(int width, int height, int scans = 1) {
    std::string file = "\xff\xd8";
    file += "\xff\xc0" + bigEndian(17, 2) + "\x08" + bigEndian(static_cast<std::uint64_t>(height), 2) +
            bigEndian(static_cast<std::uint64_t>(width), 2) +
            std::string("\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01", 10);
    for (int i = 0; i < scans; ++i)
        file += "\xff\xda" + bigEndian(8, 2) + std::string("\x01\x01\x00\x00\x3f\x00", 6) + "abc\xff" +
                std::string(1, '\0') + "d\xff\xd0xyz";
    return file + "\xff\xd9";
}

inline std::string pngChunk(std::string_view type, const std::string& body) {
    return bigEndian(body.size(), 4) + std::string(type) + body + "CRC!";
}
inline std::string png(std::uint32_t width, std::uint32_t height, std::uint32_t frames = 1) {
    std::string file = "\x89PNG\r\n\x1a\n";
    file += pngChunk("IHDR", bigEndian(width, 4) + bigEndian(height, 4) + std::string("\x08\x06\x00\x00\x00", 5));
    if (frames > 1)
        file += pngChunk("acTL", bigEndian(frames, 4) + bigEndian(0, 4));
    return file + pngChunk("IDAT", "data") + pngChunk("IEND", "");
}

inline std::string gif(int width, int height, int frames = 1) {
    std::string file = "GIF89a" + littleEndian(static_cast<std::uint64_t>(width), 2) +
                       littleEndian(static_cast<std::uint64_t>(height), 2) + std::string("\x80\x00\x00", 3) +
                       std::string(6, '\1');
    for (int i = 0; i < frames; ++i)
        file += std::string("\x21\xf9\x04\x00\x00\x00\x00\x00", 8) + "," + littleEndian(0, 2) + littleEndian(0, 2) +
                littleEndian(static_cast<std::uint64_t>(width), 2) +
                littleEndian(static_cast<std::uint64_t>(height), 2) + std::string(1, '\0') +
                std::string("\x02\x02\x4c\x01\x00", 5);
    return file + ";";
}

inline std::string riff(const std::string& chunks) {
    return "RIFF" + littleEndian(chunks.size() + 4, 4) + "WEBP" + chunks;
}
inline std::string webpLossless(std::uint32_t width, std::uint32_t height) {
    const std::string body = "\x2f" + littleEndian((width - 1) | (height - 1) << 14, 4) + "x";
    return riff("VP8L" + littleEndian(body.size(), 4) + body);
}
inline std::string webpAnimated(std::uint32_t width, std::uint32_t height, int frames) {
    std::string chunks = "VP8X" + littleEndian(10, 4) + std::string("\x02\0\0\0", 4) + littleEndian(width - 1, 3) +
                         littleEndian(height - 1, 3);
    for (int i = 0; i < frames; ++i)
        chunks += "ANMF" + littleEndian(4, 4) + "abcd";
    return riff(chunks);
}

inline std::string box(std::string_view type, const std::string& body) {
    return bigEndian(body.size() + 8, 4) + std::string(type) + body;
}
inline std::string avif(std::uint32_t width, std::uint32_t height) {
    const std::string ispe = box("ispe", bigEndian(0, 4) + bigEndian(width, 4) + bigEndian(height, 4));
    return box("ftyp", "avif" + bigEndian(0, 4) + "avifmif1") +
           box("meta", bigEndian(0, 4) + box("iprp", box("ipco", ispe))) + box("mdat", "data");
}
// Version 0 boxes, or version 1 with 64-bit times.
inline std::string mp4(std::uint32_t width, std::uint32_t height, std::uint64_t duration, std::uint32_t scale,
                       bool wide = false) {
    const std::string times = wide ? bigEndian(1, 1) + bigEndian(0, 3) + bigEndian(0, 16) : bigEndian(0, 4 + 8);
    const std::string mvhd =
        box("mvhd", times + bigEndian(scale, 4) + bigEndian(duration, wide ? 8 : 4) + std::string(80, '\0'));
    const std::string tkhd = box("tkhd", times + bigEndian(1, 4) + bigEndian(0, 4) + bigEndian(duration, wide ? 8 : 4) +
                                             std::string(52, '\0') + bigEndian(std::uint64_t{width} << 16, 4) +
                                             bigEndian(std::uint64_t{height} << 16, 4));
    const auto track = [](const std::string& head, std::string_view handler) {
        return box("trak",
                   head + box("mdia", box("hdlr", bigEndian(0, 8) + std::string(handler) + std::string(12, '\0'))));
    };
    const std::string sound = box("tkhd", std::string(84, '\0'));
    return box("ftyp", "isom" + bigEndian(512, 4) + "isommp42") + box("mdat", std::string(100, 'm')) +
           box("moov", mvhd + track(sound, "soun") + track(tkhd, "vide"));
}

inline std::string element(std::uint64_t id, const std::string& body) {
    std::string bytes;
    for (int i = 3; i >= 0; --i)
        if (id >> (8 * i) != 0)
            bytes.push_back(static_cast<char>(id >> (8 * i)));
    return bytes + "\x08" + bigEndian(body.size(), 4) + body; // a size of five bytes
}
inline std::string webm(std::uint32_t width, std::uint32_t height, float ticks, const std::string& type = "webm") {
    std::uint32_t bits = 0;
    __builtin_memcpy(&bits, &ticks, sizeof bits);
    const std::string info =
        element(0x1549a966, element(0x2ad7b1, bigEndian(1'000'000, 3)) + element(0x4489, bigEndian(bits, 4)));
    const std::string video = element(0xe0, element(0xb0, bigEndian(width, 2)) + element(0xba, bigEndian(height, 2)));
    const std::string tracks = element(0x1654ae6b, element(0xae, element(0x83, bigEndian(2, 1))) +
                                                       element(0xae, element(0x83, bigEndian(1, 1)) + video));
    return element(0x1a45dfa3, element(0x4282, type)) +
           element(0x18538067, element(0xec, "void") + info + tracks + element(0x1f43b675, std::string(50, 'c')));
}

} // namespace tradepost::test
