#include "backend/services/payments/schema.h"

namespace tradepost::payments {

// One row a saga, under the saga's id. `reserved` is the event that asked for the money, which the event that tells of
// it hands on; empty for a saga that was called off before it got here.
const sql::Schema& schema() {
    static const sql::Schema schema{"payments", {{1, R"(
CREATE TABLE payments_payments (
    id $KEY,
    state BIGINT NOT NULL,
    called_off BIGINT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    refunded_minor BIGINT NOT NULL,
    method TEXT NOT NULL,
    gateway TEXT NOT NULL,
    charge TEXT NOT NULL,
    decline_code TEXT NOT NULL,
    message TEXT NOT NULL,
    action_url TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    reserved TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX payments_payments_state ON payments_payments (state, id);
CREATE INDEX payments_payments_open ON payments_payments (id) WHERE state IN (1, 2, 5);
)"}}};
    return schema;
}

} // namespace tradepost::payments
