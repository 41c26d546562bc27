#include "backend/platform/rpc/accounts.h"
#include "backend/platform/rpc/field_mask.h"
#include "backend/services/inventory/service.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace tradepost::inventory {

namespace {
std::string fieldOf(int change, std::string_view name) {
    return fmt::format("changes[{}].{}", change, name);
}

// The work of one ChangeStock, change by change.
class ShelfWork {
public:
    ShelfWork(StockCommand& command, IdSource& ids, SellerId seller)
        : m_command(command), m_ids(ids), m_seller(seller) {}

    Result<void> apply(const v1::StockChange& change, int index) {
        const auto location = openLocation(change.location_id(), index, "location_id");
        if (!location)
            return std::unexpected(location.error());
        Item* item = m_command.find(m_seller, change.sku());
        if (item == nullptr)
            item = &m_command.make(m_seller, change.sku(), m_ids.next<StockItemId>());
        if (item->bundle)
            return invalid(
                fieldOf(index, "sku"),
                fmt::format("{} is a bundle and has no stock of its own; change that of its parts.", change.sku()),
                "IS_BUNDLE");
        const auto done = change.kind() == v1::TRANSFERRED ? transfer(*item, *location, change, index)
                                                           : changeAt(*item, *location, change, index);
        if (done)
            m_changed.insert(item->id);
        return done;
    }
    const std::set<StockItemId>& changed() const { return m_changed; }

private:
    Result<LocationId> openLocation(const std::string& named, int index, std::string_view field) {
        const LocationId id = LocationId::parse(named);
        if (m_open.contains(id))
            return id;
        const auto location = StockStore::location(m_command.transaction(), id);
        if (!location || SellerId::parse(location->seller_id()) != m_seller)
            return invalid(fieldOf(index, field), fmt::format("This account has no location {}.", named),
                           "NO_SUCH_LOCATION");
        m_open.insert(id);
        return id;
    }

    Result<void> transfer(Item& item, LocationId from, const v1::StockChange& change, int index) {
        const auto to = openLocation(change.to_location_id(), index, "to_location_id");
        if (!to)
            return std::unexpected(to.error());
        if (*to == from)
            return invalid(fieldOf(index, "to_location_id"), "Name another location than the one it leaves.");
        TP_TRY(aboveZero(change, index));
        if (const std::int64_t free = m_command.at(item, from).available(); change.quantity() > free)
            return tooFew(change, index, free, "are not held for carts and checkouts");
        m_command.move(item, from, v1::TRANSFERRED, {-change.quantity(), 0, 0}, words(change));
        m_command.move(item, *to, v1::TRANSFERRED, {change.quantity(), 0, 0}, words(change));
        return {};
    }

    Result<void> changeAt(Item& item, LocationId location, const v1::StockChange& change, int index) {
        const Figures now = m_command.at(item, location);
        const std::int64_t quantity = change.quantity();
        Figures by;
        switch (change.kind()) {
        case v1::RECEIVED:
            TP_TRY(aboveZero(change, index));
            by = {quantity, 0, -std::min(quantity, now.incoming)};
            break;
        case v1::RETURNED:
            TP_TRY(aboveZero(change, index));
            by = {quantity, 0, 0};
            break;
        case v1::COUNTED:
            if (quantity < 0)
                return invalid(fieldOf(index, "quantity"), "A count cannot be below zero.");
            by = {quantity - now.onHand, 0, 0};
            break;
        case v1::ADJUSTED:
            if (quantity == 0)
                return invalid(fieldOf(index, "quantity"),
                               "Say by how many units the stock changes; 0 changes nothing.");
            if (change.reason().empty())
                return invalid(fieldOf(index, "reason"), "Say why the stock is adjusted, as in \"damaged\".",
                               "FIELD_REQUIRED");
            if (quantity < 0 && now.onHand + quantity < 0)
                return tooFew(change, index, now.onHand, "are there");
            by = {quantity, 0, 0};
            break;
        case v1::ANNOUNCED:
            if (quantity == 0 || now.incoming + quantity < 0)
                return invalid(fieldOf(index, "quantity"),
                               fmt::format("{} units are announced; send by how many more, or fewer.", now.incoming));
            by = {0, 0, quantity};
            break;
        default:
            return invalid(fieldOf(index, "kind"),
                           "Only RECEIVED, ADJUSTED, COUNTED, ANNOUNCED, RETURNED and TRANSFERRED are done by hand.");
        }
        m_command.move(item, location, change.kind(), by, words(change));
        return {};
    }

    static Result<void> aboveZero(const v1::StockChange& change, int index) {
        if (change.quantity() > 0)
            return {};
        return invalid(fieldOf(index, "quantity"), "Send how many units, above zero.");
    }
    static std::unexpected<Error> tooFew(const v1::StockChange& change, int index, std::int64_t there,
                                         std::string_view what) {
        return fail(
            Code::FailedPrecondition, "TOO_FEW",
            fmt::format("Of {} only {} {} at this location.", change.sku(), std::max<std::int64_t>(there, 0), what),
            fieldOf(index, "quantity"));
    }
    static StockCommand::Words words(const v1::StockChange& change) { return {change.reason(), change.note()}; }

