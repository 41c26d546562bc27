#pragma once

#include "backend/services/inventory/schema.h"
#include "backend/services/inventory/service.h"
#include "tests/support/databases.h"
#include "tests/support/manual_clock.h"
#include "tradepost/inventory/v1/events.pb.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>

namespace tradepost::inventory {

// A seller with two locations, north before south.
class InventoryTest : public test::DatabaseTest {
public:
    static constexpr SellerId seller{7'000'001}, otherSeller{7'000'002};

    void start() override {
        ASSERT_TRUE(db().migrate(events::Outbox::schema()));
        ASSERT_TRUE(db().migrate(schema()));
        open();
        caller.principal.roles = {rpc::Role::SELLER};
        caller.principal.user = UserId(5'000'001);
        caller.principal.sellers = {seller};
        stranger.principal.roles = {rpc::Role::SELLER};
        stranger.principal.sellers = {otherSeller};
        store.principal.roles = {rpc::Role::ADMIN};
        north = location("North", 1);
        south = location("South", 2);
    }
    void finish() override { close(); }
    void open() {
        log.emplace(db(), "inventory", clock, ids);
        service.emplace(Dependencies{db(), *log, ids, clock, tokens, io.get_executor()});
    }
    void close() {
        service.reset();
        log.reset();
    }

    template<class Request, class Response>
    Result<Response> call(Task<Result<Response>> (InventoryService::*method)(rpc::Context&, const Request&),
                          rpc::Context& context, const Request& request) {
        return run(((*service).*method)(context, request));
    }
    template<class T>
    T run(Task<T> task) {
        auto result = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
        io.restart();
        io.run();
        return result.get();
    }

    std::string location(const std::string& name, int rank) {
        v1::CreateLocationRequest request;
        request.mutable_location()->set_name(name);
        request.mutable_location()->set_rank(rank);
        return call(&InventoryService::createLocation, caller, request).value().id();
    }
    static v1::StockChange change(const std::string& sku, const std::string& at, v1::MovementKind kind,
                                  std::int64_t quantity) {
        v1::StockChange out;
        out.set_sku(sku);
        out.set_location_id(at);
        out.set_kind(kind);
        out.set_quantity(quantity);
        return out;
    }
    Result<v1::ChangeStockResponse> apply(std::initializer_list<v1::StockChange> changes,
                                          const std::string& requestId = {}) {
        v1::ChangeStockRequest request;
        for (const v1::StockChange& each : changes)
            *request.add_changes() = each;
        request.set_request_id(requestId);
        return call(&InventoryService::changeStock, caller, request);
    }
    void receive(const std::string& sku, const std::string& at, std::int64_t quantity) {
        ASSERT_TRUE(apply({change(sku, at, v1::RECEIVED, quantity)}));
    }
    Result<v1::StockItem> policy(const std::string& sku, bool backorder, std::int64_t threshold = 0,
                                 std::initializer_list<std::pair<std::string, int>> parts = {}) {
        v1::SetStockPolicyRequest request;
        request.set_sku(sku);
        request.set_backorder(backorder);
        request.set_low_stock_threshold(threshold);
        for (const auto& [part, quantity] : parts) {
            request.add_parts()->set_sku(part);
            request.mutable_parts(request.parts_size() - 1)->set_quantity(quantity);
        }
        return call(&InventoryService::setStockPolicy, caller, request);
    }
    v1::StockItem item(const std::string& sku) {
        v1::ListStockItemsRequest request;
        request.set_sku_prefix(sku);
        return call(&InventoryService::listStockItems, caller, request).value().items(0);
    }
    Result<v1::Hold> hold(const std::string& owner, std::initializer_list<std::pair<std::string, int>> lines,
                          int seconds = 900) {
        v1::HoldStockRequest request;
        request.set_owner(owner);
        request.set_seconds(seconds);
        for (const auto& [sku, quantity] : lines) {
            v1::HoldLine* const line = request.add_lines();
            line->set_seller_id(seller.text());
            line->set_sku(sku);
            line->set_quantity(quantity);
        }
        return call(&InventoryService::holdStock, store, request);
    }
    v1::HoldState stateOf(const std::string& owner) {
        v1::GetHoldRequest request;
        request.set_owner(owner);
        return call(&InventoryService::getHold, store, request).value().state();
    }
    v1::StockCheck check() { return call(&InventoryService::checkStock, store, v1::CheckStockRequest()).value(); }
    // Of the type, in order.
    template<class Event>
    std::vector<Event> events() {
        const auto all = db().readNow(
            [&](sql::Reader& reader) { return log->readAfter(reader, {log->end(reader).epoch, 0}, 10'000); });
        std::vector<Event> found;
        for (const events::Delivered& each : all.value())
            if (const auto* event = each.event.template as<Event>())
                found.push_back(*event);
        return found;
    }

    test::ManualClock clock;
    IdSource ids{clock, 1};
    query::PageTokens tokens{"secret"};
    boost::asio::io_context io;
    std::optional<events::Outbox> log;
    std::optional<InventoryService> service;
    rpc::Context caller, stranger, store;
    std::string north, south;
};

} // namespace tradepost::inventory
