#include "backend/services/orders/schema.h"

namespace tradepost::orders {

// A saga ends in one row of `orders_decisions`: with an order, or with the reason why there is none. `lines` are the
// draft's, as bytes.
const sql::Schema& schema() {
    static const sql::Schema schema{"orders", {{1, R"(
CREATE TABLE orders_decisions (
    saga_id $KEY,
    order_id BIGINT NOT NULL,
    reason BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE TABLE orders_orders (
    id $KEY,
    saga_id BIGINT NOT NULL,
    owner TEXT $BINARY NOT NULL,
    state BIGINT NOT NULL,
    total_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    lines TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX orders_orders_owner ON orders_orders (owner, id);
CREATE TABLE orders_sellers (
    seller_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);
)"}}};
    return schema;
}

} // namespace tradepost::orders
