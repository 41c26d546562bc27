#pragma once

#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/encoding.h"
#include "backend/services/catalog/formats/product_reader.h"
#include "tradepost/imports/v1/mapping.pb.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tradepost::catalog::formats {

enum class Format : std::uint8_t { Unknown, OwnCsv, Shopify, Google, GoogleXml, JsonLines, Mapped };
std::string_view formatName(Format format); // "csv", "shopify", "google", "google-xml", "jsonl", "mapping"
std::optional<Format> formatNamed(std::string_view name);

// What the user knows better than detection.
struct Overrides {
    std::optional<Format> format;
    std::optional<Encoding> encoding;
    std::optional<char> delimiter;
    std::optional<bool> quoting;
};

// What a file is.
struct FileShape {
    Format format = Format::Unknown;
    Encoding encoding = Encoding::Utf8;
    bool mark = false; // it begins with a byte order mark
    Dialect dialect;
    std::vector<std::string> header;
    std::int64_t dataOffset = 0, dataLine = 1; // where the rows begin, in the prepared file
};

// Looks at the beginning of the file (of the whole, while it is all ASCII, up to 64 MiB, because an encoding shows
// where the first other letter is). A format that stays Unknown needs a mapping. INVALID_ARGUMENT for a file that is
// empty or no text.
Result<FileShape> detectFile(const std::string& path, const Overrides& overrides);

// The first `count` rows of a table as they stand; bytes that are no text stay. Empty for what is no table. The text is
// decoded from the file's beginning only.
struct TableRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;
};
Result<std::vector<TableRow>> firstRows(const std::string& path, const FileShape& shape, std::size_t count);

struct PreparedFile {
    FileShape shape;
    std::string path;         // of UTF-8 rows: the file itself, or `converted`
    std::int64_t bytes = 0;   // of it
    std::int64_t records = 0; // rows, without the header
};
// Reads the whole file once and refuses by name what cannot be read to its end (limits, quotes, XML), before anything
// is done with it. A file in another encoding, or a feed, is written to `converted` as UTF-8 rows. `goOn` is asked now
// and then; false gives CANCELLED.
Result<PreparedFile> prepareFile(const std::string& path, const std::string& converted, const Overrides& overrides,
                                 const std::function<bool()>& goOn);

// The first products of a file as they would be read, out of its beginning alone: nothing is written, and what is wrong
// further on is not seen. Fills in the columns of a feed.
Result<std::vector<ProductRow>> previewProducts(const std::string& path, FileShape& shape,
                                                const std::optional<imports::v1::Mapping>& mapping,
                                                const std::string& currency, std::size_t most);

// What tells how to read a prepared file. `currency` stands in where a format has none.
Result<std::unique_ptr<ProductReader>> openProducts(const PreparedFile& file,
                                                    const std::optional<imports::v1::Mapping>& mapping,
                                                    const std::string& currency, std::int64_t offset,
                                                    std::int64_t line);

} // namespace tradepost::catalog::formats
