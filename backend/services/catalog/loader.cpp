#include "backend/services/catalog/loader.h"

#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/validation.h"

#include <fmt/format.h>

namespace tradepost::catalog {

Loader::Loader(sql::Database& database, events::Outbox& outbox, IdSource& ids, const Clock& clock, UserId actor)
    : m_database(database), m_ids(ids), m_clock(clock), m_actor(actor), m_products(outbox), m_categories(outbox) {
    m_queue.reserve(batch);
}

Result<v1::Category> Loader::category(v1::Category category) {
    TP_TRY(flush());
    TP_TRY(validateCategory(category, "category"));
    CategoryId id = CategoryId::parse(category.id());
    if (!id)
        id = m_ids.next<CategoryId>();
    const Change change{m_actor, m_clock.now(), {}};
    return m_database.writeNow(
        [&, id](sql::Transaction& tx) -> Result<v1::Category> {
            v1::Category stored = category;
            TP_TRY(m_categories.insert(tx, stored, id, change));
            return stored;
        },
        sql::Priority::Bulk);
}

Result<void> Loader::product(v1::Product product) {
    TP_TRY(validateProduct(product, "product"));
    if (!SellerId::parse(product.seller_id()))
        return invalid("product.seller_id", "Name the seller account that the product belongs to.", "FIELD_REQUIRED");
    m_queue.push_back(std::move(product));
    return m_queue.size() < batch ? Result<void>() : flush();
}

Result<void> Loader::flush() {
    if (m_queue.empty())
        return {};
    const Micros now = m_clock.now();
    auto written = m_database.writeNow(
        [&](sql::Transaction& tx) -> Result<void> {
            for (const v1::Product& queued : m_queue) {
                v1::Product product = queued;
                ProductId id = ProductId::parse(product.id());
                if (!id)
                    id = m_ids.next<ProductId>();
                if (product.state() == v1::PRODUCT_STATE_UNSPECIFIED)
                    product.set_state(v1::DRAFT);
                if (product.language().empty())
                    product.set_language("en");
                const Change change{m_actor, product.has_create_time() ? microsOf(product.create_time()) : now, {}};
                if (auto inserted = m_products.insert(tx, product, id, change); !inserted) {
                    Error error = std::move(inserted).error();
                    error.message = fmt::format("Product '{}': {}", queued.title(), error.message);
                    return std::unexpected(std::move(error));
                }
            }
            return {};
        },
        sql::Priority::Bulk);
    m_queue.clear();
    return written;
}

} // namespace tradepost::catalog
