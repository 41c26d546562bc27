#include "backend/services/catalog/formats/product_file.h"

#include "backend/services/catalog/formats/json_lines.h"
#include "backend/services/catalog/formats/known_mappings.h"
#include "backend/services/catalog/formats/own_csv.h"
#include "backend/services/catalog/formats/table_reader.h"
#include "backend/services/catalog/formats/xml_feed.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

namespace tradepost::catalog::formats {

namespace {
constexpr std::size_t sampleBytes = 1u << 20, asciiBytes = 64u << 20;

constexpr std::array<std::pair<std::string_view, Format>, 6> names = {{{"csv", Format::OwnCsv},
                                                                       {"shopify", Format::Shopify},
                                                                       {"google", Format::Google},
                                                                       {"google-xml", Format::GoogleXml},
                                                                       {"jsonl", Format::JsonLines},
                                                                       {"mapping", Format::Mapped}}};

bool isTable(Format format) {
    return format != Format::JsonLines && format != Format::GoogleXml;
}

// A file that is written once.
class Output {
public:
    static Result<Output> create(const std::string& path) {
        Output made;
        made.m_file.reset(std::fopen(path.c_str(), "wbe"));
        if (!made.m_file)
            return fail(Code::Unavailable, "WRITE_FAILED", "The converted file cannot be written.");
        return made;
    }
    Result<void> write(std::string_view bytes) {
        if (std::fwrite(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size())
            return fail(
                Code::ResourceExhausted, "DISK_FULL",
                fmt::format("The converted file cannot be written: {}.", std::generic_category().message(errno)));
        return {};
    }
    Result<void> close() {
        if (std::fclose(m_file.release()) != 0)
            return fail(Code::ResourceExhausted, "DISK_FULL", "The converted file cannot be written.");
        return {};
    }

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> m_file;
};

Result<std::string> readBeginning(const std::string& path) {
    auto source = openFile(path);
    if (!source)
        return std::unexpected(std::move(source).error());
    std::string text;
    bool ascii = true;
    while (text.size() < sampleBytes || (ascii && text.size() < asciiBytes)) {
        const std::size_t had = text.size();
        text.resize(had + sampleBytes);
        const auto got = (*source)->read(text.data() + had, sampleBytes);
        text.resize(had + got.value_or(0));
        if (!got)
            return std::unexpected(got.error());
        if (*got == 0)
            break;
        ascii = ascii && std::ranges::none_of(std::string_view(text).substr(had),
                                              [](char c) { return static_cast<unsigned char>(c) >= 0x80 || c == 0; });
    }
    return text;
}

Format formatOf(std::string_view text, FileShape& shape) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (text[first] == '<')
        return Format::GoogleXml;
    if (text[first] == '{')
        return Format::JsonLines;
    if (isOwnHeader(shape.header))
        return Format::OwnCsv;
    if (isShopifyHeader(shape.header))
        return Format::Shopify;
    return isGoogleHeader(shape.header) ? Format::Google : Format::Unknown;
}

// Reads the header that stands at `offset` of the rows, and where they begin.
Result<void> readHeader(ByteSource& source, FileShape& shape, std::int64_t offset) {
    CsvReader reader(source, shape.dialect, offset);
    Record record;
    const auto read = reader.next(record);
    if (!read)
        return std::unexpected(read.error());
    if (!*read)
        return invalid("file", "The file is empty.", "EMPTY_FILE");
    shape.header.clear();
    for (const Cell& cell : record.cells) {
        if (cell.text.size() > 1000)
            return invalid("file", "The first line is no header: a name in it has more than 1000 bytes.", "NO_HEADER");
        shape.header.emplace_back(cell.text);
    }
    shape.dataOffset = reader.offset();
    shape.dataLine = reader.line();
    return {};
}

std::string sampleAsUtf8(std::string_view beginning, const FileShape& shape, std::size_t mark) {
    std::string text;
    Decoder(shape.encoding).decode(beginning.substr(mark, sampleBytes), false, text);
    return text;
}
} // namespace

std::string_view formatName(Format format) {
    for (const auto& [name, each] : names)
        if (each == format)
            return name;
    return "";
}

std::optional<Format> formatNamed(std::string_view name) {
    for (const auto& [each, format] : names)
        if (each == name)
            return format;
    return std::nullopt;
}

Result<FileShape> detectFile(const std::string& path, const Overrides& overrides) {
    const auto beginning = readBeginning(path);
    if (!beginning)
        return std::unexpected(beginning.error());
    const DetectedEncoding detected = detectEncoding(*beginning);
    FileShape shape;
    shape.encoding = overrides.encoding.value_or(detected.encoding);
    const std::size_t mark = shape.encoding == detected.encoding ? detected.bom : 0;
    shape.mark = mark > 0;
    const std::string text = sampleAsUtf8(*beginning, shape, mark);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        if (overrides.format != Format::JsonLines) // the only one without a header: no products
            return invalid("file", "The file is empty.", "EMPTY_FILE");
        shape.format = Format::JsonLines;
        return shape;
    }
    if (text.find('\0') < 4096)
        return invalid("file", "The file is no text: it holds zero bytes. Save it as CSV, JSON Lines or XML.",
                       "NOT_TEXT");
    shape.dialect = detectDialect(text);
    if (overrides.delimiter)
        shape.dialect.delimiter = *overrides.delimiter;
    if (overrides.quoting)
        shape.dialect.quoting = *overrides.quoting;
    // With the mark in front when the rows are read from the file itself.
    const std::size_t offset = shape.encoding == Encoding::Utf8 ? mark : 0;
    TextSource source(text);
    const auto header = readHeader(source, shape, static_cast<std::int64_t>(offset));
    // A feed on one line has no header that could be read, and needs none.
    shape.format = overrides.format.value_or(formatOf(text, shape));
    if (isTable(shape.format)) {
        TP_TRY(header);
    } else {
        shape.header.clear();
        shape.dataOffset = static_cast<std::int64_t>(offset);
        shape.dataLine = 1;
    }
    return shape;
}

