#include "app/server/media_module.h"

#include "app/server/backend.h"
#include "backend/platform/blobs/disk_blobs.h"
#include "backend/services/media/schema.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>

namespace tradepost::server {

namespace {

constexpr std::size_t largestFile = 256u << 20;

// Blocks until the references know what the catalog's log holds now.
Result<void> awaitReferences(Backend& backend) {
    events::Outbox& log = *backend.catalogLog;
    const auto end =
        log.database().readNow([&](sql::Reader& reader) -> Result<events::Position> { return log.end(reader); });
    if (!end)
        return std::unexpected(end.error());
    auto passed =
        boost::asio::co_spawn(backend.io, backend.feed->passed(media::References::name, *end, std::chrono::seconds(5)),
                              boost::asio::use_future);
    if (passed.wait_for(std::chrono::seconds(10)) != std::future_status::ready)
        return fail(Code::Unavailable, "STOPPING", "The server stops.");
    return passed.get();
}

} // namespace

void MediaParts::stopWaiting() {
    if (sweeper)
        sweeper->stop();
    if (purge)
        purge->stop();
}

Task<Result<void>> holdMedia(media::MediaService& service, std::vector<std::string> urls) {
    std::vector<std::string> ids;
    for (const std::string& url : urls)
        if (std::string id = media::mediaIdOf(url); !id.empty())
            ids.push_back(std::move(id));
    if (ids.empty())
        co_return Result<void>();
    co_return co_await service.hold(std::move(ids));
}

catalog::PictureParts importPictures(media::MediaService& service) {
    catalog::PictureParts parts;
    parts.keep = [&service](std::string bytes, SellerId seller) -> Task<Result<std::string>> {
        media::UploadTerms terms;
        terms.seller = seller;
        terms.maxBytes = service.largest();
        for (const std::string_view type : media::offeredTypes())
            if (type.starts_with("image/"))
                terms.contentTypes.emplace_back(type);
        const auto kept = co_await service.keep(bytes, std::move(terms));
        co_return kept ? Result<std::string>(kept->url()) : std::unexpected(kept.error());
    };
    parts.renew = [&service](std::vector<std::string> ids) -> Task<Result<void>> {
        return service.renew(std::move(ids));
    };
    return parts;
}

std::vector<sql::Schema> mediaSchemas() {
    return {events::Outbox::schema(), media::schema()};
}

Result<void> startMedia(Backend& backend) {
    auto store = blobs::openDiskBlobs({backend.directory.file("media"), largestFile});
    if (!store)
        return std::unexpected(std::move(store).error());
    backend.media = std::move(*store);
    const auto database = backend.openDatabase("media", mediaSchemas());
    if (!database)
        return std::unexpected(database.error());
    backend.mediaParts = std::make_unique<MediaParts>();
    MediaParts& parts = *backend.mediaParts;
    parts.log = backend.openLog(**database, "media");
    parts.renderer = std::make_unique<media::Renderer>();
    parts.visibility = std::make_unique<media::Visibility>();
    media::RenditionConfig config;
    config.directory = backend.directory.file("renditions");
    config.threads = backend.settings.mediaThreads;
    parts.renditions = std::make_unique<media::Renditions>(*backend.media, *parts.renderer, config);
    TP_TRY(parts.renditions->open());
    parts.service = std::make_unique<media::MediaService>(
        media::Dependencies{**database, *backend.media, *parts.renditions, *parts.renderer, *parts.visibility,
                            backend.ids, backend.clock, backend.keys->derive("media", "addresses"), largestFile});
    parts.edge = std::make_unique<media::MediaEdge>(*parts.service, backend.identity->authenticator());
    media::registerMedia(backend.registry, *parts.service);
    media::Renditions* const renditions = parts.renditions.get();
    backend.gauges.push_back(
        backend.metrics.gauge("tradepost_media_renditions_waiting", "Pictures that wait to be prepared.", {},
                              [renditions] { return static_cast<double>(renditions->stats().waiting); }));
    backend.gauges.push_back(
        backend.metrics.gauge("tradepost_media_renditions_made", "Pictures prepared since the start.", {},
                              [renditions] { return static_cast<double>(renditions->stats().rendered); }));
    backend.gauges.push_back(
        backend.metrics.gauge("tradepost_media_renditions_refused", "Pictures refused because too many waited.", {},
                              [renditions] { return static_cast<double>(renditions->stats().refused); }));
    return {};
}

void stopMedia(Backend& backend) {
    backend.mediaParts.reset();
    backend.media.reset();
}

std::vector<sql::Schema> mediaReferencesSchemas() {
    return {events::Outbox::schema()};
}

Result<void> startMediaReferences(Backend& backend) {
    MediaParts& parts = *backend.mediaParts;
    sql::Database& database = parts.log->database();
    catalog::CatalogService* const products = backend.catalog.get();
    parts.references = std::make_unique<media::References>(
        database, *parts.log, *parts.visibility, backend.clock,
        [products](const std::function<void(const catalog::v1::Product&)>& onProduct,
                   const std::function<void(const catalog::v1::Product&)>& onPending) {
            return products->scanAll(onProduct, onPending);
        });
    TP_TRY(backend.feed->subscribe(*backend.catalogLog, parts.references->projection()));
    if (backend.settings.mediaPurgeUrl.empty() != backend.settings.mediaPurgeSecret.empty())
        return invalid("media-purge-url", "media-purge-url and media-purge-secret go together: set both or none.",
                       "PURGE_INCOMPLETE");
    const auto own = backend.openDatabase("media-references", mediaReferencesSchemas());
    if (!own)
        return std::unexpected(own.error());
    if (!backend.settings.mediaPurgeUrl.empty()) {
        media::PurgeConfig config;
        config.url = backend.settings.mediaPurgeUrl;
        config.secret = backend.settings.mediaPurgeSecret;
        parts.purge = std::make_unique<media::Purge>(backend.clock, config);
        TP_TRY(backend.feed->subscribe(*parts.log, parts.purge->consumer(**own)));
    }
    media::SweepConfig config;
    config.grace = std::chrono::hours(backend.settings.mediaGraceHours);
    config.referencesKnown = [&backend] { return awaitReferences(backend); };
    parts.sweeper = std::make_unique<media::Sweeper>(database, *backend.media, *parts.renditions, *parts.visibility,
                                                     parts.service->swept(), backend.clock, config);
    parts.sweeper->start();
    return {};
}

void stopMediaReferences(Backend& backend) {
    if (!backend.mediaParts)
        return;
    backend.mediaParts->sweeper.reset();
    backend.mediaParts->purge.reset();
    backend.mediaParts->references.reset();
}

} // namespace tradepost::server
