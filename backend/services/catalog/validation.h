#pragma once

#include "backend/base/error.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <string>
#include <string_view>

// What the contract's field rules (lengths, counts, required) do not say about products and categories. Errors name the
// field as clients write it, below `prefix` ("product").
namespace tradepost::catalog {

// Whether the last digit is the check digit (GS1 General Specifications, 7.9) of a GTIN-8, -12, -13 or -14.
bool isGtin(std::string_view text);
// Well-formed by RFC 5646's grammar of langtag, without its registry: "de", "zh-Hant-TW", "de-CH-1996".
bool isLanguageTag(std::string_view text);
// Lower-case letters, digits and single hyphens between them.
bool isSlug(std::string_view text);

// One top-level field of a product, by its name; fields without rules of their own pass.
Result<void> validateField(const v1::Product& product, std::string_view field, const std::string& prefix);
Result<void> validateFields(const v1::Product& product, const std::string& prefix); // each of them
// With the lengths and counts of the contract: for rows that did not come through its edge.
Result<void> validateProduct(const v1::Product& product, const std::string& prefix);
Result<void> validateCategory(const v1::Category& category, const std::string& prefix);

} // namespace tradepost::catalog
