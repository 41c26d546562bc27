#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/orders/v1/orders.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace tradepost::orders {

using OrderId = Id<struct OrderTag>;
using SagaId = Id<struct SagaTag>;

struct Order {
    OrderId id;
    SagaId saga;
    std::string owner; // "user/0k3v..." or "guest/..."
    v1::OrderState state = v1::CONFIRMED;
    checkout::v1::OrderDraft draft; // its lines only
    std::int64_t totalMinor = 0;
    std::string currency;
    Micros created = 0, updated = 0;
    std::int64_t revision = 1;
};

// What became of a saga.
struct Decision {
    OrderId order; // falsy: none
    checkout::v1::FailureReason reason = checkout::v1::FAILURE_REASON_UNSPECIFIED;
};

// Functions run inside the caller's transaction.
class OrderStore {
public:
    static std::optional<Decision> decision(sql::Reader& reader, SagaId saga);
    static void decide(sql::Transaction& tx, SagaId saga, const Decision& decision, Micros now);

    static std::optional<Order> find(sql::Reader& reader, OrderId id);
    static void insert(sql::Transaction& tx, const Order& order);
    static void saveState(sql::Transaction& tx, const Order& order);

    // The newest first, before `before`.
    static std::vector<Order> ofOwner(sql::Reader& reader, const std::string& owner, OrderId before, int limit);
    static std::vector<Order> ofSeller(sql::Reader& reader, SellerId seller, OrderId before, int limit);
    static std::vector<Order> all(sql::Reader& reader, OrderId before, int limit);
};

} // namespace tradepost::orders
