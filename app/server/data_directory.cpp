#include "app/server/data_directory.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace tradepost::server {

Result<DataDirectory> DataDirectory::take(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error).lexically_normal();
    const bool existed = fs::exists(absolute, error);
    fs::create_directories(absolute, error);
    if (error || !fs::is_directory(absolute))
        return fail(Code::FailedPrecondition, "DATA_DIRECTORY_UNUSABLE",
                    "The data directory " + absolute.string() + " cannot be made: " + error.message() + ".", "data");
    if (!existed)
        fs::permissions(absolute, fs::perms::owner_all, error);
    std::string text = absolute.string();
    while (text.size() > 1 && text.back() == '/')
        text.pop_back();
    auto lock = sql::DirectoryLock::take(text);
    if (!lock)
        return std::unexpected(std::move(lock).error());
    return DataDirectory(std::move(text), std::move(*lock));
}

Result<void> replaceFile(const std::string& file, const std::string& content) {
    const std::string beside = file + ".new";
    ::unlink(beside.c_str());
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    const bool written = fd >= 0 && ::write(fd, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    const int cause = errno;
    if (fd >= 0)
        ::close(fd);
    errno = cause;
    if (!written || ::rename(beside.c_str(), file.c_str()) != 0)
        return fail(Code::Unavailable, "FILE_NOT_WRITTEN", file + " cannot be written: " + std::strerror(errno) + ".");
    return {};
}

} // namespace tradepost::server
