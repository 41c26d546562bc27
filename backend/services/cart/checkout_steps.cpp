#include "backend/services/cart/checkout_steps.h"

#include <algorithm>

namespace tradepost::cart {

namespace saga = checkout::v1;

namespace {
void fails(Checkout& checkout, saga::FailureReason reason, std::string message) {
    checkout.state = v1::FAILED;
    checkout.failure = reason;
    checkout.failureMessage = std::move(message);
}

void reach(Checkout& checkout, v1::CheckoutState state) {
    checkout.state = std::max(checkout.state, state);
}

std::string messageFor(saga::FailureReason reason) {
    switch (reason) {
    case saga::CANCELLED_BY_SHOPPER:
        return "You cancelled it. Nothing was charged, or it is refunded.";
    case saga::CANCELLED_BY_OPERATOR:
        return "The store cancelled it. Nothing was charged, or it is refunded.";
    case saga::TIMED_OUT:
        return "It took too long. Nothing was charged, or it is refunded. Try again.";
    default:
        return "It could not be completed. Nothing was charged, or it is refunded.";
    }
}
} // namespace

CheckoutSteps::CheckoutSteps(sql::Database& database, events::Outbox& outbox, CheckoutWatch& watch, const Clock& clock)
    : m_database(database), m_outbox(outbox), m_watch(watch), m_clock(clock) {}

events::Consumer CheckoutSteps::consumer(std::string name, std::vector<std::string> types) {
    events::Consumer consumer;
    consumer.name = std::move(name);
    consumer.types = std::move(types);
    consumer.database = &m_database;
    consumer.apply = [this](sql::Transaction& tx, const events::Delivered& delivered) {
        return apply(tx, delivered.event);
    };
    return consumer;
}

events::Consumer CheckoutSteps::ofInventory() {
    return consumer("cart.inventory", {saga::InventoryReserved::descriptor()->full_name(),
                                       saga::InventoryReservationFailed::descriptor()->full_name()});
}

events::Consumer CheckoutSteps::ofPayments() {
    return consumer("cart.payments",
                    {saga::PaymentActionRequired::descriptor()->full_name(),
                     saga::PaymentProcessed::descriptor()->full_name(), saga::PaymentFailed::descriptor()->full_name(),
                     saga::PaymentRefunded::descriptor()->full_name()});
}

events::Consumer CheckoutSteps::ofOrders() {
    return consumer("cart.orders", {saga::OrderConfirmed::descriptor()->full_name(),
                                    saga::OrderConfirmationFailed::descriptor()->full_name(),
                                    saga::OrderCancelled::descriptor()->full_name()});
}

Result<void> CheckoutSteps::apply(sql::Transaction& tx, const events::Event& event) {
    auto checkout = CheckoutStore::find(tx, CheckoutId::parse(event.key));
    if (!checkout)
        return fail(Code::FailedPrecondition, "NO_SUCH_CHECKOUT", "There is no checkout " + event.key + ".");
    const CheckoutId id = checkout->id;
    CheckoutStore::addStep(tx, id, std::string_view(event.type).substr(event.type.rfind('.') + 1), m_clock.now());
    const bool wasOver = checkout->over();
    if (!wasOver)
        advance(*checkout, event);
    tx.afterCommit([this, id, over = checkout->over()] { m_watch.changed(id, over); });
    if (wasOver)
        return {};
    CheckoutStore::update(tx, *checkout);
    if (!checkout->over())
        return {};
    if (checkout->state == v1::CONFIRMED) {
        CartStore::remove(tx, checkout->cart);
        return {};
    }
    if (auto cart = CartStore::find(tx, checkout->cart); cart && cart->checkout == id) {
        cart->checkout = {};
        ++cart->version; // the hold went with the checkout; the next one is the cart's again
        CartStore::update(tx, *cart);
    }
    saga::OrderFailed failed;
    failed.set_saga_id(event.key);
    failed.set_reason(checkout->failure);
    m_outbox.append(tx, failed, event.key, event.traceparent);
    return {};
}

void CheckoutSteps::advance(Checkout& checkout, const events::Event& event) const {
    if (event.is<saga::InventoryReserved>()) {
        reach(checkout, v1::RESERVED);
    } else if (event.is<saga::PaymentProcessed>()) {
        checkout.state = v1::PAID;
    } else if (const auto* action = event.as<saga::PaymentActionRequired>()) {
        reach(checkout, v1::AWAITING_ACTION);
        checkout.actionUrl = action->action_url();
        checkout.deadline = std::max(checkout.deadline, m_clock.now() + actionTime);
    } else if (const auto* confirmed = event.as<saga::OrderConfirmed>()) {
        checkout.state = v1::CONFIRMED;
        checkout.orderId = confirmed->order_id();
    } else if (const auto* missing = event.as<saga::InventoryReservationFailed>()) {
        // None are short where the saga was called off first: orders tells why.
        if (missing->shortages_size() > 0)
            fails(checkout, saga::OUT_OF_STOCK, missing->shortages(0).sku() + " has been sold meanwhile.");
    } else if (const auto* declined = event.as<saga::PaymentFailed>()) {
        if (!declined->decline_code().empty())
            fails(checkout, saga::PAYMENT_DECLINED, declined->message());
    } else if (const auto* called = event.as<saga::OrderConfirmationFailed>()) {
        fails(checkout, called->reason(), messageFor(called->reason()));
    }
}

} // namespace tradepost::cart
