#include "backend/services/payments/checkout_steps.h"

#include "tradepost/checkout/v1/saga.pb.h"

namespace tradepost::payments {

namespace saga = checkout::v1;

CheckoutSteps::CheckoutSteps(sql::Database& database, events::Outbox& outbox, Collector& collector, std::string gateway,
                             const Clock& clock)
    : m_database(database), m_outbox(outbox), m_collector(collector), m_gateway(std::move(gateway)), m_clock(clock) {}

events::Consumer CheckoutSteps::consumer(std::string name, std::vector<std::string> types, Apply apply) {
    events::Consumer consumer;
    consumer.name = std::move(name);
    consumer.types = std::move(types);
    consumer.database = &m_database;
    consumer.apply = [this, apply](sql::Transaction& tx, const events::Delivered& delivered) {
        return (this->*apply)(tx, delivered.event);
    };
    return consumer;
}

events::Consumer CheckoutSteps::ofInventory() {
    return consumer("payments.inventory", {saga::InventoryReserved::descriptor()->full_name()}, &CheckoutSteps::begin);
}

events::Consumer CheckoutSteps::ofOrders() {
    return consumer(
        "payments.orders",
        {saga::OrderConfirmationFailed::descriptor()->full_name(), saga::OrderCancelled::descriptor()->full_name()},
        &CheckoutSteps::callOff);
}

Result<void> CheckoutSteps::begin(sql::Transaction& tx, const events::Event& event) {
    const auto* const reserved = event.as<saga::InventoryReserved>();
    if (!reserved)
        return fail(Code::DataLoss, "EVENT_UNREADABLE", "The event is no " + event.type + ".");
    const saga::OrderDraft& draft = reserved->draft();
    const auto currency = Currency::parse(draft.total().currency(), "draft.total.currency");
    if (!currency)
        return std::unexpected(currency.error());
    const PaymentId id = PaymentId::parse(draft.saga_id());
    if (PaymentStore::find(tx, id)) {
        // Called off before the stock was held. Whoever called it off has told the others; inventory may have held it
        // after hearing of that, so it hears of this too.
        saga::PaymentFailed failed;
        failed.set_saga_id(draft.saga_id());
        failed.set_payment_id(draft.saga_id());
        m_outbox.append(tx, failed, draft.saga_id(), event.traceparent);
        return {};
    }
    Payment payment;
    payment.id = id;
    payment.amount = {draft.total().amount_minor(), *currency};
    payment.method = draft.payment_method();
    payment.gateway = m_gateway;
    payment.reserved = event.payload.bytes();
    payment.created = payment.updated = m_clock.now();
    PaymentStore::insert(tx, payment);
    tx.afterCommit([this, id] { m_collector.take(id); });
    return {};
}

Result<void> CheckoutSteps::callOff(sql::Transaction& tx, const events::Event& event) {
    const PaymentId id = PaymentId::parse(event.key);
    auto payment = PaymentStore::find(tx, id);
    if (!payment) {
        Payment mark;
        mark.id = id;
        mark.state = v1::VOIDED;
        mark.calledOff = true;
        mark.created = mark.updated = m_clock.now();
        PaymentStore::insert(tx, mark);
        return {};
    }
    if (payment->state == v1::CAPTURED)
        payment->state = v1::REFUNDING;
    payment->calledOff = true;
    payment->updated = m_clock.now();
    PaymentStore::update(tx, *payment);
    if (payment->open())
        tx.afterCommit([this, id] { m_collector.take(id); });
    return {};
}

} // namespace tradepost::payments
