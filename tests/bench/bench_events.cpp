// How long an event takes from its append to its consumer, under a steady load of durable writes, and how fast a
// consumer works off a backlog. The consumer has a database of its own; each event is an inbox entry and an upsert
// there.

#include "backend/platform/events/events.h"
#include "tests/support/databases.h"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <google/protobuf/wrappers.pb.h>

using namespace tradepost;

namespace {

constexpr std::int64_t keys = 10'000;
constexpr const char* stateTable =
    "CREATE TABLE shop_stock (id TEXT PRIMARY KEY, quantity BIGINT NOT NULL, payload TEXT NOT NULL);\n";
const std::string padding(120, 'x');

std::int64_t nanosNow() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

// A log with its consumer: what the handler saw, and when it was durable.
struct Bench {
    std::unique_ptr<test::TestDatabase> shop, cart;
    IdSource ids{systemClock()};
    std::optional<events::Outbox> log;
    std::unique_ptr<events::EventFeed> feed;
    std::mutex mutex;
    std::vector<double> toHandler, toEffect; // ms

    Result<void> open(test::Engine engine) {
        shop = test::makeDatabase(engine);
        cart = test::makeDatabase(engine);
        for (auto* database : {shop.get(), cart.get()}) {
            TP_TRY((*database)->migrate(events::Outbox::schema()));
            TP_TRY((*database)->migrate({"shop", {{1, stateTable}}}));
        }
        log.emplace(**shop, "shop", systemClock(), ids);
        feed = events::openSqlFeed(systemClock());
        events::Consumer consumer;
        consumer.name = "cart.prices";
        consumer.database = &**cart;
        consumer.apply = [this](sql::Transaction& tx, const events::Delivered& delivered) -> Result<void> {
            google::protobuf::StringValue payload;
            payload.ParseFromString(delivered.event.payload.bytes());
            const std::int64_t appended = std::strtoll(payload.value().c_str(), nullptr, 10);
            const auto seen = nanosNow();
            upsert(tx, delivered.event.key, payload.value());
            tx.afterCommit([this, appended, seen] {
                const auto durable = nanosNow();
                const std::scoped_lock lock(mutex);
                toHandler.push_back(static_cast<double>(seen - appended) / 1e6);
                toEffect.push_back(static_cast<double>(durable - appended) / 1e6);
            });
            return {};
        };
        return feed->subscribe(*log, std::move(consumer));
    }
    static void upsert(sql::Transaction& tx, const std::string& key, const std::string& payload) {
        tx.exec("INSERT INTO shop_stock (id, quantity, payload) VALUES (?, 1, ?) "
                "ON CONFLICT (id) DO UPDATE SET quantity = shop_stock.quantity + 1, payload = excluded.payload",
                key, payload);
    }
    Result<events::Position> change(sql::Transaction& tx, std::int64_t number) {
        const auto key = std::to_string(number * 7919 % keys);
        google::protobuf::StringValue payload;
        payload.set_value(std::to_string(nanosNow()) + " " + padding);
        upsert(tx, key, payload.value());
        return log->append(tx, payload, key);
    }
    events::Position end() {
        return (*shop)
            ->readNow([&](sql::Reader& reader) -> Result<events::Position> { return log->end(reader); })
            .value();
    }
    Result<void> passed() {
        boost::asio::io_context io;
        auto answer = boost::asio::co_spawn(io, feed->passed("cart.prices", end(), std::chrono::minutes(2)),
                                            boost::asio::use_future);
        io.run();
        return answer.get();
    }
};

double quantile(std::vector<double>& values, double q) {
    if (values.empty())
        return 0;
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, nth);
    return *nth;
}

bool opened(benchmark::State& state, Bench& bench, test::Engine engine) {
    if (const std::string why = test::whyMissing(engine); !why.empty()) {
        state.SkipWithError(why.c_str());
        return false;
    }
    if (const auto done = bench.open(engine); !done) {
        state.SkipWithError(done.error().message.c_str());
        return false;
    }
    return true;
}

// 64 writers share `range(0)` writes a second, evenly spaced, for five seconds.
void latencyUnderLoad(benchmark::State& state, test::Engine engine) {
    Bench bench;
    if (!opened(state, bench, engine))
        return;
    bench.feed->start();
    const auto rate = state.range(0);
    const auto total = rate * 5;
    std::int64_t failed = 0;
    double seconds = 0;
    for (auto _ : state) {
        boost::asio::io_context io;
        std::int64_t number = 0;
        const auto begin = std::chrono::steady_clock::now();
        auto writer = [&]() -> Task<void> {
            boost::asio::steady_timer timer(io);
            while (number < total) {
                const auto mine = number++;
                const auto due = begin + std::chrono::nanoseconds(mine * 1'000'000'000 / rate);
                if (due > std::chrono::steady_clock::now()) {
                    timer.expires_at(due);
                    co_await timer.async_wait(boost::asio::use_awaitable);
                }
                auto write = [&bench, mine](sql::Transaction& tx) { return bench.change(tx, mine); };
                const auto written = co_await (*bench.shop)->write(std::move(write));
                failed += written ? 0 : 1;
            }
        };
        for (int i = 0; i < 64; ++i)
            boost::asio::co_spawn(io, writer(), boost::asio::detached);
        io.run();
        seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        if (!bench.passed())
            ++failed;
    }
    bench.feed->stop();
    if (failed > 0)
        state.SkipWithError("writes failed");
    state.SetItemsProcessed(total);
    state.counters["writes/s"] = static_cast<double>(total) / seconds;
    state.counters["handler_p50_ms"] = quantile(bench.toHandler, 0.5);
    state.counters["handler_p99_ms"] = quantile(bench.toHandler, 0.99);
    state.counters["effect_p50_ms"] = quantile(bench.toEffect, 0.5);
    state.counters["effect_p99_ms"] = quantile(bench.toEffect, 0.99);
}
BENCHMARK_CAPTURE(latencyUnderLoad, sqlite, test::Engine::Sqlite)->Arg(1000)->Arg(12'000)->Iterations(1)->UseRealTime();
BENCHMARK_CAPTURE(latencyUnderLoad, postgresql, test::Engine::Postgres)->Arg(1000)->Iterations(1)->UseRealTime();

void backlog(benchmark::State& state, test::Engine engine) {
    Bench bench;
    if (!opened(state, bench, engine))
        return;
    const auto total = state.range(0);
    for (std::int64_t from = 0; from < total; from += 1000) {
        const auto written = (*bench.shop)->writeNow([&](sql::Transaction& tx) -> Result<void> {
            for (std::int64_t i = from; i < from + 1000; ++i)
                TP_TRY(bench.change(tx, i));
            return {};
        });
        if (!written)
            return state.SkipWithError(written.error().message.c_str());
    }
    for (auto _ : state) {
        bench.feed->start();
        if (!bench.passed())
            state.SkipWithError("the consumer did not come through");
    }
    bench.feed->stop();
    state.SetItemsProcessed(total);
}
BENCHMARK_CAPTURE(backlog, sqlite, test::Engine::Sqlite)->Arg(100'000)->Iterations(1)->UseRealTime();
BENCHMARK_CAPTURE(backlog, postgresql, test::Engine::Postgres)->Arg(20'000)->Iterations(1)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
