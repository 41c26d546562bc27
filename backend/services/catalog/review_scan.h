#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <functional>
#include <string>
#include <vector>

namespace tradepost::catalog {

// What of a product is compared with others.
struct ComparedProduct {
    ProductId id;
    SellerId seller;
    CategoryId category;
    std::string title, currency;
    std::int64_t priceMinor = 0;
    std::vector<std::string> gtins;
};

// Takes the catalog as it is at one moment: every category, then every product on sale or submitted (without its body,
// which makes a million of them a matter of seconds), then the submitted ones and the submitted pending revisions as a
// whole. Parts that are not wanted are left empty and cost nothing.
struct ReviewScan {
    std::function<void(const v1::Category&)> onCategory;
    std::function<void(const ComparedProduct&)> onCompared;
    std::function<void(const v1::Product&)> onSubmitted;
    std::function<void(const v1::PendingRevision&)> onPending;
};
// Blocks; not on I/O threads.
Result<void> scanReviews(sql::Database& database, const ReviewScan& scan);

} // namespace tradepost::catalog
