#pragma once

#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/catalog/service.h"
#include "backend/services/moderation/schema.h"
#include "backend/services/moderation/service.h"
#include "tests/support/databases.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <optional>
#include <thread>

namespace tradepost::moderation {

class SteppedClock final : public Clock {
public:
    Micros now() const override { return at; }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
    std::atomic<Micros> at = 1'780'000'000'000'000;
};

inline rpc::Context callerWith(rpc::Role role, std::int64_t user, std::vector<std::int64_t> sellers = {}) {
    rpc::Context context;
    context.principal.roles = {role};
    context.principal.user = UserId(user);
    for (const std::int64_t seller : sellers)
        context.principal.sellers.emplace_back(seller);
    return context;
}

// A catalog that asks for reviews, with its moderation behind it as in the program: two databases, a feed between them.
class ModerationTest : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(events::Outbox::schema()));
        ASSERT_TRUE(db().migrate(catalog::schema()));
        ASSERT_TRUE(db().migrate(operations::Operations::schema()));
        other = test::makeDatabase(GetParam());
        ASSERT_TRUE((*other)->migrate(events::Outbox::schema()));
        ASSERT_TRUE((*other)->migrate(schema()));
        io.emplace();
        guard.emplace(io->get_executor());
        thread = std::thread([this] { io->run(); });
        log.emplace(db(), "catalog", clock, ids);
        operations.emplace(db(), io->get_executor(), clock, ids);
        products.emplace(catalog::Dependencies{db(), *log, cache, ids, clock, "secret",
                                               [](events::Position) -> Task<Result<void>> { co_return Result<void>(); },
                                               &*operations});
        ASSERT_TRUE(products->start());
        openModeration();
        catalog::v1::UpdateReviewPolicyRequest policy;
        policy.mutable_policy()->set_review_required(true);
        policy.mutable_policy()->set_price_percent(20);
        ASSERT_TRUE(catalogCall(&catalog::CatalogService::updateReviewPolicy, op, policy));
    }
    void finish() override {
        closeModeration();
        operations->stop();
        guard.reset();
        thread.join();
        products.reset();
        operations.reset();
        log.reset();
        io.reset();
        other.reset();
    }
    void openModeration() {
        registry = std::make_unique<rpc::Registry>(metrics, spans, clock);
        catalog::registerCatalog(*registry, *products);
        feed = events::openSqlFeed(systemClock());
        const auto passed = [this](events::Position position) -> Task<Result<void>> {
            co_return co_await feed->passed(QueueFeed::name, position, std::chrono::seconds(10));
        };
        service = std::make_unique<ModerationService>(
            Dependencies{**other, *registry, ids, clock, tokens, io->get_executor(), *operations,
                         [this](const catalog::ReviewScan& scan) { return scanReviews(db(), scan); }, passed});
        ASSERT_TRUE(service->start());
        registerModeration(*registry, *service);
        ASSERT_TRUE(feed->subscribe(*log, service->consumer()));
        feed->start();
        service->startApprovals();
    }
    void closeModeration() {
        feed->stop();
        service.reset();
        feed.reset();
        registry.reset();
    }

    template<class T>
    T run(Task<T> task) {
        return boost::asio::co_spawn(*io, std::move(task), boost::asio::use_future).get();
    }
    template<class Request, class Response>
    Result<Response> call(Task<Result<Response>> (ModerationService::*method)(rpc::Context&, const Request&),
                          rpc::Context& caller, const Request& request) {
        return run(((*service).*method)(caller, request));
    }
    template<class Request, class Response>
    Result<Response> catalogCall(Task<Result<Response>> (catalog::CatalogService::*method)(rpc::Context&,
                                                                                           const Request&),
                                 rpc::Context& caller, const Request& request) {
        return run(((*products).*method)(caller, request));
    }
    // Until the queue shows everything that was committed.
    void settle() {
        const auto end =
            db().readNow([&](sql::Reader& reader) -> Result<events::Position> { return log->end(reader); });
        ASSERT_TRUE(run(feed->passed(QueueFeed::name, *end, std::chrono::seconds(20))));
    }

    catalog::v1::Product product(const std::string& sku, const std::string& title, std::int64_t price = 1999) {
        catalog::v1::Product made;
        made.set_title(title);
        made.set_category_id(category);
        auto& variant = *made.add_variants();
        variant.set_sku(sku);
        variant.mutable_price()->set_amount_minor(price);
        variant.mutable_price()->set_currency("EUR");
        made.add_images()->set_url("https://example.org/" + sku + ".jpg");
        return made;
    }
    catalog::v1::Product create(catalog::v1::Product made, rpc::Context& caller) {
        catalog::v1::CreateProductRequest request;
        *request.mutable_product() = std::move(made);
        const auto created = catalogCall(&catalog::CatalogService::createProduct, caller, request);
        EXPECT_TRUE(created) << created.error().message;
        return created.value();
    }
    std::string submit(catalog::v1::Product made, rpc::Context& caller) {
        catalog::v1::ProductTransitionRequest request;
        request.set_id(create(std::move(made), caller).id());
        const auto submitted = catalogCall(&catalog::CatalogService::submitProduct, caller, request);
        EXPECT_TRUE(submitted) << submitted.error().message;
        return request.id();
    }
    std::string submit(catalog::v1::Product made) { return submit(std::move(made), seller); }
    std::string onSale(catalog::v1::Product made, rpc::Context& caller) {
        catalog::v1::ProductTransitionRequest request;
        request.set_id(create(std::move(made), caller).id());
        EXPECT_TRUE(catalogCall(&catalog::CatalogService::publishProduct, mona, request));
        return request.id();
    }
    catalog::v1::Product get(const std::string& id, rpc::Context& caller) {
        catalog::v1::GetProductRequest request;
        request.set_id(id);
        return catalogCall(&catalog::CatalogService::getProduct, caller, request).value();
    }
    Result<catalog::v1::Product> update(const catalog::v1::Product& changed, std::vector<std::string> paths,
                                        rpc::Context& caller) {
        catalog::v1::UpdateProductRequest request;
        *request.mutable_product() = changed;
        for (std::string& path : paths)
            request.mutable_update_mask()->add_paths(std::move(path));
        return catalogCall(&catalog::CatalogService::updateProduct, caller, request);
    }
    std::vector<v1::QueueItem> queue(v1::ListQueueRequest request = {}) {
        settle();
        std::vector<v1::QueueItem> items;
        do {
            const auto page = call(&ModerationService::listQueue, mona, request);
            EXPECT_TRUE(page) << page.error().message;
            items.insert(items.end(), page->items().begin(), page->items().end());
            request.set_page_token(page->next_page_token());
        } while (!request.page_token().empty());
        return items;
    }
    v1::QueueCounts counts() { return call(&ModerationService::countQueue, mona, v1::CountQueueRequest()).value(); }
    catalog::v1::DecisionResult decide(const v1::QueueItem& item, catalog::v1::Verdict verdict, rpc::Context& caller) {
        v1::DecideRequest request;
        auto& decision = *request.add_decisions();
        decision.set_product_id(item.product_id());
        decision.set_etag(item.etag());
        decision.set_verdict(verdict);
        decision.set_reason("Because.");
        return call(&ModerationService::decide, caller, request).value().results(0);
    }
    operations::v1::Operation awaitEnd(const operations::v1::Operation& begun) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        for (;;) {
            auto now = run(operations->get(OperationId::parse(begun.id()))).value();
            if (operations::hasEnded(now.state()) || std::chrono::steady_clock::now() > until)
                return now;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    std::string category;
    SteppedClock clock;
    IdSource ids{clock, 1};
    ResponseCache cache{1 << 20};
    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    query::PageTokens tokens{"secret"};
    std::unique_ptr<test::TestDatabase> other;
    std::optional<boost::asio::io_context> io;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard;
    std::thread thread;
    std::optional<events::Outbox> log;
    std::optional<operations::Operations> operations;
    std::optional<catalog::CatalogService> products;
    std::unique_ptr<rpc::Registry> registry;
    std::unique_ptr<events::EventFeed> feed;
    std::unique_ptr<ModerationService> service;

    rpc::Context seller = callerWith(rpc::Role::SELLER, 100, {7});
    rpc::Context rival = callerWith(rpc::Role::SELLER, 101, {8});
    rpc::Context mona = callerWith(rpc::Role::MODERATOR, 102);
    rpc::Context max = callerWith(rpc::Role::MODERATOR, 103);
    rpc::Context op = callerWith(rpc::Role::OPERATOR, 104);
};

} // namespace tradepost::moderation
