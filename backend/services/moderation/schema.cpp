#include "backend/services/moderation/schema.h"

namespace tradepost::moderation {

// Each order of the queue is an index that ends in the id, so that a page is read from it alone, however long the queue
// is. Counting half a million rows takes a second, so they are counted as they come and go (kind 0: all).
const sql::Schema& schema() {
    static const sql::Schema schema{"moderation", {{1, R"(
CREATE TABLE moderation_items (
    product_id $KEY,
    etag TEXT NOT NULL,
    is_revision BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    category_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    image_url TEXT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    submitted_at BIGINT NOT NULL,
    finding_mask BIGINT NOT NULL,
    lightness BIGINT NOT NULL,
    findings TEXT NOT NULL
);
CREATE INDEX moderation_items_age ON moderation_items (submitted_at, product_id);
CREATE INDEX moderation_items_weight ON moderation_items (lightness, submitted_at, product_id);
CREATE INDEX moderation_items_seller ON moderation_items (seller_id, submitted_at, product_id);
CREATE TABLE moderation_findings (
    kind BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    PRIMARY KEY (kind, submitted_at, product_id)
);
CREATE TABLE moderation_counts (
    kind BIGINT NOT NULL,
    day BIGINT NOT NULL,
    items BIGINT NOT NULL,
    PRIMARY KEY (kind, day)
);
CREATE TABLE moderation_claims (
    product_id $KEY,
    moderator_id BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE TABLE moderation_approvals (
    product_id $KEY,
    etag TEXT NOT NULL,
    rule TEXT NOT NULL
);
CREATE TABLE moderation_words (
    kind BIGINT NOT NULL,
    entry TEXT $BINARY NOT NULL,
    PRIMARY KEY (kind, entry)
);
CREATE TABLE moderation_settings (
    id $KEY,
    kind BIGINT NOT NULL,
    name TEXT $BINARY NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX moderation_settings_kind ON moderation_settings (kind, name, id);
)"}}};
    return schema;
}

} // namespace tradepost::moderation
