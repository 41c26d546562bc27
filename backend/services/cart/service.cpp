#include "backend/services/cart/service.h"

#include "backend/platform/rpc/accounts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::cart {

namespace {
constexpr const char* holdStock = "tradepost.inventory.v1.InventoryService/HoldStock";

std::unexpected<Error> checkoutUnderWay(const Cart& cart) {
    return fail(
        Code::FailedPrecondition, "CHECKOUT_UNDER_WAY",
        fmt::format("The cart is being bought in checkout {}; wait for it or cancel it.", cart.checkout.text()));
}

std::string quantityField(bool add) {
    return add ? "line.quantity" : "quantity";
}
} // namespace

CartService::CartService(Dependencies dependencies)
    : m_use(std::move(dependencies)), m_steps(m_use.database, m_use.outbox, m_watch, m_use.clock),
      m_deadlines(m_use.executor, [this] { return tellAndRest(); }) {}

Task<Result<Cart>> CartService::load(rpc::Context& context) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<Cart> {
        const std::string owner = rpc::shopperKey(context.principal);
        auto cart = CartStore::find(reader, owner);
        if (!cart)
            return Cart{{}, owner, 0, {}, 0, {}};
        return std::move(*cart);
    });
}

Task<Result<CartService::Held>> CartService::hold(rpc::Context& context, const Cart& cart) {
    Held held;
    const Micros now = m_use.clock.now();
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::microseconds(cart.changed - now) +
                                                                       m_use.config.longestHold);
    const auto time = std::min(m_use.config.hold, left);
    // A checkout holds what it sells itself; and nobody keeps stock for ever by looking at it.
    if (!m_use.config.holdInCart || !cart.id || cart.checkout || time.count() <= 0)
        co_return held;
    inventory::v1::HoldStockRequest request;
    request.set_owner("cart/" + cart.id.text());
    request.set_version(cart.version);
    request.set_seconds(static_cast<std::int32_t>(time.count()));
    for (const Line& line : cart.lines) {
        inventory::v1::HoldLine& each = *request.add_lines();
        each.set_seller_id(line.seller.text());
        each.set_sku(line.sku);
        each.set_quantity(line.quantity);
    }
    rpc::Context store = context.asStore();
    auto done = co_await rpc::callInProcess<inventory::v1::Hold>(m_use.registry, holdStock, store, request);
    if (done) {
        held.until = done->expire_time();
        co_return held;
    }
    const auto* const shortages = dynamic_cast<const inventory::v1::Shortages*>(store.errorDetail.get());
    if (!shortages)
        co_return std::unexpected(std::move(done).error());
    held.shortages = *shortages;
    co_return held;
}

Task<Result<v1::Cart>> CartService::show(rpc::Context& context, const Cart& cart) {
    const auto held = co_await hold(context, cart);
    if (!held)
        co_return std::unexpected(held.error());
    co_return co_await show(context, cart, *held);
}

Task<Result<v1::Cart>> CartService::show(rpc::Context& context, const Cart& cart, const Held& held,
                                         const Offer* known) {
    const auto offers = co_await findOffers(m_use.registry, context, cart.lines, known);
    if (!offers)
        co_return std::unexpected(offers.error());
    auto described = describe(cart, *offers, held.shortages);
    if (described && held.until.seconds() != 0)
        *described->mutable_hold_expire_time() = held.until;
    co_return described;
}

Task<Result<v1::Cart>> CartService::getCart(rpc::Context& context, const v1::GetCartRequest&) {
    const auto cart = co_await load(context);
    if (!cart)
        co_return std::unexpected(cart.error());
    co_return co_await show(context, *cart);
}

Task<Result<v1::Cart>> CartService::addCartLine(rpc::Context& context, const v1::AddCartLineRequest& request) {
    const v1::CartLine& wanted = request.line();
    Line line;
    line.product = ProductId::parse(wanted.product_id());
    const auto offer = co_await findOffer(m_use.registry, context, line.product, wanted.sku());
    if (!offer)
        co_return std::unexpected(offer.error());
    if (!offer->onSale())
        co_return fail(Code::NotFound, "NOT_ON_SALE",
                       fmt::format("Product {} is not on sale as {}.", wanted.product_id(), wanted.sku()),
                       offer->product.id().empty() ? "line.product_id" : "line.sku");
    line.seller = SellerId::parse(offer->product.seller_id());
    line.sku = wanted.sku();
    line.quantity = wanted.quantity();
    line.addedMinor = offer->sold().price().amount_minor();
    line.currency = offer->sold().price().currency();
    co_return co_await setLine(context, line, true, &*offer);
}

