#pragma once

#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/cart/v1/cart.pb.h"

#include <optional>
#include <string>
#include <vector>

namespace tradepost::cart {

using CartId = Id<struct CartTag>;
using CartLineId = Id<struct CartLineTag>;
using CheckoutId = Id<struct CheckoutTag>;

struct Line {
    CartLineId id;
    ProductId product;
    SellerId seller;
    std::string sku;
    std::int64_t quantity = 0;
    std::int64_t addedMinor = 0; // the price when it was put in, or last changed
    std::string currency;
};

struct Cart {
    CartId id;
    std::string owner;        // "user/0k3v..." or "guest/..."
    std::int64_t version = 0; // of the lines
    CheckoutId checkout;      // under way
    Micros changed = 0;
    std::vector<Line> lines; // in the order they were put in
};

// Functions run inside the caller's transaction.
class CartStore {
public:
    static std::optional<Cart> find(sql::Reader& reader, const std::string& owner);
    static std::optional<Cart> find(sql::Reader& reader, CartId id);
    static void insert(sql::Transaction& tx, const Cart& cart); // without lines
    static void update(sql::Transaction& tx, const Cart& cart); // without lines
    static void save(sql::Transaction& tx, CartId cart, const Line& line);
    static void removeLine(sql::Transaction& tx, CartLineId line);
    static void remove(sql::Transaction& tx, CartId cart);
};

} // namespace tradepost::cart
