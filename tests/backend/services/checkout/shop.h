#pragma once

#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "backend/services/cart/schema.h"
#include "backend/services/cart/service.h"
#include "backend/services/inventory/checkout_steps.h"
#include "backend/services/inventory/schema.h"
#include "backend/services/inventory/service.h"
#include "backend/services/orders/checkout_steps.h"
#include "backend/services/orders/schema.h"
#include "backend/services/orders/service.h"
#include "backend/services/payments/checkout_steps.h"
#include "backend/services/payments/sandbox_gateway.h"
#include "backend/services/payments/schema.h"
#include "backend/services/payments/service.h"
#include "tests/support/databases.h"
#include "tests/support/manual_clock.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

namespace tradepost {

// Sells whatever it is told to.
class FakeCatalog {
public:
    Task<Result<catalog::v1::Product>> getProduct(rpc::Context&, const catalog::v1::GetProductRequest& request) {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_products.find(request.id());
        if (found == m_products.end())
            co_return notFound("product", request.id());
        co_return found->second;
    }
    void put(const catalog::v1::Product& product) {
        const std::scoped_lock lock(m_mutex);
        m_products[product.id()] = product;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, catalog::v1::Product> m_products;
};

struct FakeAuthenticator final : rpc::Authenticator {
    Result<rpc::Principal> authenticate(std::string_view token) const override {
        rpc::Principal guest;
        guest.roles = {rpc::Role::GUEST};
        guest.guestId = std::string(token);
        return guest;
    }
};

// The sandbox behind a line that can be dead, or lose answers.
struct LineToGateway final : payments::PaymentGateway {
    struct Faults {
        std::atomic<bool> dead = false;
        std::atomic<int> answersToLose = 0;
    };
    LineToGateway(payments::SandboxGateway& far, Faults& lineFaults) : sandbox(far), faults(lineFaults) {}
    std::string_view name() const override { return sandbox.name(); }
    Task<Result<payments::ChargeState>> charge(payments::Charge charge) override {
        if (faults.dead)
            co_return noAnswer();
        auto answer = co_await sandbox.charge(std::move(charge));
        if (faults.answersToLose > 0 && faults.answersToLose-- > 0)
            co_return noAnswer();
        co_return answer;
    }
    Task<Result<payments::ChargeState>> voidCharge(payments::Charge charge) override {
        if (faults.dead)
            co_return noAnswer();
        co_return co_await sandbox.voidCharge(std::move(charge));
    }
    Task<Result<void>> refund(std::string key, std::string reference, Money amount) override {
        if (faults.dead)
            co_return noAnswer();
        co_return co_await sandbox.refund(std::move(key), std::move(reference), amount);
    }
    static std::unexpected<Error> noAnswer() { return fail(Code::Unavailable, "GATEWAY_SILENT", "No answer."); }

    payments::SandboxGateway& sandbox;
    Faults& faults;
};

// The order path as the program puts it together: four services and the sandbox gateway, each with a database of its
// own.
class ShopTest : public test::DatabaseTest {
public:
    static constexpr SellerId seller{7'000'001};
    static constexpr ProductId lamp{8'000'001};

    void start() override {
        for (auto* each : {&stockDb, &moneyDb, &orderDb, &gatewayDb}) {
            *each = test::makeDatabase(GetParam());
            ASSERT_TRUE((**each)->migrate(events::Outbox::schema()));
        }
        ASSERT_TRUE(db().migrate(events::Outbox::schema()));
        ASSERT_TRUE(db().migrate(cart::schema()));
        ASSERT_TRUE((*stockDb)->migrate(inventory::schema()));
        ASSERT_TRUE((*moneyDb)->migrate(payments::schema()));
        ASSERT_TRUE((*orderDb)->migrate(orders::schema()));
        ASSERT_TRUE((*gatewayDb)->migrate(payments::SandboxGateway::schema()));
        store.principal.roles = {rpc::Role::ADMIN};
        store.principal.user = UserId(1);
        store.principal.sellers = {seller};
        cartConfig.checkoutTime = std::chrono::seconds(60);
        collecting.firstPause = collecting.poll = std::chrono::milliseconds(5);
        collecting.longestPause = std::chrono::milliseconds(20);
        open();
        sell(lamp, "LAMP-1", 1999);
    }
    void finish() override {
        close();
        for (auto* each : {&stockDb, &moneyDb, &orderDb, &gatewayDb})
            each->reset();
    }

