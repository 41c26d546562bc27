#include "backend/platform/rpc/accounts.h"
#include "backend/services/inventory/service.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

namespace tradepost::inventory {

namespace {
constexpr int defaultPageSize = 50;

bool maySee(const rpc::Principal& caller, SellerId seller) {
    return caller.actsFor(seller) || caller.has(rpc::Role::OPERATOR);
}

// As accountOf(), for who only looks.
Result<SellerId> accountToSee(const rpc::Principal& caller, const std::string& named) {
    const SellerId seller = SellerId::parse(named);
    if (seller && maySee(caller, seller))
        return seller;
    return rpc::accountOf(caller, named, "seller_id");
}

// The least text that is greater than every one that begins with the prefix: no UTF-8 has this byte.
std::string afterPrefix(const std::string& prefix) {
    return prefix + "\xf4\x8f\xbf\xbf";
}

v1::StockMovement movementOf(const sql::Row& row) {
    v1::StockMovement out;
    out.set_position(row.integer(0));
    out.set_item_id(StockItemId(row.integer(1)).text());
    out.set_location_id(LocationId(row.integer(2)).text());
    out.set_kind(static_cast<v1::MovementKind>(row.integer(3)));
    describe(*out.mutable_change(), {row.integer(4), row.integer(5), row.integer(6)});
    out.set_reason(row.text(7));
    out.set_note(row.text(8));
    out.set_reference(row.text(9));
    out.set_actor_id(UserId(row.integer(10)).text());
    *out.mutable_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(row.integer(11));
    return out;
}
} // namespace

Task<Result<v1::ListLocationsResponse>> InventoryService::listLocations(rpc::Context& context,
                                                                        const v1::ListLocationsRequest& request) {
    std::vector<SellerId> sellers = context.principal.sellers;
    if (!request.seller_id().empty() || sellers.empty()) {
        const auto seller = accountToSee(context.principal, request.seller_id());
        if (!seller)
            co_return std::unexpected(seller.error());
        sellers = {*seller};
    }
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::ListLocationsResponse> {
        v1::ListLocationsResponse response;
        for (const SellerId seller : sellers)
            for (v1::Location& location : StockStore::locations(reader, seller))
                *response.add_locations() = std::move(location);
        return response;
    });
}

Task<Result<v1::ListStockItemsResponse>> InventoryService::listStockItems(rpc::Context& context,
                                                                          const v1::ListStockItemsRequest& request) {
    const auto seller = accountToSee(context.principal, request.seller_id());
    if (!seller)
        co_return std::unexpected(seller.error());
    const std::string walk = fmt::format("stock {} {} {}", seller->value(), request.low_only(), request.sku_prefix());
    std::string after;
    if (!request.page_token().empty()) {
        auto opened = m_use.tokens.open(request.page_token(), walk, "sku");
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        after = std::get<std::string>(opened->at(0));
    }
    const auto size = static_cast<std::size_t>(request.page_size() > 0 ? request.page_size() : defaultPageSize);
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::ListStockItemsResponse> {
        std::string sql = "SELECT id, sku FROM inventory_items WHERE seller_id = ? AND sku > ?";
        std::vector<sql::Value> args{seller->value(), after};
        if (request.low_only())
            sql += " AND low = 1";
        if (!request.sku_prefix().empty()) {
            sql += " AND sku >= ? AND sku <= ?";
            args.insert(args.end(), {request.sku_prefix(), afterPrefix(request.sku_prefix())});
        }
        sql += " ORDER BY sku LIMIT ?";
        args.emplace_back(static_cast<std::int64_t>(size + 1));
        std::vector<std::pair<StockItemId, std::string>> found;
        reader.run(sql, args,
                   [&](const sql::Row& row) { found.emplace_back(StockItemId(row.integer(0)), row.text(1)); });
        v1::ListStockItemsResponse response;
        const bool more = found.size() > size;
        if (more)
            found.pop_back();
        for (const auto& [id, sku] : found)
            if (const auto item = StockStore::find(reader, id))
                *response.add_items() = StockStore::describe(reader, *item);
        if (more)
            response.set_next_page_token(m_use.tokens.make(walk, "sku", {found.back().second}));
        return response;
    });
}

Task<Result<v1::StockItem>> InventoryService::getStockItem(rpc::Context& context,
                                                           const v1::GetStockItemRequest& request) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::StockItem> {
        const auto item = StockStore::find(reader, StockItemId::parse(request.id()));
        if (!item || !maySee(context.principal, item->seller))
            return notFound("stock item", request.id());
        return StockStore::describe(reader, *item);
    });
}

Task<Result<v1::ListStockMovementsResponse>>
InventoryService::listStockMovements(rpc::Context& context, const v1::ListStockMovementsRequest& request) {
    const StockItemId id = StockItemId::parse(request.item_id());
    const std::string walk = fmt::format("movements {} {}", id.value(), request.without_holds());
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    if (!request.page_token().empty()) {
        auto opened = m_use.tokens.open(request.page_token(), walk, "position");
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        before = std::get<std::int64_t>(opened->at(0));
    }
    const int size = request.page_size() > 0 ? request.page_size() : defaultPageSize;
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::ListStockMovementsResponse> {
        const auto item = StockStore::find(reader, id);
        if (!item || !maySee(context.principal, item->seller))
            return notFound("stock item", request.item_id());
        v1::ListStockMovementsResponse response;
        reader.run(
            fmt::format("SELECT position, item_id, location_id, kind, on_hand, reserved, incoming, reason, note, "
                        "reference, actor_id, at FROM inventory_movements WHERE item_id = ? AND position < ? {} "
                        "ORDER BY position DESC LIMIT {}",
                        request.without_holds() ? "AND kind NOT IN (6, 7, 8)" : "", size + 1),
            std::vector<sql::Value>{id.value(), before},
            [&](const sql::Row& row) { *response.add_movements() = movementOf(row); });
        if (response.movements_size() > size) {
            response.mutable_movements()->RemoveLast();
            response.set_next_page_token(
                m_use.tokens.make(walk, "position", {response.movements(size - 1).position()}));
        }
        return response;
    });
}

} // namespace tradepost::inventory
