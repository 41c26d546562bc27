#include "backend/platform/query/query.h"

#include <cstring>
#include <sodium.h>

namespace tradepost::query {

// token = base64url(body + seal)
// body  = version, 16 bytes of the hash of filter and order, then per value a kind and its bytes (little endian)
// seal  = 16 bytes of BLAKE2b keyed by the secret (RFC 7693) over the body
namespace {
constexpr char version = 1;
constexpr std::size_t queryHashBytes = 16;
constexpr std::size_t sealBytes = 16;
constexpr std::size_t maxTokenBytes = 8192;
constexpr std::size_t maxValues = 8;
constexpr std::size_t headerBytes = 1 + queryHashBytes;

enum class Kind : char { Null = 0, Integer = 1, Real = 2, Text = 3 };

static_assert(sealBytes >= crypto_generichash_BYTES_MIN && queryHashBytes >= crypto_generichash_BYTES_MIN);

std::string keyedHash(std::string_view key, std::string_view bytes, std::size_t length) {
    std::string hash(length, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       reinterpret_cast<const unsigned char*>(key.data()), key.size());
    return hash;
}

void putInteger(std::string& out, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8)
        out += static_cast<char>(number >> shift & 0xff);
}

// nullopt when fewer than 8 bytes are left.
std::optional<std::uint64_t> takeInteger(std::string_view& rest) {
    if (rest.size() < 8)
        return std::nullopt;
    std::uint64_t number = 0;
    for (int i = 0; i < 8; ++i)
        number |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest[static_cast<std::size_t>(i)])) << (8 * i);
    rest.remove_prefix(8);
    return number;
}

std::string hashOfQuery(std::string_view key, std::string_view filter, std::string_view orderBy) {
    std::string text;
    putInteger(text, filter.size()); // so that no shift of text between the two looks the same
    text.append(filter).append(orderBy);
    return keyedHash(key, text, queryHashBytes);
}

std::unexpected<Error> malformed() {
    return invalid("page_token", "page_token is not one that this server gave out; start again without it.",
                   "INVALID_PAGE_TOKEN");
}

std::string encodeBase64(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      variant);
    text.pop_back(); // the terminating NUL
    return text;
}

std::optional<std::string> decodeBase64(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    bytes.resize(length);
    return bytes;
}

std::optional<std::vector<sql::Value>> takeValues(std::string_view rest) {
    std::vector<sql::Value> values;
    while (!rest.empty()) {
        if (values.size() == maxValues)
            return std::nullopt;
        const auto kind = static_cast<Kind>(rest.front());
        rest.remove_prefix(1);
        if (kind == Kind::Null) {
            values.emplace_back();
            continue;
        }
        const auto number = takeInteger(rest);
        if (!number)
            return std::nullopt;
        if (kind == Kind::Integer) {
            values.emplace_back(static_cast<std::int64_t>(*number));
        } else if (kind == Kind::Real) {
            values.emplace_back(std::bit_cast<double>(*number));
        } else if (kind == Kind::Text && *number <= rest.size()) {
            values.emplace_back(std::string(rest.substr(0, *number)));
            rest.remove_prefix(*number);
        } else {
            return std::nullopt;
        }
    }
    return values;
}
} // namespace

PageTokens::PageTokens(std::string secret) {
    // A secret of any length makes a key of the length that keyed BLAKE2b wants.
    m_secret = keyedHash({}, secret, crypto_generichash_KEYBYTES);
    sodium_memzero(secret.data(), secret.size());
}

std::string PageTokens::make(std::string_view filter, std::string_view orderBy,
                             const std::vector<sql::Value>& lastRow) const {
    std::string body(1, version);
    body += hashOfQuery(m_secret, filter, orderBy);
    for (const sql::Value& value : lastRow) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            body += static_cast<char>(Kind::Integer);
            putInteger(body, static_cast<std::uint64_t>(*integer));
        } else if (const auto* real = std::get_if<double>(&value)) {
            body += static_cast<char>(Kind::Real);
            putInteger(body, std::bit_cast<std::uint64_t>(*real));
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            body += static_cast<char>(Kind::Text);
            putInteger(body, text->size());
            body += *text;
        } else {
            body += static_cast<char>(Kind::Null);
        }
    }
    body += keyedHash(m_secret, body, sealBytes);
    return encodeBase64(body);
}

Result<std::vector<sql::Value>> PageTokens::open(std::string_view token, std::string_view filter,
                                                 std::string_view orderBy) const {
    if (token.size() > maxTokenBytes)
        return malformed();
    const auto bytes = decodeBase64(token);
    if (!bytes || bytes->size() < headerBytes + sealBytes)
        return malformed();
    const std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - sealBytes);
    const std::string seal = keyedHash(m_secret, body, sealBytes);
    if (sodium_memcmp(seal.data(), bytes->data() + body.size(), sealBytes) != 0 || body.front() != version)
        return malformed();
    if (body.substr(1, queryHashBytes) != hashOfQuery(m_secret, filter, orderBy))
        return invalid("page_token",
                       "page_token belongs to a list with another filter or order; repeat those of the first page, or "
                       "start again without it.",
                       "PAGE_TOKEN_OF_ANOTHER_QUERY");
    auto values = takeValues(body.substr(headerBytes));
    if (!values)
        return malformed();
    return std::move(*values);
}

} // namespace tradepost::query
