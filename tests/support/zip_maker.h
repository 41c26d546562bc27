#pragma once

#include <cstdint>
#include <string>
#include <vector>
#include <zlib.h>

namespace tradepost::test {

// Zips as tests need them: honest ones, and ones that lie.
struct ZipEntry {
    std::string name, content;
    bool deflate = false;
    std::uint32_t flags = 0, mode = 0; // Unix
    std::int64_t claims = -1;          // instead of its size
    std::int64_t at = -1;              // instead of where it is
    std::uint32_t method = 0;          // instead of stored or deflated; 0: as it is
};

inline std::string zipOf(const std::vector<ZipEntry>& entries, const std::string& comment = {}) {
    std::string out, directory;
    const auto put = [](std::string& into, std::uint64_t value, int bytes) {
        for (; bytes-- > 0; value >>= 8)
            into.push_back(static_cast<char>(value & 0xff));
    };
    for (const ZipEntry& entry : entries) {
        const auto* content = reinterpret_cast<const Bytef*>(entry.content.data());
        std::string packed = entry.content;
        if (entry.deflate) {
            z_stream stream{};
            deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
            packed.resize(deflateBound(&stream, entry.content.size()));
            stream.next_in = const_cast<Bytef*>(content);
            stream.avail_in = static_cast<uInt>(entry.content.size());
            stream.next_out = reinterpret_cast<Bytef*>(packed.data());
            stream.avail_out = static_cast<uInt>(packed.size());
            deflate(&stream, Z_FINISH);
            packed.resize(stream.total_out);
            deflateEnd(&stream);
        }
        std::string common; // from the version to the extra field's length
        put(common, 20, 2);
        put(common, entry.flags, 2);
        put(common, entry.method != 0 ? entry.method : entry.deflate ? 8 : 0, 2);
        put(common, 0, 4);
        put(common, crc32(0, content, static_cast<uInt>(entry.content.size())), 4);
        put(common, packed.size(), 4);
        put(common, entry.claims < 0 ? entry.content.size() : static_cast<std::uint64_t>(entry.claims), 4);
        put(common, entry.name.size(), 2);
        put(common, 0, 2);
        directory += "PK\1\2";
        put(directory, 3 << 8 | 20, 2);
        directory += common;
        put(directory, 0, 8);
        directory.resize(directory.size() - 2); // comment, disk, attributes
        put(directory, std::uint64_t{entry.mode} << 16, 4);
        put(directory, entry.at < 0 ? out.size() : static_cast<std::uint64_t>(entry.at), 4);
        directory += entry.name;
        out += "PK\3\4" + common + entry.name + packed;
    }
    const std::size_t begin = out.size();
    out += directory + "PK\5\6";
    put(out, 0, 4);
    put(out, entries.size(), 2);
    put(out, entries.size(), 2);
    put(out, directory.size(), 4);
    put(out, begin, 4);
    put(out, comment.size(), 2);
    return out + comment;
}

} // namespace tradepost::test
