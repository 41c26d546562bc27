#include "backend/services/catalog/formats/csv_reader.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t readAtOnce = 256 << 10;
constexpr int sampledRecords = 200;

std::unexpected<Error> refused(std::string reason, std::string message) {
    return fail(Code::InvalidArgument, std::move(reason), std::move(message), "file");
}
} // namespace

CsvReader::CsvReader(ByteSource& source, Dialect dialect, std::int64_t offset, std::int64_t line, CsvLimits limits)
    : m_source(source), m_dialect(dialect), m_limits(limits), m_offset(offset), m_line(line) {}

Result<bool> CsvReader::next(Record& record) {
    for (;;) {
        auto read = parse(record);
        if (!read || !*read || !record.blank())
            return read;
    }
}

Result<bool> CsvReader::fill() {
    if (m_ended)
        return false;
    if (m_buffer.size() - m_begin > m_limits.recordBytes)
        return tooLong();
    if (m_begin > 0) {
        m_buffer.erase(0, m_begin);
        m_begin = 0;
    }
    const std::size_t had = m_buffer.size();
    m_buffer.resize(had + readAtOnce);
    auto got = m_source.read(m_buffer.data() + had, readAtOnce);
    m_buffer.resize(had + got.value_or(0));
    if (!got)
        return std::unexpected(std::move(got).error());
    m_ended = *got == 0;
    return !m_ended;
}

std::unexpected<Error> CsvReader::tooLong() const {
    return refused("LINE_TOO_LONG", fmt::format("The row that begins at line {} has more than {} bytes. Look for a "
                                                "quote that is never closed, or a file that is no table.",
                                                m_line, m_limits.recordBytes));
}

// From behind the opening quote to behind the closing one and what follows it.
Result<void> CsvReader::parseQuoted(std::size_t& at, std::int64_t& line) {
    const std::int64_t opened = line;
    Span span{at, 0, opened, false};
    const auto escape = [&] { // from here on the cell is no piece of the buffer
        if (span.unescaped)
            return;
        const std::size_t size = at - span.begin;
        const std::size_t begin = m_unescaped.size();
        m_unescaped.append(m_buffer, m_begin + span.begin, size);
        span = {begin, size, opened, true};
    };
    bool quoted = true, tail = false;
    for (;; ++at) {
        if (!available(at)) {
            const auto more = fill();
            if (!more)
                return more.error().reason == "LINE_TOO_LONG"
                           ? refused("UNCLOSED_QUOTE",
                                     fmt::format("The quote that opens at line {} is not closed within {} bytes. Close "
                                                 "it, or write \"\" for a quote that belongs to the text.",
                                                 opened, m_limits.recordBytes))
                           : std::unexpected(more.error());
            if (!*more && quoted)
                return refused("UNCLOSED_QUOTE",
                               fmt::format("The quote that opens at line {} is never closed. Close it, or write \"\" "
                                           "for a quote that belongs to the text.",
                                           opened));
            if (!*more)
                break;
        }
        const char c = byte(at);
        if (quoted && c == '"') {
            if (!available(at + 1))
                if (const auto more = fill(); !more)
                    return std::unexpected(more.error());
            if (available(at + 1) && byte(at + 1) == '"') {
                escape();
                m_unescaped.push_back('"');
                ++at;
                continue;
            }
            quoted = false;
            if (!span.unescaped)
                span.size = at - span.begin;
            continue;
        }
        if (!quoted) {
            if (c == m_dialect.delimiter || c == '\n' || c == '\r')
                break;
            m_tails += std::exchange(tail, true) ? 0 : 1;
            if (!span.unescaped) { // "abc"def: one cell
                const std::size_t begin = m_unescaped.size();
                m_unescaped.append(m_buffer, m_begin + span.begin, span.size);
                span = {begin, span.size, opened, true};
            }
        } else if (c == '\n') {
            line += at > 0 && byte(at - 1) == '\r' ? 0 : 1;
        } else if (c == '\r') {
            ++line;
        }
        if (span.unescaped)
            m_unescaped.push_back(c);
        const std::size_t size = span.unescaped ? m_unescaped.size() - span.begin : at - span.begin;
        if (size > m_limits.cellBytes)
            return refused("CELL_TOO_LONG",
                           fmt::format("The quoted cell that begins at line {} has more than {} bytes. Shorten it, or "
                                       "close its quote.",
                                       opened, m_limits.cellBytes));
    }
    if (span.unescaped)
        span.size = m_unescaped.size() - span.begin;
    m_spans.push_back(span);
    return {};
}

