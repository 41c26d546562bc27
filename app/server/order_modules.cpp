#include "app/server/order_modules.h"

#include "app/server/backend.h"
#include "backend/services/cart/schema.h"
#include "backend/services/inventory/schema.h"
#include "backend/services/orders/schema.h"
#include "backend/services/payments/schema.h"

namespace tradepost::server {

Result<void> OrderParts::start() {
    if (inventory)
        inventory->startExpiry();
    if (cart)
        cart->start();
    return collector ? collector->start() : Result<void>();
}

void OrderParts::interrupt() {
    if (inventory)
        inventory->interrupt();
    if (cart)
        cart->interrupt();
    if (collector)
        collector->interrupt();
}

std::vector<sql::Schema> inventorySchemas() {
    return {events::Outbox::schema(), inventory::schema()};
}

Result<void> startInventory(Backend& backend) {
    const auto database = backend.openDatabase("inventory", inventorySchemas());
    if (!database)
        return std::unexpected(database.error());
    OrderParts& parts = backend.orderParts;
    parts.inventoryLog = backend.openLog(**database, "inventory");
    parts.inventory = std::make_unique<inventory::InventoryService>(inventory::Dependencies{
        **database, *parts.inventoryLog, backend.ids, backend.clock, *backend.pageTokens, backend.io.get_executor()});
    inventory::registerInventory(backend.registry, *parts.inventory);
    return parts.inventory->start();
}

void stopInventory(Backend& backend) {
    backend.orderParts.inventory.reset();
    backend.orderParts.inventoryLog.reset();
}

std::vector<sql::Schema> sandboxSchemas() {
    return {payments::SandboxGateway::schema()};
}

Result<void> startSandbox(Backend& backend) {
    const auto database = backend.openDatabase("sandbox", sandboxSchemas());
    if (!database)
        return std::unexpected(database.error());
    backend.orderParts.sandbox =
        std::make_unique<payments::SandboxGateway>(**database, backend.ids, backend.clock, backend.io.get_executor());
    payments::registerSandbox(backend.registry, *backend.orderParts.sandbox);
    return {};
}

void stopSandbox(Backend& backend) {
    backend.orderParts.sandbox.reset();
}

std::vector<sql::Schema> paymentsSchemas() {
    return {events::Outbox::schema(), payments::schema()};
}

Result<void> startPayments(Backend& backend) {
    const auto database = backend.openDatabase("payments", paymentsSchemas());
    if (!database)
        return std::unexpected(database.error());
    OrderParts& parts = backend.orderParts;
    parts.paymentsLog = backend.openLog(**database, "payments");
    parts.collector =
        std::make_unique<payments::Collector>(**database, *parts.paymentsLog, *parts.sandbox, backend.clock,
                                              backend.io.get_executor(), payments::Collector::Config());
    parts.payments = std::make_unique<payments::PaymentService>(**database, *backend.pageTokens);
    payments::registerPayments(backend.registry, *parts.payments);
    payments::Collector* const collector = parts.collector.get();
    backend.gauges.push_back(backend.metrics.gauge("tradepost_payments_unsettled",
                                                   "Payments that wait for the gateway or the shopper's bank.", {},
                                                   [collector] { return static_cast<double>(collector->underWay()); }));
    return {};
}

void stopPayments(Backend& backend) {
    backend.orderParts.payments.reset();
    backend.orderParts.collector.reset();
    backend.orderParts.paymentsLog.reset();
}

std::vector<sql::Schema> ordersSchemas() {
    return {events::Outbox::schema(), orders::schema()};
}

Result<void> startOrders(Backend& backend) {
    const auto database = backend.openDatabase("orders", ordersSchemas());
    if (!database)
        return std::unexpected(database.error());
    OrderParts& parts = backend.orderParts;
    parts.ordersLog = backend.openLog(**database, "orders");
    parts.orders = std::make_unique<orders::OrderService>(
        orders::Dependencies{**database, *parts.ordersLog, backend.clock, *backend.pageTokens});
    orders::registerOrders(backend.registry, *parts.orders);
    return {};
}

void stopOrders(Backend& backend) {
    backend.orderParts.orders.reset();
    backend.orderParts.ordersLog.reset();
}

std::vector<sql::Schema> cartSchemas() {
    return {events::Outbox::schema(), cart::schema()};
}

Result<void> startCart(Backend& backend) {
    const auto database = backend.openDatabase("cart", cartSchemas());
    if (!database)
        return std::unexpected(database.error());
    OrderParts& parts = backend.orderParts;
    parts.cartLog = backend.openLog(**database, "cart");
    parts.cart = std::make_unique<cart::CartService>(
        cart::Dependencies{**database, *parts.cartLog, backend.ids, backend.clock, backend.registry,
                           backend.identity->authenticator(), backend.io.get_executor(), cart::Config()});
    cart::registerCart(backend.registry, *parts.cart);
    return {};
}

void stopCart(Backend& backend) {
    backend.orderParts.cart.reset();
    backend.orderParts.cartLog.reset();
}

Result<void> startCheckout(Backend& backend) {
    OrderParts& parts = backend.orderParts;
    events::Outbox &carts = *parts.cartLog, &stock = *parts.inventoryLog, &money = *parts.paymentsLog,
                   &orders = *parts.ordersLog;
    parts.inventorySteps =
        std::make_unique<inventory::CheckoutSteps>(stock.database(), stock, backend.ids, backend.clock);
    parts.paymentSteps = std::make_unique<payments::CheckoutSteps>(money.database(), money, *parts.collector,
                                                                   std::string(parts.sandbox->name()), backend.clock);
    parts.orderSteps = std::make_unique<orders::CheckoutSteps>(orders.database(), orders, backend.ids, backend.clock);
    cart::CheckoutSteps& cartSteps = parts.cart->steps();
    TP_TRY(backend.feed->subscribe(carts, parts.inventorySteps->ofCarts()));
    TP_TRY(backend.feed->subscribe(money, parts.inventorySteps->ofPayments()));
    TP_TRY(backend.feed->subscribe(orders, parts.inventorySteps->ofOrders()));
    TP_TRY(backend.feed->subscribe(stock, parts.paymentSteps->ofInventory()));
    TP_TRY(backend.feed->subscribe(orders, parts.paymentSteps->ofOrders()));
    TP_TRY(backend.feed->subscribe(money, parts.orderSteps->ofPayments()));
    TP_TRY(backend.feed->subscribe(carts, parts.orderSteps->ofCarts()));
    TP_TRY(backend.feed->subscribe(stock, cartSteps.ofInventory()));
    TP_TRY(backend.feed->subscribe(money, cartSteps.ofPayments()));
    return backend.feed->subscribe(orders, cartSteps.ofOrders());
}

void stopCheckout(Backend& backend) {
    backend.orderParts.orderSteps.reset();
    backend.orderParts.paymentSteps.reset();
    backend.orderParts.inventorySteps.reset();
}

} // namespace tradepost::server
