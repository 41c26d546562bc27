#include "backend/services/inventory/schema.h"

namespace tradepost::inventory {

// A hold's row stays when it is over, so that what comes late finds the decision; its lines go with what they held,
// except those of a sale, which tell from where it ships. `low` is written only when it flips, for the list of what
// runs out.
const sql::Schema& schema() {
    static const sql::Schema schema{"inventory", {{1, R"(
CREATE TABLE inventory_locations (
    id $KEY,
    seller_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    rank BIGINT NOT NULL,
    closed BIGINT NOT NULL
);
CREATE INDEX inventory_locations_seller ON inventory_locations (seller_id, rank, id);
CREATE TABLE inventory_items (
    id $KEY,
    seller_id BIGINT NOT NULL,
    sku TEXT $BINARY NOT NULL,
    backorder BIGINT NOT NULL,
    threshold BIGINT NOT NULL,
    is_bundle BIGINT NOT NULL,
    in_bundle BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    incoming BIGINT NOT NULL,
    low BIGINT NOT NULL
);
CREATE UNIQUE INDEX inventory_items_sku ON inventory_items (seller_id, sku);
CREATE INDEX inventory_items_low ON inventory_items (seller_id, sku) WHERE low = 1;
CREATE TABLE inventory_levels (
    item_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    incoming BIGINT NOT NULL,
    PRIMARY KEY (item_id, location_id)
);
CREATE TABLE inventory_parts (
    bundle_id BIGINT NOT NULL,
    part_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    PRIMARY KEY (bundle_id, part_id)
);
CREATE INDEX inventory_parts_part ON inventory_parts (part_id, bundle_id);
CREATE TABLE inventory_movements (
    position $AUTOINCREMENT,
    item_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    incoming BIGINT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    reference TEXT NOT NULL,
    actor_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX inventory_movements_item ON inventory_movements (item_id, position);
CREATE TABLE inventory_holds (
    id $KEY,
    owner TEXT $BINARY NOT NULL,
    version BIGINT NOT NULL,
    state BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX inventory_holds_owner ON inventory_holds (owner);
CREATE INDEX inventory_holds_due ON inventory_holds (expires_at) WHERE state = 1;
CREATE INDEX inventory_holds_over ON inventory_holds (updated_at) WHERE state IN (3, 4);
CREATE TABLE inventory_hold_lines (
    hold_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    PRIMARY KEY (hold_id, item_id, location_id)
);
CREATE TABLE inventory_requests (
    seller_id BIGINT NOT NULL,
    request_id TEXT $BINARY NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, request_id)
);
CREATE INDEX inventory_requests_at ON inventory_requests (at);
)"}}};
    return schema;
}

} // namespace tradepost::inventory
