#include "backend/services/inventory/stock_store.h"

#include <algorithm>
#include <limits>

namespace tradepost::inventory {

namespace {
Item itemOf(const sql::Row& row) {
    return {StockItemId(row.integer(0)),
            SellerId(row.integer(1)),
            row.text(2),
            row.integer(3) != 0,
            row.integer(4),
            row.integer(5) != 0,
            row.integer(6) != 0,
            {row.integer(7), row.integer(8), row.integer(9)}};
}

v1::Location locationOf(const sql::Row& row) {
    v1::Location location;
    location.set_id(LocationId(row.integer(0)).text());
    location.set_seller_id(SellerId(row.integer(1)).text());
    location.set_name(row.text(2));
    location.set_country(row.text(3));
    location.set_rank(static_cast<std::int32_t>(row.integer(4)));
    location.set_closed(row.integer(5) != 0);
    return location;
}
} // namespace

std::optional<Item> StockStore::find(sql::Reader& reader, StockItemId id) {
    return reader.one("SELECT id, seller_id, sku, backorder, threshold, is_bundle, in_bundle, on_hand, reserved, "
                      "incoming FROM inventory_items WHERE id = ?",
                      itemOf, id.value());
}

std::optional<Item> StockStore::find(sql::Reader& reader, SellerId seller, const std::string& sku) {
    return reader.one("SELECT id, seller_id, sku, backorder, threshold, is_bundle, in_bundle, on_hand, reserved, "
                      "incoming FROM inventory_items WHERE seller_id = ? AND sku = ?",
                      itemOf, seller.value(), sku);
}

void StockStore::insert(sql::Transaction& tx, const Item& item) {
    tx.exec("INSERT INTO inventory_items (id, seller_id, sku, backorder, threshold, is_bundle, in_bundle, on_hand, "
            "reserved, incoming, low) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            item.id.value(), item.seller.value(), item.sku, item.backorder, item.threshold, item.bundle, item.inBundle,
            item.figures.onHand, item.figures.reserved, item.figures.incoming, item.low());
}

void StockStore::savePolicy(sql::Transaction& tx, const Item& item) {
    tx.exec("UPDATE inventory_items SET backorder = ?, threshold = ?, is_bundle = ?, in_bundle = ?, low = ? "
            "WHERE id = ?",
            item.backorder, item.threshold, item.bundle, item.inBundle, item.low(), item.id.value());
}

void StockStore::saveFigures(sql::Transaction& tx, const Item& item, bool wasLow) {
    const Figures& now = item.figures;
    if (item.low() == wasLow)
        tx.exec("UPDATE inventory_items SET on_hand = ?, reserved = ?, incoming = ? WHERE id = ?", now.onHand,
                now.reserved, now.incoming, item.id.value());
    else
        tx.exec("UPDATE inventory_items SET on_hand = ?, reserved = ?, incoming = ?, low = ? WHERE id = ?", now.onHand,
                now.reserved, now.incoming, item.low(), item.id.value());
}

std::vector<Level> StockStore::levels(sql::Reader& reader, StockItemId item) {
    return reader.all(
        "SELECT l.location_id, l.on_hand, l.reserved, l.incoming, p.closed FROM inventory_levels l JOIN "
        "inventory_locations p ON p.id = l.location_id WHERE l.item_id = ? ORDER BY p.closed, p.rank, p.id",
        [](const sql::Row& row) {
            return Level{
                LocationId(row.integer(0)), {row.integer(1), row.integer(2), row.integer(3)}, row.integer(4) != 0};
        },
        item.value());
}

void StockStore::addToLevel(sql::Transaction& tx, StockItemId item, LocationId location, const Figures& change) {
    tx.exec("INSERT INTO inventory_levels (item_id, location_id, on_hand, reserved, incoming) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (item_id, location_id) DO UPDATE SET on_hand = inventory_levels.on_hand + excluded.on_hand, "
            "reserved = inventory_levels.reserved + excluded.reserved, "
            "incoming = inventory_levels.incoming + excluded.incoming",
            item.value(), location.value(), change.onHand, change.reserved, change.incoming);
}

std::vector<Part> StockStore::parts(sql::Reader& reader, StockItemId bundle) {
    return reader.all(
        "SELECT part_id, quantity FROM inventory_parts WHERE bundle_id = ? ORDER BY part_id",
        [](const sql::Row& row) { return Part{StockItemId(row.integer(0)), row.integer(1)}; }, bundle.value());
}

std::vector<PartStock> StockStore::partStock(sql::Reader& reader, StockItemId bundle) {
    return reader.all(
        "SELECT i.on_hand - i.reserved, p.quantity, i.backorder FROM inventory_parts p JOIN "
        "inventory_items i ON i.id = p.part_id WHERE p.bundle_id = ? ORDER BY p.part_id",
        [](const sql::Row& row) { return PartStock{row.integer(0), row.integer(1), row.integer(2) != 0}; },
        bundle.value());
}

std::vector<StockItemId> StockStore::bundlesWith(sql::Reader& reader, StockItemId part) {
    return reader.all(
        "SELECT bundle_id FROM inventory_parts WHERE part_id = ? ORDER BY bundle_id",
        [](const sql::Row& row) { return StockItemId(row.integer(0)); }, part.value());
}

void StockStore::setParts(sql::Transaction& tx, StockItemId bundle, const std::vector<Part>& parts) {
    const std::vector<Part> before = StockStore::parts(tx, bundle);
    tx.exec("DELETE FROM inventory_parts WHERE bundle_id = ?", bundle.value());
    for (const Part& part : parts) {
        tx.exec("INSERT INTO inventory_parts (bundle_id, part_id, quantity) VALUES (?, ?, ?)", bundle.value(),
                part.item.value(), part.quantity);
        tx.exec("UPDATE inventory_items SET in_bundle = 1 WHERE id = ?", part.item.value());
    }
    for (const Part& part : before)
        if (bundlesWith(tx, part.item).empty())
            tx.exec("UPDATE inventory_items SET in_bundle = 0 WHERE id = ?", part.item.value());
}

std::optional<v1::Location> StockStore::location(sql::Reader& reader, LocationId id) {
    return reader.one("SELECT id, seller_id, name, country, rank, closed FROM inventory_locations WHERE id = ?",
                      locationOf, id.value());
}

std::vector<v1::Location> StockStore::locations(sql::Reader& reader, SellerId seller) {
    return reader.all("SELECT id, seller_id, name, country, rank, closed FROM inventory_locations WHERE seller_id = ? "
                      "ORDER BY rank, id",
                      locationOf, seller.value());
}

std::optional<LocationId> StockStore::firstOpenLocation(sql::Reader& reader, SellerId seller) {
    return reader.one(
        "SELECT id FROM inventory_locations WHERE seller_id = ? AND closed = 0 ORDER BY rank, id LIMIT 1",
        [](const sql::Row& row) { return LocationId(row.integer(0)); }, seller.value());
}

void StockStore::save(sql::Transaction& tx, const v1::Location& location) {
    tx.exec("INSERT INTO inventory_locations (id, seller_id, name, country, rank, closed) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country, rank = excluded.rank, "
            "closed = excluded.closed",
            parseId(location.id()), parseId(location.seller_id()), location.name(), location.country(), location.rank(),
            location.closed());
}

v1::StockItem StockStore::describe(sql::Reader& reader, const Item& item) {
    v1::StockItem out;
    out.set_id(item.id.text());
    out.set_seller_id(item.seller.text());
    out.set_sku(item.sku);
    out.set_backorder(item.backorder);
    out.set_low_stock_threshold(item.threshold);
    out.set_low(item.low());
    inventory::describe(*out.mutable_figures(), item.figures);
    for (const Level& level : levels(reader, item.id)) {
        v1::StockLevel* const each = out.add_levels();
        each->set_location_id(level.location.text());
        inventory::describe(*each->mutable_figures(), level.figures);
    }
    if (!item.bundle)
        return out;
    for (const Part& part : parts(reader, item.id)) {
        v1::BundlePart* const each = out.add_parts();
        if (const auto of = find(reader, part.item))
            each->set_sku(of->sku);
        each->set_quantity(part.quantity);
    }
    out.mutable_figures()->set_available(bundlesOf(partStock(reader, item.id)));
    return out;
}

std::int64_t bundlesOf(const std::vector<PartStock>& parts) {
    if (parts.empty())
        return 0;
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    for (const PartStock& part : parts)
        most = std::min(most, std::max<std::int64_t>(part.available, 0) / part.quantity);
    return most;
}

bool canSell(const std::vector<PartStock>& parts) {
    return !parts.empty() && std::ranges::all_of(parts, [](const PartStock& part) {
        return part.backorder || part.available >= part.quantity;
    });
}

} // namespace tradepost::inventory
