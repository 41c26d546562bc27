#include "backend/services/catalog/schema.h"

namespace tradepost::catalog {

// Sorting indexes hold what a seller's list asks for beside the order, so that ordered ids are read from the index
// alone, a million of them too. A seller with few products is found by catalog_products_seller and sorted.
// create_time needs none: ids sort by it. History is only appended to: a product names its last entry, each entry the
// one before it, so that a change pays for no index of them.
const sql::Schema& schema() {
    static const sql::Schema schema{"catalog",
                                    {{1, R"(
CREATE TABLE catalog_products (
    id $KEY,
    seller_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    title TEXT $BINARY NOT NULL,
    brand TEXT $BINARY NOT NULL,
    category_id BIGINT NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT $BINARY NOT NULL,
    first_sku TEXT $BINARY NOT NULL,
    variant_count BIGINT NOT NULL,
    image_url TEXT $BINARY NOT NULL,
    slug TEXT $BINARY NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    history BIGINT NOT NULL
);
CREATE INDEX catalog_products_title ON catalog_products (title, id, seller_id, state);
CREATE INDEX catalog_products_price ON catalog_products (price_minor, id, seller_id, state);
CREATE INDEX catalog_products_updated ON catalog_products (updated_at, id, seller_id, state);
CREATE INDEX catalog_products_brand ON catalog_products (brand, id, seller_id, state);
CREATE INDEX catalog_products_state ON catalog_products (state, id, seller_id);
CREATE INDEX catalog_products_seller ON catalog_products (seller_id, id, state);
CREATE INDEX catalog_products_category ON catalog_products (category_id, id, seller_id, state);
CREATE TABLE catalog_bodies (
    product_id $KEY,
    body TEXT NOT NULL
);
CREATE TABLE catalog_variants (
    product_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    sku TEXT $BINARY NOT NULL,
    gtin TEXT $BINARY NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT $BINARY NOT NULL,
    PRIMARY KEY (product_id, ordinal)
);
CREATE UNIQUE INDEX catalog_variants_sku ON catalog_variants (sku, seller_id);
CREATE INDEX catalog_variants_gtin ON catalog_variants (gtin, product_id) WHERE gtin <> '';
CREATE TABLE catalog_tags (
    tag TEXT $BINARY NOT NULL,
    product_id BIGINT NOT NULL,
    PRIMARY KEY (tag, product_id)
);
CREATE INDEX catalog_tags_product ON catalog_tags (product_id);
CREATE TABLE catalog_slugs (
    kind BIGINT NOT NULL,
    slug TEXT $BINARY NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (kind, slug)
);
CREATE TABLE catalog_history (
    position $AUTOINCREMENT,
    previous BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    action TEXT NOT NULL,
    fields TEXT NOT NULL,
    before TEXT NOT NULL
);
CREATE TABLE catalog_requests (
    caller_id BIGINT NOT NULL,
    request_id TEXT $BINARY NOT NULL,
    product_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (caller_id, request_id)
);
CREATE INDEX catalog_requests_age ON catalog_requests (created_at);
CREATE TABLE catalog_categories (
    id $KEY,
    parent_id BIGINT NOT NULL,
    name TEXT $BINARY NOT NULL,
    slug TEXT $BINARY NOT NULL,
    sort_index BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    names TEXT NOT NULL
);
CREATE INDEX catalog_categories_parent ON catalog_categories (parent_id);
CREATE TABLE catalog_category_closure (
    ancestor_id BIGINT NOT NULL,
    descendant_id BIGINT NOT NULL,
    distance BIGINT NOT NULL,
    PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX catalog_category_closure_up ON catalog_category_closure (descendant_id, distance, ancestor_id);
)"},
                                     {2, R"(
CREATE TABLE catalog_pending (
    product_id $KEY,
    revision BIGINT NOT NULL,
    state BIGINT NOT NULL,
    fields TEXT NOT NULL,
    base TEXT NOT NULL,
    proposed TEXT NOT NULL,
    author_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    reason TEXT NOT NULL
);
CREATE TABLE catalog_reasons (
    position $KEY,
    product_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE catalog_cleared (
    product_id $KEY,
    revision BIGINT NOT NULL
);
CREATE TABLE catalog_price_days (
    product_id $KEY,
    day BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    prices TEXT NOT NULL
);
CREATE TABLE catalog_settings (
    name TEXT $BINARY PRIMARY KEY,
    value TEXT NOT NULL
);
)"},
                                     // Tables that are found by their keys only are kept in their order.
                                     {3, R"(
ALTER TABLE catalog_variants RENAME TO catalog_variants_2;
CREATE TABLE catalog_variants (
    product_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    sku TEXT $BINARY NOT NULL,
    gtin TEXT $BINARY NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT $BINARY NOT NULL,
    PRIMARY KEY (product_id, ordinal)
) $CLUSTERED;
INSERT INTO catalog_variants SELECT product_id, ordinal, seller_id, sku, gtin, price_minor, currency
    FROM catalog_variants_2 ORDER BY product_id, ordinal;
DROP TABLE catalog_variants_2;
CREATE UNIQUE INDEX catalog_variants_sku ON catalog_variants (sku, seller_id);
CREATE INDEX catalog_variants_gtin ON catalog_variants (gtin, product_id) WHERE gtin <> '';
ALTER TABLE catalog_tags RENAME TO catalog_tags_2;
CREATE TABLE catalog_tags (
    tag TEXT $BINARY NOT NULL,
    product_id BIGINT NOT NULL,
    PRIMARY KEY (tag, product_id)
) $CLUSTERED;
INSERT INTO catalog_tags SELECT tag, product_id FROM catalog_tags_2 ORDER BY tag, product_id;
DROP TABLE catalog_tags_2;
CREATE INDEX catalog_tags_product ON catalog_tags (product_id);
ALTER TABLE catalog_slugs RENAME TO catalog_slugs_2;
CREATE TABLE catalog_slugs (
    kind BIGINT NOT NULL,
    slug TEXT $BINARY NOT NULL,
    target_id BIGINT NOT NULL,
    PRIMARY KEY (kind, slug)
) $CLUSTERED;
INSERT INTO catalog_slugs SELECT kind, slug, target_id FROM catalog_slugs_2 ORDER BY kind, slug;
DROP TABLE catalog_slugs_2;
)"}}};
    return schema;
}

} // namespace tradepost::catalog
