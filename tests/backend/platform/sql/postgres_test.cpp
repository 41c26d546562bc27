#include "tests/backend/platform/sql/flight.h"
#include "tests/backend/platform/sql/ledger.h"
#include "tests/support/databases.h"
#include "tests/support/postgres.h"

#include <thread>

using namespace tradepost;
using test::Ledger;

namespace {

class PostgresTest : public testing::Test {
protected:
    void SetUp() override {
        if (const std::string why = test::whyMissing(test::Engine::Postgres); !why.empty())
            GTEST_SKIP() << why;
        database = test::makeDatabase(test::Engine::Postgres);
        ASSERT_TRUE((*database)->migrate(Ledger::schema()));
    }
    Result<void> append(std::int64_t number) {
        return (*database)->writeNow([number](sql::Transaction& tx) { return Ledger::append(tx, 1, number); });
    }
    std::unique_ptr<test::TestDatabase> database;
};

TEST_F(PostgresTest, OneWriterHoldsTheSchema) {
    auto second = sql::openDatabase(database->config());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::FailedPrecondition);
    EXPECT_EQ(second.error().reason, "STORE_IN_USE");
    sql::Config other = database->config();
    other.url += "_other";
    EXPECT_TRUE(sql::openDatabase(other));
    database->close();
    EXPECT_TRUE(sql::openDatabase(database->config()));
}

TEST_F(PostgresTest, ABatchWhoseConnectionIsLostRunsAgain) {
    test::WriterGate gate(**database);
    test::Flight flight(**database);
    int runs = 0; // of the writer's thread
    flight.add([](sql::Transaction& tx) { return Ledger::append(tx, 1, 1); });
    flight.add([&runs](sql::Transaction& tx) -> Result<void> {
        if (++runs == 1)
            tx.each("SELECT pg_terminate_backend(pg_backend_pid())", [](const sql::Row&) {});
        return Ledger::append(tx, 1, 2);
    });
    flight.add([](sql::Transaction& tx) { return Ledger::append(tx, 1, 3); });
    ASSERT_TRUE(gate.open());
    for (const auto& outcome : flight.land())
        EXPECT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(Ledger::faults(**database, {{1, {1, 2, 3}}}), "");
}

TEST_F(PostgresTest, AFunctionThatAlwaysLosesTheConnectionFails) {
    auto failed = (*database)->writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.each("SELECT pg_terminate_backend(pg_backend_pid())", [](const sql::Row&) {});
        return {};
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Code::Unavailable) << failed.error().message;
    EXPECT_TRUE(append(1));
}

TEST_F(PostgresTest, ReadsComeBackAfterALostConnection) {
    ASSERT_TRUE(append(1));
    for (int round = 0; round < 2; ++round) {
        auto killed = (*database)->writeNow([](sql::Transaction& tx) -> Result<std::int64_t> {
            return *tx.one("SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity "
                           "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
                           [](const sql::Row& row) { return row.integer(0); });
        });
        ASSERT_TRUE(killed) << killed.error().message;
        EXPECT_GE(*killed, 1);
        EXPECT_EQ(Ledger::faults(**database, {{1, {1}}}), "");
    }
}

TEST_F(PostgresTest, AnOutageIsAnsweredAndEnds) {
    std::map<std::int64_t, std::set<std::int64_t>> acknowledged;
    std::int64_t number = 0;
    const auto next = [&] {
        auto kept = append(++number);
        if (kept)
            acknowledged[1].insert(number);
        return kept;
    };
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(next());
    test::PostgresServer::shared()->stop();
    for (int i = 0; i < 3; ++i) {
        auto kept = next();
        ASSERT_FALSE(kept);
        EXPECT_EQ(kept.error().code, Code::Unavailable) << kept.error().message;
    }
    test::PostgresServer::shared()->start();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!next() && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_TRUE(next());
    EXPECT_EQ(Ledger::faults(**database, acknowledged), "");
}

} // namespace
