#pragma once

#include "backend/services/catalog/schema.h"
#include "backend/services/catalog/service.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>
#include <optional>

namespace tradepost::catalog {

// Stands still until moved.
class ManualClock final : public Clock {
public:
    Micros now() const override { return at; }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point(std::chrono::microseconds(at));
    }
    Micros at = 1'780'000'000'000'000;
};

inline rpc::Context callerWith(std::vector<rpc::Role> roles, std::int64_t user = 0,
                               std::vector<std::int64_t> sellers = {}) {
    rpc::Context context;
    context.principal.roles = std::move(roles);
    context.principal.user = UserId(user);
    for (const std::int64_t seller : sellers)
        context.principal.sellers.emplace_back(seller);
    return context;
}

inline v1::Product lamp(const std::string& sku = "LAMP-1", std::int64_t price = 1999) {
    v1::Product product;
    product.set_title("Desk lamp");
    product.set_description("It shines.");
    product.set_brand("Lumen");
    auto& variant = *product.add_variants();
    variant.set_sku(sku);
    variant.mutable_price()->set_amount_minor(price);
    variant.mutable_price()->set_currency("EUR");
    variant.set_gtin("4006381333931");
    product.add_images()->set_url("https://example.org/lamp.jpg");
    product.add_tags("light");
    return product;
}

// A service over a fresh database, with a seller (account 7), a second one (8), a moderator, an operator and a shopper.
class CatalogTest : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(events::Outbox::schema()).has_value());
        ASSERT_TRUE(db().migrate(schema()).has_value());
        openService();
    }
    void finish() override {
        service.reset();
        log.reset();
    }
    void openService() {
        log.emplace(db(), "catalog", clock, ids);
        service.emplace(Dependencies{db(), *log, cache, ids, clock, "secret",
                                     [this](events::Position position) -> Task<Result<void>> {
                                         searchedFor.push_back(position);
                                         co_return searchAnswer;
                                     }});
        ASSERT_TRUE(service->start().has_value());
    }
    void restart() {
        service.reset();
        log.reset();
        reopen();
        openService();
    }

    template<class Request, class Response>
    Result<Response> call(Task<Result<Response>> (CatalogService::*method)(rpc::Context&, const Request&),
                          rpc::Context& caller, const Request& request) {
        boost::asio::io_context io;
        auto answer = boost::asio::co_spawn(io, ((*service).*method)(caller, request), boost::asio::use_future);
        io.run();
        return answer.get();
    }
    Result<v1::Product> create(v1::Product product, rpc::Context& caller) {
        v1::CreateProductRequest request;
        *request.mutable_product() = std::move(product);
        return call(&CatalogService::createProduct, caller, request);
    }
    Result<v1::Product> create(v1::Product product) { return create(std::move(product), seller); }
    Result<v1::Product> get(const std::string& id, rpc::Context& caller) {
        v1::GetProductRequest request;
        request.set_id(id);
        return call(&CatalogService::getProduct, caller, request);
    }
    Result<v1::Product> update(const v1::Product& product, std::vector<std::string> paths, rpc::Context& caller) {
        v1::UpdateProductRequest request;
        *request.mutable_product() = product;
        for (std::string& path : paths)
            request.mutable_update_mask()->add_paths(std::move(path));
        return call(&CatalogService::updateProduct, caller, request);
    }
    Result<v1::Product> update(const v1::Product& product, std::vector<std::string> paths) {
        return update(product, std::move(paths), seller);
    }
    using Transition = Task<Result<v1::Product>> (CatalogService::*)(rpc::Context&,
                                                                     const v1::ProductTransitionRequest&);
    Result<v1::Product> move(Transition transition, const std::string& id, rpc::Context& caller) {
        v1::ProductTransitionRequest request;
        request.set_id(id);
        return call(transition, caller, request);
    }
    Result<v1::Category> createCategory(const std::string& name, const std::string& parent = {}) {
        v1::CreateCategoryRequest request;
        request.mutable_category()->set_name(name);
        request.mutable_category()->set_parent_id(parent);
        return call(&CatalogService::createCategory, op, request);
    }
    std::vector<events::Delivered> events(events::Position after = {}) {
        return db()
            .readNow([&](sql::Reader& reader) {
                if (after == events::Position{})
                    after = {log->end(reader).epoch, 0};
                return log->readAfter(reader, after, 10'000);
            })
            .value();
    }
    events::Position end() {
        return db().readNow([&](sql::Reader& reader) -> Result<events::Position> { return log->end(reader); }).value();
    }

    ManualClock clock;
    IdSource ids{clock, 1};
    ResponseCache cache{1 << 20};
    std::optional<events::Outbox> log;
    std::optional<CatalogService> service;
    std::vector<events::Position> searchedFor;
    Result<void> searchAnswer;

    rpc::Context seller = callerWith({rpc::Role::SELLER}, 100, {7});
    rpc::Context rival = callerWith({rpc::Role::SELLER}, 101, {8});
    rpc::Context moderator = callerWith({rpc::Role::MODERATOR}, 102);
    rpc::Context op = callerWith({rpc::Role::OPERATOR}, 103);
    rpc::Context shopper = callerWith({rpc::Role::SHOPPER}, 104);
    rpc::Context anyone = callerWith({rpc::Role::ANYONE});
};

} // namespace tradepost::catalog
