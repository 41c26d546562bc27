#pragma once

#include "backend/services/catalog/formats/byte_source.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog::formats {

struct Dialect {
    char delimiter = ',';
    bool quoting = true; // cells may be enclosed in "
    bool operator==(const Dialect&) const = default;
};
// Delimiter and quoting that give the beginning of a file (UTF-8) the most even table.
Dialect detectDialect(std::string_view beginning);

struct CsvLimits {
    std::size_t cellBytes = 1u << 20, recordBytes = 4u << 20, columns = 2000;
};

struct Cell {
    std::string_view text; // without quotes; valid until the next record is read
    std::int64_t line = 0; // where it begins, from 1
};

struct Record {
    std::int64_t line = 0;              // of its first cell
    std::int64_t offset = 0, bytes = 0; // in the file, with its line's end
    std::vector<Cell> cells;
    std::string_view raw; // the same bytes
    bool blank() const { return cells.size() == 1 && cells[0].text.empty(); }
};

// Reads a table as RFC 4180 has it, from UTF-8, and what real files do beside it: any single-byte delimiter, lines that
// end in LF, CRLF or CR, text after a closing quote (it belongs to the cell), quotes within an unquoted cell. A
// record's size is bounded, so memory is. Errors end the reading and name the line: UNCLOSED_QUOTE, LINE_TOO_LONG,
// CELL_TOO_LONG, TOO_MANY_COLUMNS. Cells are not decoded: they hold the file's bytes.
class CsvReader {
public:
    // `offset` and `line` of what the source begins with.
    CsvReader(ByteSource& source, Dialect dialect, std::int64_t offset = 0, std::int64_t line = 1,
              CsvLimits limits = {});

    // False at the end. Blank lines are left out.
    Result<bool> next(Record& record);
    // Where the next record begins.
    std::int64_t offset() const { return m_offset; }
    std::int64_t line() const { return m_line; }
    // Cells so far that went on behind their closing quote.
    std::int64_t tails() const { return m_tails; }

private:
    struct Span {
        std::size_t begin, size; // in m_buffer from the record's beginning, or in m_unescaped
        std::int64_t line;
        bool unescaped;
    };
    Result<bool> parse(Record& record);
    Result<bool> fill(); // more bytes behind the record that is read; false at the end
    bool available(std::size_t at) { return m_begin + at < m_buffer.size(); }
    char byte(std::size_t at) const { return m_buffer[m_begin + at]; }
    Result<void> parseQuoted(std::size_t& at, std::int64_t& line);
    Result<void> parsePlain(std::size_t& at);
    std::unexpected<Error> tooLong() const;

    ByteSource& m_source;
    const Dialect m_dialect;
    const CsvLimits m_limits;
    std::int64_t m_offset, m_line;
    std::string m_buffer;
    std::size_t m_begin = 0; // of the record that is read
    bool m_ended = false;
    std::int64_t m_tails = 0;
    std::vector<Span> m_spans;
    std::string m_unescaped;
};

} // namespace tradepost::catalog::formats
