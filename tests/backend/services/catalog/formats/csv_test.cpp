#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/csv_writer.h"
#include "backend/services/catalog/formats/formula.h"

#include <gtest/gtest.h>
#include <random>

namespace tradepost::catalog::formats {
namespace {

using Table = std::vector<std::vector<std::string>>;

// Hands out a few bytes at a time, so that every place is once the end of a piece.
class SlowSource final : public ByteSource {
public:
    SlowSource(std::string_view text, std::size_t piece) : m_rest(text), m_piece(piece) {}
    Result<std::size_t> read(char* into, std::size_t size) override {
        return m_rest.read(into, std::min(size, m_piece));
    }

private:
    TextSource m_rest;
    const std::size_t m_piece;
};

Result<Table> readAll(std::string_view text, Dialect dialect = {}, std::size_t piece = 1 << 20, CsvLimits limits = {}) {
    SlowSource source(text, piece);
    CsvReader reader(source, dialect, 0, 1, limits);
    Record record;
    Table table;
    for (;;) {
        const auto read = reader.next(record);
        if (!read)
            return std::unexpected(read.error());
        if (!*read)
            return table;
        auto& row = table.emplace_back();
        for (const Cell& cell : record.cells)
            row.emplace_back(cell.text);
        EXPECT_EQ(record.raw,
                  text.substr(static_cast<std::size_t>(record.offset), static_cast<std::size_t>(record.bytes)));
    }
}

TEST(CsvReader, ReadsWhatRfc4180AndRealFilesHave) {
    const std::string_view text = "a,b,c\r\n1,\"x, \"\"y\"\"\",3\n\n\"line\nbreak\",,\"q\"tail\rplain \"quote\",end,";
    const Table expected = {
        {"a", "b", "c"}, {"1", "x, \"y\"", "3"}, {"line\nbreak", "", "qtail"}, {"plain \"quote\"", "end", ""}};
    for (std::size_t piece = 1; piece < 20; ++piece)
        EXPECT_EQ(readAll(text, {}, piece).value(), expected) << "read " << piece << " bytes at a time";
    EXPECT_EQ(readAll("\"a\"\tb\n", {'\t', false}).value(), (Table{{"\"a\"", "b"}}));
    EXPECT_EQ(readAll("").value(), Table());
    EXPECT_EQ(readAll("\n\r\n").value(), Table());
}

TEST(CsvReader, CellsKnowTheirLines) {
    TextSource source("h\n\"a\r\nb\",\"c\n\n\",d\nlast");
    CsvReader reader(source, {});
    Record record;
    ASSERT_TRUE(reader.next(record).value());
    ASSERT_TRUE(reader.next(record).value());
    EXPECT_EQ(record.line, 2);
    EXPECT_EQ(record.cells[1].line, 3);
    EXPECT_EQ(record.cells[2].line, 5);
    EXPECT_EQ(reader.line(), 6);
    ASSERT_TRUE(reader.next(record).value());
    EXPECT_EQ(record.line, 6);
    EXPECT_EQ(reader.offset(), 21);
    EXPECT_FALSE(reader.next(record).value());
}

TEST(CsvReader, GoesOnFromTheMiddle) {
    const std::string text = "h\n1,a\n2,b\n";
    TextSource source(std::string_view(text).substr(6));
    CsvReader reader(source, {}, 6, 3);
    Record record;
    ASSERT_TRUE(reader.next(record).value());
    EXPECT_EQ(record.cells[1].text, "b");
    EXPECT_EQ(record.line, 3);
    EXPECT_EQ(record.offset, 6);
}

TEST(CsvReader, BombsAreRefusedByName) {
    const CsvLimits small{1000, 4000, 10};
    const auto reasonOf = [&](std::string_view text) {
        const auto read = readAll(text, {}, 1 << 20, small);
        return read ? std::string("none") : read.error().reason;
    };
    EXPECT_EQ(reasonOf("h\n\"never closed\nand on"), "UNCLOSED_QUOTE");
    EXPECT_EQ(reasonOf("h\n\"" + std::string(600'000, 'x')), "CELL_TOO_LONG");
    EXPECT_EQ(reasonOf("h\n" + std::string(1'000'000, 'x')), "LINE_TOO_LONG");
    EXPECT_EQ(reasonOf("h\n" + std::string(2'000, 'x') + "\n"), "CELL_TOO_LONG");
    EXPECT_EQ(reasonOf("h\n" + std::string(100'000, ',')), "TOO_MANY_COLUMNS");
    const auto read = readAll("h\nx\n\"open", {}, 1 << 20, small);
    EXPECT_NE(read.error().message.find("line 3"), std::string::npos) << read.error().message;
}

TEST(CsvReader, DetectsDelimiterAndQuoting) {
    EXPECT_EQ(detectDialect("a,b\n1,2\n"), (Dialect{',', true}));
    EXPECT_EQ(detectDialect("a;b;c\n1,5;2;3\n1,7;2;3\n"), (Dialect{';', true}));
    EXPECT_EQ(detectDialect("a\tb\n\"1\n2\"\t2\n"), (Dialect{'\t', true}));
    EXPECT_EQ(detectDialect("a\tb\nx 5\" wide\t2\n"), (Dialect{'\t', false}));
    EXPECT_EQ(detectDialect("a\tb\n\"5 inch\t2\n\"6 inch\t2\n3\t4\n"), (Dialect{'\t', false}));
    EXPECT_EQ(detectDialect("a|b|c\nx, y|2|3\n"), (Dialect{'|', true}));
    EXPECT_EQ(detectDialect("name,text\nx,\"a;b;c\nd;e\"\n"), (Dialect{',', true}));
}

TEST(Formula, EveryTextComesBack) {
    for (const std::string text :
         {"=1+1", "'=1", "''@x", "'plain", "", "'", "-5", "+49 30", "\tx", "\uff1dA1", "a=b", "@", "\r", "\n="}) {
        std::string out;
        appendNeutral(out, text);
        EXPECT_EQ(withoutGuard(out), text);
        EXPECT_TRUE(out.empty() || std::string_view("=+-@\t\r\n").find(out[0]) == std::string_view::npos) << out;
    }
}

TEST(CsvWriter, WhatIsWrittenIsRead) {
    std::mt19937 random(7);
    const std::string_view letters = "ab,\"\n\r =';|\t-";
    Table table;
    std::string out;
    CsvWriter writer(out);
    for (int row = 0; row < 500; ++row) {
        auto& cells = table.emplace_back();
        for (int column = 0; column < 4; ++column) {
            std::string& cell = cells.emplace_back();
            for (unsigned i = random() % 6; i > 0; --i)
                cell.push_back(letters[random() % letters.size()]);
            writer.cell(cell);
        }
        writer.end();
    }
    Table read = readAll(out).value();
    for (auto& row : read)
        for (std::string& cell : row)
            cell = withoutGuard(cell);
    EXPECT_EQ(read, table);
}

} // namespace
} // namespace tradepost::catalog::formats
