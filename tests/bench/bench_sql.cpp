// Durable writes and reads through the SQL store, beside the same statements on bare SQLite.

#include "tests/support/databases.h"

#include <algorithm>
#include <atomic>
#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <sqlite3.h>
#include <thread>

using namespace tradepost;

namespace {

constexpr std::int64_t products = 10'000;
constexpr const char* tables =
    "CREATE TABLE stock (id BIGINT PRIMARY KEY, quantity BIGINT NOT NULL, etag BIGINT NOT NULL, name TEXT NOT NULL);\n"
    "CREATE TABLE event (position $AUTOINCREMENT, key TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL);\n";
constexpr const char* change = "UPDATE stock SET quantity = quantity - ?, etag = etag + 1 WHERE id = ?";
constexpr const char* append = "INSERT INTO event (key, kind, payload) VALUES (?, ?, ?)";
const std::string payload(160, 'x');

std::unique_ptr<test::TestDatabase> filled(benchmark::State& state, test::Engine engine) {
    if (const std::string why = test::whyMissing(engine); !why.empty()) {
        state.SkipWithError(why.c_str());
        return nullptr;
    }
    auto database = test::makeDatabase(engine);
    auto done = (*database)->migrate({"bench", {{1, tables}}});
    if (done)
        done = (*database)->writeNow([](sql::Transaction& tx) -> Result<void> {
            for (std::int64_t id = 0; id < products; ++id)
                tx.exec("INSERT INTO stock VALUES (?, 1000000, 1, ?)", id, "Product " + std::to_string(id));
            return {};
        });
    if (!done)
        state.SkipWithError(done.error().message.c_str());
    return database;
}

Result<std::int64_t> sell(sql::Transaction& tx, std::int64_t number) {
    tx.exec(change, 1, number * 7919 % products);
    tx.exec(append, std::to_string(number), "StockChanged", payload);
    return number;
}

// `range(0)` callers, each with one write in flight.
void writesInFlight(benchmark::State& state, test::Engine engine) {
    auto database = filled(state, engine);
    if (!database)
        return;
    std::int64_t number = 0;
    std::int64_t failed = 0;
    constexpr int each = 40;
    for (auto _ : state) {
        boost::asio::io_context context;
        auto caller = [&]() -> Task<void> {
            for (int i = 0; i < each; ++i) {
                const std::int64_t mine = ++number;
                auto sold = co_await (*database)->write([mine](sql::Transaction& tx) { return sell(tx, mine); });
                failed += sold ? 0 : 1;
            }
        };
        for (int i = 0; i < state.range(0); ++i)
            boost::asio::co_spawn(context, caller(), boost::asio::detached);
        context.run();
    }
    if (failed > 0)
        state.SkipWithError("writes failed");
    state.SetItemsProcessed(number);
    const auto stats = (*database)->stats();
    state.counters["batch"] = static_cast<double>(stats.writes) / static_cast<double>(stats.commits);
}
BENCHMARK_CAPTURE(writesInFlight, sqlite, test::Engine::Sqlite)
    ->Arg(1)
    ->Arg(16)
    ->Arg(64)
    ->Arg(256)
    ->Arg(1024)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK_CAPTURE(writesInFlight, postgresql, test::Engine::Postgres)
    ->Arg(1)
    ->Arg(64)
    ->Arg(1024)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// The statements of `range(0)` writes in one transaction, without the queue and savepoints: what SOCI costs, beside
// bareSqlite without savepoints.
void statementsOnly(benchmark::State& state) {
    auto database = filled(state, test::Engine::Sqlite);
    if (!database)
        return;
    std::int64_t number = 0;
    for (auto _ : state) {
        auto done = (*database)->writeNow([&](sql::Transaction& tx) -> Result<void> {
            for (int i = 0; i < state.range(0); ++i)
                (void)sell(tx, ++number);
            return {};
        });
        if (!done)
            state.SkipWithError(done.error().message.c_str());
    }
    state.SetItemsProcessed(number);
}
BENCHMARK(statementsOnly)->Arg(512)->MeasureProcessCPUTime()->UseRealTime();

// What the engine itself can do: one thread, prepared statements, `range(0)` writes a transaction, a savepoint for each
// if `range(1)`.
void bareSqlite(benchmark::State& state) {
    auto database = filled(state, test::Engine::Sqlite);
    if (!database)
        return;
    database->close();
    sqlite3* db = nullptr;
    sqlite3_open((database->directory() + "/test.db").c_str(), &db);
    const auto run = [db](const char* sql) { sqlite3_exec(db, sql, nullptr, nullptr, nullptr); };
    run("PRAGMA synchronous=FULL");
    run("PRAGMA wal_autocheckpoint=4000");
    run("PRAGMA cache_size=-32768");
    const auto prepare = [db](const char* sql) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(db, sql, -1, &statement, nullptr);
        return statement;
    };
    sqlite3_stmt* statements[] = {prepare("BEGIN IMMEDIATE"), prepare("SAVEPOINT w"), prepare(change), prepare(append),
                                  prepare("RELEASE w"),       prepare("COMMIT")};
    const auto step = [](sqlite3_stmt* statement) {
        sqlite3_step(statement);
        sqlite3_reset(statement);
    };
    std::int64_t number = 0;
    for (auto _ : state) {
        step(statements[0]);
        for (int i = 0; i < state.range(0); ++i) {
            const std::string key = std::to_string(++number);
            if (state.range(1) != 0)
                step(statements[1]);
            sqlite3_bind_int64(statements[2], 1, 1);
            sqlite3_bind_int64(statements[2], 2, number * 7919 % products);
            step(statements[2]);
            sqlite3_bind_text(statements[3], 1, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
            sqlite3_bind_text(statements[3], 2, "StockChanged", -1, SQLITE_STATIC);
            sqlite3_bind_text(statements[3], 3, payload.data(), static_cast<int>(payload.size()), SQLITE_STATIC);
            step(statements[3]);
            if (state.range(1) != 0)
                step(statements[4]);
        }
        step(statements[5]);
    }
    for (sqlite3_stmt* statement : statements)
        sqlite3_finalize(statement);
    sqlite3_close(db);
    state.SetItemsProcessed(number);
}
BENCHMARK(bareSqlite)
    ->Args({1, 1})
    ->Args({64, 1})
    ->Args({256, 1})
    ->Args({512, 1})
    ->Args({512, 0})
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// How long one interactive write takes while an import keeps 256 bulk writes of 20 rows in flight.
void interactiveUnderBulk(benchmark::State& state, test::Engine engine) {
    auto database = filled(state, engine);
    if (!database)
        return;
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> bulk{0};
    boost::asio::io_context context;
    auto importer = [&]() -> Task<void> {
        while (!stop) {
            auto kept = co_await (*database)->write(
                [&](sql::Transaction& tx) -> Result<void> {
                    for (int i = 0; i < 20; ++i)
                        tx.exec(append, "import", "Imported", payload);
                    return {};
                },
                sql::Priority::Bulk);
            bulk += kept ? 1 : 0;
        }
    };
    for (int i = 0; i < 256; ++i)
        boost::asio::co_spawn(context, importer(), boost::asio::detached);
    std::thread thread([&context] { context.run(); });
    std::vector<double> millis;
    for (auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        const auto number = static_cast<std::int64_t>(millis.size());
        auto sold = (*database)->writeNow([number](sql::Transaction& tx) { return sell(tx, number); });
        benchmark::DoNotOptimize(sold);
        millis.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    stop = true;
    thread.join();
    std::sort(millis.begin(), millis.end());
    state.counters["p50_ms"] = millis[millis.size() / 2];
    state.counters["p99_ms"] = millis[millis.size() * 99 / 100];
    state.counters["bulk"] = benchmark::Counter(static_cast<double>(bulk), benchmark::Counter::kIsRate);
}
BENCHMARK_CAPTURE(interactiveUnderBulk, sqlite, test::Engine::Sqlite)->MeasureProcessCPUTime()->UseRealTime();

void readsInFlight(benchmark::State& state, test::Engine engine) {
    auto database = filled(state, engine);
    if (!database)
        return;
    std::int64_t number = 0;
    constexpr int each = 40;
    for (auto _ : state) {
        boost::asio::io_context context;
        auto caller = [&]() -> Task<void> {
            for (int i = 0; i < each; ++i) {
                const std::int64_t id = ++number * 7919 % products;
                auto name = co_await (*database)->read([id](sql::Reader& reader) -> Result<std::string> {
                    return reader
                        .one(
                            "SELECT name FROM stock WHERE id = ?", [](const sql::Row& row) { return row.text(0); }, id)
                        .value_or("");
                });
                benchmark::DoNotOptimize(name);
            }
        };
        for (int i = 0; i < state.range(0); ++i)
            boost::asio::co_spawn(context, caller(), boost::asio::detached);
        context.run();
    }
    state.SetItemsProcessed(number);
}
BENCHMARK_CAPTURE(readsInFlight, sqlite, test::Engine::Sqlite)->Arg(1)->Arg(64)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK_CAPTURE(readsInFlight, postgresql, test::Engine::Postgres)->Arg(64)->MeasureProcessCPUTime()->UseRealTime();

} // namespace

BENCHMARK_MAIN();
