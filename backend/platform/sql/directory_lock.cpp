#include "backend/platform/sql/sql.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace tradepost::sql {

Result<DirectoryLock> DirectoryLock::take(const std::string& directory) {
    const std::string path = directory + "/LOCK";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fail(Code::FailedPrecondition, "DATA_DIRECTORY_UNUSABLE",
                    "Cannot open " + path + ": " + std::strerror(errno) +
                        ". Create the directory, or give access to it.");
    DirectoryLock lock(fd);
    while (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR)
            continue;
        if (errno != EWOULDBLOCK)
            return fail(Code::FailedPrecondition, "DATA_DIRECTORY_UNUSABLE",
                        "Cannot lock " + path + ": " + std::strerror(errno) + ".");
        char owner[32] = {};
        const auto length = ::pread(fd, owner, sizeof owner - 1, 0);
        std::string pid(owner, length > 0 ? std::strcspn(owner, "\n") : 0);
        if (pid.empty())
            pid = "unknown";
        return fail(Code::FailedPrecondition, "DATA_DIRECTORY_IN_USE",
                    "The data directory " + directory + " is in use by process " + pid +
                        ". Stop that process, or use another directory.");
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        // The lock holds all the same, and a full disk must not keep a server from starting to free it.
    }
    return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
    if (this != &other) {
        if (m_fd >= 0)
            ::close(m_fd);
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

DirectoryLock::~DirectoryLock() {
    if (m_fd >= 0)
        ::close(m_fd);
}

} // namespace tradepost::sql
