#include "backend/services/inventory/stock_command.h"

#include "tradepost/inventory/v1/events.pb.h"

#include <algorithm>
#include <set>

namespace tradepost::inventory {

namespace {
bool concernsShelf(v1::MovementKind kind) {
    return kind != v1::RESERVED && kind != v1::RELEASED && kind != v1::EXPIRED && kind != v1::COMMITTED;
}
} // namespace

StockCommand::StockCommand(sql::Transaction& tx, events::Outbox& outbox, Origin origin)
    : m_tx(tx), m_outbox(outbox), m_origin(std::move(origin)) {}

StockCommand::Loaded& StockCommand::load(Item item) {
    const StockItemId id = item.id;
    m_bySku.emplace(std::pair(item.seller, item.sku), id);
    Loaded& loaded = m_items[id];
    loaded.before = item;
    loaded.item = std::move(item);
    return loaded;
}

Item* StockCommand::find(SellerId seller, const std::string& sku) {
    if (const auto known = m_bySku.find({seller, sku}); known != m_bySku.end())
        return &m_items.at(known->second).item;
    auto stored = StockStore::find(m_tx, seller, sku);
    return stored ? &load(std::move(*stored)).item : nullptr;
}

Item* StockCommand::find(StockItemId id) {
    if (const auto known = m_items.find(id); known != m_items.end())
        return &known->second.item;
    auto stored = StockStore::find(m_tx, id);
    return stored ? &load(std::move(*stored)).item : nullptr;
}

Item& StockCommand::make(SellerId seller, std::string sku, StockItemId id) {
    Item item;
    item.id = id;
    item.seller = seller;
    item.sku = std::move(sku);
    StockStore::insert(m_tx, item);
    return load(std::move(item)).item;
}

const std::vector<Level>& StockCommand::levels(const Item& item) {
    auto& levels = m_items.at(item.id).levels;
    if (!levels)
        levels = StockStore::levels(m_tx, item.id);
    return *levels;
}

Figures StockCommand::at(const Item& item, LocationId location) {
    const std::vector<Level>& all = levels(item);
    const auto level = std::ranges::find(all, location, &Level::location);
    return level == all.end() ? Figures{} : level->figures;
}

void StockCommand::restate(Item& item, bool backorder, std::int64_t threshold, const std::vector<Part>& parts) {
    Loaded& loaded = m_items.at(item.id);
    item.backorder = backorder;
    item.threshold = threshold;
    if (item.bundle || !parts.empty())
        StockStore::setParts(m_tx, item.id, parts);
    item.bundle = !parts.empty();
    StockStore::savePolicy(m_tx, item);
    loaded.restated = true;
}

void StockCommand::move(Item& item, LocationId location, v1::MovementKind kind, const Figures& change,
                        const Words& words) {
    m_tx.exec("INSERT INTO inventory_movements (item_id, location_id, kind, on_hand, reserved, incoming, reason, note, "
              "reference, actor_id, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              item.id.value(), location.value(), kind, change.onHand, change.reserved, change.incoming, words.reason,
              words.note, m_origin.reference, m_origin.actor.value(), m_origin.at);
    StockStore::addToLevel(m_tx, item.id, location, change);
    Loaded& loaded = m_items.at(item.id);
    loaded.moved = true;
    loaded.shelf |= concernsShelf(kind);
    loaded.item.figures += change;
    if (!loaded.levels)
        return;
    if (const auto level = std::ranges::find(*loaded.levels, location, &Level::location); level != loaded.levels->end())
        level->figures += change;
    else
        loaded.levels.reset(); // a new one: its rank is in the table
}

void StockCommand::finish() {
    for (auto& [id, loaded] : m_items) {
        const Item &before = loaded.before, &item = loaded.item;
        if (loaded.moved)
            StockStore::saveFigures(m_tx, item, before.low());
        if (item.bundle || !(loaded.moved || loaded.restated))
            continue;
        if (loaded.shelf || before.inStock() != item.inStock() || before.low() != item.low())
            tell(item, item.figures, item.inStock(), before.inStock(), before.low());
    }
    tellBundles();
}

void StockCommand::tell(const Item& item, const Figures& figures, bool inStock, bool wasInStock, bool wasLow) {
    v1::StockChanged event;
    event.set_item_id(item.id.text());
    event.set_seller_id(item.seller.text());
    event.set_sku(item.sku);
    describe(*event.mutable_figures(), figures);
    event.set_in_stock(inStock);
    event.set_was_in_stock(wasInStock);
    event.set_low(item.low());
    event.set_was_low(wasLow);
    m_outbox.append(m_tx, event, event.item_id(), m_origin.traceparent);
}

// A bundle comes and goes with its parts, whose figures are written by now; and by being made one.
void StockCommand::tellBundles() {
    std::set<StockItemId> bundles;
    for (const auto& [id, loaded] : m_items) {
        if (loaded.item.inBundle && (loaded.moved || loaded.restated))
            for (const StockItemId bundle : StockStore::bundlesWith(m_tx, id))
                bundles.insert(bundle);
        if (loaded.item.bundle && loaded.restated)
            bundles.insert(id);
    }
    for (const StockItemId id : bundles) {
        const auto bundle = StockStore::find(m_tx, id);
        if (!bundle)
            continue;
        const std::vector<PartStock> now = StockStore::partStock(m_tx, id);
        const auto own = m_items.find(id);
        const bool was =
            own != m_items.end() && own->second.restated ? own->second.before.inStock() : canSell(before(id));
        if (was != canSell(now))
            tell(*bundle, {bundlesOf(now), 0, 0}, canSell(now), was, false);
    }
}

std::vector<PartStock> StockCommand::before(StockItemId bundle) const {
    const std::vector<Part> parts = StockStore::parts(m_tx, bundle);
    std::vector<PartStock> stock = StockStore::partStock(m_tx, bundle);
    for (std::size_t i = 0; i < parts.size() && i < stock.size(); ++i)
        if (const auto part = m_items.find(parts[i].item); part != m_items.end()) {
            stock[i].available = part->second.before.figures.available();
            stock[i].backorder = part->second.before.backorder;
        }
    return stock;
}

} // namespace tradepost::inventory
