#include "backend/services/cart/cart_pricing.h"

#include "backend/base/money.h"
#include "backend/services/cart/fingerprint.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::cart {

namespace {
v1::CartMessage& message(v1::CartLine& line, v1::CartMessage::Kind kind, bool blocks, std::string text) {
    v1::CartMessage& out = *line.add_messages();
    out.set_kind(kind);
    out.set_blocks(blocks);
    out.set_text(std::move(text));
    return out;
}

void tellShortage(v1::CartLine& line, const inventory::v1::Shortages& shortages) {
    const auto found = std::ranges::find_if(shortages.shortages(), [&](const inventory::v1::Shortage& each) {
        return each.sku() == line.sku() && each.seller_id() == line.seller_id();
    });
    if (found == shortages.shortages().end())
        return;
    if (found->available() <= 0)
        message(line, v1::CartMessage::SOLD_OUT, true, "This is sold out.");
    else
        message(line, v1::CartMessage::ONLY_SOME_LEFT, true, fmt::format("Only {} of it are left.", found->available()))
            .set_available(found->available());
}

Result<void> price(v1::CartLine& out, const Line& line, const Offer& offer) {
    const common::v1::Money& now = offer.sold().price();
    *out.mutable_unit_price() = now;
    const auto currency = Currency::parse(now.currency());
    if (!currency)
        return std::unexpected(currency.error());
    const auto total = multiply({now.amount_minor(), *currency}, line.quantity);
    if (!total)
        return std::unexpected(total.error());
    out.mutable_total()->set_amount_minor(total->minor);
    out.mutable_total()->set_currency(now.currency());
    if (now.amount_minor() == line.addedMinor && now.currency() == line.currency)
        return {};
    common::v1::Money& old =
        *message(out, v1::CartMessage::PRICE_CHANGED, false, "The price has changed since this was put in.")
             .mutable_old_price();
    old.set_amount_minor(line.addedMinor);
    old.set_currency(line.currency);
    return {};
}
} // namespace

Task<Result<Offer>> findOffer(const rpc::Registry& registry, rpc::Context& context, ProductId product,
                              const std::string& sku) {
    catalog::v1::GetProductRequest request;
    request.set_id(product.text());
    auto found = co_await rpc::callInProcess<catalog::v1::Product>(
        registry, "tradepost.catalog.v1.CatalogService/GetProduct", context, request);
    Offer offer;
    if (!found && found.error().code != Code::NotFound)
        co_return std::unexpected(std::move(found).error());
    if (!found || found->state() != catalog::v1::PUBLISHED)
        co_return offer;
    offer.product = std::move(*found);
    for (int i = 0; i < offer.product.variants_size(); ++i)
        if (offer.product.variants(i).sku() == sku)
            offer.variant = i;
    co_return offer;
}

Task<Result<std::vector<Offer>>> findOffers(const rpc::Registry& registry, rpc::Context& context,
                                            const std::vector<Line>& lines, const Offer* known) {
    std::vector<Offer> offers;
    for (const Line& line : lines) {
        if (known && known->onSale() && known->sold().sku() == line.sku && known->product.id() == line.product.text()) {
            offers.push_back(*known);
            continue;
        }
        auto offer = co_await findOffer(registry, context, line.product, line.sku);
        if (!offer)
            co_return std::unexpected(std::move(offer).error());
        offers.push_back(std::move(*offer));
    }
    co_return offers;
}

Result<v1::Cart> describe(const Cart& cart, const std::vector<Offer>& offers,
                          const inventory::v1::Shortages& shortages) {
    v1::Cart out;
    out.set_id(cart.id.text());
    out.set_checkout_id(cart.checkout.text());
    Fingerprint fingerprint;
    Money total;
    for (std::size_t i = 0; i < cart.lines.size(); ++i) {
        const Line& line = cart.lines[i];
        v1::CartLine& each = *out.add_lines();
        each.set_id(line.id.text());
        each.set_product_id(line.product.text());
        each.set_sku(line.sku);
        each.set_seller_id(line.seller.text());
        each.set_quantity(line.quantity);
        fingerprint.add(line.id.value());
        fingerprint.add(line.quantity);
        const Offer& offer = offers[i];
        if (!offer.onSale()) {
            message(each, v1::CartMessage::NOT_ON_SALE, true, "This is not on sale any more.");
            fingerprint.add("gone");
            continue;
        }
        each.set_title(offer.product.title());
        if (offer.product.images_size() > 0)
            each.set_image_url(offer.product.images(0).url());
        TP_TRY(price(each, line, offer));
        tellShortage(each, shortages);
        fingerprint.add(each.unit_price().amount_minor());
        fingerprint.add(each.unit_price().currency());
        const Money lineTotal{each.total().amount_minor(), *Currency::parse(each.total().currency())};
        const auto sum = total.currency == Currency() ? Result<Money>(lineTotal) : add(total, lineTotal);
        if (!sum)
            return std::unexpected(sum.error());
        total = *sum;
    }
    out.mutable_total()->set_amount_minor(total.minor);
    out.mutable_total()->set_currency(std::string(total.currency.code()));
    out.set_etag(fmt::format("{:016x}", fingerprint.value()));
    return out;
}

checkout::v1::OrderDraft draftOf(const Cart& cart, const v1::Cart& described) {
    checkout::v1::OrderDraft draft;
    draft.set_cart_id(cart.id.text());
    draft.set_owner(cart.owner);
    for (const v1::CartLine& line : described.lines()) {
        checkout::v1::OrderDraft::Line& out = *draft.add_lines();
        out.set_product_id(line.product_id());
        out.set_seller_id(line.seller_id());
        out.set_sku(line.sku());
        out.set_title(line.title());
        out.set_quantity(line.quantity());
        *out.mutable_unit_price() = line.unit_price();
        *out.mutable_total() = line.total();
        out.set_image_url(line.image_url());
    }
    *draft.mutable_total() = described.total();
    return draft;
}

} // namespace tradepost::cart
