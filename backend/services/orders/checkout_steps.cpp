#include "backend/services/orders/checkout_steps.h"

#include "tradepost/checkout/v1/saga.pb.h"

namespace tradepost::orders {

namespace saga = checkout::v1;

CheckoutSteps::CheckoutSteps(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock)
    : m_database(database), m_outbox(outbox), m_ids(ids), m_clock(clock) {}

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

events::Consumer CheckoutSteps::ofPayments() {
    return consumer("orders.payments", {saga::PaymentProcessed::descriptor()->full_name()}, &CheckoutSteps::confirm);
}

events::Consumer CheckoutSteps::ofCarts() {
    return consumer("orders.carts",
                    {saga::CancelRequested::descriptor()->full_name(), saga::SagaTimedOut::descriptor()->full_name()},
                    &CheckoutSteps::callOff);
}

Result<void> CheckoutSteps::confirm(sql::Transaction& tx, const events::Event& event) {
    const auto* const processed = event.as<saga::PaymentProcessed>();
    if (!processed)
        return fail(Code::DataLoss, "EVENT_UNREADABLE", "The event is no " + event.type + ".");
    const saga::OrderDraft& draft = processed->draft();
    const SagaId id = SagaId::parse(draft.saga_id());
    // Called off: that was told when it was decided, and the payment goes back by it.
    if (OrderStore::decision(tx, id))
        return {};
    Order order;
    order.id = m_ids.next<OrderId>();
    order.saga = id;
    order.owner = draft.owner();
    *order.draft.mutable_lines() = draft.lines();
    order.totalMinor = draft.total().amount_minor();
    order.currency = draft.total().currency();
    order.created = order.updated = m_clock.now();
    OrderStore::decide(tx, id, {order.id, {}}, order.created);
    OrderStore::insert(tx, order);
    saga::OrderConfirmed confirmed;
    confirmed.set_saga_id(draft.saga_id());
    confirmed.set_order_id(order.id.text());
    m_outbox.append(tx, confirmed, draft.saga_id(), event.traceparent);
    return {};
}

Result<void> CheckoutSteps::callOff(sql::Transaction& tx, const events::Event& event) {
    const auto* const cancel = event.as<saga::CancelRequested>();
    const SagaId id = SagaId::parse(event.key);
    if (OrderStore::decision(tx, id))
        return {}; // too late, or not the first to want it
    saga::OrderConfirmationFailed failed;
    failed.set_saga_id(event.key);
    failed.set_reason(cancel ? cancel->reason() : saga::TIMED_OUT);
    OrderStore::decide(tx, id, {{}, failed.reason()}, m_clock.now());
    m_outbox.append(tx, failed, event.key, event.traceparent);
    return {};
}

} // namespace tradepost::orders
