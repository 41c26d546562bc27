#include "backend/services/catalog/formats/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace tradepost::catalog::formats {

namespace {
class FileSource final : public ByteSource {
public:
    explicit FileSource(int fd) : m_fd(fd) {}
    ~FileSource() override { ::close(m_fd); }
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    Result<std::size_t> read(char* into, std::size_t size) override {
        for (;;) {
            const ssize_t got = ::read(m_fd, into, size);
            if (got >= 0)
                return static_cast<std::size_t>(got);
            if (errno != EINTR)
                return fail(Code::Unavailable, "READ_FAILED",
                            fmt::format("The file cannot be read: {}.", std::generic_category().message(errno)));
        }
    }

private:
    const int m_fd;
};
} // namespace

Result<std::unique_ptr<ByteSource>> openFile(const std::string& path, std::int64_t offset) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(Code::NotFound, "NO_SUCH_FILE", "The file cannot be opened.", "file");
    auto source = std::make_unique<FileSource>(fd);
    if (offset != 0 && ::lseek(fd, offset, SEEK_SET) != offset)
        return fail(Code::Unavailable, "READ_FAILED", "The file cannot be read from its middle.");
    return source;
}

Result<std::size_t> TextSource::read(char* into, std::size_t size) {
    const std::size_t taken = std::min(size, m_rest.size());
    std::copy_n(m_rest.data(), taken, into);
    m_rest.remove_prefix(taken);
    return taken;
}

} // namespace tradepost::catalog::formats
