#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/xml_feed.h"

#include <cstdlib>

using namespace tradepost;
using namespace tradepost::catalog::formats;

// Whatever the document: it is refused with a short reason, or becomes a table whose rows have as many cells as its
// header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    std::string csv;
    const auto done =
        convertXmlFeed([&]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<TextSource>(text); },
                       [&](std::string_view piece) -> Result<void> {
                           csv.append(piece);
                           return {};
                       });
    if (!done) {
        if (done.error().reason.empty() || done.error().message.size() > 1000)
            std::abort();
        return 0;
    }
    TextSource source(csv);
    CsvReader reader(source, {});
    Record record;
    std::size_t columns = 0;
    while (reader.next(record).value()) {
        if (columns == 0)
            columns = record.cells.size();
        if (record.cells.size() != columns || columns < 2)
            std::abort();
    }
    return 0;
}
