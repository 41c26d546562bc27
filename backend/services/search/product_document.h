#pragma once

#include "backend/services/search/search_index.h"
#include "tradepost/catalog/v1/catalog.pb.h"

// From the catalog's messages to what the index knows.
namespace tradepost::search {

// Options of variants become attributes beside the product's own ("Colour" -> "colour"), numbers are written with their
// unit, flags as "true" and "false".
Document toDocument(const catalog::v1::Product& product);
Category toCategory(const catalog::v1::Category& category);

// "Shoe size" -> "shoe_size": how attribute names are written in filters and facets.
std::string attributeName(std::string_view name);

} // namespace tradepost::search
