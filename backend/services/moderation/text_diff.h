#pragma once

#include "tradepost/moderation/v1/moderation.pb.h"

#include <string_view>
#include <vector>

namespace tradepost::moderation {

// What was kept, removed and added, by words; joining what is not ADDED gives `before`,
// what is not REMOVED `after`. The shortest way by Myers, "An O(ND) Difference Algorithm", 1986; texts that differ in
// more than 2,000 words are told as replaced.
std::vector<v1::TextSpan> wordDiff(std::string_view before, std::string_view after);

// The fields in which two products differ, for people: images by URL, variants by SKU, attributes and languages by
// name.
std::vector<v1::FieldChange> compareProducts(const catalog::v1::Product& live, const catalog::v1::Product& candidate);

} // namespace tradepost::moderation
