#include "backend/platform/sql/sql.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>
#include <thread>

using namespace tradepost;
using sql::Row;

namespace {

class DatabaseTest : public test::DatabaseTest {
protected:
    void start() override {
        auto migrated =
            db().migrate({"test",
                          {{1, "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT $BINARY, price DOUBLE PRECISION);\n"
                               "CREATE TABLE event (position $AUTOINCREMENT, name TEXT NOT NULL);\n"}}});
        ASSERT_TRUE(migrated) << migrated.error().message;
    }
};
TRADEPOST_ON_EVERY_ENGINE(DatabaseTest);

TEST_P(DatabaseTest, ReadsWhatItWrote) {
    auto written = db().writeNow([](sql::Transaction& tx) -> Result<std::int64_t> {
        return tx.exec("INSERT INTO item VALUES (?, ?, ?)", 1, "Löffel", 2.5) +
               tx.exec("INSERT INTO item VALUES (?, ?, ?)", 2, nullptr, nullptr);
    });
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(*written, 2);
    auto read = db().readNow([](sql::Reader& reader) -> Result<std::vector<std::string>> {
        return reader.all("SELECT id, name, price, COUNT(*) OVER () FROM item ORDER BY id", [](const Row& row) {
            return std::to_string(row.integer(0)) + row.text(1) + std::to_string(row.real(2)) +
                   std::to_string(row.integer(3)) + (row.isNull(1) ? "null" : "");
        });
    });
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, (std::vector<std::string>{"1Löffel2.5000002", "20.0000002null"}));
}

TEST_P(DatabaseTest, RefusalUndoesWhatTheFunctionDid) {
    auto refused = db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO item VALUES (1, 'a', 1)");
        return fail(Code::FailedPrecondition, "NO", "No.");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "NO");
    auto count = db().readNow([](sql::Reader& reader) -> Result<std::int64_t> {
        return *reader.one("SELECT COUNT(*) FROM item", [](const Row& row) { return row.integer(0); });
    });
    EXPECT_EQ(*count, 0);
}

TEST_P(DatabaseTest, CoroutinesResumeOnTheirExecutor) {
    boost::asio::io_context context;
    const auto thread = std::this_thread::get_id();
    std::int64_t sum = 0;
    auto task = [&](std::int64_t id) -> Task<void> {
        auto written = co_await db().write([id](sql::Transaction& tx) -> Result<std::int64_t> {
            tx.exec("INSERT INTO item VALUES (?, 'x', 0)", id);
            return id;
        });
        EXPECT_EQ(std::this_thread::get_id(), thread);
        auto read = co_await db().read([id](sql::Reader& reader) -> Result<std::int64_t> {
            return reader.one(
                             "SELECT id FROM item WHERE id = ?", [](const Row& row) { return row.integer(0); }, id)
                .value_or(0);
        });
        EXPECT_EQ(std::this_thread::get_id(), thread);
        EXPECT_TRUE(written && read && *written == *read);
        sum += *read;
    };
    for (std::int64_t id = 1; id <= 100; ++id)
        boost::asio::co_spawn(context, task(id), boost::asio::detached);
    context.run();
    EXPECT_EQ(sum, 5050);
}

} // namespace
