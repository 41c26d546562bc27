#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/inventory/stock_command.h"
#include "tradepost/checkout/v1/saga.pb.h"

namespace tradepost::inventory {

// The inventory's part in a checkout's saga: holds the stock when an order is initiated (what its cart held becomes the
// checkout's), releases it when the saga fails, sells it when the order is confirmed, takes it back when the order is
// cancelled. The hold of "checkout/<saga>" is the row in which it decides, once; it does not expire by itself, for
// every saga ends.
class CheckoutSteps {
public:
    // All of them outlive it.
    CheckoutSteps(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock);

    // One for each log it listens to.
    events::Consumer ofCarts();
    events::Consumer ofPayments();
    events::Consumer ofOrders();

private:
    using Apply = Result<void> (CheckoutSteps::*)(StockCommand&, const events::Event&);
    events::Consumer consumer(std::string name, std::vector<std::string> types, Apply apply);

    Result<void> onCart(StockCommand& command, const events::Event& event);
    Result<void> onPayment(StockCommand& command, const events::Event& event);
    Result<void> onOrder(StockCommand& command, const events::Event& event);
    Result<void> reserve(StockCommand& command, const checkout::v1::OrderDraft& draft);
    void release(StockCommand& command, const std::string& saga);

    sql::Database& m_database;
    events::Outbox& m_outbox;
    IdSource& m_ids;
    const Clock& m_clock;
};

} // namespace tradepost::inventory
