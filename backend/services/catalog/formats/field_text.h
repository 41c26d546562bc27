#pragma once

#include "tradepost/common/v1/common.pb.h"

#include <string>

namespace tradepost::catalog::formats {

// "12.99", "5" for yen: a point, all decimals of the currency, no currency. Of amounts from 0.
std::string priceText(const common::v1::Money& money);

} // namespace tradepost::catalog::formats
