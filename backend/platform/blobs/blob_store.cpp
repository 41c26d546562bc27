#include "backend/platform/blobs/blob_store.h"

#include <algorithm>
#include <openssl/evp.h>
#include <stdexcept>

namespace tradepost::blobs {

namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::size_t sniffed = 1024; // bytes looked at to tell a type

struct Signature {
    std::size_t offset;
    std::string_view bytes, type;
};
using namespace std::string_view_literals;
constexpr std::array<Signature, 7> signatures{{{0, "\x89PNG\r\n\x1a\n"sv, "image/png"},
                                               {0, "\xff\xd8\xff"sv, "image/jpeg"},
                                               {0, "GIF87a"sv, "image/gif"},
                                               {0, "GIF89a"sv, "image/gif"},
                                               {8, "WEBP"sv, "image/webp"},
                                               {4, "ftypavif"sv, "image/avif"},
                                               {0, "%PDF-"sv, "application/pdf"}}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> extensions{{{"image/png", ".png"},
                                                                                   {"image/jpeg", ".jpg"},
                                                                                   {"image/gif", ".gif"},
                                                                                   {"image/webp", ".webp"},
                                                                                   {"image/avif", ".avif"},
                                                                                   {"image/svg+xml", ".svg"},
                                                                                   {"video/mp4", ".mp4"},
                                                                                   {"video/webm", ".webm"},
                                                                                   {"application/pdf", ".pdf"}}};

// Whether an <svg element comes first, after what XML allows before it.
bool looksLikeSvg(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    for (;;) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
        const std::string_view end = text.starts_with("<?xml")       ? "?>"
                                     : text.starts_with("<!--")      ? "-->"
                                     : text.starts_with("<!DOCTYPE") ? ">"
                                                                     : "";
        if (end.empty())
            return text.starts_with("<svg") && text.size() > 4 && " \t\r\n>/"sv.contains(text[4]);
        const std::size_t at = text.find(end);
        if (at == std::string_view::npos)
            return false;
        text.remove_prefix(at + end.size());
    }
}

} // namespace

BlobId BlobId::of(std::string_view bytes) {
    BlobId id;
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), id.m_hash.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL has no SHA-256");
    return id;
}

BlobId BlobId::ofHash(const std::array<std::uint8_t, 32>& hash) {
    BlobId id;
    id.m_hash = hash;
    return id;
}

std::optional<BlobId> BlobId::parse(std::string_view text) {
    BlobId id;
    if (text.size() != id.m_hash.size() * 2)
        return std::nullopt;
    for (std::size_t i = 0; i < id.m_hash.size(); ++i) {
        const std::size_t high = digits.find(text[2 * i]), low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return std::nullopt;
        id.m_hash[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return id;
}

std::string BlobId::text() const {
    std::string text;
    for (std::uint8_t byte : m_hash) {
        text.push_back(digits[byte >> 4]);
        text.push_back(digits[byte & 15]);
    }
    return text;
}

Result<void> BlobStore::verify(const BlobId& id) const {
    const auto blob = get(id);
    if (!blob)
        return std::unexpected(blob.error());
    if (BlobId::of((*blob)->bytes()) != id)
        return fail(Code::DataLoss, "BLOB_CORRUPT",
                    "The bytes of blob " + id.text() + " are not what was stored; restore it from a backup.");
    return {};
}

std::string_view contentType(std::string_view bytes) {
    for (const Signature& signature : signatures)
        if (bytes.size() >= signature.offset && bytes.substr(signature.offset).starts_with(signature.bytes))
            return signature.type;
    return looksLikeSvg(bytes.substr(0, sniffed)) ? "image/svg+xml" : "application/octet-stream";
}

std::string_view extensionOf(std::string_view type) {
    const auto found = std::ranges::find(extensions, type, [](const auto& entry) { return entry.first; });
    return found == extensions.end() ? std::string_view() : found->second;
}

} // namespace tradepost::blobs
