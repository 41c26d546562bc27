#include "backend/services/catalog/imports/spool.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tradepost::catalog::spool {

namespace {
constexpr Micros kept = std::int64_t{30} * 24 * 3600 * 1'000'000;

class File {
public:
    File(const std::string& path, int flags) : m_fd(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    ~File() {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int fd() const { return m_fd; }

private:
    const int m_fd;
};

std::unexpected<Error> notWritten() {
    const int number = errno;
    return fail(Code::ResourceExhausted, number == ENOSPC ? "DISK_FULL" : "WRITE_FAILED",
                fmt::format("The upload cannot be kept: {}.", std::generic_category().message(number)));
}
} // namespace

Result<void> create(const std::string& path) {
    const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    return file.fd() >= 0 ? Result<void>() : notWritten();
}

Result<std::int64_t> append(const std::string& path, std::int64_t offset, std::string_view bytes, std::int64_t most) {
    const File file(path, O_RDWR);
    struct stat status{};
    if (file.fd() < 0 || ::fstat(file.fd(), &status) != 0)
        return fail(Code::NotFound, "UPLOAD_GONE", "The upload is gone; begin a new import.");
    if (offset < 0 || offset > status.st_size)
        return fail(Code::OutOfRange, "WRONG_OFFSET", fmt::format("Go on with the byte {}.", status.st_size), "offset");
    const auto known = static_cast<std::size_t>(status.st_size - offset);
    if (known >= bytes.size())
        return status.st_size;
    bytes.remove_prefix(known);
    if (status.st_size + static_cast<std::int64_t>(bytes.size()) > most)
        return fail(Code::InvalidArgument, "FILE_TOO_LARGE",
                    fmt::format("An upload has at most {} bytes; split the file.", most), "data");
    std::int64_t at = status.st_size;
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(file.fd(), bytes.data(), bytes.size(), at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return notWritten();
        bytes.remove_prefix(static_cast<std::size_t>(put));
        at += put;
    }
    if (::fdatasync(file.fd()) != 0)
        return notWritten();
    return at;
}

std::int64_t sizeOf(const std::string& path) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0 : static_cast<std::int64_t>(size);
}

void dropOld(const std::string& directory, Micros now) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
        struct stat status{};
        if (::stat(entry.path().c_str(), &status) == 0 && status.st_mtime * 1'000'000LL < now - kept)
            std::filesystem::remove(entry.path(), error);
    }
}

} // namespace tradepost::catalog::spool
