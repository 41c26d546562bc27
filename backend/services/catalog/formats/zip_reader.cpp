#include "backend/services/catalog/formats/zip_reader.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace tradepost::catalog::formats {

namespace {

constexpr std::size_t endBytes = 22, headerBytes = 46, localBytes = 30, maxComment = 65'535, maxName = 1000;
constexpr std::uint64_t mostDirectory = 64u << 20;

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t value = 0;
    for (std::size_t i = count; i-- > 0;)
        value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

std::unexpected<Error> refuse(std::string reason, std::string message) {
    return invalid("pictures", std::move(message), std::move(reason));
}

std::unexpected<Error> damaged(std::string_view what) {
    return refuse("ZIP_DAMAGED", fmt::format("The zip is damaged: {}. Make it anew.", what));
}

// A name as it may stand in a message.
std::string shown(std::string_view name) {
    std::string text;
    for (const char c : name.substr(0, 80))
        text.push_back(static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~' ? '?' : c);
    return text;
}

bool leadsElsewhere(std::string_view name) {
    if (name.empty() || name.size() > maxName || name.front() == '/' || name.find('\\') != std::string_view::npos ||
        name.find('\0') != std::string_view::npos || name.find(':') != std::string_view::npos)
        return true;
    for (std::string_view rest = name; !rest.empty();) {
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        if (rest.substr(0, slash) == "..")
            return true;
        rest.remove_prefix(std::min(slash + 1, rest.size()));
    }
    return false;
}

bool isArchive(std::string_view name) {
    constexpr std::array<std::string_view, 11> endings = {"zip", "jar", "tar", "gz",  "tgz", "bz2",
                                                          "xz",  "7z",  "rar", "zst", "cab"};
    const std::size_t dot = name.rfind('.');
    std::string ending(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return std::ranges::find(endings, ending) != endings.end();
}

class OpenFile {
public:
    explicit OpenFile(const std::string& path) : m_fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~OpenFile() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int fd() const { return m_fd; }
    Result<void> readAt(std::uint64_t offset, char* into, std::size_t size) const {
        while (size > 0) {
            const ssize_t got = ::pread(m_fd, into, size, static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return fail(Code::Unavailable, "READ_FAILED", "The zip of pictures cannot be read.");
            into += got;
            offset += static_cast<std::uint64_t>(got);
            size -= static_cast<std::size_t>(got);
        }
        return {};
    }

private:
    const int m_fd;
};

} // namespace

Result<ZipReader> ZipReader::open(std::uint64_t size, ReadAt read, const ZipLimits& limits) {
    if (size < endBytes)
        return damaged("it has no directory");
    std::string tail(static_cast<std::size_t>(std::min<std::uint64_t>(size, endBytes + maxComment)), '\0');
    TP_TRY(read(size - tail.size(), tail.data(), tail.size()));
    // The directory's end is the last thing but for a comment that reaches exactly to the end.
    std::size_t at = tail.size() - endBytes + 1;
    const auto isEnd = [&] {
        return std::string_view(tail).substr(at, 4) == "PK\5\6" &&
               at + endBytes + number(tail, at + 20, 2) == tail.size();
    };
    do {
        if (at-- == 0)
            return damaged("it has no directory");
    } while (!isEnd());
    const std::size_t count = number(tail, at + 10, 2);
    const std::uint64_t bytes = number(tail, at + 12, 4), offset = number(tail, at + 16, 4);
    if (count == 0xffff || bytes == 0xffff'ffff || offset == 0xffff'ffff)
        return refuse("ZIP_TOO_LARGE", "The zip is of the kind for more than 65,534 files or 4 GiB. Split it.");
    if (count > limits.entries || bytes > mostDirectory)
        return refuse("ZIP_TOO_LARGE", fmt::format("The zip has more than {} files. Split it.", limits.entries));
    if (number(tail, at + 4, 2) != 0 || number(tail, at + 6, 2) != 0 || number(tail, at + 8, 2) != count)
        return damaged("it is one part of several");
    const std::uint64_t end = size - tail.size() + at;
    if (offset > end || bytes > end - offset)
        return damaged("its directory is cut off");
    std::string directory(static_cast<std::size_t>(bytes), '\0');
    TP_TRY(read(offset, directory.data(), directory.size()));
    ZipReader reader;
    reader.m_read = std::move(read);
    TP_TRY(reader.readDirectory(directory, count, limits));
    TP_TRY(reader.checkPlaces(offset));
    return reader;
}

Result<void> ZipReader::readDirectory(std::string_view rest, std::size_t count, const ZipLimits& limits) {
    std::uint64_t all = 0;
    for (; count > 0; --count) {
        if (rest.size() < headerBytes || rest.substr(0, 4) != "PK\1\2")
            return damaged("its directory is cut off");
        const std::size_t nameBytes = number(rest, 28, 2);
        const std::size_t whole = headerBytes + nameBytes + number(rest, 30, 2) + number(rest, 32, 2);
        if (rest.size() < whole)
            return damaged("its directory is cut off");
        const std::string_view name = rest.substr(headerBytes, nameBytes);
        const std::uint32_t flags = number(rest, 8, 2), method = number(rest, 10, 2),
                            kind = number(rest, 40, 2) & 0170000U;
        Entry entry;
        entry.crc = number(rest, 16, 4);
        entry.packed = number(rest, 20, 4);
        entry.unpacked = number(rest, 24, 4);
        entry.offset = number(rest, 42, 4);
        entry.deflated = method == 8;
        const std::uint32_t disk = number(rest, 34, 2);
        rest.remove_prefix(whole);
        if (leadsElsewhere(name))
            return refuse("ZIP_PATH", fmt::format("The name '{}' in the zip leads out of it. Pack the files anew, with "
                                                  "plain names and '/' between folders.",
                                                  shown(name)));
        if (kind != 0 && kind != 0100000U && kind != 0040000U)
            return refuse("ZIP_LINK", fmt::format("'{}' in the zip is a link or a special file. Pack the file itself.",
                                                  shown(name)));
        if ((flags & (1U | 1U << 6 | 1U << 13)) != 0)
            return refuse("ZIP_ENCRYPTED",
                          fmt::format("'{}' in the zip has a password. Pack it without.", shown(name)));
        if (name.ends_with('/') && entry.unpacked == 0)
            continue;
        if (isArchive(name))
            return refuse("ZIP_NESTED",
                          fmt::format("'{}' in the zip is an archive itself. Pack the pictures only.", shown(name)));
        if (method != 0 && method != 8)
            return refuse("ZIP_METHOD", fmt::format("'{}' in the zip is packed in a way that is not read. Pack it by "
                                                    "deflate.",
                                                    shown(name)));
        if (disk != 0 || (method == 0 && entry.packed != entry.unpacked))
            return damaged(fmt::format("'{}' contradicts itself", shown(name)));
        if (entry.unpacked > limits.entryBytes)
            return refuse("ZIP_TOO_LARGE", fmt::format("'{}' in the zip has more than {} bytes. Make it smaller.",
                                                       shown(name), limits.entryBytes));
        if (entry.unpacked > limits.ratioFrom && entry.unpacked / limits.ratio > entry.packed)
            return refuse("ZIP_BOMB", fmt::format("'{}' in the zip unpacks to more than {} times its size: that is no "
                                                  "picture.",
                                                  shown(name), limits.ratio));
        all += entry.unpacked;
        if (all > limits.allBytes)
            return refuse("ZIP_TOO_LARGE",
                          fmt::format("The zip unpacks to more than {} bytes. Split it.", limits.allBytes));
        if (!m_entries.emplace(name, entry).second)
            return refuse("ZIP_DUPLICATE", fmt::format("'{}' stands twice in the zip.", shown(name)));
    }
    return {};
}

// Each entry has bytes of its own: those that are shared would be unpacked again and again.
Result<void> ZipReader::checkPlaces(std::uint64_t directoryAt) {
    std::vector<std::pair<const std::string, Entry>*> entries;
    for (auto& each : m_entries)
        entries.push_back(&each);
    std::ranges::sort(entries, {}, [](const auto* each) { return each->second.offset; });
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto& [name, entry] = *entries[i];
        entry.end = i + 1 < entries.size() ? entries[i + 1]->second.offset : directoryAt;
        if (entry.offset + localBytes + name.size() + entry.packed > entry.end)
            return refuse(
                "ZIP_OVERLAP",
                fmt::format("'{}' in the zip shares bytes with another entry: that is no honest zip.", shown(name)));
    }
    return {};
}

Result<std::string> ZipReader::read(std::string_view name) const {
    const auto found = m_entries.find(std::string(name));
    if (found == m_entries.end())
        return fail(Code::NotFound, "ZIP_NO_ENTRY", fmt::format("There is no '{}' in the zip.", shown(name)));
    const Entry& entry = found->second;
    std::array<char, localBytes> header{};
    TP_TRY(m_read(entry.offset, header.data(), header.size()));
    const std::string_view local(header.data(), header.size());
    const std::uint64_t data = entry.offset + localBytes + number(local, 26, 2) + number(local, 28, 2);
    if (local.substr(0, 4) != "PK\3\4" || data > entry.end || entry.packed > entry.end - data)
        return damaged(fmt::format("'{}' is not where its directory says", shown(name)));
    std::string packed(static_cast<std::size_t>(entry.packed), '\0');
    TP_TRY(m_read(data, packed.data(), packed.size()));
    std::string unpacked;
    if (entry.deflated) {
        unpacked.resize(static_cast<std::size_t>(entry.unpacked));
        z_stream stream{};
        if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
            return fail(Code::ResourceExhausted, "OUT_OF_MEMORY", "There is no memory to unpack the zip.");
        char none = 0; // zlib wants a place even for nothing
        stream.next_in = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_in = static_cast<uInt>(packed.size());
        stream.next_out = reinterpret_cast<Bytef*>(unpacked.empty() ? &none : unpacked.data());
        stream.avail_out = static_cast<uInt>(unpacked.size());
        const int ended = inflate(&stream, Z_FINISH);
        const bool whole = ended == Z_STREAM_END && stream.avail_out == 0;
        inflateEnd(&stream);
        if (!whole)
            return damaged(fmt::format("'{}' cannot be unpacked", shown(name)));
    } else {
        unpacked = std::move(packed);
    }
    if (crc32(0, reinterpret_cast<const Bytef*>(unpacked.data()), static_cast<uInt>(unpacked.size())) != entry.crc)
        return damaged(fmt::format("'{}' has another checksum", shown(name)));
    return unpacked;
}

void ZipReader::each(const std::function<void(const std::string& name)>& visit) const {
    for (const auto& [name, entry] : m_entries)
        visit(name);
}

Result<ZipReader> openZip(const std::string& path, const ZipLimits& limits) {
    const auto file = std::make_shared<const OpenFile>(path);
    struct stat status{};
    if (file->fd() < 0 || ::fstat(file->fd(), &status) != 0)
        return fail(Code::NotFound, "NO_FILE", "There is no zip of pictures.");
    return ZipReader::open(
        static_cast<std::uint64_t>(status.st_size),
        [file](std::uint64_t offset, char* into, std::size_t size) { return file->readAt(offset, into, size); },
        limits);
}

} // namespace tradepost::catalog::formats
