#include "backend/services/notifications/maildir.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace tradepost::notifications {

namespace {

std::unexpected<Error> failed(std::string_view what) {
    return fail(Code::Unavailable, "MAIL_NOT_WRITTEN", std::string(what) + ": " + std::strerror(errno) + ".");
}

bool writeAll(int fd, std::string_view data) {
    while (!data.empty()) {
        const ssize_t written = ::write(fd, data.data(), data.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        data.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t j = 0; j < 3; ++j)
            group = group << 8 | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= count ? digits[group >> (18 - 6 * j) & 63] : '=';
    }
    return text;
}

} // namespace

std::string headerText(std::string_view text) {
    const bool plain = std::ranges::all_of(text, [](unsigned char c) { return c >= 0x20 && c < 0x7f; });
    if (plain && text.find("=?") == std::string_view::npos)
        return std::string(text);
    // An encoded word holds at most 75 characters, so 45 bytes of text, cut between code points.
    std::string header;
    while (!text.empty()) {
        std::size_t size = std::min<std::size_t>(42, text.size());
        while (size > 1 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
            --size;
        header += (header.empty() ? "=?UTF-8?B?" : " =?UTF-8?B?") + base64(text.substr(0, size)) + "?=";
        text.remove_prefix(size);
    }
    return header;
}

Result<Maildir> Maildir::open(std::string directory) {
    std::error_code error;
    for (const char* folder : {"tmp", "new", "cur"}) {
        std::filesystem::create_directories(directory + "/" + folder, error);
        if (error)
            return fail(Code::FailedPrecondition, "MAIL_FOLDER_UNUSABLE",
                        "The mail folder " + directory + " cannot be made: " + error.message() + ".");
    }
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    return Maildir(std::move(directory));
}

Result<void> Maildir::deliver(const Message& message) {
    const std::string beside = m_directory + "/tmp/" + message.id;
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return failed("A mail could not be written");
    const bool written = writeAll(fd, message.content) && ::fsync(fd) == 0;
    const int cause = errno;
    ::close(fd);
    errno = cause;
    if (!written || ::rename(beside.c_str(), (m_directory + "/new/" + message.id).c_str()) != 0)
        return failed("A mail could not be written");
    return {};
}

} // namespace tradepost::notifications