    // The program's start and stop. A crash point that throws is a crash there.
    void open(events::CrashPoint crashPoint = {}) {
        io.emplace();
        guard.emplace(io->get_executor());
        feed = events::openSqlFeed(systemClock(), std::move(crashPoint));
        registry = std::make_unique<rpc::Registry>(metrics, spans, clock);
        registry->add("tradepost.catalog.v1.CatalogService/GetProduct", catalog, &FakeCatalog::getProduct);
        stockLog.emplace(**stockDb, "inventory", clock, ids);
        moneyLog.emplace(**moneyDb, "payments", clock, ids);
        orderLog.emplace(**orderDb, "orders", clock, ids);
        cartLog.emplace(db(), "cart", clock, ids);
        const auto executor = io->get_executor();
        stock.emplace(inventory::Dependencies{**stockDb, *stockLog, ids, clock, tokens, executor});
        inventory::registerInventory(*registry, *stock);
        sandbox.emplace(**gatewayDb, ids, clock, executor);
        gateway.emplace(*sandbox, line);
        collector.emplace(**moneyDb, *moneyLog, *gateway, clock, executor, collecting);
        orderService.emplace(orders::Dependencies{**orderDb, *orderLog, clock, tokens});
        carts.emplace(cart::Dependencies{db(), *cartLog, ids, clock, *registry, authenticator, executor, cartConfig});
        cart::registerCart(*registry, *carts);
        stockSteps.emplace(**stockDb, *stockLog, ids, clock);
        moneySteps.emplace(**moneyDb, *moneyLog, *collector, "sandbox", clock);
        orderSteps.emplace(**orderDb, *orderLog, ids, clock);
        ASSERT_TRUE(feed->subscribe(*cartLog, stockSteps->ofCarts()));
        ASSERT_TRUE(feed->subscribe(*moneyLog, stockSteps->ofPayments()));
        ASSERT_TRUE(feed->subscribe(*orderLog, stockSteps->ofOrders()));
        ASSERT_TRUE(feed->subscribe(*stockLog, moneySteps->ofInventory()));
        ASSERT_TRUE(feed->subscribe(*orderLog, moneySteps->ofOrders()));
        ASSERT_TRUE(feed->subscribe(*moneyLog, orderSteps->ofPayments()));
        ASSERT_TRUE(feed->subscribe(*cartLog, orderSteps->ofCarts()));
        ASSERT_TRUE(feed->subscribe(*stockLog, carts->steps().ofInventory()));
        ASSERT_TRUE(feed->subscribe(*moneyLog, carts->steps().ofPayments()));
        ASSERT_TRUE(feed->subscribe(*orderLog, carts->steps().ofOrders()));
        feed->start();
        thread = std::thread([this] { io->run(); });
        ASSERT_TRUE(collector->start());
    }
    void close() {
        collector->interrupt();
        feed->stop();
        guard.reset();
        thread.join();
        orderSteps.reset();
        moneySteps.reset();
        stockSteps.reset();
        carts.reset();
        orderService.reset();
        collector.reset();
        gateway.reset();
        sandbox.reset();
        stock.reset();
        registry.reset();
        feed.reset();
        cartLog.reset();
        orderLog.reset();
        moneyLog.reset();
        stockLog.reset();
        io.reset();
    }

    template<class T>
    T run(Task<T> task) {
        return boost::asio::co_spawn(*io, std::move(task), boost::asio::use_future).get();
    }
    template<class Service, class Request, class Response>
    Result<Response> call(std::optional<Service>& service,
                          Task<Result<Response>> (Service::*method)(rpc::Context&, const Request&),
                          rpc::Context& context, const Request& request) {
        return run(((*service).*method)(context, request));
    }

