#pragma once

#include <string>
#include <string_view>

namespace tradepost::catalog::formats {

// Appends the records of a table to a text: RFC 4180, cells that look like formulas made harmless (formula.h).
class CsvWriter {
public:
    explicit CsvWriter(std::string& out, char delimiter = ',', bool quoting = true)
        : m_out(out), m_delimiter(delimiter), m_quoting(quoting) {}
    void cell(std::string_view text);
    void exact(std::string_view text); // without looking for formulas
    void empty() { exact({}); }
    void end(); // of the record

private:
    std::string& m_out;
    const char m_delimiter;
    const bool m_quoting; // without it, delimiters and line ends in a cell become spaces
    bool m_first = true;
};

} // namespace tradepost::catalog::formats
