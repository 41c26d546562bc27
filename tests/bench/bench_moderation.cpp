// The moderation queue over its catalog, on SQLite: making it anew, its pages in each order, counting, and one decision
// on 10,000 products until the queue shows it. Size by TRADEPOST_BENCH_PENDING, 20,000 unless told (500,000 is what a
// large marketplace has after a campaign).

#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "backend/services/catalog/loader.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/catalog/service.h"
#include "backend/services/moderation/schema.h"
#include "backend/services/moderation/service.h"
#include "tests/support/temporary_directory.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <thread>

namespace {

using namespace tradepost;
namespace v1 = moderation::v1;
namespace asio = boost::asio;
using Seconds = std::chrono::duration<double>;

std::int64_t pending() {
    const char* text = std::getenv("TRADEPOST_BENCH_PENDING");
    return text == nullptr ? 20'000 : std::atoll(text);
}

catalog::v1::Product product(std::int64_t i) {
    catalog::v1::Product made;
    made.set_seller_id(formatId(7 + i % 300));
    made.set_title(fmt::format("{} lamp {} of {}", i * 7919 * 104'729, i, i * 31'337));
    made.set_description(std::string(400, 'x'));
    made.set_state(catalog::v1::SUBMITTED);
    auto& variant = *made.add_variants();
    variant.set_sku(fmt::format("SKU-{}", i));
    variant.mutable_price()->set_amount_minor(100 + (i * 31) % 50'000);
    variant.mutable_price()->set_currency("EUR");
    if (i % 20 != 0)
        made.add_images()->set_url("https://example.org/lamp.jpg");
    return made;
}

struct World {
    World() {
        const auto open = [this](const char* name, const sql::Schema& schema) {
            sql::Config config;
            config.url = fmt::format("sqlite:{}/{}.db", directory.path(), name);
            auto opened = sql::openDatabase(config).value();
            opened->migrate(events::Outbox::schema()).value();
            opened->migrate(schema).value();
            return opened;
        };
        database = open("catalog", catalog::schema());
        database->migrate(operations::Operations::schema()).value();
        other = open("moderation", moderation::schema());
        log.emplace(*database, "catalog", systemClock(), ids);
        {
            catalog::Loader loader(*database, *log, ids, systemClock());
            for (std::int64_t i = 0; i < pending(); ++i)
                loader.product(product(i)).value();
            loader.flush().value();
        }
        guard.emplace(io.get_executor());
        thread = std::thread([this] { io.run(); });
        operations.emplace(*database, io.get_executor(), systemClock(), ids);
        const auto searched = [](events::Position) -> Task<Result<void>> { co_return Result<void>(); };
        products.emplace(catalog::Dependencies{*database, *log, cache, ids, systemClock(), "secret", searched});
        products->start().value();
        catalog::registerCatalog(registry, *products);
        const auto passed = [this](events::Position position) -> Task<Result<void>> {
            co_return co_await feed->passed(moderation::QueueFeed::name, position, std::chrono::seconds(60));
        };
        service.emplace(moderation::Dependencies{
            *other, registry, ids, systemClock(), tokens, io.get_executor(), *operations,
            [this](const catalog::ReviewScan& scan) { return scanReviews(*database, scan); }, passed});
        const auto begin = std::chrono::steady_clock::now();
        service->start().value();
        rebuilt = Seconds(std::chrono::steady_clock::now() - begin).count();
        moderation::registerModeration(registry, *service);
        feed->subscribe(*log, service->consumer()).value();
        feed->start();
        service->startApprovals();
        settle();
        caller.principal.roles = {rpc::Role::MODERATOR};
        caller.principal.user = UserId(1);
    }
    ~World() {
        feed->stop();
        operations->stop();
        guard.reset();
        thread.join();
    }
    template<class T>
    T run(Task<Result<T>> task) {
        return asio::co_spawn(io, std::move(task), asio::use_future).get().value();
    }
    void settle() {
        const auto end =
            database->readNow([&](sql::Reader& reader) -> Result<events::Position> { return log->end(reader); });
        asio::co_spawn(io, feed->passed(moderation::QueueFeed::name, *end, std::chrono::minutes(10)), asio::use_future)
            .get()
            .value();
    }

    test::TemporaryDirectory directory;
    IdSource ids{systemClock()};
    ResponseCache cache{64 << 20};
    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    query::PageTokens tokens{"secret"};
    rpc::Registry registry{metrics, spans, systemClock()};
    asio::io_context io;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> guard;
    std::thread thread;
    std::unique_ptr<sql::Database> database, other;
    std::optional<events::Outbox> log;
    std::unique_ptr<events::EventFeed> feed = events::openSqlFeed(systemClock());
    std::optional<operations::Operations> operations;
    std::optional<catalog::CatalogService> products;
    std::optional<moderation::ModerationService> service;
    rpc::Context caller;
    double rebuilt = 0;
};

World& world() {
    static World made;
    return made;
}

void list(benchmark::State& state, v1::ListQueueRequest request, int skip) {
    World& w = world();
    for (int i = 0; i < skip; ++i)
        request.set_page_token(w.run(w.service->listQueue(w.caller, request)).next_page_token());
    while (state.KeepRunning())
        benchmark::DoNotOptimize(w.run(w.service->listQueue(w.caller, request)));
    state.counters["rebuild s"] = w.rebuilt;
}

void firstPage(benchmark::State& state) {
    list(state, {}, 0);
}
void heaviestFirst(benchmark::State& state) {
    v1::ListQueueRequest request;
    request.set_order(v1::ListQueueRequest::MOST_FINDINGS_FIRST);
    list(state, request, 0);
}
void ofOneFinding(benchmark::State& state) {
    v1::ListQueueRequest request;
    request.set_finding(v1::MISSING_IMAGE);
    list(state, request, 0);
}
void laterPage(benchmark::State& state) {
    v1::ListQueueRequest request;
    request.set_page_size(500);
    list(state, request, 20);
}
void count(benchmark::State& state) {
    World& w = world();
    while (state.KeepRunning())
        benchmark::DoNotOptimize(w.run(w.service->countQueue(w.caller, v1::CountQueueRequest())));
}

// One verdict on 10,000 (or half of a smaller queue), until the queue is without them.
void decideMany(benchmark::State& state) {
    World& w = world();
    while (state.KeepRunning()) {
        state.PauseTiming();
        v1::DecideManyRequest decision;
        decision.set_verdict(catalog::v1::APPROVE);
        v1::ListQueueRequest request;
        request.set_page_size(500);
        const auto most = std::min<std::int64_t>(10'000, pending() / 2);
        while (decision.items_size() < most) {
            const auto page = w.run(w.service->listQueue(w.caller, request));
            for (const v1::QueueItem& item : page.items()) {
                decision.add_items()->set_product_id(item.product_id());
                decision.mutable_items()->rbegin()->set_etag(item.etag());
            }
            request.set_page_token(page.next_page_token());
        }
        state.ResumeTiming();
        const auto begun = w.run(w.service->decideMany(w.caller, decision));
        const OperationId id = OperationId::parse(begun.id());
        operations::v1::Operation now = begun;
        while (!operations::hasEnded(now.state())) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            now = w.run(w.operations->get(id));
        }
        v1::DecideManyResult result;
        now.response().UnpackTo(&result);
        state.counters["decided"] = static_cast<double>(result.decided());
    }
}

BENCHMARK(firstPage)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(heaviestFirst)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ofOneFinding)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(laterPage)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(count)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(decideMany)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

} // namespace

BENCHMARK_MAIN();
