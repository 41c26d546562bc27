#pragma once

#include "backend/base/ids.h"
#include "backend/base/notifier.h"
#include "backend/platform/blobs/blob_store.h"
#include "backend/platform/events/events.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/media/renditions.h"
#include "backend/services/media/signing.h"
#include "backend/services/media/visibility.h"
#include "tradepost/media/v1/media.pb.h"

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradepost::media {

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() and
// schema().
struct Dependencies {
    sql::Database& database;
    blobs::BlobStore& blobs;
    Renditions& renditions;
    const Renderer& renderer;
    Visibility& visibility;
    IdSource& ids;
    const Clock& clock;
    std::string secret;                 // of signed addresses
    std::uint64_t largest = 256u << 20; // bytes of a file
    FormatLimits limits = {};
    std::function<void(std::string_view)> crashPoint = {}; // for tests: called between the steps of an upload
};

// What an upload may be and whom it is for.
struct UploadTerms {
    SellerId seller; // falsy: nobody's
    std::uint64_t maxBytes = 0;
    std::vector<std::string> contentTypes; // empty: all that are offered
    std::int64_t upload = 0;               // of a signed address; 0: none
    Micros expires = 0;
};

// A file as it is answered to GET.
struct Served {
    std::string contentType, etag;
    std::shared_ptr<const void> keep;
    std::string_view bytes; // of `keep`
    bool open = true;       // anyone may see it; otherwise only who asked
};

// tradepost.media.v1.MediaService, and what the HTTP edge needs of it. Thread-safe.
class MediaService {
public:
    explicit MediaService(Dependencies dependencies);
    ~MediaService(); // waits for disk work under way

    Task<Result<v1::Media>> uploadMedia(rpc::Context& context, const v1::UploadMediaRequest& request);
    Task<Result<v1::Upload>> createUpload(rpc::Context& context, const v1::CreateUploadRequest& request);
    Task<Result<v1::Media>> getMedia(rpc::Context& context, const v1::GetMediaRequest& request);

    // The terms for a caller with a token of his own, and those that a signed address holds (PERMISSION_DENIED /
    // SIGNATURE_WRONG, FAILED_PRECONDITION / UPLOAD_EXPIRED).
    Result<UploadTerms> termsFor(const rpc::Principal& caller, const std::string& sellerId) const;
    Result<UploadTerms> termsOf(std::string_view token) const;
    // Stores what was written, when it is something offered within its terms. The row is on disk before the bytes have
    // their name: a crash leaves all of it or nothing that is seen.
    Task<Result<v1::Media>> store(std::shared_ptr<blobs::BlobWriter> writer, UploadTerms terms);
    // The same for a file that is here as a whole; `content` outlives the call.
    Task<Result<v1::Media>> keep(std::string_view content, UploadTerms terms);
    // On a thread that may block: what writes an upload's pieces.
    boost::asio::thread_pool& writers() { return m_writers; }
    Result<std::unique_ptr<blobs::BlobWriter>> begin() { return m_use.blobs.begin(); }
    std::uint64_t largest() const { return m_use.largest; }

    // Whether a caller, or the holder of a preview's query, may see a file; NOT_FOUND when not.
    struct Viewer {
        const rpc::Principal& principal;
        std::string_view expires, signature; // of a preview; empty: none
    };
    // From memory when all that is needed is there, or nothing.
    std::optional<Served> serveNow(const blobs::BlobId& id, const std::optional<RenditionKey>& rendition) const;
    Task<Result<Served>> serve(blobs::BlobId id, std::optional<RenditionKey> rendition, const Viewer& viewer);

    // Says that these files are about to be referred to: their grace begins anew. FAILED_PRECONDITION / MEDIA_MISSING
    // names the one that is not there.
    Task<Result<void>> hold(std::vector<std::string> ids);
    // The same for those that are there, some hundred at once.
    Task<Result<void>> renew(std::vector<std::string> ids);

    // Told after each file the sweep has removed.
    Notifier& swept() { return m_swept; }

private:
    Task<Result<bool>> mayView(const std::string& id, const store::Shown& shown, const Viewer& viewer);
    Task<Result<store::Shown>> shown(const std::string& id);
    Task<Result<void>> note(store::File file, const UploadTerms& terms);
    Task<Result<v1::Media>> describe(std::string id, std::int64_t references, const store::File& file, bool open);
    std::string previewQuery(const std::string& id) const;
    void crashPoint(std::string_view step) const {
        if (m_use.crashPoint)
            m_use.crashPoint(step);
    }

    Dependencies m_use;
    const Signer m_signer;
    Notifier m_swept;
    boost::asio::thread_pool m_readers{2}, m_writers{2};
};

void registerMedia(rpc::Registry& registry, MediaService& service);

} // namespace tradepost::media
