#include "backend/base/ids.h"
#include "backend/platform/query/query.h"
#include "backend/platform/query/terms.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <set>
#include <sqlite3.h>

using namespace tradepost;
using query::Field;
using query::FieldType;

namespace {

const std::vector<Field> fields = {
    {"id", "p.id", FieldType::Id, true, {}, {}},
    {"title", "p.title", FieldType::Text, true, {}, {}},
    {"price", "p.price", FieldType::Integer, true, {}, {}},
    {"rating", "p.rating", FieldType::Real, false, {}, {}},
    {"state", "p.state", FieldType::Enum, false, {{"DRAFT", 1}, {"PUBLISHED", 5}}, {}},
    {"update_time", "p.updated_at", FieldType::Timestamp, true, {}, {}},
    {"sku", "v.sku", FieldType::Text, false, {}, "p.id IN (SELECT v.product_id FROM variants v WHERE {})"},
};

std::string sqlOf(std::string_view filter) {
    const auto condition = query::parseFilter(filter, fields);
    return condition ? condition->sql : condition.error().message;
}
std::string messageOf(std::string_view filter) {
    const auto condition = query::parseFilter(filter, fields);
    if (condition)
        return "accepted";
    EXPECT_EQ(condition.error().code, Code::InvalidArgument);
    EXPECT_EQ(condition.error().field, "filter");
    EXPECT_EQ(condition.error().reason, "INVALID_FILTER");
    return condition.error().message;
}

TEST(Filter, TellsWhatEveryRowPasses) {
    const auto terms = [](std::string_view filter) {
        std::string told;
        for (const query::Term& term : query::requiredTerms(filter, fields))
            told += fmt::format("{}: {}{}; ", term.field->name, term.test, term.seekable ? "" : " (no seek)");
        return told;
    };
    EXPECT_EQ(terms(""), "");
    EXPECT_EQ(terms("price >= 5 AND state = DRAFT"), "price: p.price >= ?; state: p.state = ?; ");
    EXPECT_EQ(terms("price >= 5 AND (state = DRAFT OR title = a) AND NOT sku = b"), "price: p.price >= ?; ");
    EXPECT_EQ(terms("price >= 5 OR state = DRAFT"), "");
    EXPECT_EQ(terms("sku = a AND title : b AND price != 4"),
              "sku: v.sku = ?; title: LOWER(p.title) LIKE ? ESCAPE '!' (no seek); price: p.price <> ? (no seek); ");
    EXPECT_EQ(terms("price >="), "");
}

TEST(Filter, EmptyMatchesEverything) {
    EXPECT_EQ(sqlOf(""), "1=1");
    EXPECT_EQ(sqlOf("  \n"), "1=1");
}

TEST(Filter, BindsEveryValue) {
    const auto condition = query::parseFilter(
        R"(state = PUBLISHED AND (price >= 100 OR rating < 2.5) AND NOT title : "50% _Off!")", fields);
    ASSERT_TRUE(condition) << condition.error().message;
    EXPECT_EQ(condition->sql, "((p.state = ?) AND ((p.price >= ?) OR (p.rating < ?)) AND NOT "
                              "(LOWER(p.title) LIKE ? ESCAPE '!'))");
    ASSERT_EQ(condition->args.size(), 4u);
    EXPECT_EQ(std::get<std::int64_t>(condition->args[0]), 5);
    EXPECT_EQ(std::get<std::int64_t>(condition->args[1]), 100);
    EXPECT_EQ(std::get<double>(condition->args[2]), 2.5);
    EXPECT_EQ(std::get<std::string>(condition->args[3]), "%50!% !_off!!%");
}

TEST(Filter, AsksChildTables) {
    EXPECT_EQ(sqlOf("sku = A-1"), "((p.id IN (SELECT v.product_id FROM variants v WHERE v.sku = ?)))");
    EXPECT_EQ(sqlOf("sku != A-1"), "((NOT p.id IN (SELECT v.product_id FROM variants v WHERE v.sku = ?)))");
}

TEST(Filter, ReadsBareAndQuotedValues) {
    const auto condition = query::parseFilter(
        R"(title="say \"hi\" \\" AND update_time>2026-03-01T08:30:00.5+01:00 AND id=0000000000001 AND title=OR-2)",
        fields);
    ASSERT_TRUE(condition) << condition.error().message;
    EXPECT_EQ(std::get<std::string>(condition->args[0]), R"(say "hi" \)");
    EXPECT_EQ(std::get<std::int64_t>(condition->args[1]), 1'772'350'200'500'000);
    EXPECT_EQ(std::get<std::int64_t>(condition->args[2]), 1);
    EXPECT_EQ(std::get<std::string>(condition->args[3]), "OR-2");
}

TEST(Filter, ErrorsNameColumnAndWhatWasExpected) {
    EXPECT_EQ(messageOf("price > "), "filter, column 9: expected a value, but the text ends here.");
    EXPECT_EQ(messageOf("price > ten"), "filter, column 9: 'price' is compared with an integer, found 'ten'.");
    EXPECT_EQ(messageOf("price = 99999999999999999999"),
              "filter, column 9: 'price' is compared with an integer of 64 bits, found '99999999999999999999'.");
    EXPECT_EQ(messageOf("title = \"äö\" prize = 3"), "filter, column 14: expected AND, OR or the end, found 'prize'.");
    EXPECT_EQ(
        messageOf("prize = 3"),
        "filter, column 1: there is no field 'prize'; filter by id, title, price, rating, state, update_time, sku.");
    EXPECT_EQ(messageOf("state < DRAFT"), "filter, column 7: 'state' can be compared with = and != only.");
    EXPECT_EQ(messageOf("state = GONE"),
              "filter, column 9: 'state' is compared with one of DRAFT, PUBLISHED, found 'GONE'.");
    EXPECT_EQ(messageOf("price : 3"), "filter, column 7: 'price' can be compared with = != < <= > >= only.");
    EXPECT_EQ(messageOf("(price = 3"), "filter, column 11: expected ')', AND or OR, but the text ends here.");
    EXPECT_EQ(messageOf("price = 3)"), "filter, column 10: expected AND, OR or the end, found ')'.");
    EXPECT_EQ(messageOf("price 3"), "filter, column 7: expected one of = != < <= > >= :, found '3'.");
    EXPECT_EQ(messageOf("title = \"x"), "filter, column 9: this quotation has no closing \".");
    EXPECT_EQ(messageOf("title = \"x\\n\""), "filter, column 11: a backslash may only stand before \" or \\.");
    EXPECT_EQ(messageOf("title = AND price = 3"),
              "filter, column 9: expected a value, found 'AND'; write \"AND\" to mean the word.");
    EXPECT_EQ(messageOf("NOT NOT price = 3"), "filter, column 5: expected a field name or '(', found 'NOT'.");
    EXPECT_EQ(messageOf("update_time > yesterday"),
              "filter, column 15: 'update_time' is compared with an RFC 3339 time such as 2026-03-01T08:30:00Z, found "
              "'yesterday'.");
    EXPECT_EQ(messageOf("id = 12"), "filter, column 6: 'id' is compared with an id of 13 characters, found '12'.");
    EXPECT_EQ(messageOf("rating > inf"), "filter, column 10: 'rating' is compared with a number, found 'inf'.");
    EXPECT_EQ(messageOf(std::string("title = \"a\0b\"", 13)), "filter: the text must be UTF-8 without NUL.");
    EXPECT_EQ(messageOf("title = \xff"), "filter: the text must be UTF-8 without NUL.");
}

TEST(Filter, HoldsItsLimits) {
    const auto nested = [](int depth) {
        return std::string(static_cast<std::size_t>(depth), '(') + "price=1" +
               std::string(static_cast<std::size_t>(depth), ')');
    };
    EXPECT_EQ(messageOf(nested(20)), "accepted");
    EXPECT_EQ(messageOf(nested(21)), "filter, column 21: parentheses may be nested 20 deep at most.");
    const auto chained = [](int count) {
        std::string filter = "price=1";
        for (int i = 1; i < count; ++i)
            filter += " OR price=1";
        return filter;
    };
    EXPECT_EQ(messageOf(chained(100)), "accepted");
    EXPECT_EQ(messageOf(chained(101)), "filter, column 1101: a filter may hold 100 comparisons at most.");
    EXPECT_EQ(messageOf("title=" + std::string(4091, 'x')), "filter: 4097 bytes are too many; 4096 are allowed.");
}

// Random filters against random rows: the SQL must run and pick the rows that the evaluator below picks.

struct Row {
    std::int64_t id = 0;
    std::string title;
    std::int64_t price = 0;
    double rating = 0;
    std::int64_t state = 0;
    std::int64_t updated = 0;
    std::vector<std::string> skus;
};

struct Generated {
    std::string text;
    std::function<bool(const Row&)> holds;
};

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return text;
}

