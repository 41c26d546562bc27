#pragma once

#include "backend/base/ids.h"
#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/product_store.h"

#include <vector>

namespace tradepost::catalog {

// Fills a catalog with many products: in large transactions of bulk priority, each with history and event as any other
// change. Blocks, so for command-line tools and generators. Not thread-safe. A CatalogService that runs meanwhile does
// not hear of it: load before it starts.
class Loader {
public:
    // The database was migrated; `outbox` is its log. All outlive the loader.
    Loader(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock, UserId actor = {});

    // Written at once, after what was queued. Keeps the id it has, parents first. Answers with the category as stored.
    Result<v1::Category> category(v1::Category category);
    // Queued, and written some hundred at a time. Keeps the id, state, slug and create_time it has; a missing id or
    // slug is made, a missing state is DRAFT. The seller is named. An error names the product, and its batch is not
    // written.
    Result<void> product(v1::Product product);
    // Writes what is queued; call it at the end.
    Result<void> flush();

private:
    static constexpr std::size_t batch = 500;

    sql::Database& m_database;
    IdSource& m_ids;
    const Clock& m_clock;
    const UserId m_actor;
    ProductStore m_products;
    CategoryStore m_categories;
    std::vector<v1::Product> m_queue;
};

} // namespace tradepost::catalog
