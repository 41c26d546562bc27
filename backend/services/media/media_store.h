#pragma once

#include "backend/base/ids.h"
#include "backend/platform/blobs/blob_store.h"
#include "backend/platform/events/events.h"
#include "backend/services/media/formats/inspect.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

// The tables media_*. Files are named by the text of their BlobId.
namespace tradepost::media::store {

struct File {
    std::string id;
    Facts facts;
    std::int64_t bytes = 0;
    Micros created = 0, touched = 0;
    bool deleting = false;
};

// What serving asks of a file in one look.
struct Shown {
    bool known = false; // it was uploaded: otherwise the backend itself made it, if it is there at all
    bool shown = false; // a published product refers to it
    bool image = false;
    std::string contentType;
};

std::optional<File> find(sql::Reader& reader, const std::string& id);
Shown shown(sql::Reader& reader, const std::string& id);
bool isOwner(sql::Reader& reader, const std::string& id, const std::vector<SellerId>& sellers);
std::int64_t references(sql::Reader& reader, const std::string& id);

// Notes the file, or that it came again; a falsy seller owns nothing. False: it is being deleted, wait and try again.
bool keep(sql::Transaction& tx, const File& file, SellerId seller);
// Starts the grace period anew. False: it is not there, or is being deleted.
bool touch(sql::Transaction& tx, const std::string& id, Micros now);

// An upload address was used for this file; false when it was for another one before.
bool useUpload(sql::Transaction& tx, std::int64_t upload, const std::string& media, Micros expires);
void dropExpiredUploads(sql::Transaction& tx, Micros now);

// Files that nothing refers to, untouched since `before`, and those whose deletion was begun.
std::vector<std::string> orphans(sql::Reader& reader, Micros before, Micros now, int limit);
// Begins the deletion, if it still is an orphan or was begun before.
bool condemn(sql::Transaction& tx, const std::string& id, Micros before, Micros now);
void erase(sql::Transaction& tx, const std::string& id);

// What holds a file: a product as it is, or a revision of it that waits for a decision.
enum class Holder { Product = 0, Pending = 1 };

// Replaces what a product's holder refers to, and answers with the files that a published product showed before and
// none does now, then those the other way round.
struct Turned {
    std::vector<std::string> hidden, shown;
};
Turned setReferences(sql::Transaction& tx, ProductId product, Holder holder, const std::set<std::string>& media,
                     bool published, Micros now);
bool refersTo(sql::Reader& reader, ProductId product, Holder holder); // to any file
void clearReferences(sql::Transaction& tx);
std::set<std::string> shownFiles(sql::Reader& reader);

events::Position cursor(sql::Reader& reader); // {} before the first
void setCursor(sql::Transaction& tx, events::Position position);

} // namespace tradepost::media::store
