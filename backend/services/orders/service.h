#pragma once

#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/orders/order_store.h"

namespace tradepost::orders {

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() and
// orders::schema().
struct Dependencies {
    sql::Database& database;
    events::Outbox& outbox;
    const Clock& clock;
    const query::PageTokens& tokens;
};

// orders.v1.OrderService. Thread-safe.
class OrderService {
public:
    explicit OrderService(Dependencies dependencies) : m_use(dependencies) {}

    Task<Result<v1::Order>> getOrder(rpc::Context& context, const v1::GetOrderRequest& request);
    Task<Result<v1::ListOrdersResponse>> listOrders(rpc::Context& context, const v1::ListOrdersRequest& request);
    Task<Result<v1::Order>> cancelOrder(rpc::Context& context, const v1::CancelOrderRequest& request);

private:
    Dependencies m_use;
};

void registerOrders(rpc::Registry& registry, OrderService& service);

} // namespace tradepost::orders
