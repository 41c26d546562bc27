#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/payments/collector.h"

#include <string>
#include <vector>

namespace tradepost::payments {

// The payments' part in a checkout's saga: once the stock is held the money is asked for; when the saga fails, or its
// order is cancelled, it is voided or given back. The payment's row is where it decides, once; one that is called off
// before it began leaves a row that says so. The collector does what needs the gateway.
class CheckoutSteps {
public:
    // All of them outlive it.
    CheckoutSteps(sql::Database& database, events::Outbox& outbox, Collector& collector, std::string gateway,
                  const Clock& clock);

    // One for each log it listens to.
    events::Consumer ofInventory();
    events::Consumer ofOrders();

private:
    using Apply = Result<void> (CheckoutSteps::*)(sql::Transaction&, const events::Event&);
    events::Consumer consumer(std::string name, std::vector<std::string> types, Apply apply);

    Result<void> begin(sql::Transaction& tx, const events::Event& event);
    Result<void> callOff(sql::Transaction& tx, const events::Event& event);

    sql::Database& m_database;
    events::Outbox& m_outbox;
    Collector& m_collector;
    const std::string m_gateway;
    const Clock& m_clock;
};

} // namespace tradepost::payments
