#pragma once

#include "backend/platform/sql/sql.h"
#include "backend/services/inventory/types.h"

#include <optional>
#include <vector>

// Items, levels, parts and locations as they lie in the tables. Functions run inside the caller's transaction.
namespace tradepost::inventory {

struct Part {
    StockItemId item;
    std::int64_t quantity = 0;
};

// What is there of a bundle's part.
struct PartStock {
    std::int64_t available = 0;
    std::int64_t quantity = 1; // that one bundle takes
    bool backorder = false;
};

class StockStore {
public:
    static std::optional<Item> find(sql::Reader& reader, StockItemId id);
    static std::optional<Item> find(sql::Reader& reader, SellerId seller, const std::string& sku);
    static void insert(sql::Transaction& tx, const Item& item);
    static void savePolicy(sql::Transaction& tx, const Item& item);
    static void saveFigures(sql::Transaction& tx, const Item& item, bool wasLow);

    // Where there is or was some of it, by rank; those of closed locations last.
    static std::vector<Level> levels(sql::Reader& reader, StockItemId item);
    // Adds to what is at a location; makes the level when there is none.
    static void addToLevel(sql::Transaction& tx, StockItemId item, LocationId location, const Figures& change);

    static std::vector<Part> parts(sql::Reader& reader, StockItemId bundle);
    static std::vector<PartStock> partStock(sql::Reader& reader, StockItemId bundle);
    static std::vector<StockItemId> bundlesWith(sql::Reader& reader, StockItemId part);
    static void setParts(sql::Transaction& tx, StockItemId bundle, const std::vector<Part>& parts);

    static std::optional<v1::Location> location(sql::Reader& reader, LocationId id);
    static std::vector<v1::Location> locations(sql::Reader& reader, SellerId seller); // by rank
    static std::optional<LocationId> firstOpenLocation(sql::Reader& reader, SellerId seller);
    static void save(sql::Transaction& tx, const v1::Location& location); // new or changed

    // With parts and levels; of a bundle the figures are what its parts allow.
    static v1::StockItem describe(sql::Reader& reader, const Item& item);
};

// How many bundles are available as a whole; whether one can be sold, counting what may be back-ordered.
std::int64_t bundlesOf(const std::vector<PartStock>& parts);
bool canSell(const std::vector<PartStock>& parts);

} // namespace tradepost::inventory