Task<Result<v1::Cart>> CartService::setCartLineQuantity(rpc::Context& context,
                                                        const v1::SetCartLineQuantityRequest& request) {
    const auto cart = co_await load(context);
    if (!cart)
        co_return std::unexpected(cart.error());
    const auto found = std::ranges::find(cart->lines, CartLineId::parse(request.id()), &Line::id);
    if (found == cart->lines.end()) {
        if (request.quantity() == 0)
            co_return co_await show(context, *cart);
        co_return notFound("line in the cart:", request.id());
    }
    Line line = *found;
    line.quantity = request.quantity();
    if (line.quantity == 0)
        co_return co_await setLine(context, line, false, nullptr);
    const auto offer = co_await findOffer(m_use.registry, context, line.product, line.sku);
    if (!offer)
        co_return std::unexpected(offer.error());
    if (offer->onSale()) { // who changes a line has seen its price
        line.addedMinor = offer->sold().price().amount_minor();
        line.currency = offer->sold().price().currency();
    }
    co_return co_await setLine(context, line, false, &*offer);
}

Task<Result<v1::Cart>> CartService::removeCartLine(rpc::Context& context, const v1::RemoveCartLineRequest& request) {
    v1::SetCartLineQuantityRequest none;
    none.set_id(request.id());
    co_return co_await setCartLineQuantity(context, none);
}

Task<Result<v1::Cart>> CartService::setLine(rpc::Context& context, const Line& line, bool add, const Offer* offer) {
    const std::string owner = rpc::shopperKey(context.principal);
    std::int64_t before = 0;
    const auto cart = co_await m_use.database.write(
        [&](sql::Transaction& tx) -> Result<Cart> { return writeLine(tx, owner, line, add, before); });
    if (!cart)
        co_return std::unexpected(cart.error());
    const auto held = co_await hold(context, *cart);
    if (!held || held->shortages.shortages_size() > 0) {
        const auto written = std::ranges::find_if(
            cart->lines, [&](const Line& each) { return each.sku == line.sku && each.seller == line.seller; });
        const bool more = written != cart->lines.end() && written->quantity > before;
        if (more)
            TP_CO_TRY(co_await revertLine(*cart, *written, before));
        if (!held)
            co_return std::unexpected(held.error());
        const auto shortage = std::ranges::find(held->shortages.shortages(), line.sku, &inventory::v1::Shortage::sku);
        if (more && shortage != held->shortages.shortages().end()) {
            context.errorDetail = std::make_shared<inventory::v1::Shortages>(held->shortages);
            co_return fail(Code::FailedPrecondition, "OUT_OF_STOCK",
                           shortage->available() > 0
                               ? fmt::format("Only {} of {} are left.", shortage->available(), line.sku)
                               : fmt::format("{} is sold out.", line.sku),
                           quantityField(add));
        }
    }
    co_return co_await show(context, *cart, *held, offer);
}

Result<Cart> CartService::writeLine(sql::Transaction& tx, const std::string& owner, const Line& line, bool add,
                                    std::int64_t& before) {
    before = 0;
    auto cart = CartStore::find(tx, owner);
    if (!cart) {
        cart = Cart{m_use.ids.next<CartId>(), owner, 0, {}, 0, {}};
        CartStore::insert(tx, *cart);
    }
    if (cart->checkout)
        return checkoutUnderWay(*cart);
    auto known = std::ranges::find_if(
        cart->lines, [&](const Line& each) { return each.sku == line.sku && each.seller == line.seller; });
    if (known == cart->lines.end()) {
        if (!add)
            return notFound("line in the cart:", line.id.text());
        if (std::ssize(cart->lines) >= m_use.config.mostLines)
            return fail(Code::FailedPrecondition, "CART_FULL",
                        fmt::format("A cart holds {} different things at most; buy some of them first.",
                                    m_use.config.mostLines));
        if (!cart->lines.empty() && cart->lines.front().currency != line.currency)
            return invalid("line.sku",
                           fmt::format("This is sold in {} and the cart is in {}; buy that first.", line.currency,
                                       cart->lines.front().currency),
                           "ANOTHER_CURRENCY");
        cart->lines.push_back(line);
        known = std::prev(cart->lines.end());
        known->id = m_use.ids.next<CartLineId>();
        known->quantity = 0;
    }
    before = known->quantity;
    known->quantity = add ? before + line.quantity : line.quantity;
    if (known->quantity > m_use.config.mostOfALine)
        return invalid(quantityField(add),
                       fmt::format("At most {} of one thing can be in a cart.", m_use.config.mostOfALine), "TOO_MANY");
    known->addedMinor = line.addedMinor;
    known->currency = line.currency;
    ++cart->version;
    cart->changed = m_use.clock.now();
    CartStore::update(tx, *cart);
    if (known->quantity > 0) {
        CartStore::save(tx, cart->id, *known);
    } else {
        CartStore::removeLine(tx, known->id);
        cart->lines.erase(known);
    }
    return std::move(*cart);
}

