#pragma once

#include "backend/base/error.h"

#include <array>
#include <string>
#include <string_view>

namespace tradepost::identity {

// The secrets of identity, all derived from 32 random bytes in one file of mode 0600, made on first use. Whoever has
// the file can act as anybody: it is never logged, exported or sent. Immutable afterwards.
class Keys {
public:
    // Reads the file or makes it. A file that others may read is refused (FAILED_PRECONDITION / KEY_FILE_EXPOSED).
    static Result<Keys> open(const std::string& file);
    static Keys ofSeed(const std::array<unsigned char, 32>& seed); // for tests

    // Ed25519 (RFC 8032).
    std::string sign(std::string_view message) const;
    bool verify(std::string_view message, std::string_view signature) const;
    const std::string& keyId() const { return m_keyId; } // of the public key: the JWT header's kid

    // A keyed hash for one purpose ("mail", "pages"): values of different purposes tell nothing about each other.
    std::string derive(std::string_view purpose, std::string_view message) const;

private:
    Keys() = default;
    std::array<unsigned char, 32> m_seed{};
    std::array<unsigned char, 32> m_public{};
    std::array<unsigned char, 64> m_secret{};
    std::string m_keyId;
};

// Base64url without padding (RFC 4648); decode answers "" to anything malformed.
std::string encodeBase64Url(std::string_view bytes);
std::string decodeBase64Url(std::string_view text);
std::string randomBytes(std::size_t count);
// What is stored in place of a token: BLAKE2b, base64url. A token has 256 random bits, so a plain hash is enough.
std::string hashToken(std::string_view token);

} // namespace tradepost::identity
