#include "backend/services/orders/service.h"

#include "backend/platform/rpc/accounts.h"
#include "tradepost/checkout/v1/saga.pb.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>
#include <limits>

namespace tradepost::orders {

namespace {
constexpr int defaultPageSize = 50;

// Whether the order is the caller's as a shopper, or everybody's as an operator.
bool maySeeWhole(const rpc::Principal& caller, const Order& order) {
    return caller.has(rpc::Role::OPERATOR) || order.owner == rpc::shopperKey(caller);
}

// The lines that the caller may see; none: the order does not exist for them.
v1::Order describe(const Order& order, const rpc::Principal& caller) {
    v1::Order out;
    out.set_id(order.id.text());
    out.set_state(order.state);
    out.set_checkout_id(order.saga.text());
    const bool whole = maySeeWhole(caller, order);
    if (whole)
        out.set_owner(order.owner);
    std::int64_t total = 0;
    for (const checkout::v1::OrderDraft::Line& line : order.draft.lines()) {
        if (!whole && !caller.actsFor(SellerId::parse(line.seller_id())))
            continue;
        *out.add_lines() = line;
        total += line.total().amount_minor();
    }
    out.mutable_total()->set_amount_minor(whole ? order.totalMinor : total);
    out.mutable_total()->set_currency(order.currency);
    *out.mutable_create_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(order.created);
    *out.mutable_update_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(order.updated);
    out.set_etag(std::to_string(order.revision));
    return out;
}
} // namespace

Task<Result<v1::Order>> OrderService::getOrder(rpc::Context& context, const v1::GetOrderRequest& request) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::Order> {
        const auto order = OrderStore::find(reader, OrderId::parse(request.id()));
        v1::Order out = order ? describe(*order, context.principal) : v1::Order();
        if (out.lines().empty())
            return notFound("order", request.id());
        return out;
    });
}

Task<Result<v1::ListOrdersResponse>> OrderService::listOrders(rpc::Context& context,
                                                              const v1::ListOrdersRequest& request) {
    const rpc::Principal& caller = context.principal;
    SellerId seller;
    if (caller.has(rpc::Role::SELLER) && !caller.has(rpc::Role::ADMIN)) {
        const auto account = rpc::accountOf(caller, request.seller_id(), "seller_id");
        if (!account)
            co_return std::unexpected(account.error());
        seller = *account;
    }
    const bool every = !seller && caller.has(rpc::Role::OPERATOR);
    const std::string walk = fmt::format("orders {} {}", seller.value(), every ? "" : rpc::shopperKey(caller));
    OrderId before(std::numeric_limits<std::int64_t>::max());
    if (!request.page_token().empty()) {
        auto opened = m_use.tokens.open(request.page_token(), walk, "id desc");
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        before = OrderId(std::get<std::int64_t>(opened->at(0)));
    }
    const int size = request.page_size() > 0 ? request.page_size() : defaultPageSize;
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::ListOrdersResponse> {
        const std::vector<Order> page = seller ? OrderStore::ofSeller(reader, seller, before, size + 1)
                                        : every
                                            ? OrderStore::all(reader, before, size + 1)
                                            : OrderStore::ofOwner(reader, rpc::shopperKey(caller), before, size + 1);
        v1::ListOrdersResponse response;
        for (std::size_t i = 0; i < page.size() && i < static_cast<std::size_t>(size); ++i)
            *response.add_orders() = describe(page[i], caller);
        if (page.size() > static_cast<std::size_t>(size))
            response.set_next_page_token(
                m_use.tokens.make(walk, "id desc", {page[static_cast<std::size_t>(size) - 1].id.value()}));
        return response;
    });
}

Task<Result<v1::Order>> OrderService::cancelOrder(rpc::Context& context, const v1::CancelOrderRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Order> {
        auto order = OrderStore::find(tx, OrderId::parse(request.id()));
        if (!order || !maySeeWhole(context.principal, *order))
            return notFound("order", request.id());
        if (!request.etag().empty() && request.etag() != std::to_string(order->revision))
            return fail(
                Code::Aborted, "STALE_ETAG",
                fmt::format("The order is at revision {} by now; read it again and decide again.", order->revision),
                "etag");
        if (order->state == v1::CONFIRMED) {
            order->state = v1::CANCELLED;
            order->updated = m_use.clock.now();
            ++order->revision;
            OrderStore::saveState(tx, *order);
            checkout::v1::OrderCancelled event;
            event.set_saga_id(order->saga.text());
            event.set_order_id(order->id.text());
            event.set_actor_id(context.principal.user.text());
            m_use.outbox.append(tx, event, event.saga_id(), context.traceparent);
        }
        return describe(*order, context.principal);
    });
}

void registerOrders(rpc::Registry& registry, OrderService& service) {
    const std::string prefix = "tradepost.orders.v1.OrderService/";
    registry.add(prefix + "GetOrder", service, &OrderService::getOrder);
    registry.add(prefix + "ListOrders", service, &OrderService::listOrders);
    registry.add(prefix + "CancelOrder", service, &OrderService::cancelOrder);
}

} // namespace tradepost::orders
