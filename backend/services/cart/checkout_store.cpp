#include "backend/services/cart/checkout_store.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

namespace tradepost::cart {

namespace {
using google::protobuf::util::TimeUtil;

constexpr std::string_view columns =
    "id, owner, request_id, request_hash, cart_id, state, failure, failure_message, order_id, action_url, "
    "cancel_requested, timed_out, deadline, draft, contact, created_at";

Checkout checkoutOf(const sql::Row& row) {
    Checkout out;
    out.id = CheckoutId(row.integer(0));
    out.owner = row.text(1);
    out.requestId = row.text(2);
    out.requestHash = row.integer(3);
    out.cart = CartId(row.integer(4));
    out.state = static_cast<v1::CheckoutState>(row.integer(5));
    out.failure = static_cast<checkout::v1::FailureReason>(row.integer(6));
    out.failureMessage = row.text(7);
    out.orderId = row.text(8);
    out.actionUrl = row.text(9);
    out.cancelRequested = row.integer(10) != 0;
    out.timedOut = row.integer(11) != 0;
    out.deadline = row.integer(12);
    out.draft.ParseFromString(sql::decodeBytes(row.text(13)));
    out.contact = sql::decodeBytes(row.text(14));
    out.created = row.integer(15);
    return out;
}
} // namespace

std::optional<Checkout> CheckoutStore::find(sql::Reader& reader, CheckoutId id) {
    static const std::string sql = fmt::format("SELECT {} FROM cart_checkouts WHERE id = ?", columns);
    return reader.one(sql, checkoutOf, id.value());
}

std::optional<Checkout> CheckoutStore::find(sql::Reader& reader, const std::string& owner,
                                            const std::string& requestId) {
    static const std::string sql =
        fmt::format("SELECT {} FROM cart_checkouts WHERE owner = ? AND request_id = ?", columns);
    return reader.one(sql, checkoutOf, owner, requestId);
}

void CheckoutStore::insert(sql::Transaction& tx, const Checkout& checkout) {
    static const std::string sql =
        fmt::format("INSERT INTO cart_checkouts ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns);
    tx.exec(sql, checkout.id.value(), checkout.owner, checkout.requestId, checkout.requestHash, checkout.cart.value(),
            checkout.state, checkout.failure, checkout.failureMessage, checkout.orderId, checkout.actionUrl,
            checkout.cancelRequested, checkout.timedOut, checkout.deadline,
            sql::encodeBytes(checkout.draft.SerializeAsString()), sql::encodeBytes(checkout.contact), checkout.created);
}

void CheckoutStore::update(sql::Transaction& tx, const Checkout& checkout) {
    tx.exec("UPDATE cart_checkouts SET state = ?, failure = ?, failure_message = ?, order_id = ?, action_url = ?, "
            "cancel_requested = ?, timed_out = ?, deadline = ? WHERE id = ?",
            checkout.state, checkout.failure, checkout.failureMessage, checkout.orderId, checkout.actionUrl,
            checkout.cancelRequested, checkout.timedOut, checkout.deadline, checkout.id.value());
}

void CheckoutStore::addStep(sql::Transaction& tx, CheckoutId id, std::string_view event, Micros at) {
    tx.exec("INSERT INTO cart_checkout_steps (checkout_id, ordinal, event, at) SELECT ?, COUNT(*), ?, ? FROM "
            "cart_checkout_steps WHERE checkout_id = ?",
            id.value(), event, at, id.value());
}

std::vector<CheckoutId> CheckoutStore::due(sql::Reader& reader, Micros now, int limit) {
    return reader.all(
        "SELECT id FROM cart_checkouts WHERE state < 5 AND timed_out = 0 AND deadline <= ? ORDER BY "
        "deadline LIMIT ?",
        [](const sql::Row& row) { return CheckoutId(row.integer(0)); }, now, limit);
}

std::optional<Micros> CheckoutStore::nextDeadline(sql::Reader& reader) {
    return reader.one("SELECT deadline FROM cart_checkouts WHERE state < 5 AND timed_out = 0 ORDER BY deadline LIMIT 1",
                      [](const sql::Row& row) { return row.integer(0); });
}

v1::Checkout CheckoutStore::describe(sql::Reader& reader, const Checkout& checkout) {
    v1::Checkout out;
    out.set_id(checkout.id.text());
    out.set_state(checkout.state);
    out.set_cart_id(checkout.cart.text());
    *out.mutable_lines() = checkout.draft.lines();
    *out.mutable_total() = checkout.draft.total();
    out.set_order_id(checkout.orderId);
    out.set_failure(checkout.failure);
    out.set_failure_message(checkout.failureMessage);
    if (checkout.state == v1::AWAITING_ACTION)
        out.set_action_url(checkout.actionUrl);
    out.set_cancel_requested(checkout.cancelRequested);
    *out.mutable_create_time() = TimeUtil::MicrosecondsToTimestamp(checkout.created);
    *out.mutable_deadline() = TimeUtil::MicrosecondsToTimestamp(checkout.deadline);
    reader.each(
        "SELECT event, at FROM cart_checkout_steps WHERE checkout_id = ? ORDER BY ordinal",
        [&](const sql::Row& row) {
            v1::CheckoutStep& step = *out.add_steps();
            step.set_event(row.text(0));
            *step.mutable_time() = TimeUtil::MicrosecondsToTimestamp(row.integer(1));
        },
        checkout.id.value());
    return out;
}

} // namespace tradepost::cart
