#include "tests/backend/platform/sql/flight.h"
#include "tests/support/databases.h"

#include <algorithm>
#include <thread>

using namespace tradepost;
using sql::Row;
using test::Flight;
using test::reasonOf;
using test::WriterGate;

namespace {

using Ids = std::vector<std::int64_t>;

class GroupCommitTest : public test::DatabaseTest {
protected:
    void start() override {
        auto migrated = db().migrate({"test", {{1, "CREATE TABLE item (id BIGINT PRIMARY KEY);\n"}}});
        ASSERT_TRUE(migrated) << migrated.error().message;
    }
    static Flight::Fn insert(std::int64_t id) {
        return [id](sql::Transaction& tx) -> Result<void> {
            tx.exec("INSERT INTO item VALUES (?)", id);
            return {};
        };
    }
    Ids ids() {
        auto read = db().readNow([](sql::Reader& reader) -> Result<Ids> {
            return reader.all("SELECT id FROM item ORDER BY id", [](const Row& row) { return row.integer(0); });
        });
        return read.value_or(Ids{-1});
    }
};
TRADEPOST_ON_EVERY_ENGINE(GroupCommitTest);

TEST_P(GroupCommitTest, WhatWaitsTogetherCommitsTogether) {
    WriterGate gate(db());
    Flight flight(db());
    for (int id = 1; id <= 20; ++id)
        flight.add(insert(id));
    const auto before = db().stats();
    EXPECT_EQ(before.queuedInteractive, 20U);
    ASSERT_TRUE(gate.open());
    for (const auto& outcome : flight.land())
        EXPECT_TRUE(outcome);
    const auto after = db().stats();
    EXPECT_LT(after.commits - before.commits, 12U); // the gate's and theirs: one, more on a machine that is too busy
    EXPECT_EQ(after.writes - before.writes, 21U);
    EXPECT_EQ(ids().size(), 20U);
}

TEST_P(GroupCommitTest, EachFunctionIsUndoneAlone) {
    WriterGate gate(db());
    Flight flight(db());
    flight.add(insert(1));
    flight.add([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (100)");
        return fail(Code::FailedPrecondition, "REFUSED", "No.");
    });
    flight.add(insert(2));
    flight.add([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (200)");
        throw std::runtime_error("bug");
    });
    flight.add(insert(1)); // there already
    flight.add([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (300)");
        tx.exec("INSERT INTO nowhere VALUES (1)");
        return {};
    });
    flight.add([](sql::Transaction& tx) -> Result<void> {
        if (tx.one("SELECT id FROM item WHERE id = 2", [](const Row& row) { return row.integer(0); }))
            return fail(Code::FailedPrecondition, "SEEN", "No.");
        return {};
    });
    flight.add(insert(3));
    ASSERT_TRUE(gate.open());
    std::vector<std::string> reasons;
    for (const auto& outcome : flight.land())
        reasons.push_back(reasonOf(outcome));
    EXPECT_EQ(reasons, (std::vector<std::string>{"", "REFUSED", "", "WRITE_FUNCTION_FAILED", "UNIQUE_VIOLATION",
                                                 "STATEMENT_FAILED", "SEEN", ""}));
    EXPECT_EQ(ids(), (Ids{1, 2, 3}));
}

TEST_P(GroupCommitTest, AFunctionAloneIsUndoneToo) {
    auto refused = db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (1)");
        return fail(Code::FailedPrecondition, "REFUSED", "No.");
    });
    EXPECT_EQ(reasonOf(refused), "REFUSED");
    auto threw = db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (2)");
        throw 7;
    });
    EXPECT_EQ(reasonOf(threw), "WRITE_FUNCTION_FAILED");
    EXPECT_EQ(ids(), Ids{});
    EXPECT_TRUE(db().writeNow(insert(3)));
    EXPECT_EQ(ids(), Ids{3});
}

