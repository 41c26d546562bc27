#include "backend/services/inventory/integrity.h"

#include "backend/services/inventory/types.h"

#include <array>
#include <map>

namespace tradepost::inventory {

namespace {
constexpr int mostDifferences = 100;
using Place = std::pair<std::int64_t, std::int64_t>; // item, location

struct Comparison {
    sql::Reader& reader;
    v1::StockCheck& check;

    void compare(Place place, const char* figure, std::int64_t stored, std::int64_t summed, const char* source) {
        if (stored == summed || check.differences_size() == mostDifferences)
            return;
        v1::StockCheck::Difference* const out = check.add_differences();
        out->set_item_id(StockItemId(place.first).text());
        out->set_sku(reader
                         .one(
                             "SELECT sku FROM inventory_items WHERE id = ?",
                             [](const sql::Row& row) { return row.text(0); }, place.first)
                         .value_or(std::string()));
        out->set_location_id(LocationId(place.second).text());
        out->set_figure(figure);
        out->set_stored(stored);
        out->set_summed(summed);
        out->set_source(source);
    }
    void compare(Place place, const Figures& stored, const Figures& summed, const char* source) {
        compare(place, "on_hand", stored.onHand, summed.onHand, source);
        compare(place, "reserved", stored.reserved, summed.reserved, source);
        compare(place, "incoming", stored.incoming, summed.incoming, source);
    }
};

std::map<Place, Figures> sums(sql::Reader& reader, std::string_view sql) {
    std::map<Place, Figures> out;
    reader.each(sql, [&](const sql::Row& row) {
        out[{row.integer(0), row.integer(1)}] = {row.integer(2), row.integer(3), row.integer(4)};
    });
    return out;
}

std::int64_t count(sql::Reader& reader, std::string_view sql) {
    return reader.one(sql, [](const sql::Row& row) { return row.integer(0); }).value_or(0);
}
} // namespace

v1::StockCheck checkStock(sql::Reader& reader) {
    v1::StockCheck check;
    check.set_items(count(reader, "SELECT COUNT(*) FROM inventory_items"));
    check.set_movements(count(reader, "SELECT COUNT(*) FROM inventory_movements"));
    check.set_holds(count(reader, "SELECT COUNT(*) FROM inventory_holds WHERE state = 1"));
    Comparison comparison{reader, check};

    auto levels = sums(reader, "SELECT item_id, location_id, on_hand, reserved, incoming FROM inventory_levels");
    const auto movements =
        sums(reader, "SELECT item_id, location_id, CAST(SUM(on_hand) AS BIGINT), CAST(SUM(reserved) AS BIGINT), "
                     "CAST(SUM(incoming) AS BIGINT) FROM inventory_movements GROUP BY item_id, location_id");
    for (const auto& [place, summed] : movements)
        levels.try_emplace(place);
    auto held = sums(reader, "SELECT l.item_id, l.location_id, 0, CAST(SUM(l.quantity) AS BIGINT), 0 FROM "
                             "inventory_hold_lines l JOIN inventory_holds h ON h.id = l.hold_id WHERE h.state = 1 "
                             "GROUP BY l.item_id, l.location_id");
    for (const auto& [place, summed] : held)
        levels.try_emplace(place);
    for (const auto& [place, stored] : levels) {
        const auto summed = movements.find(place);
        comparison.compare(place, stored, summed == movements.end() ? Figures{} : summed->second, "movements");
        comparison.compare(place, "reserved", stored.reserved, held[place].reserved, "holds");
    }

    auto items = sums(reader, "SELECT id, 0, on_hand, reserved, incoming FROM inventory_items");
    const auto ofLevels =
        sums(reader, "SELECT item_id, 0, CAST(SUM(on_hand) AS BIGINT), CAST(SUM(reserved) AS BIGINT), "
                     "CAST(SUM(incoming) AS BIGINT) FROM inventory_levels GROUP BY item_id");
    for (const auto& [place, stored] : items) {
        const auto summed = ofLevels.find(place);
        comparison.compare(place, stored, summed == ofLevels.end() ? Figures{} : summed->second, "levels");
    }
    return check;
}

void rebuildStock(sql::Transaction& tx) {
    tx.exec("DELETE FROM inventory_levels");
    tx.exec("INSERT INTO inventory_levels (item_id, location_id, on_hand, reserved, incoming) SELECT item_id, "
            "location_id, SUM(on_hand), SUM(reserved), SUM(incoming) FROM inventory_movements GROUP BY item_id, "
            "location_id");
    tx.exec(
        "UPDATE inventory_items SET "
        "on_hand = COALESCE((SELECT SUM(l.on_hand) FROM inventory_levels l WHERE l.item_id = inventory_items.id), 0), "
        "reserved = COALESCE((SELECT SUM(l.reserved) FROM inventory_levels l WHERE l.item_id = inventory_items.id), "
        "0), "
        "incoming = COALESCE((SELECT SUM(l.incoming) FROM inventory_levels l WHERE l.item_id = inventory_items.id), "
        "0)");
    tx.exec(
        "UPDATE inventory_items SET low = CASE WHEN threshold > 0 AND on_hand - reserved <= threshold THEN 1 ELSE 0 "
        "END");
}

} // namespace tradepost::inventory
