#include "backend/services/cart/schema.h"

namespace tradepost::cart {

// `version` counts the changes of a cart's lines; `changed_at` is the last one. `contact` is personal data, as bytes.
const sql::Schema& schema() {
    static const sql::Schema schema{"cart", {{1, R"(
CREATE TABLE cart_carts (
    id $KEY,
    owner TEXT $BINARY NOT NULL,
    version BIGINT NOT NULL,
    checkout_id BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX cart_carts_owner ON cart_carts (owner);
CREATE TABLE cart_lines (
    id $KEY,
    cart_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    seller_id BIGINT NOT NULL,
    sku TEXT $BINARY NOT NULL,
    quantity BIGINT NOT NULL,
    added_minor BIGINT NOT NULL,
    currency TEXT NOT NULL
);
CREATE INDEX cart_lines_cart ON cart_lines (cart_id, id);
CREATE TABLE cart_checkouts (
    id $KEY,
    owner TEXT $BINARY NOT NULL,
    request_id TEXT $BINARY NOT NULL,
    request_hash BIGINT NOT NULL,
    cart_id BIGINT NOT NULL,
    state BIGINT NOT NULL,
    failure BIGINT NOT NULL,
    failure_message TEXT NOT NULL,
    order_id TEXT NOT NULL,
    action_url TEXT NOT NULL,
    cancel_requested BIGINT NOT NULL,
    timed_out BIGINT NOT NULL,
    deadline BIGINT NOT NULL,
    draft TEXT NOT NULL,
    contact TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX cart_checkouts_request ON cart_checkouts (owner, request_id);
CREATE INDEX cart_checkouts_due ON cart_checkouts (deadline) WHERE state < 5 AND timed_out = 0;
CREATE TABLE cart_checkout_steps (
    checkout_id BIGINT NOT NULL,
    ordinal BIGINT NOT NULL,
    event TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (checkout_id, ordinal)
);
)"}}};
    return schema;
}

} // namespace tradepost::cart
