#pragma once

#include "backend/platform/events/events.h"
#include "backend/services/inventory/stock_store.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tradepost::inventory {

// One command at the stock, within one transaction: the items it touches are read once, so that lines that share an
// item see each other's demand; every change is a movement; finish() writes the sums and tells what others must know.
class StockCommand {
public:
    // Who does it, when, and for what ("checkout/0k3v..."); `traceparent` goes into the events.
    struct Origin {
        UserId actor;
        Micros at = 0;
        std::string reference, traceparent;
    };
    struct Words {
        std::string reason, note;
    };

    StockCommand(sql::Transaction& tx, events::Outbox& outbox, Origin origin);

    // What they answer with stays valid and up to date until the command ends. nullptr: never stocked.
    Item* find(SellerId seller, const std::string& sku);
    Item* find(StockItemId id);
    Item& make(SellerId seller, std::string sku, StockItemId id); // of one that find() does not know

    // By rank, those of closed locations last.
    const std::vector<Level>& levels(const Item& item);
    Figures at(const Item& item, LocationId location);

    // How the item is sold from now on; with parts it is a bundle.
    void restate(Item& item, bool backorder, std::int64_t threshold, const std::vector<Part>& parts);
    void move(Item& item, LocationId location, v1::MovementKind kind, const Figures& change, const Words& words = {});
    void finish();

    sql::Transaction& transaction() { return m_tx; }
    const Origin& origin() const { return m_origin; }

private:
    struct Loaded {
        Item item;
        Item before;
        bool moved = false;
        bool shelf = false; // more than holds changed
        bool restated = false;
        std::optional<std::vector<Level>> levels;
    };
    Loaded& load(Item item);
    void tell(const Item& item, const Figures& figures, bool inStock, bool wasInStock, bool wasLow);
    void tellBundles();
    std::vector<PartStock> before(StockItemId bundle) const;

    sql::Transaction& m_tx;
    events::Outbox& m_outbox;
    const Origin m_origin;
    std::map<StockItemId, Loaded> m_items;
    std::map<std::pair<SellerId, std::string>, StockItemId> m_bySku;
};

} // namespace tradepost::inventory
