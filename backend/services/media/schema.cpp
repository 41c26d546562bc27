#include "backend/services/media/schema.h"

namespace tradepost::media {

// A row of media_files is committed before its bytes get their name in the blob store and outlives them when they are
// removed: no blob is ever there unknown. `deleting` keeps the row while its blob goes.
const sql::Schema& schema() {
    static const sql::Schema schema{"media", {{1, R"(
CREATE TABLE media_files (
    id TEXT $BINARY NOT NULL PRIMARY KEY,
    content_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    frames BIGINT NOT NULL,
    duration_ms BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    deleting BIGINT NOT NULL
);
CREATE INDEX media_files_touched ON media_files (touched_at);
CREATE TABLE media_owners (
    media_id TEXT $BINARY NOT NULL,
    seller_id BIGINT NOT NULL,
    PRIMARY KEY (media_id, seller_id)
);
CREATE TABLE media_uploads (
    id $KEY,
    media_id TEXT $BINARY NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX media_uploads_media ON media_uploads (media_id, expires_at);
CREATE INDEX media_uploads_expiry ON media_uploads (expires_at);
CREATE TABLE media_references (
    product_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    media_id TEXT $BINARY NOT NULL,
    published BIGINT NOT NULL,
    PRIMARY KEY (product_id, kind, media_id)
);
CREATE INDEX media_references_media ON media_references (media_id, published);
CREATE TABLE media_reference_cursor (
    id $KEY,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL
);
)"}}};
    return schema;
}

} // namespace tradepost::media
