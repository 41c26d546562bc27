#include "backend/services/identity/keys.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sodium.h>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace tradepost::identity {

namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

struct FileHandle {
    int fd = -1;
    ~FileHandle() {
        if (fd >= 0)
            ::close(fd);
    }
};

std::unexpected<Error> keyFileError(const std::string& file, std::string_view what) {
    return fail(Code::FailedPrecondition, "KEY_FILE_UNUSABLE",
                "The key file " + file + " " + std::string(what) + ": " + std::strerror(errno) + ".");
}

Result<bool> create(const std::string& file, const std::string& seed) {
    // Written beside and linked into place, so that a crash leaves no half a key and an existing one is never replaced.
    const std::string beside = file + ".new";
    ::unlink(beside.c_str());
    FileHandle out{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (out.fd < 0)
        return keyFileError(file, "cannot be made");
    const std::string text = encodeBase64Url(seed) + "\n";
    if (::write(out.fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(out.fd) != 0)
        return keyFileError(file, "cannot be written");
    const bool linked = ::link(beside.c_str(), file.c_str()) == 0;
    const int cause = errno;
    ::unlink(beside.c_str());
    errno = cause;
    if (!linked && cause != EEXIST)
        return keyFileError(file, "cannot be made");
    const auto slash = file.rfind('/');
    FileHandle folder{
        ::open(slash == std::string::npos ? "." : file.substr(0, slash + 1).c_str(), O_RDONLY | O_CLOEXEC)};
    if (folder.fd >= 0)
        ::fsync(folder.fd);
    return linked;
}

} // namespace

std::string encodeBase64Url(std::string_view data) {
    std::string text(sodium_base64_encoded_len(data.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(data), data.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back(); // the terminating NUL
    return text;
}

std::string decodeBase64Url(std::string_view text) {
    std::string data(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(data.data()), data.size(), text.data(), text.size(), nullptr,
                          &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return {};
    data.resize(size);
    return data;
}

std::string randomBytes(std::size_t count) {
    std::string data(count, '\0');
    randombytes_buf(data.data(), data.size());
    return data;
}

std::string hashToken(std::string_view token) {
    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), bytes(token), token.size(), nullptr,
                       0);
    return encodeBase64Url(hash);
}

Keys Keys::ofSeed(const std::array<unsigned char, 32>& seed) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium could not be started");
    Keys keys;
    keys.m_seed = seed;
    crypto_sign_seed_keypair(keys.m_public.data(), keys.m_secret.data(), seed.data());
    keys.m_keyId = hashToken({reinterpret_cast<const char*>(keys.m_public.data()), keys.m_public.size()}).substr(0, 12);
    return keys;
}

Result<Keys> Keys::open(const std::string& file) {
    if (sodium_init() < 0)
        return fail(Code::Internal, "CRYPTO_UNAVAILABLE", "libsodium could not be started.");
    FileHandle in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (in.fd < 0) {
        if (errno != ENOENT)
            return keyFileError(file, "cannot be read");
        TP_TRY(create(file, randomBytes(32)));
        in.fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        if (in.fd < 0)
            return keyFileError(file, "cannot be read");
    }
    struct stat info{};
    if (::fstat(in.fd, &info) != 0)
        return keyFileError(file, "cannot be read");
    if (info.st_mode & 077)
        return fail(Code::FailedPrecondition, "KEY_FILE_EXPOSED",
                    "Others may read the key file " + file +
                        ". Run chmod 600 on it; if somebody may have read it, delete "
                        "it: everybody then signs in again.");
    std::array<char, 128> text{};
    const ssize_t size = ::read(in.fd, text.data(), text.size());
    if (size < 0)
        return keyFileError(file, "cannot be read");
    std::string_view line(text.data(), static_cast<std::size_t>(size));
    line = line.substr(0, line.find('\n'));
    std::string seed = decodeBase64Url(line);
    sodium_memzero(text.data(), text.size());
    std::array<unsigned char, 32> raw{};
    if (seed.size() != raw.size())
        return fail(Code::FailedPrecondition, "KEY_FILE_UNUSABLE",
                    "The key file " + file + " is damaged. Restore it, or delete it: everybody then signs in again.");
    std::ranges::copy(seed, raw.begin());
    sodium_memzero(seed.data(), seed.size());
    return ofSeed(raw);
}

std::string Keys::sign(std::string_view message) const {
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes(message), message.size(),
                         m_secret.data());
    return signature;
}

bool Keys::verify(std::string_view message, std::string_view signature) const {
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(bytes(signature), bytes(message), message.size(), m_public.data()) == 0;
}

std::string Keys::derive(std::string_view purpose, std::string_view message) const {
    std::array<unsigned char, 32> key{};
    crypto_generichash(key.data(), key.size(), bytes(purpose), purpose.size(), m_seed.data(), m_seed.size());
    std::string hash(32, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), bytes(message), message.size(),
                       key.data(), key.size());
    return hash;
}

} // namespace tradepost::identity
