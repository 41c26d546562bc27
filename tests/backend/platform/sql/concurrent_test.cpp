#include "tests/backend/platform/sql/ledger.h"
#include "tests/support/databases.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

using namespace tradepost;
using test::Ledger;

namespace {

class ConcurrentTest : public test::DatabaseTest {
protected:
    void start() override { ASSERT_TRUE(db().migrate(Ledger::schema())); }
};
TRADEPOST_ON_EVERY_ENGINE(ConcurrentTest);

// Blocking callers, coroutines on several threads, bulk work, refusals, reads, migrations and statistics at once.
TEST_P(ConcurrentTest, ManyCallersAtOnce) {
    constexpr int each = 60;
    std::atomic<int> kept{0};
    std::atomic<int> refused{0};
    std::atomic<int> callbacks{0};
    std::atomic<int> torn{0};
    std::atomic<bool> stop{false};
    const auto append = [&callbacks](std::int64_t caller, std::int64_t number) {
        return [&callbacks, caller, number](sql::Transaction& tx) -> Result<void> {
            tx.afterCommit([&callbacks] { ++callbacks; });
            auto appended = Ledger::append(tx, caller, number);
            if (number % 10 == 9)
                return fail(Code::FailedPrecondition, "REFUSED", "No.");
            return appended;
        };
    };
    const auto count = [&](const Result<void>& outcome) {
        if (outcome)
            ++kept;
        else if (outcome.error().reason == "REFUSED")
            ++refused;
    };

    boost::asio::io_context context;
    auto coroutine = [&](std::int64_t caller) -> Task<void> {
        const auto priority = caller % 2 == 0 ? sql::Priority::Interactive : sql::Priority::Bulk;
        for (int number = 0; number < each; ++number) {
            auto outcome = co_await db().write(append(caller, number), priority);
            count(outcome);
            auto mine = co_await db().read([caller](sql::Reader& reader) -> Result<std::int64_t> {
                return reader
                    .one(
                        "SELECT MAX(number) FROM ledger_entry WHERE caller = ?",
                        [](const sql::Row& row) { return row.integer(0); }, caller)
                    .value_or(-1);
            });
            if (!mine || (outcome && *mine != number))
                ++torn;
        }
    };
    for (std::int64_t caller = 100; caller < 108; ++caller)
        boost::asio::co_spawn(context, coroutine(caller), boost::asio::detached);

    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&context] { context.run(); });
    for (std::int64_t caller = 1; caller <= 3; ++caller)
        threads.emplace_back([&, caller] {
            for (int number = 0; number < each; ++number)
                count(db().writeNow(append(caller, number)));
        });
    std::thread observer([&] {
        for (int i = 0; !stop; ++i) {
            (void)db().stats();
            auto sums = db().readNow([](sql::Reader& reader) -> Result<bool> {
                const auto number = [](const sql::Row& row) { return row.integer(0); };
                return reader.one("SELECT COUNT(*) FROM ledger_entry", number) ==
                       reader.one("SELECT COALESCE(SUM(entries), 0) FROM ledger_total", number);
            });
            if (!sums || !*sums)
                ++torn;
            if (i % 20 == 0)
                (void)db().migrate(Ledger::schema());
        }
    });
    for (std::thread& thread : threads)
        thread.join();
    stop = true;
    observer.join();

    EXPECT_EQ(kept, 11 * each * 9 / 10);
    EXPECT_EQ(refused, 11 * each / 10);
    EXPECT_EQ(callbacks, kept);
    EXPECT_EQ(torn, 0);
    std::map<std::int64_t, std::set<std::int64_t>> expected;
    for (std::int64_t caller : {1, 2, 3, 100, 101, 102, 103, 104, 105, 106, 107})
        for (std::int64_t number = 0; number < each; ++number)
            if (number % 10 != 9)
                expected[caller].insert(number);
    EXPECT_EQ(Ledger::faults(db(), expected), "");
}

} // namespace