Result<std::vector<TableRow>> firstRows(const std::string& path, const FileShape& shape, std::size_t count) {
    std::vector<TableRow> rows;
    if (!isTable(shape.format))
        return rows;
    const auto beginning = readBeginning(path);
    if (!beginning)
        return std::unexpected(beginning.error());
    const std::size_t mark = !shape.mark ? 0 : shape.encoding == Encoding::Utf8 ? 3 : 2;
    const std::string text = sampleAsUtf8(*beginning, shape, mark);
    TextSource source(text);
    CsvReader reader(source, shape.dialect);
    Record record;
    const bool cut = beginning->size() > sampleBytes; // then the last row may be cut too
    for (bool header = true; rows.size() < count; header = false) {
        const auto more = reader.next(record);
        if (!more || !*more || (cut && reader.offset() >= static_cast<std::int64_t>(text.size())))
            break; // a row that cannot be read is told when all are
        if (header)
            continue;
        TableRow& row = rows.emplace_back();
        row.line = record.line;
        for (const Cell& cell : record.cells)
            row.cells.emplace_back(cell.text);
    }
    return rows;
}

namespace {
Result<void> convertEncoding(const std::string& path, const FileShape& shape, Output& out,
                             const std::function<bool()>& goOn) {
    auto source = openFile(path, shape.mark ? 2 : 0); // of UTF-16; Windows-1252 has none
    if (!source)
        return std::unexpected(std::move(source).error());
    Decoder decoder(shape.encoding);
    std::string bytes(256 << 10, '\0'), text;
    for (;;) {
        const auto got = (*source)->read(bytes.data(), bytes.size());
        if (!got)
            return std::unexpected(got.error());
        text.clear();
        decoder.decode(std::string_view(bytes).substr(0, *got), *got == 0, text);
        TP_TRY(out.write(text));
        if (*got == 0)
            return {};
        if (!goOn())
            return fail(Code::Cancelled, "CANCELLED", "The import was cancelled.");
    }
}

Result<void> countRecords(PreparedFile& file, const std::function<bool()>& goOn) {
    auto source = openFile(file.path, file.shape.dataOffset);
    if (!source)
        return std::unexpected(std::move(source).error());
    const auto stillWanted = [&] {
        return file.records % 4096 != 0 || goOn() ? Result<void>()
                                                  : fail(Code::Cancelled, "CANCELLED", "The import was cancelled.");
    };
    if (file.shape.format == Format::JsonLines) {
        std::string bytes(256 << 10, '\0');
        std::size_t line = 0;
        for (;;) {
            const auto got = (*source)->read(bytes.data(), bytes.size());
            if (!got)
                return std::unexpected(got.error());
            for (std::string_view rest = std::string_view(bytes).substr(0, *got); !rest.empty();) {
                const std::size_t end = rest.find('\n');
                line += std::min(end, rest.size());
                if (line > JsonLinesReader::maxLineBytes)
                    return invalid("file",
                                   fmt::format("Line {} has more than {} bytes. Write one product on each line.",
                                               file.records + 1, JsonLinesReader::maxLineBytes),
                                   "LINE_TOO_LONG");
                if (end == std::string_view::npos)
                    break;
                ++file.records;
                line = 0;
                rest.remove_prefix(end + 1);
            }
            TP_TRY(stillWanted());
            if (*got == 0) {
                file.records += line > 0 ? 1 : 0;
                return {};
            }
        }
    }
    CsvReader reader(**source, file.shape.dialect, file.shape.dataOffset, file.shape.dataLine);
    Record record;
    for (;;) {
        const auto read = reader.next(record);
        if (!read)
            return std::unexpected(read.error());
        if (!*read)
            return {};
        ++file.records;
        TP_TRY(stillWanted());
    }
}
} // namespace

