#pragma once

#include "backend/services/catalog/product_store.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <string>
#include <string_view>
#include <vector>

// The history of products beyond what ProductStore writes with each revision: entries that make no revision, and why
// something was done. Functions run inside the caller's transaction.
namespace tradepost::catalog {

// Why something was done: `reason` is for the seller, `note` for moderators.
struct Why {
    std::string reason, note;
};

// An entry without a new revision of the product. Answers with its position, which only grows.
std::int64_t appendHistory(sql::Transaction& tx, const v1::Product& product, std::string_view action,
                           const std::vector<std::string>& fields, const Change& change);
// The position of the product's last entry.
std::int64_t lastHistory(sql::Reader& reader, ProductId id);
// Puts the reason to an entry; nothing when both are empty.
void explain(sql::Transaction& tx, std::int64_t position, ProductId id, const Why& why);

// Newest first, from `from` (0: from the last one), at most `limit`. `next` is where the next page begins, 0 at the
// end.
struct HistoryPage {
    std::vector<v1::ProductHistoryEntry> entries;
    std::int64_t next = 0;
};
HistoryPage readHistoryPage(sql::Reader& reader, ProductId id, std::int64_t from, std::size_t limit, bool withNotes);

} // namespace tradepost::catalog
