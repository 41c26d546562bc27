#include "backend/services/inventory/holds.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>
#include <map>

namespace tradepost::inventory {

namespace {
struct Line {
    StockItemId item;
    LocationId location;
    std::int64_t quantity = 0;
};

HoldRow holdOf(const sql::Row& row) {
    return {HoldId(row.integer(0)), row.text(1), row.integer(2), static_cast<v1::HoldState>(row.integer(3)),
            row.integer(4)};
}

std::vector<Line> linesOf(sql::Reader& reader, HoldId hold) {
    return reader.all(
        "SELECT item_id, location_id, quantity FROM inventory_hold_lines WHERE hold_id = ? ORDER BY "
        "item_id, location_id",
        [](const sql::Row& row) {
            return Line{StockItemId(row.integer(0)), LocationId(row.integer(1)), row.integer(2)};
        },
        hold.value());
}

void save(sql::Transaction& tx, const HoldRow& hold, Micros now) {
    tx.exec("INSERT INTO inventory_holds (id, owner, version, state, expires_at, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET version = excluded.version, state = excluded.state, "
            "expires_at = excluded.expires_at, updated_at = excluded.updated_at",
            hold.id.value(), hold.owner, hold.version, hold.state, hold.expires, now);
}

// What the lines of a request ask of each item, bundles taken apart.
class Demand {
public:
    Demand(StockCommand& command, const std::vector<v1::HoldLine>& lines) {
        for (const v1::HoldLine& line : lines) {
            Asked asked{line, {}};
            if (Item* const item = command.find(SellerId::parse(line.seller_id()), line.sku())) {
                if (!item->bundle)
                    asked.items.push_back({item->id, 1});
                else
                    asked.items = StockStore::parts(command.transaction(), item->id);
            }
            for (const Part& part : asked.items)
                m_wanted[part.item] += line.quantity() * part.quantity;
            m_asked.push_back(std::move(asked));
        }
    }

    const std::map<StockItemId, std::int64_t>& wanted() const { return m_wanted; }