Result<PreparedFile> prepareFile(const std::string& path, const std::string& converted, const Overrides& overrides,
                                 const std::function<bool()>& goOn) {
    auto shape = detectFile(path, overrides);
    if (!shape)
        return std::unexpected(std::move(shape).error());
    PreparedFile file{std::move(*shape), path, 0, 0};
    const bool feed = file.shape.format == Format::GoogleXml;
    if (feed || file.shape.encoding != Encoding::Utf8) {
        auto out = Output::create(converted);
        if (!out)
            return std::unexpected(std::move(out).error());
        file.path = converted;
        if (feed) {
            TP_TRY(
                convertXmlFeed([&] { return openFile(path); }, [&](std::string_view csv) { return out->write(csv); }));
        } else {
            TP_TRY(convertEncoding(path, file.shape, *out, goOn));
        }
        TP_TRY(out->close());
    }
    if (feed) {
        file.shape.dialect = {};
        auto source = openFile(converted);
        if (!source)
            return std::unexpected(std::move(source).error());
        TP_TRY(readHeader(**source, file.shape, 0));
    }
    std::error_code error;
    file.bytes = static_cast<std::int64_t>(std::filesystem::file_size(file.path, error));
    if (error)
        return fail(Code::Unavailable, "READ_FAILED", "The file cannot be read.");
    TP_TRY(countRecords(file, goOn));
    return file;
}

