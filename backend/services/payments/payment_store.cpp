#include "backend/services/payments/payment_store.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

namespace tradepost::payments {

namespace {
constexpr std::string_view columns = "id, state, called_off, amount_minor, currency, refunded_minor, method, gateway, "
                                     "charge, decline_code, message, action_url, attempts, reserved, created_at, "
                                     "updated_at";

Payment paymentOf(const sql::Row& row) {
    Payment out;
    out.id = PaymentId(row.integer(0));
    out.state = static_cast<v1::PaymentState>(row.integer(1));
    out.calledOff = row.integer(2) != 0;
    out.amount = {row.integer(3), Currency::parse(row.text(4)).value_or(Currency())};
    out.refunded = row.integer(5);
    out.method = row.text(6);
    out.gateway = row.text(7);
    out.charge = row.text(8);
    out.declineCode = row.text(9);
    out.message = row.text(10);
    out.actionUrl = row.text(11);
    out.attempts = static_cast<int>(row.integer(12));
    out.reserved = sql::decodeBytes(row.text(13));
    out.created = row.integer(14);
    out.updated = row.integer(15);
    return out;
}
} // namespace

std::optional<Payment> PaymentStore::find(sql::Reader& reader, PaymentId id) {
    static const std::string sql = fmt::format("SELECT {} FROM payments_payments WHERE id = ?", columns);
    return reader.one(sql, paymentOf, id.value());
}

void PaymentStore::insert(sql::Transaction& tx, const Payment& payment) {
    static const std::string sql = fmt::format(
        "INSERT INTO payments_payments ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", columns);
    tx.exec(sql, payment.id.value(), payment.state, payment.calledOff, payment.amount.minor,
            payment.amount.currency.code(), payment.refunded, payment.method, payment.gateway, payment.charge,
            payment.declineCode, payment.message, payment.actionUrl, payment.attempts,
            sql::encodeBytes(payment.reserved), payment.created, payment.updated);
}

void PaymentStore::update(sql::Transaction& tx, const Payment& payment) {
    tx.exec("UPDATE payments_payments SET state = ?, called_off = ?, refunded_minor = ?, charge = ?, decline_code = ?, "
            "message = ?, action_url = ?, attempts = ?, updated_at = ? WHERE id = ?",
            payment.state, payment.calledOff, payment.refunded, payment.charge, payment.declineCode, payment.message,
            payment.actionUrl, payment.attempts, payment.updated, payment.id.value());
}

std::vector<PaymentId> PaymentStore::open(sql::Reader& reader) {
    return reader.all("SELECT id FROM payments_payments WHERE state IN (1, 2, 5) ORDER BY id",
                      [](const sql::Row& row) { return PaymentId(row.integer(0)); });
}

std::vector<Payment> PaymentStore::page(sql::Reader& reader, v1::PaymentState state, PaymentId before, int limit) {
    std::vector<Payment> out;
    std::vector<sql::Value> args{before.value()};
    if (state != v1::PAYMENT_STATE_UNSPECIFIED)
        args.emplace_back(static_cast<std::int64_t>(state));
    reader.run(fmt::format("SELECT {} FROM payments_payments WHERE id < ? {} ORDER BY id DESC LIMIT {}", columns,
                           state == v1::PAYMENT_STATE_UNSPECIFIED ? "" : "AND state = ?", limit),
               args, [&](const sql::Row& row) { out.push_back(paymentOf(row)); });
    return out;
}

v1::Payment describe(const Payment& payment) {
    v1::Payment out;
    out.set_id(payment.id.text());
    out.set_state(payment.state);
    out.mutable_amount()->set_amount_minor(payment.amount.minor);
    out.mutable_amount()->set_currency(std::string(payment.amount.currency.code()));
    out.mutable_refunded()->set_amount_minor(payment.refunded);
    out.mutable_refunded()->set_currency(std::string(payment.amount.currency.code()));
    out.set_gateway(payment.gateway);
    out.set_gateway_charge(payment.charge);
    out.set_decline_code(payment.declineCode);
    out.set_message(payment.message);
    out.set_action_url(payment.actionUrl);
    out.set_attempts(payment.attempts);
    out.set_called_off(payment.calledOff);
    *out.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(payment.created);
    *out.mutable_update_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(payment.updated);
    return out;
}

} // namespace tradepost::payments
