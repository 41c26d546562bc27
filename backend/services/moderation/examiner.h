#pragma once

#include "backend/services/moderation/market_facts.h"
#include "backend/services/moderation/text_rules.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <vector>

namespace tradepost::moderation {

// The operator's lists, as they were when they were read.
struct Lists {
    WordSet words, brands;
};

// What a moderator should look at, with the evidence; the kinds in order.
// The same product, facts and lists give the same findings.
std::vector<v1::Finding> examine(const catalog::v1::Product& candidate, const MarketFacts& facts, const Lists& lists);

// How much findings weigh together, for sorting the queue.
int weightOf(const std::vector<v1::Finding>& findings);
constexpr std::int64_t maskOf(v1::FindingKind kind) {
    return std::int64_t{1} << kind;
}

} // namespace tradepost::moderation
