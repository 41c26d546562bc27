#include "tests/support/databases.h"

using namespace tradepost;
using sql::Row;

namespace {

class MigrationsTest : public test::DatabaseTest {
protected:
    std::vector<std::string> texts(std::string_view sql) {
        auto read = db().readNow([sql](sql::Reader& reader) -> Result<std::vector<std::string>> {
            return reader.all(sql, [](const Row& row) { return row.text(0); });
        });
        return read ? *read : std::vector<std::string>{read.error().reason};
    }
    Result<void> exec(std::string_view sql) {
        return db().writeNow([sql](sql::Transaction& tx) -> Result<void> {
            tx.exec(sql);
            return {};
        });
    }
};
TRADEPOST_ON_EVERY_ENGINE(MigrationsTest);

const sql::Migration first{1, "CREATE TABLE shop_item (id BIGINT PRIMARY KEY, name TEXT NOT NULL $BINARY);\n"
                              "INSERT INTO shop_item VALUES (1, 'semi;colon');\n"};
const sql::Migration second{2, "ALTER TABLE shop_item ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n"
                               "INSERT INTO shop_item\n  (id, name)\nVALUES (2, 'two')"};

TEST_P(MigrationsTest, EachRunsOnce) {
    ASSERT_TRUE(db().migrate({"shop", {first}}));
    ASSERT_TRUE(db().migrate({"shop", {first}}));
    EXPECT_EQ(texts("SELECT * FROM (SELECT name FROM shop_item ORDER BY id) t"),
              std::vector<std::string>{"semi;colon"});
    reopen();
    ASSERT_TRUE(db().migrate({"shop", {first, second}}));
    ASSERT_TRUE(db().migrate({"shop", {first, second}}));
    EXPECT_EQ(texts("SELECT name FROM shop_item ORDER BY id"), (std::vector<std::string>{"semi;colon", "two"}));
    EXPECT_EQ(texts("SELECT colour FROM shop_item ORDER BY id"), (std::vector<std::string>{"red", "red"}));
}

TEST_P(MigrationsTest, StatementsPreparedBeforeSeeTheNewSchema) {
    ASSERT_TRUE(db().migrate({"shop", {first}}));
    const auto columns = [this] {
        auto read = db().readNow([](sql::Reader& reader) -> Result<std::size_t> {
            return reader.one("SELECT * FROM shop_item", [](const Row& row) { return row.size(); }).value_or(0);
        });
        return read.value_or(0);
    };
    for (int i = 0; i < 8; ++i) // every reader
        EXPECT_EQ(columns(), 2U);
    ASSERT_TRUE(db().migrate({"shop", {first, second}}));
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(columns(), 3U);
}

TEST_P(MigrationsTest, AClusteredTableIsOneByItsKey) {
    ASSERT_TRUE(
        db().migrate({"shop",
                      {{1, "CREATE TABLE shop_tag (tag TEXT NOT NULL $BINARY, item BIGINT NOT NULL, PRIMARY KEY "
                           "(tag, item)) $CLUSTERED;\n"}}}));
    ASSERT_TRUE(exec("INSERT INTO shop_tag VALUES ('b', 1), ('a', 2), ('a', 1)"));
    EXPECT_EQ(exec("INSERT INTO shop_tag VALUES ('a', 2)").error().reason, "UNIQUE_VIOLATION");
    EXPECT_EQ(texts("SELECT tag FROM shop_tag ORDER BY tag, item"), (std::vector<std::string>{"a", "a", "b"}));
}

TEST_P(MigrationsTest, ANewerDatabaseIsRefused) {
    ASSERT_TRUE(db().migrate({"shop", {first, second}}));
    auto older = db().migrate({"shop", {first}});
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().code, Code::FailedPrecondition);
    EXPECT_EQ(older.error().reason, "SCHEMA_TOO_NEW");
    EXPECT_TRUE(db().migrate({"search", {{1, "CREATE TABLE search_item (id BIGINT);\n"}}}));
}

TEST_P(MigrationsTest, OneThatFailsLeavesNothingBehind) {
    const sql::Migration broken{2, "CREATE TABLE shop_half (id BIGINT);\n"
                                   "CREATE TABLE shop_item (id BIGINT);\n"};
    auto failed = db().migrate({"shop", {first, broken}});
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Code::Internal);
    EXPECT_NE(failed.error().message.find("shop"), std::string::npos);
    EXPECT_EQ(texts("SELECT name FROM shop_item"), std::vector<std::string>{"semi;colon"});
    EXPECT_EQ(texts("SELECT id FROM shop_half"), std::vector<std::string>{"STATEMENT_FAILED"});
    EXPECT_TRUE(db().migrate({"shop", {first, second}}));
}

TEST_P(MigrationsTest, NumbersHaveNoGaps) {
    auto gap = db().migrate({"shop", {first, {3, "CREATE TABLE x (id BIGINT);\n"}}});
    ASSERT_FALSE(gap);
    EXPECT_EQ(gap.error().reason, "SCHEMA_INVALID");
}

TEST_P(MigrationsTest, BinaryColumnsOrderByBytes) {
    ASSERT_TRUE(db().migrate({"shop", {first}}));
    ASSERT_TRUE(exec("INSERT INTO shop_item VALUES (2, 'a'), (3, 'B'), (4, '_'), (5, 'ä'), (6, 'Z'), (7, 'b')"));
    EXPECT_EQ(texts("SELECT name FROM shop_item WHERE id > 1 ORDER BY name"),
              (std::vector<std::string>{"B", "Z", "_", "a", "b", "ä"}));
}

TEST_P(MigrationsTest, PositionsAreNeverGivenOutAgain) {
    ASSERT_TRUE(db().migrate({"shop", {{1, "CREATE TABLE shop_event (position $AUTOINCREMENT, name TEXT);\n"}}}));
    const auto append = [this] {
        auto position = db().writeNow([](sql::Transaction& tx) -> Result<std::int64_t> {
            return *tx.one("INSERT INTO shop_event (name) VALUES ('x') RETURNING position",
                           [](const Row& row) { return row.integer(0); });
        });
        return position.value_or(-1);
    };
    EXPECT_EQ(append(), 1);
    EXPECT_EQ(append(), 2);
    ASSERT_TRUE(exec("DELETE FROM shop_event WHERE position = 2"));
    reopen();
    EXPECT_GT(append(), 2);
}

} // namespace
