#include "backend/services/catalog/formats/csv_writer.h"

#include "backend/services/catalog/formats/formula.h"

#include <utility>

namespace tradepost::catalog::formats {

void CsvWriter::cell(std::string_view text) {
    if (!looksLikeFormula(text)) {
        exact(text);
        return;
    }
    std::string neutral;
    appendNeutral(neutral, text);
    exact(neutral);
}

void CsvWriter::exact(std::string_view text) {
    if (!std::exchange(m_first, false))
        m_out.push_back(m_delimiter);
    const char special[] = {m_delimiter, '"', '\n', '\r', '\0'};
    if (text.find_first_of(special) == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ')) {
        m_out.append(text);
        return;
    }
    if (!m_quoting) {
        for (const char c : text)
            m_out.push_back(c == m_delimiter || c == '\n' || c == '\r' ? ' ' : c);
        return;
    }
    m_out.push_back('"');
    for (const char c : text) {
        if (c == '"')
            m_out.push_back('"');
        m_out.push_back(c);
    }
    m_out.push_back('"');
}

void CsvWriter::end() {
    m_out.append("\r\n");
    m_first = true;
}

} // namespace tradepost::catalog::formats