    StockCommand& m_command;
    IdSource& m_ids;
    const SellerId m_seller;
    std::set<LocationId> m_open;
    std::set<StockItemId> m_changed;
};

// False: the request was dealt with before.
bool noteRequest(sql::Transaction& tx, SellerId seller, const std::string& request, Micros now) {
    return request.empty() || tx.exec("INSERT INTO inventory_requests (seller_id, request_id, at) VALUES (?, ?, ?) ON "
                                      "CONFLICT (seller_id, request_id) DO NOTHING",
                                      seller.value(), request, now) > 0;
}

Result<std::vector<Part>> partsOf(StockCommand& command, SellerId seller, const v1::SetStockPolicyRequest& request) {
    std::vector<Part> parts;
    for (int i = 0; i < request.parts_size(); ++i) {
        const std::string& sku = request.parts(i).sku();
        const std::string field = fmt::format("parts[{}].sku", i);
        const Item* const part = command.find(seller, sku);
        if (part == nullptr)
            return invalid(field, fmt::format("{} was never stocked; receive some of it first.", sku), "NO_SUCH_SKU");
        if (part->bundle || sku == request.sku())
            return invalid(field, fmt::format("{} is a bundle; name the parts of it instead.", sku), "IS_BUNDLE");
        if (std::ranges::find(parts, part->id, &Part::item) != parts.end())
            return invalid(field, fmt::format("{} stands here twice; add up its quantities.", sku), "TWICE");
        parts.push_back({part->id, request.parts(i).quantity()});
    }
    return parts;
}
} // namespace

Task<Result<v1::Location>> InventoryService::createLocation(rpc::Context& context,
                                                            const v1::CreateLocationRequest& request) {
    const auto seller = rpc::accountOf(context.principal, request.location().seller_id(), "location.seller_id");
    if (!seller)
        co_return std::unexpected(seller.error());
    v1::Location location = request.location();
    location.set_id(m_use.ids.next<LocationId>().text());
    location.set_seller_id(seller->text());
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Location> {
        StockStore::save(tx, location);
        return location;
    });
}

Task<Result<v1::Location>> InventoryService::updateLocation(rpc::Context& context,
                                                            const v1::UpdateLocationRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Location> {
        auto location = StockStore::location(tx, LocationId::parse(request.location().id()));
        if (!location || !rpc::mayEdit(context.principal, SellerId::parse(location->seller_id())))
            return notFound("location", request.location().id());
        v1::Location changed = *location;
        for (const std::string& path : request.update_mask().paths())
            if (!rpc::copyPath(request.location(), changed, path))
                return invalid("update_mask", fmt::format("A location has no field {}.", path.substr(0, 64)));
        changed.set_id(location->id());
        changed.set_seller_id(location->seller_id());
        if (changed.name().empty())
            return invalid("location.name", "A location needs a name.", "FIELD_REQUIRED");
        StockStore::save(tx, changed);
        return changed;
    });
}

Task<Result<v1::StockItem>> InventoryService::setStockPolicy(rpc::Context& context,
                                                             const v1::SetStockPolicyRequest& request) {
    const auto seller = rpc::accountOf(context.principal, request.seller_id(), "seller_id");
    if (!seller)
        co_return std::unexpected(seller.error());
    if (request.backorder() && request.parts_size() > 0)
        co_return invalid("backorder", "A bundle is sold while its parts are; set backorder on the parts.",
                          "IS_BUNDLE");
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::StockItem> {
        StockCommand command(tx, m_use.outbox, origin(context, {}));
        Item* item = command.find(*seller, request.sku());
        if (item == nullptr)
            item = &command.make(*seller, request.sku(), m_use.ids.next<StockItemId>());
        const auto parts = partsOf(command, *seller, request);
        if (!parts)
            return std::unexpected(parts.error());
        if (!parts->empty() && (item->inBundle || item->figures != Figures{}))
            return fail(Code::FailedPrecondition, "HAS_STOCK",
                        fmt::format("{} has stock or is part of a bundle itself; only a SKU without stock can become "
                                    "a bundle.",
                                    item->sku),
                        "parts");
        command.restate(*item, request.backorder(), request.low_stock_threshold(), *parts);
        command.finish();
        return StockStore::describe(tx, *StockStore::find(tx, item->id));
    });
}

Task<Result<v1::ChangeStockResponse>> InventoryService::changeStock(rpc::Context& context,
                                                                    const v1::ChangeStockRequest& request) {
    const auto seller = rpc::accountOf(context.principal, request.seller_id(), "seller_id");
    if (!seller)
        co_return std::unexpected(seller.error());
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::ChangeStockResponse> {
        StockCommand command(tx, m_use.outbox, origin(context, request.request_id()));
        std::set<StockItemId> changed;
        if (noteRequest(tx, *seller, request.request_id(), command.origin().at)) {
            ShelfWork work(command, m_use.ids, *seller);
            for (int i = 0; i < request.changes_size(); ++i)
                TP_TRY(work.apply(request.changes(i), i));
            command.finish();
            changed = work.changed();
        } else {
            for (const v1::StockChange& change : request.changes())
                if (const Item* const item = command.find(*seller, change.sku()))
                    changed.insert(item->id);
        }
        v1::ChangeStockResponse response;
        for (const StockItemId id : changed)
            *response.add_items() = StockStore::describe(tx, *StockStore::find(tx, id));
        return response;
    });
}

} // namespace tradepost::inventory