    void sell(ProductId id, const std::string& sku, std::int64_t minor) {
        catalog::v1::Product product;
        product.set_id(id.text());
        product.set_seller_id(seller.text());
        product.set_title("A lamp");
        product.set_state(catalog::v1::PUBLISHED);
        catalog::v1::Variant& variant = *product.add_variants();
        variant.set_sku(sku);
        variant.mutable_price()->set_amount_minor(minor);
        variant.mutable_price()->set_currency("EUR");
        catalog.put(product);
    }
    void receive(const std::string& sku, std::int64_t quantity) {
        if (location.empty()) {
            inventory::v1::CreateLocationRequest make;
            make.mutable_location()->set_name("North");
            location = call(stock, &inventory::InventoryService::createLocation, store, make).value().id();
        }
        inventory::v1::ChangeStockRequest request;
        inventory::v1::StockChange& change = *request.add_changes();
        change.set_sku(sku);
        change.set_location_id(location);
        change.set_kind(inventory::v1::RECEIVED);
        change.set_quantity(quantity);
        ASSERT_TRUE(call(stock, &inventory::InventoryService::changeStock, store, request));
    }
    static rpc::Context shopper(std::int64_t user) {
        rpc::Context context;
        context.principal.roles = {rpc::Role::SHOPPER};
        context.principal.user = UserId(user);
        return context;
    }
    Result<cart::v1::Cart> add(rpc::Context& context, ProductId product, const std::string& sku, int quantity = 1) {
        cart::v1::AddCartLineRequest request;
        request.mutable_line()->set_product_id(product.text());
        request.mutable_line()->set_sku(sku);
        request.mutable_line()->set_quantity(quantity);
        return call(carts, &cart::CartService::addCartLine, context, request);
    }
    cart::v1::Cart look(rpc::Context& context) {
        return call(carts, &cart::CartService::getCart, context, cart::v1::GetCartRequest()).value();
    }
    static cart::v1::CreateCheckoutRequest checkoutOf(const cart::v1::Cart& cart, const std::string& method,
                                                      const std::string& key, int waitMs = 20'000) {
        cart::v1::CreateCheckoutRequest request;
        request.set_cart_etag(cart.etag());
        request.mutable_shipping_address()->set_name("Ada");
        request.mutable_shipping_address()->add_lines("1 Mill Lane");
        request.mutable_shipping_address()->set_city("Leeds");
        request.mutable_shipping_address()->set_country("GB");
        request.set_payment_method(method);
        request.set_request_id(key);
        request.set_wait_ms(waitMs);
        return request;
    }
    Result<cart::v1::Checkout> checkOut(rpc::Context& context, const cart::v1::Cart& cart, const std::string& method,
                                        const std::string& key = "key-1", int waitMs = 20'000) {
        return call(carts, &cart::CartService::createCheckout, context, checkoutOf(cart, method, key, waitMs));
    }
    // As it is when the condition holds, or after ten seconds.
    cart::v1::Checkout await(rpc::Context& context, const std::string& id,
                             const std::function<bool(const cart::v1::Checkout&)>& condition) {
        cart::v1::GetCheckoutRequest request;
        request.set_id(id);
        cart::v1::Checkout checkout;
        until([&] {
            checkout = call(carts, &cart::CartService::getCheckout, context, request).value();
            return condition(checkout);
        });
        return checkout;
    }
    static bool until(const std::function<bool()>& condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
        return true;
    }
    inventory::v1::StockFigures figures(const std::string& sku) {
        inventory::v1::ListStockItemsRequest request;
        request.set_seller_id(seller.text());
        request.set_sku_prefix(sku);
        return call(stock, &inventory::InventoryService::listStockItems, store, request).value().items(0).figures();
    }
    // What the gateway took and did not give back, in minor units; and how many charges there are.
    struct Taken {
        std::int64_t minor = 0, captured = 0;
    };
    Taken taken() {
        return (*gatewayDb)
            ->readNow([](sql::Reader& reader) -> Result<Taken> {
                Taken out;
                reader.each("SELECT amount_minor - refunded_minor FROM sandbox_charges WHERE state = 'captured'",
                            [&](const sql::Row& row) {
                                out.minor += row.integer(0);
                                out.captured += 1;
                            });
                return out;
            })
            .value();
    }
    // Hands an event to a consumer as its feed would, but now.
    static void deliver(sql::Database& database, const events::Consumer& consumer, const std::string& saga,
                        const google::protobuf::Message& message) {
        events::Delivered delivered;
        delivered.event.type = message.GetDescriptor()->full_name();
        delivered.event.key = saga;
        delivered.event.payload = message.SerializeAsString();
        const auto taken = database.writeNow([&](sql::Transaction& tx) { return consumer.apply(tx, delivered); });
        EXPECT_TRUE(taken) << taken.error().message;
    }
    // The type of a log's last event.
    static std::string lastTold(sql::Database& database, events::Outbox& log) {
        const auto all = database.readNow(
            [&](sql::Reader& reader) { return log.readAfter(reader, {log.end(reader).epoch, 0}, 1000); });
        return all.value().back().event.type;
    }
    std::int64_t countOrders() {
        return (*orderDb)
            ->readNow([](sql::Reader& reader) -> Result<std::int64_t> {
                return reader
                    .one("SELECT COUNT(*) FROM orders_orders WHERE state = 1",
                         [](const sql::Row& row) { return row.integer(0); })
                    .value();
            })
            .value();
    }
    // Waits until nothing is under way any more, then holds everything against everything: no stock is held, what was
    // taken is what was ordered, stock is conserved.
    void expectSettled(const std::string& sku, std::int64_t received, std::int64_t ordered, std::int64_t price) {
        const bool settled = until([&] {
            const auto check =
                call(stock, &inventory::InventoryService::checkStock, store, inventory::v1::CheckStockRequest())
                    .value();
            bool idle = check.holds() == 0 && collector->underWay() == 0 && taken().minor == ordered * price;
            for (const events::ConsumerStatus& consumer : feed->consumers())
                idle = idle && consumer.lag == 0;
            return idle;
        });
        EXPECT_TRUE(settled);
        const auto check =
            call(stock, &inventory::InventoryService::checkStock, store, inventory::v1::CheckStockRequest()).value();
        EXPECT_EQ(check.differences_size(), 0) << check.ShortDebugString();
        EXPECT_EQ(check.holds(), 0);
        EXPECT_EQ(taken().minor, ordered * price);
        EXPECT_EQ(countOrders(), ordered);
        EXPECT_EQ(figures(sku).on_hand(), received - ordered);
        EXPECT_EQ(figures(sku).reserved(), 0);
        for (const events::ConsumerStatus& consumer : feed->consumers())
            EXPECT_EQ(consumer.deadLetters, 0) << consumer.name;
    }

    std::unique_ptr<test::TestDatabase> stockDb, moneyDb, orderDb, gatewayDb;
    test::ManualClock clock;
    IdSource ids{clock, 1};
    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    query::PageTokens tokens{"secret"};
    FakeCatalog catalog;
    FakeAuthenticator authenticator;
    cart::Config cartConfig;
    payments::Collector::Config collecting;
    std::optional<boost::asio::io_context> io;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard;
    std::unique_ptr<events::EventFeed> feed;
    std::unique_ptr<rpc::Registry> registry;
    std::optional<events::Outbox> stockLog, moneyLog, orderLog, cartLog;
    std::optional<inventory::InventoryService> stock;
    LineToGateway::Faults line;
    std::optional<payments::SandboxGateway> sandbox;
    std::optional<LineToGateway> gateway;
    std::optional<payments::Collector> collector;
    std::optional<orders::OrderService> orderService;
    std::optional<cart::CartService> carts;
    std::optional<inventory::CheckoutSteps> stockSteps;
    std::optional<payments::CheckoutSteps> moneySteps;
    std::optional<orders::CheckoutSteps> orderSteps;
    std::thread thread;
    rpc::Context store;
    std::string location;
};

} // namespace tradepost
