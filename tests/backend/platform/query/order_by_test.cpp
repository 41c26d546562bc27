#include "backend/platform/query/query.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

using namespace tradepost;
using query::Field;
using query::FieldType;

namespace {

const std::vector<Field> fields = {
    {"id", "p.id", FieldType::Id, true, {}, {}},
    {"title", "p.title", FieldType::Text, true, {}, {}},
    {"price", "p.price", FieldType::Integer, true, {}, {}},
    {"brand", "p.brand", FieldType::Text, true, {}, {}},
    {"state", "p.state", FieldType::Integer, true, {}, {}},
    {"update_time", "p.updated_at", FieldType::Timestamp, true, {}, {}},
    {"gtin", "v.gtin", FieldType::Text, false, {}, {}},
};

std::string sqlOf(std::string_view orderBy) {
    const auto keys = query::parseOrderBy(orderBy, "update_time desc", fields, "id");
    if (!keys) {
        EXPECT_EQ(keys.error().field, "order_by");
        EXPECT_EQ(keys.error().code, Code::InvalidArgument);
        return keys.error().message;
    }
    return query::orderBySql(*keys);
}

TEST(OrderBy, EndsInTheTieBreakAndHasADefault) {
    EXPECT_EQ(sqlOf(""), "ORDER BY p.updated_at DESC, p.id DESC");
    EXPECT_EQ(sqlOf("title"), "ORDER BY p.title, p.id");
    EXPECT_EQ(sqlOf(" price desc ,  title asc"), "ORDER BY p.price DESC, p.title, p.id");
    EXPECT_EQ(sqlOf("id desc, title"), "ORDER BY p.id DESC");
}

TEST(OrderBy, ErrorsNameColumnAndWhatWasExpected) {
    EXPECT_EQ(sqlOf("gtin"),
              "order_by, column 1: cannot sort by 'gtin'; sort by id, title, price, brand, state, update_time.");
    EXPECT_EQ(sqlOf("title; DROP TABLE x"),
              "order_by, column 1: cannot sort by 'title;'; sort by id, title, price, brand, state, update_time.");
    EXPECT_EQ(sqlOf("title down"), "order_by, column 7: expected asc, desc or ',', found 'down'.");
    EXPECT_EQ(sqlOf("title desc price"), "order_by, column 12: expected ',', found 'price'.");
    EXPECT_EQ(sqlOf("title,"), "order_by, column 7: expected a field name, but the text ends here.");
    EXPECT_EQ(sqlOf(",title"), "order_by, column 1: expected a field name.");
    EXPECT_EQ(sqlOf("title, title desc"), "order_by, column 8: 'title' stands twice.");
    EXPECT_EQ(sqlOf("title, price, brand, state, update_time"),
              "order_by, column 29: at most 4 fields may be sorted by.");
}

// Walks a table page by page and must meet every row once, in the order of one sorted read.
TEST(AfterRow, WalksEveryRowOnceInOrder) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(":memory:", &db), SQLITE_OK);
    sqlite3_exec(db,
                 "CREATE TABLE products(id BIGINT, title TEXT, price BIGINT);"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 97)"
                 "INSERT INTO products SELECT i, char(97 + i * 7 % 5), i * 11 % 4 FROM n;",
                 nullptr, nullptr, nullptr);
    for (const std::string orderBy : {"title", "title desc", "title, price desc", "price desc, title", "id desc"}) {
        const auto keys = query::parseOrderBy(orderBy, "id", fields, "id");
        ASSERT_TRUE(keys);
        const auto read = [&](const query::Condition& condition, int limit) {
            const std::string sql = "SELECT p.id, p.title, p.price FROM products p WHERE " + condition.sql + " " +
                                    query::orderBySql(*keys) + " LIMIT " + std::to_string(limit);
            sqlite3_stmt* statement = nullptr;
            EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
            for (int i = 0; i < static_cast<int>(condition.args.size()); ++i) {
                const auto& arg = condition.args[static_cast<std::size_t>(i)];
                if (const auto* text = std::get_if<std::string>(&arg))
                    sqlite3_bind_text(statement, i + 1, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
                else
                    sqlite3_bind_int64(statement, i + 1, std::get<std::int64_t>(arg));
            }
            std::vector<std::vector<sql::Value>> rows;
            while (sqlite3_step(statement) == SQLITE_ROW)
                rows.push_back({std::int64_t(sqlite3_column_int64(statement, 0)),
                                std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, 1))),
                                std::int64_t(sqlite3_column_int64(statement, 2))});
            sqlite3_finalize(statement);
            return rows;
        };
        const auto whole = read({"1=1", {}}, 1000);
        ASSERT_EQ(whole.size(), 97u);
        std::vector<std::vector<sql::Value>> paged;
        query::Condition from{"1=1", {}};
        for (auto page = read(from, 10); !page.empty(); page = read(from, 10)) {
            paged.insert(paged.end(), page.begin(), page.end());
            std::vector<sql::Value> last;
            for (const query::SortKey& key : *keys)
                last.push_back(page.back()[key.field->name == "id" ? 0 : key.field->name == "title" ? 1 : 2]);
            from = query::afterRow(*keys, last);
        }
        EXPECT_EQ(paged, whole) << orderBy;
    }
    sqlite3_close(db);
}

TEST(AfterRow, OfAnotherLengthMatchesNothing) {
    const auto keys = query::parseOrderBy("title", "id", fields, "id");
    EXPECT_EQ(query::afterRow(*keys, {std::int64_t(1)}).sql, "1=0");
}

} // namespace