Result<void> CsvReader::parsePlain(std::size_t& at) {
    const std::size_t begin = at;
    for (;;) {
        const char* const from = m_buffer.data() + m_begin;
        const std::size_t end = m_buffer.size() - m_begin;
        while (at < end && from[at] != m_dialect.delimiter && from[at] != '\n' && from[at] != '\r')
            ++at;
        if (at < end)
            break;
        const auto more = fill();
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            break;
    }
    if (at - begin > m_limits.cellBytes)
        return refused("CELL_TOO_LONG", fmt::format("A cell in line {} has more than {} bytes. Shorten it.", m_line,
                                                    m_limits.cellBytes));
    m_spans.push_back({begin, at - begin, m_line, false});
    return {};
}

Result<bool> CsvReader::parse(Record& record) {
    m_spans.clear();
    m_unescaped.clear();
    std::size_t at = 0;
    std::int64_t line = m_line;
    if (!available(0)) {
        const auto more = fill();
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            return false;
    }
    for (;;) {
        if (m_spans.size() == m_limits.columns)
            return refused("TOO_MANY_COLUMNS",
                           fmt::format("Line {} has more than {} columns. Check the delimiter, or split the table.",
                                       m_line, m_limits.columns));
        if (!available(at))
            if (const auto more = fill(); !more)
                return std::unexpected(more.error());
        if (m_dialect.quoting && available(at) && byte(at) == '"') {
            ++at;
            TP_TRY(parseQuoted(at, line));
        } else {
            TP_TRY(parsePlain(at));
            m_spans.back().line = line;
        }
        if (at > m_limits.recordBytes)
            return tooLong();
        if (!available(at) || byte(at) != m_dialect.delimiter)
            break;
        ++at;
    }
    if (available(at)) { // a line's end
        if (byte(at) == '\r') {
            if (!available(at + 1))
                if (const auto more = fill(); !more)
                    return std::unexpected(more.error());
            at += available(at + 1) && byte(at + 1) == '\n' ? 2 : 1;
        } else {
            ++at;
        }
        ++line;
    }
    record.line = m_line;
    record.offset = m_offset;
    record.bytes = static_cast<std::int64_t>(at);
    record.raw = std::string_view(m_buffer).substr(m_begin, at);
    record.cells.clear();
    for (const Span& span : m_spans) {
        const std::string_view from = span.unescaped ? std::string_view(m_unescaped) : record.raw;
        record.cells.push_back({from.substr(span.begin, span.size), span.line});
    }
    m_begin += at;
    m_offset += static_cast<std::int64_t>(at);
    m_line = line;
    return true;
}

namespace {
struct Evenness {
    int even = 0, records = 0; // records with the header's number of columns
    std::int64_t tails = 0;
    std::size_t columns = 0;
    bool broken = false;
};

Evenness measure(std::string_view text, Dialect dialect, bool cut) {
    TextSource source(text);
    CsvReader reader(source, dialect);
    Record record;
    std::map<std::size_t, int> byColumns;
    Evenness found;
    while (found.records < sampledRecords) {
        const auto read = reader.next(record);
        if (!read) {
            found.broken = !cut;
            break;
        }
        // The last one may be cut off.
        if (!*read || (cut && reader.offset() == static_cast<std::int64_t>(text.size())))
            break;
        if (found.records++ == 0)
            found.columns = record.cells.size();
        found.even += record.cells.size() == found.columns ? 1 : 0;
    }
    found.tails = reader.tails();
    return found;
}
} // namespace

Dialect detectDialect(std::string_view beginning) {
    constexpr std::size_t most = 256 << 10;
    const bool cut = beginning.size() > most;
    beginning = beginning.substr(0, most);
    Dialect best; // also of a table with one column
    double bestScore = -1;
    for (const char delimiter : {',', '\t', ';', '|'})
        for (const bool quoting : {true, false}) {
            // Only what opens a cell is a quote.
            const bool quotes = beginning.starts_with('"') ||
                                beginning.find(std::string{delimiter, '"'}) != std::string_view::npos ||
                                beginning.find("\n\"") != std::string_view::npos;
            // Without any, a text of tabs has none by IANA's text/tab-separated-values; others may have them further
            // on. Commas and semicolons stand in texts, so tables of those have them.
            const bool tabs = delimiter == '\t' || delimiter == '|';
            if (quotes && tabs ? false : quoting == (delimiter == '\t'))
                continue;
            const Evenness found = measure(beginning, {delimiter, quoting}, cut);
            if (found.columns < 2 || (found.broken && tabs) || found.records == 0)
                continue;
            const double score = (static_cast<double>(found.even) - static_cast<double>(found.tails)) / found.records *
                                 (1 + std::min<double>(static_cast<double>(found.columns), 10) / 100);
            if (score > bestScore) {
                bestScore = score;
                best = {delimiter, quoting};
            }
        }
    return best;
}

} // namespace tradepost::catalog::formats
