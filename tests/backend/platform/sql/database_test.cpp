#include "backend/platform/sql/sql.h"
#include "tests/backend/platform/sql/flight.h"
#include "tests/support/databases.h"

#include <filesystem>
#include <limits>
#include <thread>

using namespace tradepost;
using sql::Row;

namespace {

class DatabaseTest : public test::DatabaseTest {
protected:
    void start() override {
        auto migrated = db().migrate(
            {"test", {{1, "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT, price DOUBLE PRECISION);\n"}}});
        ASSERT_TRUE(migrated) << migrated.error().message;
    }
    Result<void> write(const std::function<void(sql::Transaction&)>& fn) {
        return db().writeNow([&](sql::Transaction& tx) -> Result<void> {
            fn(tx);
            return {};
        });
    }
    std::int64_t number(std::string_view sql) {
        auto read = db().readNow([sql](sql::Reader& reader) -> Result<std::int64_t> {
            return reader.one(sql, [](const Row& row) { return row.integer(0); }).value_or(-1);
        });
        return read.value_or(-2);
    }
};
TRADEPOST_ON_EVERY_ENGINE(DatabaseTest);

TEST_P(DatabaseTest, ReadsWhatItWrote) {
    auto written = db().writeNow([](sql::Transaction& tx) -> Result<std::int64_t> {
        return tx.exec("INSERT INTO item VALUES (?, ?, ?)", 1, "Löffel", 2.5) +
               tx.exec("INSERT INTO item VALUES (?, ?, ?)", 2, nullptr, std::nullopt);
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
    EXPECT_EQ(db().engine(), GetParam() == test::Engine::Sqlite ? "sqlite" : "postgresql");
}

TEST_P(DatabaseTest, RowsAreAddedManyAtOnce) {
    std::vector<sql::Value> values;
    for (std::int64_t id = 1; id <= 19; ++id)
        values.insert(values.end(), {id, "Name " + std::to_string(id), 0.5});
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        tx.insertRows("INSERT INTO item", 3, values);
        tx.insertRows("INSERT INTO item", 3, {});
        return {};
    }));
    EXPECT_EQ(number("SELECT COUNT(*) FROM item"), 19);
    EXPECT_EQ(number("SELECT id FROM item WHERE name = 'Name 17'"), 17);
}

TEST_P(DatabaseTest, ValuesComeBackAsTheyWere) {
    using Limits = std::numeric_limits<std::int64_t>;
    const std::vector<std::int64_t> integers = {0, -1, Limits::min(), Limits::max(), (1LL << 53) + 1};
    const std::vector<double> reals = {0.1, -1e308, 5e-324, 1.0 / 3, 3};
    const std::vector<std::string> texts = {"", "it's \"?\" :x $1 \\ % _", "日本語 🛒", "\n\t",
                                            std::string(1'000'000, 'x')};
    for (std::size_t i = 0; i < integers.size(); ++i) {
        auto written = write([&](sql::Transaction& tx) {
            tx.exec("INSERT INTO item (id, name, price) VALUES (?, ?, ?)", integers[i], texts[i], reals[i]);
        });
        ASSERT_TRUE(written) << written.error().message;
        auto same = db().readNow([&](sql::Reader& reader) -> Result<bool> {
            return reader
                .one(
                    "SELECT id, price, name FROM item WHERE id = ? AND name = ?",
                    [&](const Row& row) {
                        return row.integer(0) == integers[i] && row.real(1) == reals[i] && row.text(2) == texts[i] &&
                               !row.isNull(2);
                    },
                    integers[i], texts[i])
                .value_or(false);
        });
        ASSERT_TRUE(same) << same.error().message;
        EXPECT_TRUE(*same) << i;
    }
}

