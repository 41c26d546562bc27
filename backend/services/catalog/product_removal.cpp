#include "backend/services/catalog/product_removal.h"

#include "backend/services/catalog/messages.h"
#include "tradepost/catalog/v1/events.pb.h"

namespace tradepost::catalog {

events::Position removeProduct(sql::Transaction& tx, events::Outbox& outbox, v1::Product product,
                               const Change& change) {
    const std::int64_t id = parseId(product.id());
    for (const char* statement :
         {"DELETE FROM catalog_tags WHERE product_id = ?", "DELETE FROM catalog_variants WHERE product_id = ?",
          "DELETE FROM catalog_bodies WHERE product_id = ?",
          "DELETE FROM catalog_slugs WHERE kind = 1 AND slug IN (SELECT slug FROM catalog_products WHERE id = ?)"})
        tx.exec(statement, id);
    // History is a list without an index by product: from the last entry back.
    auto entry = tx.one(
        "SELECT history FROM catalog_products WHERE id = ?", [](const sql::Row& row) { return row.integer(0); }, id);
    while (entry.value_or(0) != 0) {
        const auto previous = tx.one(
            "SELECT previous FROM catalog_history WHERE position = ?",
            [](const sql::Row& row) { return row.integer(0); }, *entry);
        tx.exec("DELETE FROM catalog_history WHERE position = ?", *entry);
        entry = previous;
    }
    tx.exec("DELETE FROM catalog_products WHERE id = ?", id);
    v1::ProductChanged event;
    event.set_previous_state(product.state());
    event.set_actor_id(change.actor.text());
    product.set_state(v1::ARCHIVED);
    product.set_revision(product.revision() + 1);
    product.set_etag(etagOf(product.revision()));
    setTime(*product.mutable_update_time(), change.at);
    const std::string key = product.id();
    *event.mutable_product() = std::move(product);
    return outbox.append(tx, event, key, change.traceparent);
}

} // namespace tradepost::catalog
