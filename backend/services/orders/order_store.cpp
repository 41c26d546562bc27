#include "backend/services/orders/order_store.h"

#include <set>

namespace tradepost::orders {

namespace {
Order orderOf(const sql::Row& row) {
    Order out;
    out.id = OrderId(row.integer(0));
    out.saga = SagaId(row.integer(1));
    out.owner = row.text(2);
    out.state = static_cast<v1::OrderState>(row.integer(3));
    out.totalMinor = row.integer(4);
    out.currency = row.text(5);
    out.draft.ParseFromString(sql::decodeBytes(row.text(6)));
    out.created = row.integer(7);
    out.updated = row.integer(8);
    out.revision = row.integer(9);
    return out;
}
} // namespace

std::optional<Decision> OrderStore::decision(sql::Reader& reader, SagaId saga) {
    return reader.one(
        "SELECT order_id, reason FROM orders_decisions WHERE saga_id = ?",
        [](const sql::Row& row) {
            return Decision{OrderId(row.integer(0)), static_cast<checkout::v1::FailureReason>(row.integer(1))};
        },
        saga.value());
}

void OrderStore::decide(sql::Transaction& tx, SagaId saga, const Decision& decision, Micros now) {
    tx.exec("INSERT INTO orders_decisions (saga_id, order_id, reason, at) VALUES (?, ?, ?, ?)", saga.value(),
            decision.order.value(), decision.reason, now);
}

std::optional<Order> OrderStore::find(sql::Reader& reader, OrderId id) {
    return reader.one(
        "SELECT id, saga_id, owner, state, total_minor, currency, lines, created_at, updated_at, revision "
        "FROM orders_orders WHERE id = ?",
        orderOf, id.value());
}

void OrderStore::insert(sql::Transaction& tx, const Order& order) {
    tx.exec("INSERT INTO orders_orders (id, saga_id, owner, state, total_minor, currency, lines, created_at, "
            "updated_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            order.id.value(), order.saga.value(), order.owner, order.state, order.totalMinor, order.currency,
            sql::encodeBytes(order.draft.SerializeAsString()), order.created, order.updated, order.revision);
    std::set<std::string> sellers;
    for (const checkout::v1::OrderDraft::Line& line : order.draft.lines())
        if (sellers.insert(line.seller_id()).second)
            tx.exec("INSERT INTO orders_sellers (seller_id, order_id) VALUES (?, ?)", parseId(line.seller_id()),
                    order.id.value());
}

void OrderStore::saveState(sql::Transaction& tx, const Order& order) {
    tx.exec("UPDATE orders_orders SET state = ?, updated_at = ?, revision = ? WHERE id = ?", order.state, order.updated,
            order.revision, order.id.value());
}

std::vector<Order> OrderStore::ofOwner(sql::Reader& reader, const std::string& owner, OrderId before, int limit) {
    return reader.all(
        "SELECT id, saga_id, owner, state, total_minor, currency, lines, created_at, updated_at, revision "
        "FROM orders_orders WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?",
        orderOf, owner, before.value(), limit);
}

std::vector<Order> OrderStore::ofSeller(sql::Reader& reader, SellerId seller, OrderId before, int limit) {
    return reader.all("SELECT o.id, o.saga_id, o.owner, o.state, o.total_minor, o.currency, o.lines, o.created_at, "
                      "o.updated_at, o.revision FROM orders_sellers s JOIN orders_orders o ON o.id = s.order_id WHERE "
                      "s.seller_id = ? AND s.order_id < ? ORDER BY s.order_id DESC LIMIT ?",
                      orderOf, seller.value(), before.value(), limit);
}

std::vector<Order> OrderStore::all(sql::Reader& reader, OrderId before, int limit) {
    return reader.all(
        "SELECT id, saga_id, owner, state, total_minor, currency, lines, created_at, updated_at, revision "
        "FROM orders_orders WHERE id < ? ORDER BY id DESC LIMIT ?",
        orderOf, before.value(), limit);
}

} // namespace tradepost::orders
