#include "backend/services/media/service.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <charconv>
#include <fmt/format.h>

namespace tradepost::media {

namespace {

using boost::asio::use_awaitable;

constexpr std::int64_t previewSeconds = 3600;
constexpr auto sweptPatience = std::chrono::seconds(5);

template<class T>
Task<Result<T>> on(std::function<Result<T>()> fn) {
    co_return fn();
}

bool seesAll(const rpc::Principal& caller) {
    return caller.has(rpc::Role::MODERATOR) || caller.has(rpc::Role::OPERATOR);
}

void setTime(google::protobuf::Timestamp& time, Micros at) {
    time.set_seconds(at / 1'000'000);
    time.set_nanos(static_cast<std::int32_t>(at % 1'000'000 * 1000));
}

} // namespace

MediaService::MediaService(Dependencies dependencies) : m_use(std::move(dependencies)), m_signer(m_use.secret) {}

MediaService::~MediaService() {
    m_readers.join();
    m_writers.join();
}

Task<Result<v1::Media>> MediaService::uploadMedia(rpc::Context& context, const v1::UploadMediaRequest& request) {
    auto terms = termsFor(context.principal, request.seller_id());
    if (!terms)
        co_return std::unexpected(std::move(terms).error());
    co_return co_await keep(request.content(), std::move(*terms));
}

Task<Result<v1::Media>> MediaService::keep(std::string_view content, UploadTerms terms) {
    std::function<Result<std::shared_ptr<blobs::BlobWriter>>()> write =
        [this, content]() -> Result<std::shared_ptr<blobs::BlobWriter>> {
        auto writer = m_use.blobs.begin();
        if (!writer)
            return std::unexpected(std::move(writer).error());
        TP_TRY((*writer)->append(content));
        return std::shared_ptr<blobs::BlobWriter>(std::move(*writer));
    };
    auto writer = co_await boost::asio::co_spawn(m_writers, on(std::move(write)), use_awaitable);
    if (!writer)
        co_return std::unexpected(std::move(writer).error());
    co_return co_await store(std::move(*writer), std::move(terms));
}

Task<Result<v1::Media>> MediaService::store(std::shared_ptr<blobs::BlobWriter> writer, UploadTerms terms) {
    crashPoint("written");
    std::function<Result<store::File>()> look = [this, writer, &terms]() -> Result<store::File> {
        const auto bytes = writer->appended();
        if (!bytes)
            return std::unexpected(bytes.error());
        auto facts = inspect((*bytes)->bytes(), m_use.limits);
        if (!facts)
            return std::unexpected(std::move(facts).error());
        if (!terms.contentTypes.empty() &&
            std::ranges::find(terms.contentTypes, facts->contentType) == terms.contentTypes.end())
            return invalid("content",
                           fmt::format("This address takes {} only; this is {}.", fmt::join(terms.contentTypes, ", "),
                                       facts->contentType),
                           "MEDIA_TYPE_REFUSED");
        if (facts->kind == Facts::Kind::Image) {
            const auto size = m_use.renderer.shownSize((*bytes)->bytes());
            if (!size)
                return std::unexpected(size.error());
            std::tie(facts->width, facts->height) = *size;
        }
        store::File file;
        file.facts = std::move(*facts);
        file.bytes = static_cast<std::int64_t>((*bytes)->bytes().size());
        file.id = writer->id().text();
        return file;
    };
    auto file = co_await boost::asio::co_spawn(m_writers, on(std::move(look)), use_awaitable);
    if (!file)
        co_return std::unexpected(std::move(file).error());
    crashPoint("inspected");
    file->created = file->touched = m_use.clock.now();
    TP_CO_TRY(co_await note(*file, terms));
    crashPoint("noted");
    std::function<Result<blobs::BlobId>()> finish = [writer] { return writer->finish(); };
    const auto id = co_await boost::asio::co_spawn(m_writers, on(std::move(finish)), use_awaitable);
    if (!id)
        co_return std::unexpected(id.error());
    crashPoint("stored");
    m_use.visibility.forget(file->id);
    const std::string text = file->id;
    std::function<Result<std::pair<store::File, std::int64_t>>(sql::Reader&)> read =
        [text](sql::Reader& reader) -> Result<std::pair<store::File, std::int64_t>> {
        auto found = store::find(reader, text);
        if (!found)
            return notFound("media file", text);
        return std::pair(std::move(*found), store::references(reader, text));
    };
    auto found = co_await m_use.database.read(std::move(read));
    if (!found)
        co_return std::unexpected(std::move(found).error());
    auto known = co_await shown(text);
    if (!known)
        co_return std::unexpected(std::move(known).error());
    co_return co_await describe(text, found->second, found->first, known->shown);
}

// The row; waits while a sweep removes the same bytes.
Task<Result<void>> MediaService::note(store::File file, const UploadTerms& terms) {
    const auto until = std::chrono::steady_clock::now() + sweptPatience;
    for (;;) {
        const auto seen = m_swept.version();
        std::function<Result<bool>(sql::Transaction&)> keep = [&](sql::Transaction& tx) -> Result<bool> {
            if (terms.upload != 0 && !store::useUpload(tx, terms.upload, file.id, terms.expires))
                return fail(Code::FailedPrecondition, "UPLOAD_USED",
                            "This address was used for another file. Create a new upload.");
            return store::keep(tx, file, terms.seller);
        };
        const auto kept = co_await m_use.database.write(std::move(keep));
        if (!kept)
            co_return std::unexpected(kept.error());
        if (*kept)
            co_return Result<void>();
        if (!co_await m_swept.wait(seen, until))
            co_return fail(Code::Unavailable, "MEDIA_BEING_REMOVED",
                           "The same file is just being removed. Send it again in a moment.");
    }
}

Result<UploadTerms> MediaService::termsFor(const rpc::Principal& caller, const std::string& sellerId) const {
    UploadTerms terms;
    terms.maxBytes = m_use.largest;
    const bool all = seesAll(caller);
    if (!all && !caller.has(rpc::Role::SELLER)) {
        const bool known = caller.user || !caller.guestId.empty();
        return known ? fail(Code::PermissionDenied, "ROLE_REQUIRED", "Your role does not allow this.")
                     : fail(Code::Unauthenticated, "SIGN_IN_REQUIRED", "Sign in first.");
    }
    if (sellerId.empty()) {
        if (caller.sellers.size() > 1)
            return invalid("seller_id", "Name the seller account that the file is for.", "FIELD_REQUIRED");
        if (caller.sellers.empty() && !all)
            return fail(Code::PermissionDenied, "NO_ACCOUNT", "You act for no seller account.", "seller_id");
        terms.seller = caller.sellers.empty() ? SellerId() : caller.sellers.front();
        return terms;
    }
    terms.seller = SellerId::parse(sellerId);
    if (!terms.seller || (!all && !caller.actsFor(terms.seller)))
        return fail(Code::PermissionDenied, "NOT_YOUR_ACCOUNT",
                    fmt::format("You do not act for the seller account {}.", sellerId.substr(0, 32)), "seller_id");
    return terms;
}

// The token: expiry in seconds, bytes, upload, seller, types joined by commas; then the signature of all that.
Task<Result<v1::Upload>> MediaService::createUpload(rpc::Context& context, const v1::CreateUploadRequest& request) {
    const auto terms = termsFor(context.principal, request.seller_id());
    if (!terms)
        co_return std::unexpected(terms.error());
    std::string types;
    v1::Upload upload;
    for (const std::string& type : request.content_types()) {
        const auto offered = offeredTypes();
        const auto found = std::ranges::find(offered, type);
        if (found == offered.end())
            co_return invalid("content_types",
                              fmt::format("'{}' is not offered. There are: {}.", type, fmt::join(offered, ", ")),
                              "MEDIA_TYPE_REFUSED");
        types += std::to_string(found - offered.begin());
        types += '-';
        upload.add_content_types(type);
    }
    if (types.empty())
        for (const std::string_view type : offeredTypes())
            upload.add_content_types(std::string(type));
    const std::int64_t seconds = request.valid_seconds() > 0 ? request.valid_seconds() : 900;
    const std::int64_t expires = m_use.clock.now() / 1'000'000 + seconds;
    const std::uint64_t most = request.max_bytes() > 0
                                   ? std::min(m_use.largest, static_cast<std::uint64_t>(request.max_bytes()))
                                   : m_use.largest;
    const std::string text =
        fmt::format("{}.{}.{}.{}.{}", expires, most, m_use.ids.next(), terms->seller.value(), types);
    upload.set_url(fmt::format("/v1/uploads/{}.{}", text, m_signer.sign("upload " + text)));
    setTime(*upload.mutable_expire_time(), expires * 1'000'000);
    upload.set_max_bytes(static_cast<std::int64_t>(most));
    co_return upload;
}

Result<UploadTerms> MediaService::termsOf(std::string_view token) const {
    const auto dot = token.rfind('.');
    const auto wrong = fail(Code::PermissionDenied, "SIGNATURE_WRONG",
                            "This is no upload address of this store. Create a new upload.");
    if (dot == std::string_view::npos || token.size() > 512 ||
        !m_signer.verify(fmt::format("upload {}", token.substr(0, dot)), token.substr(dot + 1)))
        return wrong;
    std::array<std::int64_t, 4> numbers{};
    std::string_view rest = token.substr(0, dot);
    for (std::int64_t& number : numbers) {
        const auto end = rest.find('.');
        if (std::from_chars(rest.data(), rest.data() + std::min(end, rest.size()), number).ec != std::errc() ||
            end == std::string_view::npos)
            return wrong;
        rest.remove_prefix(end + 1);
    }
    UploadTerms terms;
    terms.expires = numbers[0] * 1'000'000;
    terms.maxBytes = static_cast<std::uint64_t>(numbers[1]);
    terms.upload = numbers[2];
    terms.seller = SellerId(numbers[3]);
    for (; rest.size() >= 2; rest.remove_prefix(2))
        terms.contentTypes.emplace_back(offeredTypes()[static_cast<std::size_t>(rest[0] - '0')]);
    if (terms.expires <= m_use.clock.now())
        return fail(Code::FailedPrecondition, "UPLOAD_EXPIRED", "This address has expired. Create a new upload.");
    return terms;
}

Task<Result<v1::Media>> MediaService::getMedia(rpc::Context& context, const v1::GetMediaRequest& request) {
    const std::string id = request.id();
    const auto known = co_await shown(id);
    if (!known)
        co_return std::unexpected(known.error());
    const Viewer viewer{context.principal, {}, {}};
    const auto may = known->known ? co_await mayView(id, *known, viewer) : Result<bool>(false);
    if (!may)
        co_return std::unexpected(may.error());
    if (!*may)
        co_return notFound("media file", id.substr(0, 64));
    std::function<Result<std::pair<store::File, std::int64_t>>(sql::Reader&)> read =
        [id](sql::Reader& reader) -> Result<std::pair<store::File, std::int64_t>> {
        auto found = store::find(reader, id);
        if (!found || found->deleting)
            return notFound("media file", id);
        return std::pair(std::move(*found), store::references(reader, id));
    };
    auto found = co_await m_use.database.read(std::move(read));
    if (!found)
        co_return std::unexpected(std::move(found).error());
    co_return co_await describe(id, found->second, found->first, known->shown);
}

Task<Result<v1::Media>> MediaService::describe(std::string id, std::int64_t references, const store::File& file,
                                               bool open) {
    v1::Media media;
    media.set_id(id);
    media.set_url("/media/" + id + std::string(blobs::extensionOf(file.facts.contentType)));
    media.set_content_type(file.facts.contentType);
    media.set_size_bytes(file.bytes);
    media.set_width(static_cast<std::int32_t>(file.facts.width));
    media.set_height(static_cast<std::int32_t>(file.facts.height));
    media.set_frames(static_cast<std::int32_t>(file.facts.frames));
    media.set_duration_ms(file.facts.durationMs);
    setTime(*media.mutable_create_time(), file.created);
    media.set_public_(open);
    media.set_reference_count(static_cast<std::int32_t>(references));
    media.set_preview_url(media.url() + "?" + previewQuery(id));
    if (const auto blob = blobs::BlobId::parse(id); blob && file.facts.kind == Facts::Kind::Image)
        for (const std::uint32_t width : renditionWidths) {
            auto& rendition = *media.add_renditions();
            rendition.set_width(static_cast<std::int32_t>(width));
            rendition.set_webp_url("/media/" + RenditionKey{*blob, width, Format::Webp}.text());
            rendition.set_jpeg_url("/media/" + RenditionKey{*blob, width, Format::Jpeg}.text());
        }
    co_return media;
}

std::string MediaService::previewQuery(const std::string& id) const {
    const std::int64_t expires = m_use.clock.now() / 1'000'000 + previewSeconds;
    return fmt::format("expires={}&signature={}", expires, m_signer.sign(fmt::format("view {} {}", id, expires)));
}

Task<Result<store::Shown>> MediaService::shown(const std::string& id) {
    if (const auto found = m_use.visibility.find(id))
        co_return *found;
    const auto lease = m_use.visibility.lease(id);
    std::function<Result<store::Shown>(sql::Reader&)> read = [&id](sql::Reader& reader) -> Result<store::Shown> {
        return store::shown(reader, id);
    };
    auto found = co_await m_use.database.read(std::move(read));
    if (found)
        m_use.visibility.remember(id, lease, *found);
    co_return found;
}

Task<Result<bool>> MediaService::mayView(const std::string& id, const store::Shown& shown, const Viewer& viewer) {
    // What was never uploaded, the backend has drawn.
    if (!shown.known || shown.shown || seesAll(viewer.principal))
        co_return true;
    std::int64_t expires = 0;
    const char* end = viewer.expires.data() + viewer.expires.size();
    if (!viewer.signature.empty() && std::from_chars(viewer.expires.data(), end, expires).ptr == end &&
        expires > m_use.clock.now() / 1'000'000 &&
        m_signer.verify(fmt::format("view {} {}", id, expires), viewer.signature))
        co_return true;
    if (viewer.principal.sellers.empty())
        co_return false;
    std::function<Result<bool>(sql::Reader&)> read = [&](sql::Reader& reader) -> Result<bool> {
        return store::isOwner(reader, id, viewer.principal.sellers);
    };
    co_return co_await m_use.database.read(std::move(read));
}

std::optional<Served> MediaService::serveNow(const blobs::BlobId& id,
                                             const std::optional<RenditionKey>& rendition) const {
    if (!rendition)
        return std::nullopt;
    const auto known = m_use.visibility.find(id.text());
    if (!known || !known->shown || !known->image)
        return std::nullopt;
    auto made = m_use.renditions.cached(*rendition);
    if (!made)
        return std::nullopt;
    return Served{rendition->format == Format::Webp ? "image/webp" : "image/jpeg", made->etag, made, made->bytes, true};
}

Task<Result<Served>> MediaService::serve(blobs::BlobId id, std::optional<RenditionKey> rendition,
                                         const Viewer& viewer) {
    const std::string text = id.text();
    const auto known = co_await shown(text);
    if (!known)
        co_return std::unexpected(known.error());
    const auto may = co_await mayView(text, *known, viewer);
    if (!may)
        co_return std::unexpected(may.error());
    if (!*may || (rendition && !(known->known && known->image)))
        co_return notFound("media file", text);
    Served served;
    served.open = !known->known || known->shown;
    if (rendition) {
        const auto made = co_await m_use.renditions.get(*rendition);
        if (!made)
            co_return std::unexpected(made.error());
        served.contentType = rendition->format == Format::Webp ? "image/webp" : "image/jpeg";
        served.etag = (*made)->etag;
        served.bytes = (*made)->bytes;
        served.keep = *made;
        co_return served;
    }
    std::function<Result<std::shared_ptr<const blobs::Blob>>()> get = [this, id] { return m_use.blobs.get(id); };
    auto blob = co_await boost::asio::co_spawn(m_readers, on(std::move(get)), use_awaitable);
    if (!blob)
        co_return std::unexpected(std::move(blob).error());
    served.bytes = (*blob)->bytes();
    served.contentType = known->known ? known->contentType : std::string(blobs::contentType(served.bytes));
    served.etag = '"' + text + '"';
    served.keep = std::move(*blob);
    co_return served;
}

Task<Result<void>> MediaService::hold(std::vector<std::string> ids) {
    const Micros now = m_use.clock.now();
    for (const std::string& id : ids) {
        const auto blob = blobs::BlobId::parse(id);
        std::function<Result<bool>(sql::Transaction&)> touch = [&](sql::Transaction& tx) -> Result<bool> {
            return store::touch(tx, id, now);
        };
        const auto there = co_await m_use.database.write(std::move(touch));
        if (!there)
            co_return std::unexpected(there.error());
        std::function<Result<bool>()> look = [this, blob]() -> Result<bool> { return m_use.blobs.contains(*blob); };
        const auto whole = *there && blob
                               ? co_await boost::asio::co_spawn(m_readers, on(std::move(look)), use_awaitable)
                               : Result<bool>(false);
        if (!whole || !*whole)
            co_return fail(Code::FailedPrecondition, "MEDIA_MISSING",
                           fmt::format("There is no media file {}. Upload it first.", id), "images");
    }
    co_return Result<void>();
}

Task<Result<void>> MediaService::renew(std::vector<std::string> ids) {
    const Micros now = m_use.clock.now();
    std::function<Result<void>(sql::Transaction&)> touch = [&](sql::Transaction& tx) -> Result<void> {
        for (const std::string& id : ids)
            store::touch(tx, id, now);
        return {};
    };
    co_return co_await m_use.database.write(std::move(touch), sql::Priority::Bulk);
}

void registerMedia(rpc::Registry& registry, MediaService& service) {
    const std::string prefix = "tradepost.media.v1.MediaService/";
    registry.add(prefix + "UploadMedia", service, &MediaService::uploadMedia);
    registry.add(prefix + "CreateUpload", service, &MediaService::createUpload);
    registry.add(prefix + "GetMedia", service, &MediaService::getMedia);
}

} // namespace tradepost::media