TEST_P(DatabaseTest, SumsAreExact) {
    ASSERT_TRUE(write([](sql::Transaction& tx) {
        tx.exec("INSERT INTO item VALUES (9007199254740993, 'a', 1.5)");
        tx.exec("INSERT INTO item VALUES (2, 'b', 1.25)");
    }));
    auto sums = db().readNow([](sql::Reader& reader) -> Result<std::pair<std::int64_t, double>> {
        return *reader.one("SELECT SUM(id), SUM(price), MAX(name) FROM item",
                           [](const Row& row) { return std::pair(row.integer(0), row.real(1)); });
    });
    ASSERT_TRUE(sums) << sums.error().message;
    EXPECT_EQ(*sums, std::pair(std::int64_t{9007199254740995}, 2.75));
}

TEST_P(DatabaseTest, OneStatementTakesWhateverTypeComes) {
    const std::vector<sql::Value> values = {std::monostate(), 2.5, std::int64_t{3}, std::monostate(), 4.0};
    auto written = db().writeNow([&](sql::Transaction& tx) -> Result<std::vector<std::string>> {
        for (std::size_t i = 0; i < values.size(); ++i)
            tx.exec("INSERT INTO item (id, price) VALUES (?, ?)", i, values[i]);
        return tx.all("SELECT price FROM item ORDER BY id",
                      [](const Row& row) { return row.isNull(0) ? "null" : std::to_string(row.real(0)); });
    });
    ASSERT_TRUE(written) << written.error().message;
    EXPECT_EQ(*written, (std::vector<std::string>{"null", "2.500000", "3.000000", "null", "4.000000"}));
}

TEST_P(DatabaseTest, StatementsNest) {
    auto visited = db().writeNow([](sql::Transaction& tx) -> Result<std::string> {
        for (int id = 1; id <= 3; ++id)
            tx.exec("INSERT INTO item (id) VALUES (?)", id);
        std::string ids;
        const std::function<void(std::int64_t)> visit = [&](std::int64_t from) {
            tx.each(
                "SELECT id FROM item WHERE id > ? ORDER BY id",
                [&](const Row& row) {
                    const std::int64_t id = row.integer(0);
                    ids += std::to_string(id);
                    visit(id);
                },
                from);
        };
        visit(0);
        return ids;
    });
    ASSERT_TRUE(visited) << visited.error().message;
    EXPECT_EQ(*visited, "1233233");
}

TEST_P(DatabaseTest, ChangesAreCounted) {
    auto counts = db().writeNow([](sql::Transaction& tx) -> Result<std::vector<std::int64_t>> {
        std::vector<std::int64_t> changed;
        for (int id = 1; id <= 3; ++id)
            changed.push_back(tx.exec("INSERT INTO item (id) VALUES (?) ON CONFLICT DO NOTHING", id));
        changed.push_back(tx.exec("INSERT INTO item (id) VALUES (?) ON CONFLICT DO NOTHING", 3));
        changed.push_back(tx.exec("UPDATE item SET name = 'x' WHERE id >= ?", 2));
        changed.push_back(tx.exec("UPDATE item SET name = 'x' WHERE id > ? RETURNING id", 0));
        changed.push_back(*tx.one(
            "DELETE FROM item WHERE id = ? RETURNING id + 100", [](const Row& row) { return row.integer(0); }, 1));
        return changed;
    });
    ASSERT_TRUE(counts) << counts.error().message;
    EXPECT_EQ(*counts, (std::vector<std::int64_t>{1, 1, 1, 0, 2, 3, 101}));
}

TEST_P(DatabaseTest, ARowFunctionThatThrowsLeavesTheStatementUsable) {
    ASSERT_TRUE(write([](sql::Transaction& tx) { tx.exec("INSERT INTO item (id) VALUES (1), (2), (3)"); }));
    const auto sum = [](sql::Reader& reader, bool explode) -> Result<std::int64_t> {
        std::int64_t total = 0;
        reader.each("SELECT id FROM item", [&](const Row& row) {
            if (explode)
                throw std::runtime_error("secret");
            total += row.integer(0);
        });
        return total;
    };
    for (int i = 0; i < 5; ++i) {
        auto failed = db().readNow([&](sql::Reader& reader) { return sum(reader, true); });
        ASSERT_FALSE(failed);
        EXPECT_EQ(failed.error().code, Code::Internal);
        EXPECT_EQ(failed.error().message.find("secret"), std::string::npos);
        EXPECT_EQ(db().readNow([&](sql::Reader& reader) { return sum(reader, false); }).value_or(-1), 6);
    }
}

