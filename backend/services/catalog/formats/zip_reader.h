#pragma once

#include "backend/base/error.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tradepost::catalog::formats {

struct ZipLimits {
    std::size_t entries = 50'000;
    std::uint64_t entryBytes = 32u << 20; // unpacked
    std::uint64_t allBytes = std::uint64_t{16} << 30;
    std::uint64_t ratio = 100; // of an entry above `ratioFrom`: pictures are packed already
    std::uint64_t ratioFrom = 1u << 20;
};

// Files out of a zip that anybody may have made. What its directory says is checked before anything is unpacked, and
// unpacking stops where it proves false. Refused by name, as a whole (INVALID_ARGUMENT, field "pictures"):
//   ZIP_DAMAGED     it is no zip, or contradicts itself      ZIP_TOO_LARGE   beyond a limit, or of zip64
//   ZIP_BOMB        an entry unpacks to far more than it is   ZIP_OVERLAP     entries share bytes
//   ZIP_PATH        a name leads elsewhere: "..", "/", "\"    ZIP_DUPLICATE   a name stands twice
//   ZIP_LINK        a symbolic link or a special file         ZIP_NESTED      an archive in the archive
//   ZIP_ENCRYPTED   an entry has a password                   ZIP_METHOD      packed otherwise than by deflate
// Thread-safe when the reading function is.
class ZipReader {
public:
    // Fills `into` with the bytes at `offset`, all of which are within the size given.
    using ReadAt = std::function<Result<void>(std::uint64_t offset, char* into, std::size_t size)>;
    static Result<ZipReader> open(std::uint64_t size, ReadAt read, const ZipLimits& limits = {});

    bool contains(std::string_view name) const { return m_entries.contains(std::string(name)); }
    std::size_t size() const { return m_entries.size(); } // without folders
    // The file of this name, whole. NOT_FOUND; ZIP_DAMAGED when it is not what the directory says.
    Result<std::string> read(std::string_view name) const;
    void each(const std::function<void(const std::string& name)>& visit) const;

private:
    struct Entry {
        std::uint64_t offset = 0, end = 0; // of its local header; where the next one's begins
        std::uint64_t packed = 0, unpacked = 0;
        std::uint32_t crc = 0;
        bool deflated = false;
    };
    Result<void> readDirectory(std::string_view directory, std::size_t count, const ZipLimits& limits);
    Result<void> checkPlaces(std::uint64_t directoryAt);

    ReadAt m_read;
    std::unordered_map<std::string, Entry> m_entries;
};

// The file stays open as long as the reader lives. NOT_FOUND when there is none.
Result<ZipReader> openZip(const std::string& path, const ZipLimits& limits = {});

} // namespace tradepost::catalog::formats
