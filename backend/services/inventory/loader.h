#pragma once

#include "backend/services/inventory/stock_command.h"

#include <map>
#include <string>
#include <vector>

namespace tradepost::inventory {

struct FirstStock {
    SellerId seller;
    std::string sku;
    std::int64_t quantity = 0, threshold = 0;
    bool backorder = false;
    Micros at = 0;
};

// Puts first stock into a store that is being made, in large writes. Not for one that is served. Blocks; used by one
// thread.
class Loader {
public:
    // All of them outlive it.
    Loader(sql::Database& database, events::Outbox& outbox, IdSource& ids);

    Result<void> stock(FirstStock first);
    Result<void> flush(); // at the end

private:
    Result<void> write(sql::Transaction& tx);
    LocationId locationOf(sql::Transaction& tx, SellerId seller);

    sql::Database& m_database;
    events::Outbox& m_outbox;
    IdSource& m_ids;
    std::map<SellerId, LocationId> m_locations;
    std::vector<FirstStock> m_waiting;
};

} // namespace tradepost::inventory
