#pragma once

#include "backend/base/repeater.h"
#include "backend/platform/events/events.h"
#include "backend/platform/rpc/authenticator.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/cart/cart_pricing.h"
#include "backend/services/cart/checkout_steps.h"

#include <chrono>

namespace tradepost::cart {

struct Config {
    bool holdInCart = true;                    // else stock is held from the checkout on only
    std::chrono::seconds hold{15 * 60};        // since the last look at the cart
    std::chrono::seconds longestHold{60 * 60}; // since the last change of it
    std::chrono::seconds checkoutTime{60};     // without what people take
    int mostLines = 100;
    std::int64_t mostOfALine = 1000; // units
};

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() and
// cart::schema(); `registry` has the catalog's and the inventory's methods.
struct Dependencies {
    sql::Database& database;
    events::Outbox& outbox;
    IdSource& ids;
    const Clock& clock;
    const rpc::Registry& registry;
    const rpc::Authenticator& authenticator; // of guests whose cart is taken over
    boost::asio::any_io_executor executor;
    Config config;
};

// cart.v1.CartService: carts with reservations, and checkouts from their start to their end. Thread-safe.
class CartService {
public:
    explicit CartService(Dependencies dependencies);

    CheckoutSteps& steps() { return m_steps; }
    // Has the deadlines of checkouts kept from here on.
    void start() { m_deadlines.start(); }
    void interrupt() { m_deadlines.interrupt(); } // before the executor stops
    // Tells of the checkouts whose time is over, at most `limit`, and says of how many. What start() does by and by.
    Task<Result<int>> tellTimeouts(int limit);

    Task<Result<v1::Cart>> getCart(rpc::Context& context, const v1::GetCartRequest& request);
    Task<Result<v1::Cart>> addCartLine(rpc::Context& context, const v1::AddCartLineRequest& request);
    Task<Result<v1::Cart>> setCartLineQuantity(rpc::Context& context, const v1::SetCartLineQuantityRequest& request);
    Task<Result<v1::Cart>> removeCartLine(rpc::Context& context, const v1::RemoveCartLineRequest& request);
    Task<Result<v1::Cart>> mergeGuestCart(rpc::Context& context, const v1::MergeGuestCartRequest& request);

    Task<Result<v1::Checkout>> createCheckout(rpc::Context& context, const v1::CreateCheckoutRequest& request);
    Task<Result<v1::Checkout>> getCheckout(rpc::Context& context, const v1::GetCheckoutRequest& request);
    Task<Result<void>> watchCheckout(rpc::Context& context, const v1::GetCheckoutRequest& request,
                                     rpc::StreamWriter<v1::Checkout>& writer);
    Task<Result<v1::Checkout>> cancelCheckout(rpc::Context& context, const v1::CancelCheckoutRequest& request);

private:
    struct Held {
        inventory::v1::Shortages shortages;
        google::protobuf::Timestamp until; // 0: nothing is held
    };
    Task<Result<Cart>> load(rpc::Context& context);
    // Makes the stock kept for the cart what its lines say, where the store does so.
    Task<Result<Held>> hold(rpc::Context& context, const Cart& cart);
    Task<Result<v1::Cart>> show(rpc::Context& context, const Cart& cart); // holds the stock first
    Task<Result<v1::Cart>> show(rpc::Context& context, const Cart& cart, const Held& held,
                                const Offer* known = nullptr);
    // Writes a line's quantity and holds the stock; what cannot be held is undone.
    Task<Result<v1::Cart>> setLine(rpc::Context& context, const Line& line, bool add, const Offer* offer);
    Result<Cart> writeLine(sql::Transaction& tx, const std::string& owner, const Line& line, bool add,
                           std::int64_t& before);
    Task<Result<void>> revertLine(const Cart& cart, Line line, std::int64_t before);

    Task<Result<v1::Checkout>> begin(rpc::Context& context, const v1::CreateCheckoutRequest& request);
    Task<Result<v1::Checkout>> findCheckout(const rpc::Context& context, const std::string& id);
    Task<v1::Checkout> waitFor(rpc::Context& context, v1::Checkout checkout, std::chrono::milliseconds time);
    Task<std::chrono::microseconds> tellAndRest();

    Dependencies m_use;
    CheckoutWatch m_watch;
    CheckoutSteps m_steps;
    Repeater m_deadlines; // last: its work uses the rest
};

void registerCart(rpc::Registry& registry, CartService& service);

} // namespace tradepost::cart
