#pragma once

#include "backend/platform/blobs/blob_store.h"

namespace tradepost::blobs {

struct DiskConfig {
    std::string directory;                  // made when it does not exist; belongs to this store alone
    std::size_t largest = 64 * 1024 * 1024; // bytes of one blob
    bool readOnly = false;                  // nothing is made or cleared; the directory is there
};

// Files named by their hash below 256 folders. A blob is written beside its place, synced, renamed there, and the
// folder synced: after a crash it is there whole or not at all. Reading maps the file.
Result<std::unique_ptr<BlobStore>> openDiskBlobs(DiskConfig config);

} // namespace tradepost::blobs