TEST_P(GroupCommitTest, AFailureThatIsSwallowedStillFailsTheFunction) {
    const Flight::Fn swallow = [](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (100)");
        try {
            tx.exec("INSERT INTO item VALUES (100)");
        } catch (const sql::Failure&) {
        }
        return {};
    };
    EXPECT_EQ(reasonOf(db().writeNow(swallow)), "UNIQUE_VIOLATION");
    WriterGate gate(db());
    Flight flight(db());
    flight.add(insert(1));
    flight.add(swallow);
    ASSERT_TRUE(gate.open());
    EXPECT_EQ(reasonOf(flight.land()[1]), "UNIQUE_VIOLATION");
    EXPECT_EQ(ids(), Ids{1});
}

TEST_P(GroupCommitTest, CallbacksRunAfterTheCommitAndBeforeTheAnswer) {
    std::vector<std::int64_t> called;      // of the store's thread, until the answers are there
    std::vector<std::future<Ids>> readers; // a callback may not wait for them itself
    const auto noting = [&](std::int64_t id, bool refuse) -> Flight::Fn {
        return [&, id, refuse](sql::Transaction& tx) -> Result<void> {
            tx.exec("INSERT INTO item VALUES (?)", id);
            tx.afterCommit([&, id] {
                called.push_back(id);
                readers.push_back(std::async(std::launch::async, [this] { return ids(); }));
                throw std::runtime_error("harmless");
            });
            if (refuse)
                return fail(Code::FailedPrecondition, "REFUSED", "No.");
            return {};
        };
    };
    WriterGate gate(db());
    Flight flight(db());
    flight.add(noting(1, false));
    flight.add(noting(2, true));
    flight.add(noting(3, false));
    ASSERT_TRUE(gate.open());
    flight.land();
    EXPECT_EQ(called, (std::vector<std::int64_t>{1, 3}));
    for (auto& reader : readers)
        EXPECT_EQ(reader.get(), (Ids{1, 3}));
    EXPECT_TRUE(db().writeNow(insert(4)));
}

TEST_P(GroupCommitTest, TheFirstFunctionIsUndoneAloneToo) {
    WriterGate gate(db());
    Flight flight(db());
    const auto refusing = [](std::int64_t id) -> Flight::Fn {
        return [id](sql::Transaction& tx) -> Result<void> {
            tx.exec("INSERT INTO item VALUES (?)", id);
            return fail(Code::FailedPrecondition, "REFUSED", "No.");
        };
    };
    flight.add(refusing(100));
    flight.add(insert(1));
    flight.add(refusing(101));
    flight.add(insert(2));
    ASSERT_TRUE(gate.open());
    const auto& outcomes = flight.land();
    EXPECT_EQ(reasonOf(outcomes[0]), "REFUSED");
    EXPECT_TRUE(outcomes[1]) << outcomes[1].error().message;
    EXPECT_EQ(reasonOf(outcomes[2]), "REFUSED");
    EXPECT_EQ(ids(), (Ids{1, 2}));
    EXPECT_TRUE(db().writeNow(insert(3)));
}

TEST_P(GroupCommitTest, BulkWorkIsToldWhenItHasHadItsShare) {
    bool atOnce = true;
    Flight flight(db());
    flight.add(
        [&](sql::Transaction& tx) -> Result<void> {
            atOnce = tx.shareIsUsed();
            tx.exec("INSERT INTO item VALUES (1)");
            while (!tx.shareIsUsed()) // else the test runs into its time limit
                std::this_thread::yield();
            return {};
        },
        sql::Priority::Bulk);
    flight.add(insert(2));
    for (const auto& outcome : flight.land())
        EXPECT_TRUE(outcome);
    EXPECT_FALSE(atOnce);
    EXPECT_EQ(ids(), (Ids{1, 2}));
}

