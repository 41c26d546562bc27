#pragma once

#include "backend/base/task.h"
#include "backend/services/catalog/imports/picture_taker.h"
#include "backend/services/media/edge.h"
#include "backend/services/media/purge.h"
#include "backend/services/media/references.h"
#include "backend/services/media/sweeper.h"

#include <memory>

namespace tradepost::server {

class Backend;

// What the modules media and media-references are made of, in the order of making.
struct MediaParts {
    std::unique_ptr<events::Outbox> log;
    std::unique_ptr<media::Renderer> renderer;
    std::unique_ptr<media::Visibility> visibility;
    std::unique_ptr<media::Renditions> renditions;
    std::unique_ptr<media::MediaService> service;
    std::unique_ptr<media::MediaEdge> edge;
    // Of media-references.
    std::unique_ptr<media::References> references;
    std::unique_ptr<media::Purge> purge;
    std::unique_ptr<media::Sweeper> sweeper;

    void stopWaiting(); // for networks and clocks, before the feed stops
};

std::vector<sql::Schema> mediaSchemas();
Result<void> startMedia(Backend& backend);
void stopMedia(Backend& backend);
std::vector<sql::Schema> mediaReferencesSchemas(); // of what the purge consumer keeps
Result<void> startMediaReferences(Backend& backend);
void stopMediaReferences(Backend& backend);

// The files among image addresses are about to be referred to: media::MediaService::hold.
Task<Result<void>> holdMedia(media::MediaService& service, std::vector<std::string> urls);
// What imports do with pictures.
catalog::PictureParts importPictures(media::MediaService& service);

} // namespace tradepost::server