    // `reachable`: how many of the items of which there are too few the owner could have at most.
    v1::Shortages shortages(const std::map<StockItemId, std::int64_t>& reachable) const {
        v1::Shortages out;
        for (const Asked& asked : m_asked) {
            std::int64_t available = asked.items.empty() ? 0 : asked.line.quantity();
            bool isShort = asked.items.empty();
            for (const Part& part : asked.items)
                if (const auto found = reachable.find(part.item); found != reachable.end()) {
                    available =
                        isShort ? std::min(available, found->second / part.quantity) : found->second / part.quantity;
                    isShort = true;
                }
            if (!isShort)
                continue;
            v1::Shortage* const each = out.add_shortages();
            each->set_seller_id(asked.line.seller_id());
            each->set_sku(asked.line.sku());
            each->set_wanted(asked.items.size() == 1 ? m_wanted.at(asked.items.front().item) / asked.items[0].quantity
                                                     : asked.line.quantity());
            each->set_available(available);
        }
        return out;
    }

private:
    struct Asked {
        v1::HoldLine line;
        std::vector<Part> items; // none: never stocked
    };
    std::vector<Asked> m_asked;
    std::map<StockItemId, std::int64_t> m_wanted;
};

// Where `more` of an item is taken from: the first location that has all of it, else several by rank; what is
// back-ordered is owed by the first. What could not be placed is answered.
std::int64_t place(StockCommand& command, const Item& item, std::int64_t more, std::vector<Line>& changes) {
    const std::vector<Level>& levels = command.levels(item);
    const auto whole = std::ranges::find_if(
        levels, [&](const Level& level) { return !level.closed && level.figures.available() >= more; });
    if (whole != levels.end()) {
        changes.push_back({item.id, whole->location, more});
        return 0;
    }
    for (const Level& level : levels) {
        const std::int64_t taken = level.closed ? 0 : std::clamp<std::int64_t>(level.figures.available(), 0, more);
        if (taken > 0)
            changes.push_back({item.id, level.location, taken});
        more -= taken;
    }
    if (more == 0 || !item.backorder)
        return more;
    if (const auto first = StockStore::firstOpenLocation(command.transaction(), item.seller)) {
        changes.push_back({item.id, *first, more});
        return 0;
    }
    return more;
}

std::int64_t openlyAvailable(StockCommand& command, const Item& item) {
    std::int64_t sum = 0;
    for (const Level& level : command.levels(item))
        if (!level.closed)
            sum += std::max<std::int64_t>(level.figures.available(), 0);
    return sum;
}

std::unexpected<Error> outOfStock(const v1::Shortages& shortages) {
    const v1::Shortage& first = shortages.shortages(0);
    return fail(Code::FailedPrecondition, "OUT_OF_STOCK",
                fmt::format("Of {} there {} {}; {} wanted.{}", first.sku(), first.available() == 1 ? "is" : "are",
                            first.available() == 0 ? "none left" : fmt::format("{} left", first.available()),
                            first.wanted(),
                            shortages.shortages_size() > 1
                                ? fmt::format(" {} further SKUs are short too.", shortages.shortages_size() - 1)
                                : ""));
}
} // namespace

std::optional<HoldRow> Holds::find(sql::Reader& reader, const std::string& owner) {
    return reader.one("SELECT id, owner, version, state, expires_at FROM inventory_holds WHERE owner = ?", holdOf,
                      owner);
}

v1::Hold Holds::describe(sql::Reader& reader, const HoldRow& hold) {
    v1::Hold out;
    out.set_owner(hold.owner);
    out.set_state(hold.state);
    if (hold.expires != 0)
        *out.mutable_expire_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(hold.expires);
    for (const Line& line : linesOf(reader, hold.id)) {
        v1::HoldAllocation* const each = out.add_allocations();
        each->set_item_id(line.item.text());
        if (const auto item = StockStore::find(reader, line.item))
            each->set_sku(item->sku);
        each->set_location_id(line.location.text());
        each->set_quantity(line.quantity);
    }
    return out;
}

Result<HoldRow> Holds::set(StockCommand& command, IdSource& ids, const Wish& wish, v1::Shortages& shortages) {
    sql::Transaction& tx = command.transaction();
    auto hold = find(tx, wish.owner);
    if (hold && (hold->state == v1::HOLD_COMMITTED || hold->state == v1::HOLD_RETURNED))
        return fail(Code::FailedPrecondition, "HOLD_OVER", fmt::format("What {} held is sold.", wish.owner));
    if (hold && wish.version < hold->version)
        return *hold;
    const bool fresh = !hold;
    if (fresh)
        hold = HoldRow{ids.next<HoldId>(), wish.owner};

    const Demand demand(command, wish.lines);
    std::map<StockItemId, std::vector<Line>> held;
    if (!fresh)
        for (const Line& line : linesOf(tx, hold->id))
            held[line.item].push_back(line);

    std::vector<Line> changes; // of what is held
    std::map<StockItemId, std::int64_t> reachable;
    for (const auto& [id, wanted] : demand.wanted()) {
        std::int64_t have = 0;
        if (const auto before = held.find(id); before != held.end())
            for (const Line& line : before->second)
                have += line.quantity;
        if (wanted <= have)
            continue;
        const Item& item = *command.find(id);
        if (place(command, item, wanted - have, changes) > 0)
            reachable[id] = have + openlyAvailable(command, item);
    }
    shortages = demand.shortages(reachable);
    if (shortages.shortages_size() > 0)
        return outOfStock(shortages);
    for (const auto& [id, before] : held) {
        const auto asked = demand.wanted().find(id);
        std::int64_t excess = asked == demand.wanted().end() ? 0 : -asked->second;
        for (const Line& line : before)
            excess += line.quantity;
        for (auto line = before.rbegin(); line != before.rend() && excess > 0; ++line) {
            const std::int64_t given = std::min(excess, line->quantity);
            changes.push_back({id, line->location, -given});
            excess -= given;
        }
    }

    hold->version = wish.version;
    hold->state = wish.lines.empty() ? v1::HOLD_RELEASED : v1::HELD;
    hold->expires = wish.lines.empty() ? 0 : wish.expires;
    save(tx, *hold, command.origin().at);
    for (const Line& change : changes) {
        command.move(*command.find(change.item), change.location, change.quantity > 0 ? v1::RESERVED : v1::RELEASED,
                     {0, change.quantity, 0});
        tx.exec("INSERT INTO inventory_hold_lines (hold_id, item_id, location_id, quantity) VALUES (?, ?, ?, ?) ON "
                "CONFLICT (hold_id, item_id, location_id) DO UPDATE SET quantity = inventory_hold_lines.quantity + "
                "excluded.quantity",
                hold->id.value(), change.item.value(), change.location.value(), change.quantity);
    }
    if (std::ranges::any_of(changes, [](const Line& change) { return change.quantity < 0; }))
        tx.exec("DELETE FROM inventory_hold_lines WHERE hold_id = ? AND quantity = 0", hold->id.value());
    return *hold;
}

bool Holds::release(StockCommand& command, IdSource& ids, const std::string& owner, v1::HoldState as) {
    sql::Transaction& tx = command.transaction();
    auto hold = find(tx, owner);
    if (!hold)
        save(tx, {ids.next<HoldId>(), owner, 0, as, 0}, command.origin().at);
    if (!hold || hold->state != v1::HELD)
        return false;
    for (const Line& line : linesOf(tx, hold->id))
        command.move(*command.find(line.item), line.location, as == v1::HOLD_EXPIRED ? v1::EXPIRED : v1::RELEASED,
                     {0, -line.quantity, 0});
    tx.exec("DELETE FROM inventory_hold_lines WHERE hold_id = ?", hold->id.value());
    hold->state = as;
    hold->expires = 0;
    save(tx, *hold, command.origin().at);
    return true;
}

bool Holds::commit(StockCommand& command, const std::string& owner) {
    sql::Transaction& tx = command.transaction();
    auto hold = find(tx, owner);
    if (!hold || hold->state != v1::HELD)
        return false;
    for (const Line& line : linesOf(tx, hold->id))
        command.move(*command.find(line.item), line.location, v1::COMMITTED, {-line.quantity, -line.quantity, 0});
    hold->state = v1::HOLD_COMMITTED;
    hold->expires = 0;
    save(tx, *hold, command.origin().at);
    return true;
}

bool Holds::takeBack(StockCommand& command, const std::string& owner) {
    sql::Transaction& tx = command.transaction();
    auto hold = find(tx, owner);
    if (!hold || hold->state != v1::HOLD_COMMITTED)
        return false;
    for (const Line& line : linesOf(tx, hold->id))
        command.move(*command.find(line.item), line.location, v1::RETURNED, {line.quantity, 0, 0},
                     {"order cancelled", {}});
    hold->state = v1::HOLD_RETURNED;
    save(tx, *hold, command.origin().at);
    return true;
}

bool Holds::give(sql::Transaction& tx, const std::string& from, const std::string& to, Micros expires, Micros now) {
    return !find(tx, to) && tx.exec("UPDATE inventory_holds SET owner = ?, expires_at = ?, updated_at = ? "
                                    "WHERE owner = ? AND state = 1",
                                    to, expires, now, from) > 0;
}

std::vector<HoldRow> Holds::due(sql::Reader& reader, Micros now, int limit) {
    return reader.all(
        "SELECT id, owner, version, state, expires_at FROM inventory_holds WHERE state = 1 AND expires_at > 0 "
        "AND expires_at <= ? ORDER BY expires_at LIMIT ?",
        holdOf, now, limit);
}

std::optional<Micros> Holds::nextExpiry(sql::Reader& reader) {
    return reader.one(
        "SELECT expires_at FROM inventory_holds WHERE state = 1 AND expires_at > 0 ORDER BY expires_at LIMIT 1",
        [](const sql::Row& row) { return row.integer(0); });
}

void Holds::prune(sql::Transaction& tx, Micros old) {
    tx.exec("DELETE FROM inventory_holds WHERE state IN (3, 4) AND updated_at < ?", old);
}

} // namespace tradepost::inventory