TEST_P(GroupCommitTest, ATransactionThatTheEngineDropsFailsItsWholeBatch) {
    WriterGate gate(db());
    Flight flight(db());
    flight.add(insert(1));
    flight.add([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (2)");
        tx.exec("ROLLBACK"); // as a full disk makes the engine do
        return {};
    });
    flight.add(insert(3));
    ASSERT_TRUE(gate.open());
    const auto& outcomes = flight.land();
    EXPECT_EQ(reasonOf(outcomes[1]), "STORE_UNAVAILABLE");
    // The others may have had a batch of their own, where they were kept; else they failed with this one.
    Ids kept;
    for (const std::int64_t id : {1, 3})
        if (outcomes[static_cast<std::size_t>(id - 1)])
            kept.push_back(id);
    EXPECT_EQ(ids(), kept);
    EXPECT_TRUE(db().writeNow(insert(4)));
}

TEST_P(GroupCommitTest, TooMuchIsRefused) {
    database().close();
    database().config().maxQueue = 5;
    database().open();
    WriterGate gate(db());
    Flight flight(db());
    for (int id = 1; id <= 8; ++id)
        flight.add(insert(id));
    for (int id = 11; id <= 18; ++id)
        flight.add(insert(id), sql::Priority::Bulk);
    EXPECT_EQ(db().stats().queuedInteractive, 5U);
    EXPECT_EQ(db().stats().queuedBulk, 5U);
    ASSERT_TRUE(gate.open());
    int refused = 0;
    for (const auto& outcome : flight.land())
        if (reasonOf(outcome) == "STORE_OVERLOADED")
            ++refused;
    EXPECT_EQ(refused, 6);
    EXPECT_EQ(ids(), (Ids{1, 2, 3, 4, 5, 11, 12, 13, 14, 15}));
}

TEST_P(GroupCommitTest, InteractiveWorkOvertakesBulkWork) {
    std::vector<std::string> order;
    const auto noting = [&order](std::string name) -> Flight::Fn {
        return [&order, name](sql::Transaction&) -> Result<void> {
            order.push_back(name);
            return {};
        };
    };
    WriterGate gate(db());
    Flight flight(db());
    for (int i = 0; i < 200; ++i)
        flight.add(noting("bulk"), sql::Priority::Bulk);
    flight.add(noting("interactive"));
    ASSERT_TRUE(gate.open());
    flight.land();
    const auto at = std::find(order.begin(), order.end(), "interactive") - order.begin();
    EXPECT_LE(at, 3); // bulk work that waited long gets a turn
    EXPECT_EQ(order.size(), 201U);
}

TEST_P(GroupCommitTest, BulkWorkGetsItsTurn) {
    boost::asio::io_context context;
    bool bulkDone = false;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    auto interactive = [&]() -> Task<void> {
        while (!bulkDone && std::chrono::steady_clock::now() < deadline)
            (void)co_await db().write([](sql::Transaction&) -> Result<void> { return {}; });
    };
    auto bulk = [&]() -> Task<void> {
        for (int i = 0; i < 3; ++i)
            (void)co_await db().write([](sql::Transaction&) -> Result<void> { return {}; }, sql::Priority::Bulk);
        bulkDone = true;
    };
    for (int i = 0; i < 8; ++i)
        boost::asio::co_spawn(context, interactive(), boost::asio::detached);
    boost::asio::co_spawn(context, bulk(), boost::asio::detached);
    context.run();
    EXPECT_TRUE(bulkDone);
}

TEST_P(GroupCommitTest, ClosingWaitsForWhatIsQueued) {
    auto gate = std::make_unique<WriterGate>(db());
    Flight flight(db());
    for (int id = 1; id <= 10; ++id)
        flight.add(insert(id));
    std::thread closer([this] { database().close(); });
    EXPECT_TRUE(gate->open());
    closer.join();
    for (const auto& outcome : flight.land())
        EXPECT_TRUE(outcome);
    database().open();
    EXPECT_EQ(ids().size(), 10U);
}

} // namespace
