#include "backend/services/catalog/imports/runner.h"

namespace tradepost::catalog {

std::string uploadPath(const std::string& spool, ImportId id) {
    return spool + "/" + id.text() + ".upload";
}

std::string picturesPath(const std::string& spool, ImportId id) {
    return spool + "/" + id.text() + ".pictures";
}

std::string convertedPath(const std::string& spool, ImportId id) {
    return spool + "/" + id.text() + ".rows";
}

rpc::Principal principalOf(const imports::v1::StoredImport& stored) {
    rpc::Principal principal;
    principal.user = UserId(stored.user());
    principal.roles.clear();
    for (const int role : stored.roles())
        principal.roles.push_back(static_cast<rpc::Role>(role));
    for (const std::int64_t seller : stored.sellers())
        principal.sellers.emplace_back(seller);
    return principal;
}

formats::PreparedFile preparedFile(const imports::v1::StoredImport& stored, const std::string& spool, ImportId id) {
    const imports::v1::FileShape& shape = stored.import().shape();
    formats::PreparedFile file;
    file.path = stored.converted() ? convertedPath(spool, id) : uploadPath(spool, id);
    file.bytes = stored.import().bytes_total();
    file.records = stored.import().rows_total();
    file.shape.format = formats::formatNamed(shape.format()).value_or(formats::Format::Unknown);
    file.shape.encoding = formats::encodingNamed(shape.encoding()).value_or(formats::Encoding::Utf8);
    file.shape.mark = shape.byte_order_mark();
    file.shape.dialect = {shape.delimiter().empty() ? ',' : shape.delimiter()[0], shape.quoting()};
    file.shape.header.assign(shape.columns().begin(), shape.columns().end());
    file.shape.dataOffset = stored.data_offset();
    file.shape.dataLine = stored.data_line();
    return file;
}

Result<formats::Overrides> overridesOf(const imports::v1::ImportOptions& options) {
    formats::Overrides overrides;
    if (!options.format().empty() && options.format() != "auto") {
        overrides.format = formats::formatNamed(options.format());
        if (!overrides.format)
            return invalid("options.format", "Formats are csv, shopify, google, google-xml, jsonl and mapping.",
                           "UNKNOWN_FORMAT");
    } else if (!options.mapping().empty()) {
        overrides.format = formats::Format::Mapped;
    }
    if (!options.encoding().empty()) {
        overrides.encoding = formats::encodingNamed(options.encoding());
        if (!overrides.encoding)
            return invalid("options.encoding", "Encodings are UTF-8, UTF-16LE, UTF-16BE and windows-1252.",
                           "UNKNOWN_ENCODING");
    }
    if (!options.delimiter().empty()) {
        const char delimiter = options.delimiter()[0];
        if (options.delimiter().size() != 1 || delimiter == '"' || delimiter == '\n' || delimiter == '\r')
            return invalid("options.delimiter", "A delimiter is one ASCII character, no quote and no line end.");
        overrides.delimiter = delimiter;
    }
    if (options.quoting() != imports::v1::ImportOptions::FOUND_OUT)
        overrides.quoting = options.quoting() == imports::v1::ImportOptions::DOUBLE_QUOTES;
    return overrides;
}

namespace {
// Texts of a file may hold anything; the contract's are UTF-8.
std::string sound(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = std::string_view(text).substr(at);
        const std::size_t bad = std::min(formats::firstUndecodable(rest), rest.size());
        out.append(rest.substr(0, bad));
        at += bad;
        if (at < text.size()) {
            out.append("\ufffd");
            ++at;
        }
    }
    return out;
}
} // namespace

void setShape(imports::v1::FileShape& out, const formats::FileShape& shape) {
    out.set_format(std::string(formats::formatName(shape.format)));
    out.set_encoding(std::string(formats::encodingName(shape.encoding)));
    out.set_byte_order_mark(shape.mark);
    out.set_delimiter(std::string(1, shape.dialect.delimiter));
    out.set_quoting(shape.dialect.quoting);
    out.clear_columns();
    for (const std::string& column : shape.header)
        out.add_columns(sound(column));
}

void setRow(imports::v1::TableRow& out, const formats::TableRow& row) {
    constexpr std::size_t shownBytes = 300;
    out.set_line(row.line);
    for (const std::string& cell : row.cells) {
        std::size_t end = std::min(cell.size(), shownBytes);
        while (end < cell.size() && end > 0 && (static_cast<unsigned char>(cell[end]) & 0xC0) == 0x80)
            --end; // whole characters
        out.add_cells(sound(cell.substr(0, end)));
    }
}

void setProblem(imports::v1::ImportProblem& out, const formats::Problem& problem) {
    out.set_line(problem.line);
    out.set_column(sound(problem.column));
    out.set_value(sound(problem.value));
    out.set_reason(problem.reason);
    out.set_message(sound(problem.message));
    out.set_fix(problem.fix);
}

} // namespace tradepost::catalog
