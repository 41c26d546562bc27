#pragma once

#include "backend/services/cart/service.h"
#include "backend/services/inventory/checkout_steps.h"
#include "backend/services/inventory/service.h"
#include "backend/services/orders/checkout_steps.h"
#include "backend/services/orders/service.h"
#include "backend/services/payments/checkout_steps.h"
#include "backend/services/payments/sandbox_gateway.h"
#include "backend/services/payments/service.h"

#include <memory>

namespace tradepost::server {

class Backend;

// What the modules of the order path are made of, in the order of making.
struct OrderParts {
    std::unique_ptr<events::Outbox> inventoryLog;
    std::unique_ptr<inventory::InventoryService> inventory;
    std::unique_ptr<payments::SandboxGateway> sandbox;
    std::unique_ptr<events::Outbox> paymentsLog;
    std::unique_ptr<payments::Collector> collector;
    std::unique_ptr<payments::PaymentService> payments;
    std::unique_ptr<events::Outbox> ordersLog;
    std::unique_ptr<orders::OrderService> orders;
    std::unique_ptr<events::Outbox> cartLog;
    std::unique_ptr<cart::CartService> cart;
    // Of checkout: the parts of the others in its saga.
    std::unique_ptr<inventory::CheckoutSteps> inventorySteps;
    std::unique_ptr<payments::CheckoutSteps> paymentSteps;
    std::unique_ptr<orders::CheckoutSteps> orderSteps;

    Result<void> start(); // what happens by itself; once the feed runs
    void interrupt();     // the same, before the executor stops
};

std::vector<sql::Schema> inventorySchemas();
Result<void> startInventory(Backend& backend);
void stopInventory(Backend& backend);
std::vector<sql::Schema> sandboxSchemas();
Result<void> startSandbox(Backend& backend);
void stopSandbox(Backend& backend);
std::vector<sql::Schema> paymentsSchemas();
Result<void> startPayments(Backend& backend);
void stopPayments(Backend& backend);
std::vector<sql::Schema> ordersSchemas();
Result<void> startOrders(Backend& backend);
void stopOrders(Backend& backend);
std::vector<sql::Schema> cartSchemas();
Result<void> startCart(Backend& backend);
void stopCart(Backend& backend);
Result<void> startCheckout(Backend& backend);
void stopCheckout(Backend& backend);

} // namespace tradepost::server
