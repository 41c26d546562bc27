#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/orders/order_store.h"

namespace tradepost::orders {

// The orders' part in a checkout's saga, and the one place where its outcome is decided: a payment that went through
// becomes an order, unless the saga was called off or timed out before; a call-off that comes after it finds an order.
// Whichever is committed first stands.
class CheckoutSteps {
public:
    // All of them outlive it.
    CheckoutSteps(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock);

    // One for each log it listens to.
    events::Consumer ofPayments();
    events::Consumer ofCarts();

private:
    using Apply = Result<void> (CheckoutSteps::*)(sql::Transaction&, const events::Event&);
    events::Consumer consumer(std::string name, std::vector<std::string> types, Apply apply);

    Result<void> confirm(sql::Transaction& tx, const events::Event& event);
    Result<void> callOff(sql::Transaction& tx, const events::Event& event);

    sql::Database& m_database;
    events::Outbox& m_outbox;
    IdSource& m_ids;
    const Clock& m_clock;
};

} // namespace tradepost::orders