TEST_P(DatabaseTest, TextAssembledAtRunTimeDoesNotPileUp) {
    auto read = db().readNow([](sql::Reader& reader) -> Result<std::int64_t> {
        std::int64_t sum = 0;
        for (int i = 0; i < 1000; ++i)
            sum += reader.one("SELECT " + std::to_string(i), [](const Row& row) { return row.integer(0); }).value_or(0);
        return sum;
    });
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, 499'500);
}

TEST_P(DatabaseTest, ErrorsSayWhatToDoAndNeverTheValues) {
    ASSERT_TRUE(write([](sql::Transaction& tx) { tx.exec("INSERT INTO item (id, name) VALUES (7, 'x')"); }));
    auto twice = write([](sql::Transaction& tx) { tx.exec("INSERT INTO item (id, name) VALUES (?, ?)", 7, "secret"); });
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, Code::AlreadyExists);
    EXPECT_EQ(twice.error().reason, "UNIQUE_VIOLATION");

    auto wrong = write([](sql::Transaction& tx) { tx.exec("INSERT INTO nowhere VALUES (?)", "secret"); });
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, Code::Internal);
    EXPECT_EQ(wrong.error().reason, "STATEMENT_FAILED");

    auto nul = write(
        [](sql::Transaction& tx) { tx.exec("INSERT INTO item (id, name) VALUES (8, ?)", std::string("a\0b", 3)); });
    ASSERT_FALSE(nul);
    EXPECT_EQ(nul.error().reason, "NUL_IN_TEXT");

    for (const Error& error : {twice.error(), wrong.error(), nul.error()})
        EXPECT_EQ(error.message.find("secret"), std::string::npos) << error.message;
    EXPECT_EQ(number("SELECT COUNT(*) FROM item"), 1);
}

