#pragma once

#include "backend/services/catalog/formats/byte_source.h"
#include "backend/services/catalog/formats/product_reader.h"

#include <memory>

namespace tradepost::catalog::formats {

// A product in the contract's JSON on each line. Fields that a line lacks stay as they are. What bad rows come back
// with, "importErrors", is ignored. LINE_TOO_LONG ends the reading.
class JsonLinesReader final : public ProductReader {
public:
    JsonLinesReader(std::unique_ptr<ByteSource> source, std::int64_t offset, std::int64_t line);

    Result<bool> next(ProductRow& row) override;
    const std::vector<std::string>& fields() const override;
    Problem explain(const ProductRow& row, const Error& error) const override;
    std::int64_t offset() const override { return m_offset; }
    std::int64_t line() const override { return m_line; }

    static constexpr std::size_t maxLineBytes = 2u << 20;

private:
    Result<bool> readLine(std::string_view& line); // with its end, in m_buffer

    std::unique_ptr<ByteSource> m_source;
    std::int64_t m_offset, m_line;
    std::string m_buffer;
    std::size_t m_begin = 0;
    bool m_ended = false;
};

} // namespace tradepost::catalog::formats
