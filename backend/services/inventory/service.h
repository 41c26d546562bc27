#pragma once

#include "backend/base/repeater.h"
#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/inventory/stock_command.h"

namespace tradepost::inventory {

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() and
// inventory::schema().
struct Dependencies {
    sql::Database& database;
    events::Outbox& outbox;
    IdSource& ids;
    const Clock& clock;
    const query::PageTokens& tokens;
    boost::asio::any_io_executor executor; // for what happens by itself
};

// inventory.v1.InventoryService: stock by SKU and location, its history, and holds. Thread-safe.
class InventoryService {
public:
    explicit InventoryService(Dependencies dependencies);

    // Drops what is kept for a while only. Before the first call. Blocks.
    Result<void> start();
    // Lets holds expire from here on; those that were due while the program did not run go at once.
    void startExpiry() { m_expiry.start(); }
    void interrupt() { m_expiry.interrupt(); } // before the executor stops
    // Releases the holds that are due, at most `limit` of them, and says how many. What startExpiry() does by and by.
    Task<Result<int>> expireHolds(int limit);

    Task<Result<v1::Location>> createLocation(rpc::Context& context, const v1::CreateLocationRequest& request);
    Task<Result<v1::Location>> updateLocation(rpc::Context& context, const v1::UpdateLocationRequest& request);
    Task<Result<v1::ListLocationsResponse>> listLocations(rpc::Context& context,
                                                          const v1::ListLocationsRequest& request);

    Task<Result<v1::ListStockItemsResponse>> listStockItems(rpc::Context& context,
                                                            const v1::ListStockItemsRequest& request);
    Task<Result<v1::StockItem>> getStockItem(rpc::Context& context, const v1::GetStockItemRequest& request);
    Task<Result<v1::StockItem>> setStockPolicy(rpc::Context& context, const v1::SetStockPolicyRequest& request);
    Task<Result<v1::ChangeStockResponse>> changeStock(rpc::Context& context, const v1::ChangeStockRequest& request);
    Task<Result<v1::ListStockMovementsResponse>> listStockMovements(rpc::Context& context,
                                                                    const v1::ListStockMovementsRequest& request);

    Task<Result<v1::GetAvailabilityResponse>> getAvailability(rpc::Context& context,
                                                              const v1::GetAvailabilityRequest& request);
    Task<Result<v1::Hold>> holdStock(rpc::Context& context, const v1::HoldStockRequest& request);
    Task<Result<v1::Hold>> getHold(rpc::Context& context, const v1::GetHoldRequest& request);

    Task<Result<v1::StockCheck>> checkStock(rpc::Context& context, const v1::CheckStockRequest& request);
    Task<Result<v1::StockCheck>> rebuildStock(rpc::Context& context, const v1::RebuildStockRequest& request);

private:
    StockCommand::Origin origin(const rpc::Context& context, std::string reference) const;
    Task<std::chrono::microseconds> expireAndRest();

    Dependencies m_use;
    Repeater m_expiry; // last: its work uses the rest
};

void registerInventory(rpc::Registry& registry, InventoryService& service);

} // namespace tradepost::inventory
