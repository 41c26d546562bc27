#pragma once

#include "backend/platform/rpc/registry.h"
#include "backend/services/cart/cart_store.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/inventory/v1/inventory.pb.h"

#include <string>
#include <vector>

// A cart as it can be bought at this moment.
namespace tradepost::cart {

// What the catalog says of a line's SKU.
struct Offer {
    catalog::v1::Product product;
    int variant = -1; // -1: not on sale, or no such SKU

    bool onSale() const { return variant >= 0; }
    const catalog::v1::Variant& sold() const { return product.variants(variant); }
};

// Asks the catalog, as the caller. An error only when the catalog cannot be asked.
Task<Result<Offer>> findOffer(const rpc::Registry& registry, rpc::Context& context, ProductId product,
                              const std::string& sku);
// `known`, where given, is what was found out for this SKU just now.
Task<Result<std::vector<Offer>>> findOffers(const rpc::Registry& registry, rpc::Context& context,
                                            const std::vector<Line>& lines, const Offer* known = nullptr);

// The cart with today's prices and what stands in the way of buying it. `offers`: one for each line; `shortages`: of
// what could not be held. Sums that do not fit are an error.
Result<v1::Cart> describe(const Cart& cart, const std::vector<Offer>& offers,
                          const inventory::v1::Shortages& shortages);

// What is to be ordered; `described` is of the same cart and has nothing that blocks.
checkout::v1::OrderDraft draftOf(const Cart& cart, const v1::Cart& described);

} // namespace tradepost::cart