TEST_P(DatabaseTest, ReadersCannotWrite) {
    auto read = db().readNow([](sql::Reader& reader) -> Result<void> {
        reader.each("INSERT INTO item (id) VALUES (1)", [](const Row&) {});
        return {};
    });
    EXPECT_FALSE(read);
    EXPECT_EQ(number("SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseTest, AReadSeesOneSnapshot) {
    auto counts = db().readNow([&](sql::Reader& reader) -> Result<std::pair<std::int64_t, std::int64_t>> {
        const auto count = [&] {
            return *reader.one("SELECT COUNT(*) FROM item", [](const Row& row) { return row.integer(0); });
        };
        const std::int64_t before = count();
        EXPECT_TRUE(write([](sql::Transaction& tx) { tx.exec("INSERT INTO item (id) VALUES (1)"); }));
        return std::pair(before, count());
    });
    ASSERT_TRUE(counts) << counts.error().message;
    EXPECT_EQ(*counts, std::pair(std::int64_t{0}, std::int64_t{0}));
    EXPECT_EQ(number("SELECT COUNT(*) FROM item"), 1);
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
        // A read that starts after a write returned sees it.
        auto read = co_await db().read([id](sql::Reader& reader) -> Result<std::int64_t> {
            return reader.one(
                             "SELECT id FROM item WHERE id = ?", [](const Row& row) { return row.integer(0); }, id)
                .value_or(0);
        });
        EXPECT_EQ(std::this_thread::get_id(), thread);
        EXPECT_TRUE(written && read && *written == *read);
        sum += read.value_or(0);
    };
    for (std::int64_t id = 1; id <= 100; ++id)
        boost::asio::co_spawn(context, task(id), boost::asio::detached);
    context.run();
    EXPECT_EQ(sum, 5050);
}

TEST_P(DatabaseTest, AQueryThatRunsAwayIsCutOff) {
    database().close();
    database().config().readers = 1;
    database().config().readSeconds = 1;
    database().open();
    auto endless = db().readNow([](sql::Reader& reader) -> Result<void> {
        reader.each("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i % 1000 + 1 FROM n) SELECT COUNT(*) FROM n",
                    [](const Row&) {});
        return {};
    });
    ASSERT_FALSE(endless);
    EXPECT_EQ(endless.error().code, Code::DeadlineExceeded);
    EXPECT_EQ(endless.error().reason, "QUERY_TOO_LONG");
    EXPECT_EQ(number("SELECT COUNT(*) FROM item"), 0);
}

TEST_P(DatabaseTest, TooManyReadsAreRefused) {
    database().close();
    database().config().readers = 1;
    database().config().maxQueue = 5;
    database().open();
    std::promise<void> entered;
    std::promise<void> opened;
    auto held = std::async(std::launch::async, [&] {
        return db().readNow([&](sql::Reader&) -> Result<void> {
            entered.set_value();
            opened.get_future().wait();
            return {};
        });
    });
    entered.get_future().wait();
    boost::asio::io_context context;
    int kept = 0;
    int refused = 0;
    auto task = [&]() -> Task<void> {
        auto read = co_await db().read([](sql::Reader&) -> Result<void> { return {}; });
        if (read)
            ++kept;
        else if (read.error().reason == "STORE_OVERLOADED" && read.error().code == Code::ResourceExhausted)
            ++refused;
    };
    for (int i = 0; i < 8; ++i)
        boost::asio::co_spawn(context, task(), boost::asio::detached);
    context.poll();
    EXPECT_EQ(db().stats().queuedReads, 5U);
    opened.set_value();
    EXPECT_TRUE(held.get());
    context.run();
    EXPECT_EQ(kept, 5);
    EXPECT_EQ(refused, 3);
}

TEST(OpenDatabase, AddressesThatMakeNoSenseAreRefused) {
    for (const char* url : {"", "sqlite:", "mysql://secret@host/db", "postgresql://u:secret@host/db?schema=Shop;",
                            "postgresql://u:secret@host/db?nonsense=1"}) {
        auto opened = sql::openDatabase({.url = url});
        ASSERT_FALSE(opened) << url;
        EXPECT_EQ(opened.error().code, Code::InvalidArgument) << url;
        EXPECT_EQ(opened.error().reason, "DATABASE_URL_INVALID") << url;
        EXPECT_EQ(opened.error().message.find("secret"), std::string::npos) << url;
    }
}

TEST(OpenDatabase, WhatCannotBeReachedIsUnavailable) {
    for (const char* url : {"sqlite:/nonexistent/folder/x.db", "postgresql://u:secret@127.0.0.1:1/db?schema=shop"}) {
        auto opened = sql::openDatabase({.url = url});
        ASSERT_FALSE(opened) << url;
        EXPECT_EQ(opened.error().code, Code::Unavailable) << opened.error().message;
        EXPECT_EQ(opened.error().message.find("secret"), std::string::npos) << url;
    }
}

TEST(OpenDatabase, AFileNameMayHoldAnything) {
    test::TemporaryDirectory directory;
    const std::string file = directory.path() + "/a b?c#d%20\"e'.db";
    {
        auto opened = sql::openDatabase({.url = "sqlite:" + file});
        ASSERT_TRUE(opened) << opened.error().message;
        ASSERT_TRUE((*opened)->migrate({"test", {{1, "CREATE TABLE item (id BIGINT);\n"}}}));
    }
    EXPECT_TRUE(std::filesystem::exists(file));
}

} // namespace
