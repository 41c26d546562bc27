#pragma once

#include "backend/base/ids.h"
#include "backend/base/money.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/payments/v1/payments.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace tradepost::payments {

using PaymentId = Id<struct PaymentTag>; // the saga's

struct Payment {
    PaymentId id;
    v1::PaymentState state = v1::PENDING;
    bool calledOff = false; // the saga ended without an order
    Money amount;
    std::int64_t refunded = 0; // minor units
    std::string method, gateway, charge, declineCode, message, actionUrl;
    int attempts = 0;     // calls of the gateway, of the step that it is at
    std::string reserved; // InventoryReserved, as bytes
    Micros created = 0, updated = 0;

    // The gateway has to be asked something.
    bool open() const { return state == v1::PENDING || state == v1::ACTION_REQUIRED || state == v1::REFUNDING; }
};

// Functions run inside the caller's transaction.
class PaymentStore {
public:
    static std::optional<Payment> find(sql::Reader& reader, PaymentId id);
    static void insert(sql::Transaction& tx, const Payment& payment);
    static void update(sql::Transaction& tx, const Payment& payment); // all but what it was made with
    static std::vector<PaymentId> open(sql::Reader& reader);          // the oldest first
    // The newest first, before `before`; UNSPECIFIED: of any state.
    static std::vector<Payment> page(sql::Reader& reader, v1::PaymentState state, PaymentId before, int limit);
};

v1::Payment describe(const Payment& payment);

} // namespace tradepost::payments