Task<Result<void>> CartService::revertLine(const Cart& cart, Line line, std::int64_t before) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<void> {
        auto now = CartStore::find(tx, cart.id);
        // What was changed again meanwhile is somebody's later will.
        if (!now || now->version != cart.version || now->checkout)
            return {};
        ++now->version;
        CartStore::update(tx, *now);
        line.quantity = before;
        if (before > 0)
            CartStore::save(tx, cart.id, line);
        else
            CartStore::removeLine(tx, line.id);
        return {};
    });
}

Task<Result<v1::Cart>> CartService::mergeGuestCart(rpc::Context& context, const v1::MergeGuestCartRequest& request) {
    const auto guest = m_use.authenticator.authenticate(request.guest_token());
    if (!guest || guest->guestId.empty())
        co_return invalid("guest_token", "This is not the token of a guest, or it has expired.", "TOKEN_INVALID");
    const std::string from = rpc::shopperKey(*guest), to = rpc::shopperKey(context.principal);
    CartId emptied;
    std::int64_t emptiedVersion = 0;
    const auto cart = co_await m_use.database.write([&](sql::Transaction& tx) -> Result<Cart> {
        auto source = CartStore::find(tx, from);
        if (source && source->checkout)
            return checkoutUnderWay(*source);
        std::int64_t ignored = 0;
        if (source) {
            for (const Line& line : source->lines) {
                const auto target = CartStore::find(tx, to);
                Line taken = line;
                if (target)
                    for (const Line& own : target->lines)
                        if (own.sku == line.sku && own.seller == line.seller)
                            taken.quantity = std::max<std::int64_t>(line.quantity - own.quantity, 0);
                if (taken.quantity > 0)
                    if (auto written = writeLine(tx, to, taken, true, ignored); !written)
                        return std::unexpected(std::move(written).error());
            }
            emptied = source->id;
            emptiedVersion = source->version + 1;
            CartStore::remove(tx, source->id);
        }
        auto target = CartStore::find(tx, to);
        return target ? std::move(*target) : Cart{{}, to, 0, {}, 0, {}};
    });
    if (!cart)
        co_return std::unexpected(cart.error());
    if (emptied) {
        // The guest's hold goes first, so that the same units can be held again. Should this be lost, it expires.
        const auto released = co_await hold(context, Cart{emptied, from, emptiedVersion, {}, m_use.clock.now(), {}});
        if (!released)
            co_return std::unexpected(released.error());
    }
    co_return co_await show(context, *cart);
}

void registerCart(rpc::Registry& registry, CartService& service) {
    const std::string prefix = "tradepost.cart.v1.CartService/";
    using Service = CartService;
    registry.add(prefix + "GetCart", service, &Service::getCart);
    registry.add(prefix + "AddCartLine", service, &Service::addCartLine);
    registry.add(prefix + "SetCartLineQuantity", service, &Service::setCartLineQuantity);
    registry.add(prefix + "RemoveCartLine", service, &Service::removeCartLine);
    registry.add(prefix + "MergeGuestCart", service, &Service::mergeGuestCart);
    registry.add(prefix + "CreateCheckout", service, &Service::createCheckout);
    registry.add(prefix + "GetCheckout", service, &Service::getCheckout);
    registry.add(prefix + "WatchCheckout", service, &Service::watchCheckout);
    registry.add(prefix + "CancelCheckout", service, &Service::cancelCheckout);
}

} // namespace tradepost::cart
