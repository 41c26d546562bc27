#pragma once

#include "backend/base/money.h"
#include "backend/services/catalog/formats/csv_reader.h"
#include "backend/services/catalog/formats/product_reader.h"

#include <optional>
#include <string>
#include <string_view>

// How values are written in files that are not ours.
namespace tradepost::catalog::formats {

// "12.99", "12.99 EUR", "EUR 12.99", "$5" in `currency`; a code beside the number wins over it.
Result<Money> readPrice(std::string_view text, std::string_view currency);
// Grams ("1.5 kg", "400 g", "12 oz", "2 lb", "350") or millimetres ("30 cm", "12 in", "1 m", "300"), rounded.
std::optional<std::int64_t> readMeasure(std::string_view text, bool weight);
std::optional<double> readNumber(std::string_view text);
std::optional<bool> readFlag(std::string_view text); // true/false, yes/no, 1/0
// Whether the word of a status column means that the product is on sale: true, active, published, in_stock, ...
bool saysOnSale(std::string_view text);
// "classic-top" and Size=Small: "classic-top-small"; at most 64 characters, the same each time.
std::string madeSku(std::string_view key, const v1::Variant& variant);

// Tells texts of a record that are not UTF-8, hold NUL or U+FFFD, and cells that the header has no column for. False
// when there is one.
bool checkCells(const Record& record, const std::vector<std::string>& header, std::vector<Problem>& problems);

} // namespace tradepost::catalog::formats
