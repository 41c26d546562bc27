#pragma once

#include <string>
#include <string_view>

namespace tradepost::media {

// HMAC-SHA256 (RFC 2104) with one key, in hexadecimal.
class Signer {
public:
    explicit Signer(std::string key) : m_key(std::move(key)) {}
    std::string sign(std::string_view text) const;
    bool verify(std::string_view text, std::string_view signature) const; // in constant time

private:
    std::string m_key;
};

} // namespace tradepost::media