namespace {
Result<std::unique_ptr<ProductReader>> readerOf(std::unique_ptr<ByteSource> source, const FileShape& shape,
                                                const std::optional<imports::v1::Mapping>& mapping,
                                                const std::string& currency, std::int64_t offset, std::int64_t line) {
    if (!mapping && shape.format == Format::JsonLines)
        return std::make_unique<JsonLinesReader>(std::move(source), offset, line);
    if (!mapping && shape.format == Format::OwnCsv) {
        if (!isOwnHeader(shape.header)) {
            for (const std::string& name : shape.header)
                if (name != errorsColumn && std::ranges::find(ownColumnNames, name) == ownColumnNames.end())
                    return invalid(
                        "file",
                        fmt::format("'{}' is no column of ours; a mapping can say what it means.", name.substr(0, 60)),
                        "UNKNOWN_COLUMN");
            return invalid("file", "The table has no column 'sku'.", "MISSING_COLUMN");
        }
        return std::make_unique<OwnCsvReader>(std::move(source), shape.dialect, shape.header, offset, line);
    }
    imports::v1::Mapping known;
    if (mapping)
        known = *mapping;
    else if (shape.format == Format::Shopify)
        known = shopifyMapping(shape.header, currency);
    else if (shape.format == Format::Google || shape.format == Format::GoogleXml)
        known = googleMapping(shape.header, currency);
    else
        return invalid("format",
                       "What the columns of this table mean is not known: choose a mapping, or name a format.",
                       "UNKNOWN_FORMAT");
    auto compiled = CompiledMapping::compile(known, shape.header);
    if (!compiled)
        return std::unexpected(std::move(compiled).error());
    return std::make_unique<TableReader>(std::move(source), shape.dialect,
                                         std::make_shared<const CompiledMapping>(std::move(*compiled)), offset, line);
}

// The beginning of a file that is not read as it is, as UTF-8 rows.
Result<std::string> previewText(const std::string& path, FileShape& shape, std::size_t most) {
    if (shape.format != Format::GoogleXml) {
        const auto beginning = readBeginning(path);
        return beginning ? Result<std::string>(sampleAsUtf8(*beginning, shape, shape.mark ? 2 : 0))
                         : std::unexpected(beginning.error());
    }
    std::string text;
    XmlLimits limits;
    limits.items = static_cast<std::int64_t>(most) + 1; // the last product may have more of them
    TP_TRY(convertXmlFeed([&] { return openFile(path); },
                          [&](std::string_view csv) -> Result<void> {
                              text.append(csv);
                              return {};
                          },
                          limits));
    shape.dialect = {};
    TextSource source(text);
    TP_TRY(readHeader(source, shape, 0));
    return text;
}
} // namespace

Result<std::vector<ProductRow>> previewProducts(const std::string& path, FileShape& shape,
                                                const std::optional<imports::v1::Mapping>& mapping,
                                                const std::string& currency, std::size_t most) {
    std::string text;
    std::unique_ptr<ByteSource> source;
    const bool asItIs = shape.encoding == Encoding::Utf8 && shape.format != Format::GoogleXml;
    if (asItIs) {
        auto file = openFile(path, shape.dataOffset);
        if (!file)
            return std::unexpected(std::move(file).error());
        source = std::move(*file);
    } else {
        auto converted = previewText(path, shape, most);
        if (!converted)
            return std::unexpected(std::move(converted).error());
        text = std::move(*converted);
        source =
            std::make_unique<TextSource>(std::string_view(text).substr(static_cast<std::size_t>(shape.dataOffset)));
    }
    auto reader = readerOf(std::move(source), shape, mapping, currency, shape.dataOffset, shape.dataLine);
    if (!reader)
        return std::unexpected(std::move(reader).error());
    std::error_code ignored;
    const bool cut =
        !asItIs && shape.format != Format::GoogleXml && std::filesystem::file_size(path, ignored) > sampleBytes;
    std::vector<ProductRow> rows;
    while (rows.size() < most) {
        ProductRow row;
        const auto more = (*reader)->next(row);
        if (cut && (!more || (*reader)->offset() >= static_cast<std::int64_t>(text.size())))
            break; // the sample ends within this product; the file need not
        if (!more)
            return std::unexpected(more.error());
        if (!*more)
            break;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::unique_ptr<ProductReader>> openProducts(const PreparedFile& file,
                                                    const std::optional<imports::v1::Mapping>& mapping,
                                                    const std::string& currency, std::int64_t offset,
                                                    std::int64_t line) {
    auto source = openFile(file.path, offset);
    if (!source)
        return std::unexpected(std::move(source).error());
    return readerOf(std::move(*source), file.shape, mapping, currency, offset, line);
}

} // namespace tradepost::catalog::formats
