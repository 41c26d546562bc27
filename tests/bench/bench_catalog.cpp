// The catalog without its edges, on SQLite: loading, small updates with 64 in flight, reads, snapshots for the grid and
// windows of them, and pages by many filters in every order. Size by TRADEPOST_BENCH_PRODUCTS, 20,000 unless told.

#include "backend/services/catalog/loader.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/catalog/service.h"
#include "tests/support/temporary_directory.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

namespace {

using namespace tradepost;
namespace asio = boost::asio;

std::int64_t products() {
    const char* text = std::getenv("TRADEPOST_BENCH_PRODUCTS");
    return text == nullptr ? 20'000 : std::atoll(text);
}

constexpr std::int64_t leaves = 50; // categories with products, below five others

catalog::v1::Product product(std::int64_t i) {
    catalog::v1::Product made;
    made.set_seller_id(formatId(7 + i % 3));
    made.set_title(fmt::format("Desk lamp {} number {}", (i * 7919) % 100'003, i));
    made.set_description(std::string(400, 'x'));
    made.set_brand(fmt::format("Brand {}", i % 200));
    made.set_state(i % 10 == 0 ? catalog::v1::DRAFT : catalog::v1::PUBLISHED);
    auto& variant = *made.add_variants();
    variant.set_sku(fmt::format("SKU-{}", i));
    variant.mutable_price()->set_amount_minor(100 + (i * 31) % 50'000);
    variant.mutable_price()->set_currency("EUR");
    made.add_images()->set_url("https://example.org/lamp.jpg");
    made.add_tags(i % 2 == 0 ? "even" : fmt::format("odd-{}", i % 1000));
    return made;
}

struct World {
    World() {
        sql::Config config;
        config.url = "sqlite:" + directory.path() + "/catalog.db";
        database = sql::openDatabase(config).value();
        database->migrate(events::Outbox::schema()).value();
        database->migrate(catalog::schema()).value();
        log.emplace(*database, "catalog", systemClock(), ids);
        catalog::Loader loader(*database, *log, ids, systemClock());
        std::vector<std::string> categories;
        for (std::int64_t i = 0; i < 5 + leaves; ++i) {
            catalog::v1::Category category;
            category.set_name(fmt::format("Category {}", i));
            if (i >= 5)
                category.set_parent_id(categories[static_cast<std::size_t>(i % 5)]);
            categories.push_back(loader.category(category).value().id());
        }
        root = categories[0];
        leaf = categories[5];
        const auto begin = std::chrono::steady_clock::now();
        for (std::int64_t i = 0; i < products(); ++i) {
            catalog::v1::Product made = product(i);
            made.set_category_id(categories[static_cast<std::size_t>(5 + i % leaves)]);
            made.set_id(formatId(ids.next()));
            productIds.push_back(made.id());
            if (const auto queued = loader.product(std::move(made)); !queued)
                throw std::runtime_error(queued.error().message);
        }
        loader.flush().value();
        loadedPerSecond = static_cast<double>(products()) /
                          std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        service.emplace(
            catalog::Dependencies{*database, *log, cache, ids, systemClock(), "secret",
                                  [](events::Position) -> Task<Result<void>> { co_return Result<void>(); }});
        service->start().value();
        op.principal.roles = {rpc::Role::OPERATOR};
        seller.principal.roles = {rpc::Role::SELLER};
        for (int i = 7; i < 10; ++i)
            seller.principal.sellers.emplace_back(i);
    }
    test::TemporaryDirectory directory;
    IdSource ids{systemClock()};
    ResponseCache cache{64 << 20};
    std::unique_ptr<sql::Database> database;
    std::optional<events::Outbox> log;
    std::optional<catalog::CatalogService> service;
    std::vector<std::string> productIds;
    rpc::Context op, seller;
    std::string root, leaf; // categories
    double loadedPerSecond = 0;
};

World& world() {
    static World made;
    return made;
}

template<class T>
T run(Task<Result<T>> task) {
    asio::io_context io;
    auto answer = asio::co_spawn(io, std::move(task), asio::use_future);
    io.run();
    return answer.get().value();
}

// 64 callers, each with one update after the other.
void update(benchmark::State& state, const char* path) {
    World& w = world();
    const int callers = 64, each = 100;
    std::int64_t turn = 0;
    const auto caller = [&]() -> Task<void> {
        for (int i = 0; i < each; ++i) {
            catalog::v1::UpdateProductRequest request;
            auto& changed = *request.mutable_product();
            const std::int64_t now = ++turn;
            changed.set_id(w.productIds[static_cast<std::size_t>(now * 7919) % w.productIds.size()]);
            changed.set_title(fmt::format("Desk lamp, edition {}", now));
            changed.mutable_price()->set_amount_minor(1000 + now % 5000);
            changed.mutable_price()->set_currency("EUR");
            request.mutable_update_mask()->add_paths(path);
            const auto done = co_await w.service->updateProduct(w.seller, request);
            if (!done)
                throw std::runtime_error(done.error().message);
        }
    };
    for (auto _ : state) {
        asio::io_context io;
        for (int i = 0; i < callers; ++i)
            asio::co_spawn(io, caller(), [](const std::exception_ptr& error) {
                if (error)
                    std::rethrow_exception(error);
            });
        io.run();
    }
    state.SetItemsProcessed(state.iterations() * callers * each);
}

void read(benchmark::State& state) {
    World& w = world();
    std::size_t turn = 0;
    for (auto _ : state) {
        catalog::v1::GetProductRequest request;
        request.set_id(w.productIds[++turn * 7919 % w.productIds.size()]);
        benchmark::DoNotOptimize(run(w.service->getProduct(w.op, request)));
    }
}

void notOnSale(benchmark::State& state) {
    World& w = world();
    rpc::Context anyone;
    catalog::v1::GetProductRequest request;
    request.set_id(formatId(12345));
    asio::io_context io;
    for (auto _ : state) {
        auto answer = asio::co_spawn(io, w.service->getProduct(anyone, request), asio::use_future);
        io.restart();
        io.run();
        benchmark::DoNotOptimize(answer.get());
    }
}

void snapshot(benchmark::State& state, const char* order, const char* filter, bool asSeller) {
    World& w = world();
    catalog::v1::CreateProductSnapshotRequest request;
    request.set_order_by(order);
    request.set_filter(filter);
    std::int64_t rows = 0;
    for (auto _ : state)
        rows = run(w.service->createProductSnapshot(asSeller ? w.seller : w.op, request)).row_count();
    state.counters["rows"] = static_cast<double>(rows);
}

void window(benchmark::State& state) {
    World& w = world();
    catalog::v1::CreateProductSnapshotRequest request;
    request.set_order_by("title");
    const auto made = run(w.service->createProductSnapshot(w.op, request));
    catalog::v1::ReadProductSnapshotRequest read;
    read.set_id(made.id());
    read.set_size(100);
    std::int64_t turn = 0;
    for (auto _ : state) {
        read.set_start(++turn * 630'007 % std::max<std::int64_t>(1, made.row_count() - 100));
        benchmark::DoNotOptimize(run(w.service->readProductSnapshot(w.op, read)));
    }
}

void page(benchmark::State& state) {
    World& w = world();
    catalog::v1::ListProductsRequest request;
    request.set_order_by("title");
    for (auto _ : state) {
        const auto listed = run(w.service->listProducts(w.seller, request));
        request.set_page_token(listed.next_page_token());
    }
}

// The first page by one filter in each order, and the twentieth: the slower of the two, in milliseconds.
void pages(benchmark::State& state, const char* filter) {
    World& w = world();
    catalog::v1::ListProductsRequest request;
    request.set_filter(filter == std::string_view("root")   ? "category_id = " + w.root
                       : filter == std::string_view("leaf") ? "category_id = " + w.leaf
                                                            : filter);
    const auto milliseconds = [&](const auto& call) {
        const auto since = std::chrono::steady_clock::now();
        call();
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
    };
    for (auto _ : state) {
        for (const char* order :
             {"update_time desc", "title", "price", "price desc", "brand", "create_time", "state"}) {
            request.set_order_by(order);
            request.clear_page_token();
            double slowest = 0;
            for (int page = 1; page <= 20; ++page) {
                catalog::v1::ListProductsResponse listed;
                const double took = milliseconds([&] { listed = run(w.service->listProducts(w.op, request)); });
                slowest = page == 1 || page == 20 ? std::max(slowest, took) : slowest;
                request.set_page_token(listed.next_page_token());
                if (listed.next_page_token().empty())
                    break;
            }
            state.counters[order] = slowest;
        }
        catalog::v1::CountProductsRequest count;
        count.set_filter(request.filter());
        std::int64_t rows = 0;
        state.counters["count"] = milliseconds([&] { rows = run(w.service->countProducts(w.op, count)).count(); });
        state.counters["rows"] = static_cast<double>(rows);
    }
}

void load(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(&world());
    state.counters["products_per_s"] = world().loadedPerSecond;
}

BENCHMARK(load)->Iterations(1);
BENCHMARK_CAPTURE(update, title, "title")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(update, price, "price")->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(read)->Unit(benchmark::kMicrosecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(notOnSale)->Unit(benchmark::kMicrosecond)->UseRealTime();
BENCHMARK_CAPTURE(snapshot, title, "title", "", false)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(snapshot, price_of_seller, "price desc", "state != ARCHIVED", true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(window)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(page)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
#define PAGES(name, filter) BENCHMARK_CAPTURE(pages, name, filter)->Iterations(1)->Unit(benchmark::kMillisecond)
PAGES(all, "");
PAGES(published, "state = PUBLISHED");
PAGES(drafts, "state = DRAFT");
PAGES(submitted_none, "state = SUBMITTED");
PAGES(not_archived, "state != ARCHIVED");
PAGES(brand, "brand = \"Brand 7\"");
PAGES(brand_published, "brand = \"Brand 7\" AND state = PUBLISHED");
PAGES(category_of_a_tenth, "root");
PAGES(category_of_a_fiftieth, "leaf");
PAGES(tag_of_half, "tag = even");
PAGES(tag_of_a_thousandth, "tag = odd-77");
PAGES(seller_of_a_third, "seller_id = 0000000000007");
PAGES(price_of_few, "price < 150");
PAGES(price_of_most, "price > 150");
PAGES(title_of_few, "title >= \"Desk lamp 99999\"");
PAGES(sku, "sku = SKU-4711");
PAGES(slug, "slug = desk-lamp-no-such");
PAGES(contains_common, "title : \"lamp 7\"");
PAGES(contains_rare, "title : \"number 4711\"");
PAGES(either, "brand = \"Brand 7\" OR price < 150");

} // namespace

BENCHMARK_MAIN();
