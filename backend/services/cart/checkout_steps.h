#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/cart/checkout_store.h"
#include "backend/services/cart/checkout_watch.h"

namespace tradepost::cart {

// The cart's part in a checkout's saga: it follows what the others tell, so that the shopper can see it, and when the
// saga ends it either empties the cart or opens it again. What comes twice or late changes nothing any more.
class CheckoutSteps {
public:
    // How long a shopper's bank may take.
    static constexpr Micros actionTime = 15 * 60 * 1'000'000LL;

    // All of them outlive it.
    CheckoutSteps(sql::Database& database, events::Outbox& outbox, CheckoutWatch& watch, const Clock& clock);

    // One for each log it listens to.
    events::Consumer ofInventory();
    events::Consumer ofPayments();
    events::Consumer ofOrders();

private:
    events::Consumer consumer(std::string name, std::vector<std::string> types);
    Result<void> apply(sql::Transaction& tx, const events::Event& event);
    // What the event makes of the checkout.
    void advance(Checkout& checkout, const events::Event& event) const;

    sql::Database& m_database;
    events::Outbox& m_outbox;
    CheckoutWatch& m_watch;
    const Clock& m_clock;
};

} // namespace tradepost::cart
