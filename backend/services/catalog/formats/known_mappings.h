#pragma once

#include "tradepost/imports/v1/mapping.pb.h"

#include <string>
#include <string_view>
#include <vector>

// Tables whose columns are known without a mapping of one's own.
namespace tradepost::catalog::formats {

bool isShopifyHeader(const std::vector<std::string>& header);
bool isGoogleHeader(const std::vector<std::string>& header);

// Shopify's product CSV (https://help.shopify.com/en/manual/products/import-export/using-csv): rows with one handle
// are a product, each a variant or a further image. It has no currency: `currency` is.
imports::v1::Mapping shopifyMapping(const std::vector<std::string>& header, std::string_view currency);
// Google Merchant's product data (https://support.google.com/merchants/answer/7052112): rows with one item_group_id are
// variants of a product; a sale price is the price, and the price then what it is compared with.
imports::v1::Mapping googleMapping(const std::vector<std::string>& header, std::string_view currency);

} // namespace tradepost::catalog::formats
