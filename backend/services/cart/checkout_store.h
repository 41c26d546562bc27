#pragma once

#include "backend/services/cart/cart_store.h"
#include "tradepost/checkout/v1/saga.pb.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::cart {

struct Checkout {
    CheckoutId id; // the saga's
    std::string owner, requestId;
    std::int64_t requestHash = 0; // of the request, to tell a repeated one from another under the same id
    CartId cart;
    v1::CheckoutState state = v1::STARTED;
    checkout::v1::FailureReason failure = checkout::v1::FAILURE_REASON_UNSPECIFIED;
    std::string failureMessage, orderId, actionUrl;
    bool cancelRequested = false, timedOut = false;
    Micros deadline = 0;
    checkout::v1::OrderDraft draft;
    std::string contact; // addresses and e-mail, as bytes
    Micros created = 0;

    bool over() const { return state == v1::CONFIRMED || state == v1::FAILED; }
};

// Functions run inside the caller's transaction.
class CheckoutStore {
public:
    static std::optional<Checkout> find(sql::Reader& reader, CheckoutId id);
    static std::optional<Checkout> find(sql::Reader& reader, const std::string& owner, const std::string& requestId);
    static void insert(sql::Transaction& tx, const Checkout& checkout);
    static void update(sql::Transaction& tx, const Checkout& checkout); // what changes in its course
    static void addStep(sql::Transaction& tx, CheckoutId id, std::string_view event, Micros at);
    // Those whose time is over and that were not told so, the longest overdue first.
    static std::vector<CheckoutId> due(sql::Reader& reader, Micros now, int limit);
    static std::optional<Micros> nextDeadline(sql::Reader& reader);

    static v1::Checkout describe(sql::Reader& reader, const Checkout& checkout);
};

} // namespace tradepost::cart
