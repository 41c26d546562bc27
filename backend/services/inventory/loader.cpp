#include "backend/services/inventory/loader.h"

namespace tradepost::inventory {

namespace {
constexpr std::size_t atOnce = 1000;
}

Loader::Loader(sql::Database& database, events::Outbox& outbox, IdSource& ids)
    : m_database(database), m_outbox(outbox), m_ids(ids) {}

Result<void> Loader::stock(FirstStock first) {
    m_waiting.push_back(std::move(first));
    return m_waiting.size() < atOnce ? Result<void>() : flush();
}

Result<void> Loader::flush() {
    TP_TRY(m_database.writeNow([this](sql::Transaction& tx) { return write(tx); }, sql::Priority::Bulk));
    m_waiting.clear();
    return {};
}

LocationId Loader::locationOf(sql::Transaction& tx, SellerId seller) {
    LocationId& id = m_locations[seller];
    if (id)
        return id;
    id = m_ids.next<LocationId>();
    v1::Location location;
    location.set_id(id.text());
    location.set_seller_id(seller.text());
    location.set_name("Main warehouse");
    location.set_rank(1);
    StockStore::save(tx, location);
    return id;
}

Result<void> Loader::write(sql::Transaction& tx) {
    for (const FirstStock& first : m_waiting) {
        StockCommand command(tx, m_outbox, {{}, first.at, {}, {}});
        Item& item = command.make(first.seller, first.sku, m_ids.next<StockItemId>());
        command.restate(item, first.backorder, first.threshold, {});
        if (first.quantity > 0)
            command.move(item, locationOf(tx, first.seller), v1::RECEIVED, {first.quantity, 0, 0});
        command.finish();
    }
    return {};
}

} // namespace tradepost::inventory
