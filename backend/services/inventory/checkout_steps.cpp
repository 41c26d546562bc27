#include "backend/services/inventory/checkout_steps.h"

#include "backend/services/inventory/holds.h"

namespace tradepost::inventory {

namespace saga = checkout::v1;

namespace {
std::string ownerOf(const std::string& saga) {
    return "checkout/" + saga;
}

std::unexpected<Error> unreadable(const events::Event& event) {
    return fail(Code::DataLoss, "EVENT_UNREADABLE", "The event is no " + event.type + ".");
}

// It cannot be, as a saga's hold is released only when its order failed. An operator must look.
std::unexpected<Error> holdGone(const std::string& saga) {
    return fail(Code::FailedPrecondition, "HOLD_GONE", "The stock of checkout " + saga + " is not held any more.");
}
} // namespace

CheckoutSteps::CheckoutSteps(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock)
    : m_database(database), m_outbox(outbox), m_ids(ids), m_clock(clock) {}

events::Consumer CheckoutSteps::consumer(std::string name, std::vector<std::string> types, Apply apply) {
    events::Consumer consumer;
    consumer.name = std::move(name);
    consumer.types = std::move(types);
    consumer.database = &m_database;
    consumer.apply = [this, apply](sql::Transaction& tx, const events::Delivered& delivered) -> Result<void> {
        const events::Event& event = delivered.event;
        StockCommand command(tx, m_outbox, {{}, m_clock.now(), ownerOf(event.key), event.traceparent});
        TP_TRY((this->*apply)(command, event));
        command.finish();
        return {};
    };
    return consumer;
}

events::Consumer CheckoutSteps::ofCarts() {
    return consumer("inventory.carts", {saga::OrderInitiated::descriptor()->full_name()}, &CheckoutSteps::onCart);
}

events::Consumer CheckoutSteps::ofPayments() {
    return consumer("inventory.payments", {saga::PaymentFailed::descriptor()->full_name()}, &CheckoutSteps::onPayment);
}

events::Consumer CheckoutSteps::ofOrders() {
    return consumer("inventory.orders",
                    {saga::OrderConfirmed::descriptor()->full_name(),
                     saga::OrderConfirmationFailed::descriptor()->full_name(),
                     saga::OrderCancelled::descriptor()->full_name()},
                    &CheckoutSteps::onOrder);
}

Result<void> CheckoutSteps::onCart(StockCommand& command, const events::Event& event) {
    const auto* const initiated = event.as<saga::OrderInitiated>();
    return initiated ? reserve(command, initiated->draft()) : unreadable(event);
}

Result<void> CheckoutSteps::onPayment(StockCommand& command, const events::Event& event) {
    if (!event.as<saga::PaymentFailed>())
        return unreadable(event);
    release(command, event.key);
    return {};
}

Result<void> CheckoutSteps::onOrder(StockCommand& command, const events::Event& event) {
    const std::string owner = ownerOf(event.key);
    if (event.is<saga::OrderConfirmationFailed>())
        release(command, event.key);
    else if (event.is<saga::OrderConfirmed>() ? !Holds::commit(command, owner) : !Holds::takeBack(command, owner))
        return holdGone(event.key);
    return {};
}

void CheckoutSteps::release(StockCommand& command, const std::string& saga) {
    // Before OrderInitiated came, too: the row that is made then says that there is nothing to hold any more.
    Holds::release(command, m_ids, ownerOf(saga), v1::HOLD_RELEASED);
}

Result<void> CheckoutSteps::reserve(StockCommand& command, const saga::OrderDraft& draft) {
    sql::Transaction& tx = command.transaction();
    const std::string owner = ownerOf(draft.saga_id());
    saga::InventoryReservationFailed failed;
    failed.set_saga_id(draft.saga_id());
    if (!Holds::find(tx, owner)) {
        // The event may come long after it was written: what is sold is what the draft says, whatever the cart held.
        Holds::give(tx, "cart/" + draft.cart_id(), owner, 0, command.origin().at);
        Holds::Wish wish{owner, {}};
        for (const saga::OrderDraft::Line& line : draft.lines()) {
            v1::HoldLine& each = wish.lines.emplace_back();
            each.set_seller_id(line.seller_id());
            each.set_sku(line.sku());
            each.set_quantity(line.quantity());
        }
        if (const auto before = Holds::find(tx, owner))
            wish.version = before->version;
        v1::Shortages shortages;
        if (const auto hold = Holds::set(command, m_ids, wish, shortages)) {
            saga::InventoryReserved reserved;
            *reserved.mutable_draft() = draft;
            const v1::Hold described = Holds::describe(tx, *hold);
            *reserved.mutable_allocations() = described.allocations();
            m_outbox.append(tx, reserved, draft.saga_id(), command.origin().traceparent);
            return {};
        } else if (hold.error().reason != "OUT_OF_STOCK") {
            return std::unexpected(hold.error());
        }
        release(command, draft.saga_id());
        *failed.mutable_shortages() = std::move(*shortages.mutable_shortages());
    }
    m_outbox.append(tx, failed, draft.saga_id(), command.origin().traceparent);
    return {};
}

} // namespace tradepost::inventory
