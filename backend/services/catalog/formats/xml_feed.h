#pragma once

#include "backend/services/catalog/formats/byte_source.h"

#include <functional>
#include <string>

namespace tradepost::catalog::formats {

struct XmlLimits {
    int depth = 32;
    std::size_t textBytes = 1u << 20, itemBytes = 4u << 20, columns = 300;
    std::int64_t items = INT64_MAX; // what comes after so many is not looked at
};
// Turns a Google Merchant feed, RSS 2.0 (<item>) or Atom (<entry>), into a table of ours: one record for each item, a
// column for each element that some item has, those that repeat joined by commas, and the line of the item in the first
// column (lineColumn). Entities are never expanded and a document type is refused (DOCTYPE_REFUSED), as are documents
// that are deeper or larger than the limits (XML_TOO_DEEP, XML_TOO_LARGE) or not well-formed (INVALID_XML, with the
// line). `open` is called twice: the columns are known only at the end. Memory does not depend on the size.
inline constexpr std::string_view lineColumn = "#line";
Result<void> convertXmlFeed(const std::function<Result<std::unique_ptr<ByteSource>>()>& open,
                            const std::function<Result<void>(std::string_view csv)>& take, XmlLimits limits = {});

} // namespace tradepost::catalog::formats
