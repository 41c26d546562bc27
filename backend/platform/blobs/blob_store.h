#pragma once

#include "backend/base/error.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The seam for large immutable objects: pictures, documents. Adapters are named by technology (disk_blobs.h).
namespace tradepost::blobs {

// The SHA-256 of a blob's bytes: equal bytes are one blob, and a name can be made public without telling where it lies.
class BlobId {
public:
    static BlobId of(std::string_view bytes);
    static BlobId ofHash(const std::array<std::uint8_t, 32>& hash);
    // Exactly 64 lower-case hexadecimal digits; anything else, paths included, is nullopt.
    static std::optional<BlobId> parse(std::string_view text);
    std::string text() const;
    auto operator<=>(const BlobId&) const = default;

private:
    std::array<std::uint8_t, 32> m_hash{};
};

// A blob's bytes, for as long as this object lives. May be mapped from a file.
class Blob {
public:
    virtual ~Blob() = default;
    virtual std::string_view bytes() const = 0;
};

// A blob that comes piece by piece. What was appended is gone with this object unless finish() was called. Used by one
// thread at a time; does not outlive its store.
class BlobWriter {
public:
    virtual ~BlobWriter() = default;
    // BLOB_TOO_LARGE once the adapter's limit is passed, UNAVAILABLE when the medium refuses: give up then.
    virtual Result<void> append(std::string_view bytes) = 0;
    virtual BlobId id() const = 0; // of what was appended so far
    // What was appended so far, to be looked at before it is stored.
    virtual Result<std::shared_ptr<const Blob>> appended() = 0;
    // Stores it, as put() does. Called once.
    virtual Result<BlobId> finish() = 0;
};

// Thread-safe. Calls block on the disk or network: never on an I/O thread's hot path.
class BlobStore {
public:
    virtual ~BlobStore() = default;
    // When this returns, the blob is durable and every reader finds it whole. Storing it again is cheap and harmless.
    // INVALID_ARGUMENT / BLOB_TOO_LARGE above the adapter's limit, UNAVAILABLE when the medium refuses (disk full).
    virtual Result<BlobId> put(std::string_view bytes) = 0;
    // The same for many at once, in one wait for the medium. After an error any of them may be there.
    virtual Result<std::vector<BlobId>> putAll(std::span<const std::string_view> blobs) = 0;
    // For blobs that need not fit into memory. UNAVAILABLE when the medium refuses.
    virtual Result<std::unique_ptr<BlobWriter>> begin() = 0;
    // NOT_FOUND when there is none; UNAVAILABLE when the medium fails.
    virtual Result<std::shared_ptr<const Blob>> get(const BlobId& id) const = 0;
    virtual bool contains(const BlobId& id) const = 0;
    // When this returns, the blob is gone for good; harmless when there was none. Who still holds it may read on. The
    // caller sees to it that nobody stores the same bytes meanwhile.
    virtual Result<void> remove(const BlobId& id) = 0;
    // Visits every blob in no order.
    virtual Result<void> each(const std::function<void(const BlobId&)>& visit) const = 0;
    // Reads the blob and compares its bytes with its name. DATA_LOSS / BLOB_CORRUPT when they differ.
    Result<void> verify(const BlobId& id) const;
};

// The media type the bytes themselves say they are ("image/svg+xml"), "application/octet-stream" when unknown. What an
// uploader claims is never believed.
std::string_view contentType(std::string_view bytes);
// A file name's extension for a media type, with the dot (".svg"); empty when unknown.
std::string_view extensionOf(std::string_view contentType);

} // namespace tradepost::blobs
