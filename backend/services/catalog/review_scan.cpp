#include "backend/services/catalog/review_scan.h"

#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/pending_store.h"

namespace tradepost::catalog {

namespace {
// A page at a time, because a result of all products would be held in memory as a whole.
constexpr std::int64_t pageSize = 5'000;

void scanCompared(sql::Reader& reader, v1::ProductState state,
                  const std::function<void(const ComparedProduct&)>& onCompared) {
    std::int64_t last = 0;
    for (std::int64_t rows = pageSize; rows == pageSize;) {
        rows = 0;
        ComparedProduct product;
        const auto finish = [&] {
            if (product.id)
                onCompared(product);
        };
        reader.each(
            "SELECT p.id, p.seller_id, p.category_id, p.title, p.price_minor, p.currency, v.gtin FROM (SELECT id, "
            "seller_id, category_id, title, price_minor, currency FROM catalog_products WHERE state = ? AND id > ? "
            "ORDER BY id LIMIT ?) p LEFT JOIN catalog_variants v ON v.product_id = p.id AND v.gtin <> '' "
            "ORDER BY p.id, v.ordinal",
            [&](const sql::Row& row) {
                if (row.integer(0) != product.id.value()) {
                    finish();
                    ++rows;
                    last = row.integer(0);
                    product = {ProductId(last),
                               SellerId(row.integer(1)),
                               CategoryId(row.integer(2)),
                               row.text(3),
                               row.text(5),
                               row.integer(4),
                               {}};
                }
                if (!row.text(6).empty())
                    product.gtins.push_back(row.text(6));
            },
            state, last, pageSize);
        finish();
    }
}
} // namespace

Result<void> scanReviews(sql::Database& database, const ReviewScan& scan) {
    return database.readNow([&](sql::Reader& reader) -> Result<void> {
        if (scan.onCategory)
            for (const v1::Category& category : CategoryStore::all(reader))
                scan.onCategory(category);
        if (scan.onCompared)
            for (const v1::ProductState state : {v1::PUBLISHED, v1::SUBMITTED})
                scanCompared(reader, state, scan.onCompared);
        if (scan.onSubmitted)
            ProductStore::eachInState(reader, v1::SUBMITTED, scan.onSubmitted);
        if (scan.onPending)
            PendingStore::eachSubmitted(reader, [&](const v1::Product& live, const Pending& pending) {
                scan.onPending(describe(live, pending));
            });
        return {};
    });
}

} // namespace tradepost::catalog