class Generator {
public:
    explicit Generator(unsigned seed) : m_random(seed) {}

    int below(int bound) { return static_cast<int>(m_random() % static_cast<unsigned>(bound)); }

    // Hostile and ordinary words, so that quoting, wildcards and comments meet both engines.
    std::string word() {
        static const std::vector<std::string> words = {
            "red", "Red", "RED", "",     "'",    "''; DROP TABLE products; --",
            "%",   "_",   "a_b", "axb",  "100%", "!",
            "!!",  "\"",  "\\",  "\\'",  "?",    ":p1",
            "$1",  "ä",   "Ä",   "日本", "NULL", "1=1",
            "/*",  "OR",  "a b", "\n"};
        return words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
    }

    Row row(std::int64_t id) {
        Row made{id, word() + word(), below(9) - 4, below(9) / 2.0, below(2) ? 1 : 5, below(3) * 86'400'000'000L, {}};
        for (int i = below(3); i > 0; --i)
            made.skus.push_back(word());
        return made;
    }

    Generated expression(int depth) {
        switch (depth > 3 ? 0 : below(5)) {
        case 1: {
            auto inner = expression(depth + 1);
            return {"NOT (" + inner.text + ")", [f = inner.holds](const Row& r) { return !f(r); }};
        }
        case 2: {
            auto a = expression(depth + 1), b = expression(depth + 1);
            return {"(" + a.text + ") AND (" + b.text + ")",
                    [f = a.holds, g = b.holds](const Row& r) { return f(r) && g(r); }};
        }
        case 3: { // without parentheses, so that precedence is tested
            auto a = comparison(), b = comparison(), c = comparison();
            return {a.text + " OR " + b.text + " AND " + c.text,
                    [f = a.holds, g = b.holds, h = c.holds](const Row& r) { return f(r) || (g(r) && h(r)); }};
        }
        case 4: {
            auto a = comparison();
            return {"NOT " + a.text, [f = a.holds](const Row& r) { return !f(r); }};
        }
        default:
            return comparison();
        }
    }

private:
    static std::string quote(const std::string& text) {
        std::string quoted = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                quoted += '\\';
            quoted += c;
        }
        return quoted + "\"";
    }

