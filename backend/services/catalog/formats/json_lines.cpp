#include "backend/services/catalog/formats/json_lines.h"

#include "backend/platform/query/utf8.h"
#include "backend/services/catalog/formats/encoding.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t readAtOnce = 256 << 10;
constexpr std::string_view errorsMember = R"({"importErrors":)";

// Of {"importErrors":"...", the rest}: {the rest}. Written so by whoever hands out bad rows.
std::string withoutErrors(std::string_view line) {
    if (!line.starts_with(errorsMember))
        return std::string(line);
    std::size_t at = errorsMember.size() + 1; // behind the opening quote
    while (at < line.size() && line[at] != '"')
        at += line[at] == '\\' ? 2 : 1;
    if (++at < line.size() && line[at] == ',')
        ++at;
    return at < line.size() ? "{" + std::string(line.substr(at)) : std::string(line);
}
} // namespace

JsonLinesReader::JsonLinesReader(std::unique_ptr<ByteSource> source, std::int64_t offset, std::int64_t line)
    : m_source(std::move(source)), m_offset(offset), m_line(line) {}

const std::vector<std::string>& JsonLinesReader::fields() const {
    static const std::vector<std::string> none;
    return none;
}

Result<bool> JsonLinesReader::readLine(std::string_view& line) {
    std::size_t looked = 0;
    for (;;) {
        const std::string_view rest = std::string_view(m_buffer).substr(m_begin);
        const std::size_t end = rest.find('\n', looked);
        const bool whole = end != std::string_view::npos;
        const std::size_t size = whole ? end + 1 : rest.size();
        if (size > maxLineBytes)
            return fail(
                Code::InvalidArgument, "LINE_TOO_LONG",
                fmt::format("Line {} has more than {} bytes. Write one product on each line.", m_line, maxLineBytes),
                "file");
        if (whole || (m_ended && size > 0)) {
            line = rest.substr(0, size);
            m_begin += size;
            return true;
        }
        if (m_ended)
            return false;
        looked = rest.size();
        m_buffer.erase(0, std::exchange(m_begin, 0));
        const std::size_t had = m_buffer.size();
        m_buffer.resize(had + readAtOnce);
        const auto got = m_source->read(m_buffer.data() + had, readAtOnce);
        m_buffer.resize(had + got.value_or(0));
        if (!got)
            return std::unexpected(got.error());
        m_ended = *got == 0;
    }
}

Result<bool> JsonLinesReader::next(ProductRow& row) {
    std::string_view line;
    for (;;) {
        const auto read = readLine(line);
        if (!read || !*read)
            return read;
        if (line.find_first_not_of(" \t\r\n") != std::string_view::npos)
            break;
        m_offset += static_cast<std::int64_t>(line.size());
        ++m_line;
    }
    row = {};
    row.line = m_line++;
    row.offset = m_offset;
    row.raw = line;
    m_offset += static_cast<std::int64_t>(line.size());
    if (const std::size_t bad = firstUndecodable(line); bad != std::string_view::npos) {
        row.problems.push_back({row.line,
                                {},
                                {},
                                "UNDECODABLE",
                                fmt::format("The byte 0x{:02X}, number {} of the line, is not UTF-8.",
                                            static_cast<unsigned char>(line[bad]), bad + 1),
                                "Save the file as UTF-8."});
        return true;
    }
    const std::string text = withoutErrors(line);
    const auto status = google::protobuf::util::JsonStringToMessage(text, &row.product);
    if (!status.ok()) {
        const auto message = status.message();
        row.product.Clear();
        row.problems.push_back({row.line,
                                {},
                                query::excerpt(text, 100),
                                "INVALID_JSON",
                                query::excerpt(std::string_view(message.data(), message.size()), 300),
                                "Write a product in the contract's JSON, one on each line."});
    }
    row.publish = row.product.state() == v1::PUBLISHED;
    row.variantLines.assign(static_cast<std::size_t>(row.product.variants_size()), row.line);
    return true;
}

Problem JsonLinesReader::explain(const ProductRow& row, const Error& error) const {
    std::string field = error.field.starts_with("product.") ? error.field.substr(8) : error.field;
    return {row.line, std::move(field), {}, error.reason, error.message, fixOf(error.reason)};
}

} // namespace tradepost::catalog::formats
