#include "backend/services/catalog/formats/csv_writer.h"
#include "backend/services/catalog/formats/encoding.h"
#include "backend/services/catalog/formats/formula.h"
#include "backend/services/catalog/formats/own_csv.h"

#include <cstdlib>

using namespace tradepost::catalog::formats;

namespace {

// Every byte belongs to one record, limits hold, and what was read comes back when it is written and read again.
void readTable(std::string_view text, Dialect dialect) {
    TextSource source(text);
    CsvReader reader(source, dialect, 0, 1, {4096, 16'384, 100});
    Record record;
    std::int64_t end = 0;
    for (;;) {
        const auto read = reader.next(record);
        if (!read) {
            if (read.error().reason.empty() || read.error().message.size() > 1000)
                std::abort();
            return;
        }
        if (!*read)
            break;
        if (record.offset < end ||
            record.raw != text.substr(static_cast<std::size_t>(record.offset), static_cast<std::size_t>(record.bytes)))
            std::abort();
        end = record.offset + record.bytes;
        if (record.cells.size() > 100)
            std::abort();
        if (!dialect.quoting)
            continue;
        std::string written;
        CsvWriter writer(written, dialect.delimiter);
        for (const Cell& cell : record.cells)
            writer.cell(cell.text);
        writer.end();
        TextSource again(written);
        CsvReader second(again, dialect);
        Record same;
        if (!second.next(same).value_or(false) || same.cells.size() != record.cells.size())
            std::abort();
        for (std::size_t i = 0; i < same.cells.size(); ++i)
            if (withoutGuard(same.cells[i].text) != record.cells[i].text)
                std::abort();
    }
}

void readProducts(std::string_view text, Dialect dialect) {
    TextSource source(text);
    CsvReader top(source, dialect);
    Record record;
    if (!top.next(record).value_or(false))
        return;
    std::vector<std::string> header;
    for (const Cell& cell : record.cells)
        header.emplace_back(cell.text);
    if (!isOwnHeader(header))
        return;
    OwnCsvReader reader(std::make_unique<TextSource>(text.substr(static_cast<std::size_t>(top.offset()))), dialect,
                        header, top.offset(), top.line());
    ProductRow row;
    while (reader.next(row).value_or(false)) {
        if (!row.problems.empty())
            continue;
        std::string written;
        writeOwnProduct(written, row.product);
        (void)reader.explain(row, {tradepost::Code::InvalidArgument, "X", "x", "product.variants[0].price"});
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Dialect dialect = detectDialect(text);
    readTable(text, dialect);
    readTable(text, {',', true});
    readProducts(text, dialect);
    std::string decoded;
    const DetectedEncoding encoding = detectEncoding(text);
    Decoder(encoding.encoding).decode(text.substr(encoding.bom), true, decoded);
    (void)firstUndecodable(decoded);
    return 0;
}