    template<class T>
    static bool compare(int op, const T& a, const T& b) {
        switch (op) {
        case 0:
            return a == b;
        case 1:
            return a != b;
        case 2:
            return a < b;
        case 3:
            return a <= b;
        case 4:
            return a > b;
        default:
            return a >= b;
        }
    }
    static constexpr const char* operators[] = {"=", "!=", "<", "<=", ">", ">=", ":"};

    Generated comparison() {
        const int op = below(6);
        switch (below(6)) {
        case 0: {
            const std::int64_t value = below(9) - 4;
            return {fmt::format("price{}{}", operators[op], value),
                    [=](const Row& r) { return compare(op, r.price, value); }};
        }
        case 1: {
            const double value = below(9) / 2.0;
            return {fmt::format("rating {} {:.1f}", operators[op], value),
                    [=](const Row& r) { return compare(op, r.rating, value); }};
        }
        case 2: {
            const bool published = below(2) == 1;
            return {fmt::format("state {} {}", operators[op % 2], published ? "PUBLISHED" : "DRAFT"),
                    [=](const Row& r) { return (r.state == (published ? 5 : 1)) == (op % 2 == 0); }};
        }
        case 3: {
            const int day = below(3);
            return {fmt::format("update_time {} 1970-01-0{}T00:00:00Z", operators[op], day + 1),
                    [=](const Row& r) { return compare(op, r.updated, std::int64_t(day * 86'400'000'000L)); }};
        }
        case 4: {
            const std::string value = word();
            if (below(2))
                return {fmt::format("title : {}", quote(value)),
                        [=](const Row& r) { return lower(r.title).find(lower(value)) != std::string::npos; }};
            return {fmt::format("title {} {}", operators[op], quote(value)),
                    [=](const Row& r) { return compare(op, r.title, value); }};
        }
        default: {
            const std::string value = word();
            const bool none = below(2) == 1;
            return {fmt::format("sku {} {}", none ? "!=" : "=", quote(value)),
                    [=](const Row& r) { return (std::ranges::find(r.skus, value) != r.skus.end()) != none; }};
        }
        }
    }

    std::mt19937 m_random;
};

TEST(FilterProperty, NoValueReachesTheSql) {
    Generator generator(7);
    for (int i = 0; i < 3000; ++i) {
        const Generated made = generator.expression(0);
        const auto condition = query::parseFilter(made.text, fields);
        if (!condition && made.text.size() > 4096)
            continue;
        ASSERT_TRUE(condition) << made.text << "\n" << condition.error().message;
        // Beyond the whitelist's own words nothing may be left.
        static const std::vector<std::string> known = {"p.id IN (SELECT v.product_id FROM variants v WHERE v.sku = ?)",
                                                       "NOT",
                                                       "LOWER(p.title) LIKE ? ESCAPE '!'",
                                                       "p.title",
                                                       "p.price",
                                                       "p.rating",
                                                       "p.state",
                                                       "p.updated_at",
                                                       "AND",
                                                       "OR",
                                                       "<>",
                                                       "<=",
                                                       ">=",
                                                       "<",
                                                       ">",
                                                       "=",
                                                       "?",
                                                       "(",
                                                       ")",
                                                       " "};
        std::string rest = condition->sql;
        for (const std::string& token : known)
            for (std::size_t at = 0; (at = rest.find(token)) != std::string::npos;)
                rest.erase(at, token.size());
        ASSERT_EQ(rest, "") << made.text;
        ASSERT_EQ(static_cast<std::size_t>(std::ranges::count(condition->sql, '?')), condition->args.size());
    }
}

class Sqlite {
public:
    Sqlite() {
        EXPECT_EQ(sqlite3_open(":memory:", &m_db), SQLITE_OK);
        run("CREATE TABLE products(id BIGINT, title TEXT, price BIGINT, rating DOUBLE PRECISION, state BIGINT, "
            "updated_at BIGINT)",
            {});
        run("CREATE TABLE variants(product_id BIGINT, sku TEXT)", {});
    }
    ~Sqlite() { sqlite3_close(m_db); }
    void add(const Row& row) {
        run("INSERT INTO products VALUES (?,?,?,?,?,?)",
            {row.id, row.title, row.price, row.rating, row.state, row.updated});
        for (const std::string& sku : row.skus)
            run("INSERT INTO variants VALUES (?,?)", {row.id, sku});
    }
    std::set<std::int64_t> run(const std::string& sql, const std::vector<sql::Value>& args) {
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(m_db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
            << sql << sqlite3_errmsg(m_db);
        for (int i = 0; i < static_cast<int>(args.size()); ++i) {
            const sql::Value& arg = args[static_cast<std::size_t>(i)];
            if (const auto* text = std::get_if<std::string>(&arg))
                sqlite3_bind_text(statement, i + 1, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
            else if (const auto* real = std::get_if<double>(&arg))
                sqlite3_bind_double(statement, i + 1, *real);
            else
                sqlite3_bind_int64(statement, i + 1, std::get<std::int64_t>(arg));
        }
        std::set<std::int64_t> ids;
        int step = 0;
        while ((step = sqlite3_step(statement)) == SQLITE_ROW)
            ids.insert(sqlite3_column_int64(statement, 0));
        EXPECT_EQ(step, SQLITE_DONE) << sql << sqlite3_errmsg(m_db);
        sqlite3_finalize(statement);
        return ids;
    }

private:
    sqlite3* m_db = nullptr;
};

TEST(FilterProperty, SelectsWhatItSays) {
    Generator generator(42);
    Sqlite database;
    std::vector<Row> rows;
    for (std::int64_t id = 1; id <= 60; ++id) {
        rows.push_back(generator.row(id));
        database.add(rows.back());
    }
    for (int i = 0; i < 2000; ++i) {
        const Generated made = generator.expression(0);
        if (made.text.size() > 4096)
            continue;
        const auto condition = query::parseFilter(made.text, fields);
        ASSERT_TRUE(condition) << made.text << "\n" << condition.error().message;
        std::set<std::int64_t> expected;
        for (const Row& row : rows)
            if (made.holds(row))
                expected.insert(row.id);
        ASSERT_EQ(database.run("SELECT p.id FROM products p WHERE " + condition->sql, condition->args), expected)
            << made.text;
    }
}

} // namespace
