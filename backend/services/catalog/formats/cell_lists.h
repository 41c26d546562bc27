#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <string>
#include <string_view>
#include <vector>

// Several values in one cell of our own CSV. Every value comes back exactly as it was.
//
//   list       = [ item { "|" item } ]           "\" stands before a "|", "\", "=", "#" or "?" that belongs to an item,
//                                                "\n" and "\r" are line ends
//   options    = list of  name "=" value         Colour=Red|Size=XL
//   attributes = list of  name "=" text  |  name "#=" number [ " " unit ]  |  name "?=" ( "true" | "false" )
//   texts      = a JSON object by language       {"de":{"title":"Lampe","description":"Sie leuchtet."}}
namespace tradepost::catalog::formats {

std::string writeList(const std::vector<std::string_view>& items);
std::vector<std::string> readList(std::string_view cell);

std::string writeOptions(const v1::Variant& variant);
Result<void> readOptions(std::string_view cell, v1::Variant& variant);

std::string writeAttributes(const v1::Product& product);
Result<void> readAttributes(std::string_view cell, v1::Product& product);

std::string writeTexts(const v1::Product& product);
Result<void> readTexts(std::string_view cell, v1::Product& product);

} // namespace tradepost::catalog::formats
