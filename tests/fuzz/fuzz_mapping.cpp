#include "backend/services/catalog/formats/field_values.h"
#include "backend/services/catalog/formats/html.h"
#include "backend/services/catalog/formats/known_mappings.h"
#include "backend/services/catalog/formats/table_reader.h"
#include "backend/services/catalog/formats/taxonomy.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

using namespace tradepost;
using namespace tradepost::catalog::formats;

namespace {

class Silent final : public google::protobuf::io::ErrorCollector {
    void AddError(int, int, const std::string&) override {}
};

void read(const imports::v1::Mapping& mapping, std::string_view table) {
    TextSource source(table);
    CsvReader top(source, {});
    Record record;
    if (!top.next(record).value_or(false))
        return;
    std::vector<std::string> header;
    for (const Cell& cell : record.cells)
        header.emplace_back(cell.text);
    for (const auto& each : {mapping, shopifyMapping(header, "EUR"), googleMapping(header, "EUR")}) {
        auto compiled = CompiledMapping::compile(each, header);
        if (!compiled)
            continue;
        TableReader reader(std::make_unique<TextSource>(table.substr(static_cast<std::size_t>(top.offset()))), {},
                           std::make_shared<const CompiledMapping>(std::move(*compiled)), top.offset(), top.line());
        catalog::formats::ProductRow row;
        while (reader.next(row).value_or(false))
            for (const char* field : {"product.title", "product.variants[0].gtin", "product.texts[de].title",
                                      "product.attributes[0].number", "product.category_id"})
                (void)reader.explain(row, {Code::InvalidArgument, "X", "x", field});
    }
}

} // namespace

// A mapping as text, a line with "%%", then a table.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = text.find("%%\n");
    imports::v1::Mapping mapping;
    google::protobuf::TextFormat::Parser parser;
    Silent silent;
    parser.RecordErrorsTo(&silent);
    if (!parser.ParseFromString(std::string(text.substr(0, cut)), &mapping))
        mapping.Clear();
    const std::string_view rest = cut == std::string_view::npos ? text : text.substr(cut + 3);
    read(mapping, rest);
    (void)textOfHtml(rest);
    (void)readPrice(rest, "EUR");
    (void)readMeasure(rest, size % 2 == 0);
    (void)readTaxonomy(rest);
    return 0;
}
