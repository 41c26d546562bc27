#include "backend/services/inventory/service.h"

#include "backend/platform/rpc/accounts.h"
#include "backend/platform/telemetry/log.h"
#include "backend/services/inventory/holds.h"
#include "backend/services/inventory/integrity.h"
#include "tradepost/inventory/v1/events.pb.h"

#include <algorithm>
#include <google/protobuf/util/time_util.h>

namespace tradepost::inventory {

namespace {
constexpr std::int64_t mostTold = 1000; // of what is available, to shoppers
constexpr int expiredAtOnce = 100;
constexpr std::chrono::seconds longestRest{1};
constexpr std::chrono::seconds afterFailure{2};
constexpr Micros keptFor = // request ids, and holds that are over
    7 * 24 * 3600 * 1'000'000LL;
} // namespace

InventoryService::InventoryService(Dependencies dependencies)
    : m_use(std::move(dependencies)), m_expiry(m_use.executor, [this] { return expireAndRest(); }) {}

Result<void> InventoryService::start() {
    const Micros old = m_use.clock.now() - keptFor;
    return m_use.database.writeNow(
        [old](sql::Transaction& tx) -> Result<void> {
            tx.exec("DELETE FROM inventory_requests WHERE at < ?", old);
            Holds::prune(tx, old);
            return {};
        },
        sql::Priority::Bulk);
}

StockCommand::Origin InventoryService::origin(const rpc::Context& context, std::string reference) const {
    return {context.principal.user, m_use.clock.now(), std::move(reference), context.traceparent};
}

Task<Result<int>> InventoryService::expireHolds(int limit) {
    const Micros now = m_use.clock.now();
    co_return co_await m_use.database.write([this, now, limit](sql::Transaction& tx) -> Result<int> {
        const std::vector<HoldRow> due = Holds::due(tx, now, limit);
        for (const HoldRow& hold : due) {
            StockCommand command(tx, m_use.outbox, {{}, now, hold.owner, {}});
            Holds::release(command, m_use.ids, hold.owner, v1::HOLD_EXPIRED);
            command.finish();
            v1::HoldExpired event;
            event.set_owner(hold.owner);
            m_use.outbox.append(tx, event, hold.owner);
        }
        return static_cast<int>(due.size());
    });
}

Task<std::chrono::microseconds> InventoryService::expireAndRest() {
    const auto expired = co_await expireHolds(expiredAtOnce);
    if (!expired) {
        telemetry::log(telemetry::Level::Warn, "Holds that are due could not be released; they are tried again.",
                       {{"reason", expired.error().reason}});
        co_return afterFailure;
    }
    if (*expired == expiredAtOnce)
        co_return std::chrono::microseconds(0);
    const Micros now = m_use.clock.now();
    const auto next = co_await m_use.database.read(
        [](sql::Reader& reader) -> Result<std::optional<Micros>> { return Holds::nextExpiry(reader); });
    if (!next || !*next)
        co_return longestRest;
    co_return std::clamp(std::chrono::microseconds(**next - now), std::chrono::microseconds(1000),
                         std::chrono::microseconds(longestRest));
}

Task<Result<v1::GetAvailabilityResponse>> InventoryService::getAvailability(rpc::Context&,
                                                                            const v1::GetAvailabilityRequest& request) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::GetAvailabilityResponse> {
        v1::GetAvailabilityResponse response;
        for (const v1::StockKey& key : request.keys()) {
            v1::Availability* const each = response.add_availabilities();
            each->set_seller_id(key.seller_id());
            each->set_sku(key.sku());
            const auto item = StockStore::find(reader, SellerId::parse(key.seller_id()), key.sku());
            if (!item)
                continue;
            std::int64_t available = item->figures.available();
            bool backorder = item->backorder;
            if (item->bundle) {
                const std::vector<PartStock> parts = StockStore::partStock(reader, item->id);
                available = bundlesOf(parts);
                backorder = available == 0 && canSell(parts);
            }
            each->set_available(std::clamp<std::int64_t>(available, 0, mostTold));
            each->set_backorder(backorder);
        }
        return response;
    });
}

Task<Result<v1::Hold>> InventoryService::holdStock(rpc::Context& context, const v1::HoldStockRequest& request) {
    const Micros now = m_use.clock.now();
    auto shortages = std::make_shared<v1::Shortages>();
    auto held = co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Hold> {
        StockCommand command(tx, m_use.outbox, origin(context, request.owner()));
        const Holds::Wish wish{request.owner(),
                               {request.lines().begin(), request.lines().end()},
                               now + request.seconds() * 1'000'000LL,
                               request.version()};
        auto hold = Holds::set(command, m_use.ids, wish, *shortages);
        if (!hold)
            return std::unexpected(std::move(hold).error());
        command.finish();
        return Holds::describe(tx, *hold);
    });
    if (!held && held.error().reason == "OUT_OF_STOCK")
        context.errorDetail = std::move(shortages);
    co_return held;
}

Task<Result<v1::Hold>> InventoryService::getHold(rpc::Context&, const v1::GetHoldRequest& request) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::Hold> {
        const auto hold = Holds::find(reader, request.owner());
        if (!hold)
            return notFound("hold of", request.owner());
        return Holds::describe(reader, *hold);
    });
}

Task<Result<v1::StockCheck>> InventoryService::checkStock(rpc::Context&, const v1::CheckStockRequest&) {
    co_return co_await m_use.database.read(
        [](sql::Reader& reader) -> Result<v1::StockCheck> { return inventory::checkStock(reader); });
}

Task<Result<v1::StockCheck>> InventoryService::rebuildStock(rpc::Context&, const v1::RebuildStockRequest&) {
    co_return co_await m_use.database.write(
        [](sql::Transaction& tx) -> Result<v1::StockCheck> {
            inventory::rebuildStock(tx);
            return inventory::checkStock(tx);
        },
        sql::Priority::Bulk);
}

void registerInventory(rpc::Registry& registry, InventoryService& service) {
    const std::string prefix = "tradepost.inventory.v1.InventoryService/";
    using Service = InventoryService;
    registry.add(prefix + "CreateLocation", service, &Service::createLocation);
    registry.add(prefix + "UpdateLocation", service, &Service::updateLocation);
    registry.add(prefix + "ListLocations", service, &Service::listLocations);
    registry.add(prefix + "ListStockItems", service, &Service::listStockItems);
    registry.add(prefix + "GetStockItem", service, &Service::getStockItem);
    registry.add(prefix + "SetStockPolicy", service, &Service::setStockPolicy);
    registry.add(prefix + "ChangeStock", service, &Service::changeStock);
    registry.add(prefix + "ListStockMovements", service, &Service::listStockMovements);
    registry.add(prefix + "GetAvailability", service, &Service::getAvailability);
    registry.add(prefix + "HoldStock", service, &Service::holdStock);
    registry.add(prefix + "GetHold", service, &Service::getHold);
    registry.add(prefix + "CheckStock", service, &Service::checkStock);
    registry.add(prefix + "RebuildStock", service, &Service::rebuildStock);
}

} // namespace tradepost::inventory
