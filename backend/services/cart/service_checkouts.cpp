#include "backend/platform/rpc/accounts.h"
#include "backend/platform/telemetry/log.h"
#include "backend/services/cart/fingerprint.h"
#include "backend/services/cart/service.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::cart {

namespace saga = checkout::v1;

namespace {
constexpr int toldAtOnce = 100;
constexpr std::chrono::seconds longestRest{1};
constexpr std::chrono::seconds afterFailure{2};

bool over(const v1::Checkout& checkout) {
    return checkout.state() == v1::CONFIRMED || checkout.state() == v1::FAILED;
}

// All that two requests under one id must have in common.
std::int64_t hashOf(v1::CreateCheckoutRequest request) {
    request.clear_wait_ms();
    Fingerprint fingerprint;
    fingerprint.add(request.SerializeAsString());
    return static_cast<std::int64_t>(fingerprint.value() >> 1);
}

Result<void> checkRepeated(const Checkout& known, std::int64_t hash) {
    if (known.requestHash == hash)
        return {};
    return fail(Code::FailedPrecondition, "IDEMPOTENCY_KEY_REUSED",
                "This request id was used for another checkout; take a new one for each purchase.", "request_id");
}

const v1::CartMessage* blocking(const v1::Cart& cart) {
    for (const v1::CartLine& line : cart.lines())
        for (const v1::CartMessage& message : line.messages())
            if (message.blocks())
                return &message;
    return nullptr;
}

// Addresses and e-mail, as they are kept.
std::string contactOf(const v1::CreateCheckoutRequest& request) {
    v1::CreateCheckoutRequest contact;
    *contact.mutable_shipping_address() = request.shipping_address();
    *contact.mutable_billing_address() =
        request.has_billing_address() ? request.billing_address() : request.shipping_address();
    contact.set_email(request.email());
    return contact.SerializeAsString();
}
} // namespace

Task<Result<v1::Checkout>> CartService::createCheckout(rpc::Context& context,
                                                       const v1::CreateCheckoutRequest& request) {
    auto checkout = co_await begin(context, request);
    if (!checkout)
        co_return checkout;
    v1::Checkout known = co_await waitFor(context, std::move(*checkout), std::chrono::milliseconds(request.wait_ms()));
    context.accepted = !over(known);
    co_return known;
}

Task<Result<v1::Checkout>> CartService::begin(rpc::Context& context, const v1::CreateCheckoutRequest& request) {
    const std::string owner = rpc::shopperKey(context.principal);
    const std::int64_t hash = hashOf(request);
    struct Found {
        std::optional<v1::Checkout> made; // by the same request
        std::optional<Cart> cart;
    };
    const auto found = co_await m_use.database.read([&](sql::Reader& reader) -> Result<Found> {
        Found out;
        if (const auto made = CheckoutStore::find(reader, owner, request.request_id())) {
            TP_TRY(checkRepeated(*made, hash));
            out.made = CheckoutStore::describe(reader, *made);
        } else {
            out.cart = CartStore::find(reader, owner);
        }
        return out;
    });
    if (!found)
        co_return std::unexpected(found.error());
    if (found->made)
        co_return *found->made;
    if (!context.principal.user && request.email().empty())
        co_return invalid("email", "Guests give an e-mail address, to hear of their order.", "FIELD_REQUIRED");
    const std::optional<Cart>& cart = found->cart;
    if (!cart || cart->lines.empty())
        co_return fail(Code::FailedPrecondition, "CART_EMPTY", "There is nothing in the cart.");
    const auto shown = co_await show(context, *cart, {});
    if (!shown)
        co_return std::unexpected(shown.error());
    if (shown->etag() != request.cart_etag()) {
        context.errorDetail = std::make_shared<v1::Cart>(*shown);
        co_return fail(Code::Aborted, "STALE_ETAG",
                       "The cart or its prices have changed; look at it again and send its etag.", "cart_etag");
    }
    if (const v1::CartMessage* const message = blocking(*shown)) {
        context.errorDetail = std::make_shared<v1::Cart>(*shown);
        co_return fail(Code::FailedPrecondition, "CART_BLOCKED", message->text() + " Take it out of the cart.");
    }

    Checkout checkout;
    checkout.id = m_use.ids.next<CheckoutId>();
    checkout.owner = owner;
    checkout.requestId = request.request_id();
    checkout.requestHash = hash;
    checkout.cart = cart->id;
    checkout.contact = contactOf(request);
    checkout.created = m_use.clock.now();
    checkout.deadline = checkout.created + std::chrono::microseconds(m_use.config.checkoutTime).count();
    checkout.draft = draftOf(*cart, *shown);
    checkout.draft.set_saga_id(checkout.id.text());
    checkout.draft.set_payment_method(request.payment_method());
    checkout.draft.mutable_deadline()->set_seconds(checkout.deadline / 1'000'000);
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Checkout> {
        if (const auto made = CheckoutStore::find(tx, owner, request.request_id())) {
            TP_TRY(checkRepeated(*made, hash));
            return CheckoutStore::describe(tx, *made);
        }
        auto now = CartStore::find(tx, cart->id);
        if (now && now->checkout)
            return fail(Code::FailedPrecondition, "CHECKOUT_UNDER_WAY",
                        fmt::format("The cart is being bought in checkout {} already.", now->checkout.text()));
        if (!now || now->version != cart->version)
            return fail(Code::Aborted, "STALE_ETAG", "The cart has just changed; look at it again and send its etag.",
                        "cart_etag");
        now->checkout = checkout.id;
        CartStore::update(tx, *now);
        CheckoutStore::insert(tx, checkout);
        CheckoutStore::addStep(tx, checkout.id, "OrderInitiated", checkout.created);
        saga::OrderInitiated event;
        *event.mutable_draft() = checkout.draft;
        m_use.outbox.append(tx, event, checkout.id.text(), context.traceparent);
        return CheckoutStore::describe(tx, checkout);
    });
}

Task<v1::Checkout> CartService::waitFor(rpc::Context& context, v1::Checkout checkout, std::chrono::milliseconds time) {
    const auto until = std::min(std::chrono::steady_clock::now() + time, context.deadline);
    const CheckoutId id = CheckoutId::parse(checkout.id());
    const auto watched = m_watch.at(id);
    while (!over(checkout) && time.count() > 0) {
        const auto seen = watched->end.version();
        auto now = co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::Checkout> {
            return CheckoutStore::describe(reader, *CheckoutStore::find(reader, id));
        });
        if (now)
            checkout = std::move(*now);
        if (over(checkout) || context.cancelled() || !co_await watched->end.wait(seen, until))
            break;
    }
    co_return checkout;
}

Task<Result<v1::Checkout>> CartService::findCheckout(const rpc::Context& context, const std::string& id) {
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::Checkout> {
        const auto checkout = CheckoutStore::find(reader, CheckoutId::parse(id));
        if (!checkout ||
            (checkout->owner != rpc::shopperKey(context.principal) && !context.principal.has(rpc::Role::OPERATOR)))
            return notFound("checkout", id);
        return CheckoutStore::describe(reader, *checkout);
    });
}

Task<Result<v1::Checkout>> CartService::getCheckout(rpc::Context& context, const v1::GetCheckoutRequest& request) {
    co_return co_await findCheckout(context, request.id());
}

Task<Result<void>> CartService::watchCheckout(rpc::Context& context, const v1::GetCheckoutRequest& request,
                                              rpc::StreamWriter<v1::Checkout>& writer) {
    const auto watched = m_watch.at(CheckoutId::parse(request.id()));
    const auto handle = context.onCancel([watched] { watched->changes.notify(); });
    for (;;) {
        const auto seen = watched->changes.version();
        const auto checkout = co_await findCheckout(context, request.id());
        if (!checkout)
            co_return std::unexpected(checkout.error());
        TP_CO_TRY(co_await writer.write(*checkout));
        if (over(*checkout))
            co_return Result<void>();
        co_await watched->changes.wait(seen, context.deadline);
        if (context.cancelled())
            co_return fail(Code::Cancelled, "CANCELLED", "The stream was ended.");
    }
}

Task<Result<v1::Checkout>> CartService::cancelCheckout(rpc::Context& context,
                                                       const v1::CancelCheckoutRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::Checkout> {
        auto checkout = CheckoutStore::find(tx, CheckoutId::parse(request.id()));
        const bool own = checkout && checkout->owner == rpc::shopperKey(context.principal);
        if (!checkout || (!own && !context.principal.has(rpc::Role::OPERATOR)))
            return notFound("checkout", request.id());
        if (checkout->state == v1::CONFIRMED)
            return fail(Code::FailedPrecondition, "ALREADY_ORDERED",
                        fmt::format("It has become order {}; cancel that.", checkout->orderId));
        if (checkout->over() || checkout->cancelRequested)
            return CheckoutStore::describe(tx, *checkout);
        checkout->cancelRequested = true;
        CheckoutStore::update(tx, *checkout);
        CheckoutStore::addStep(tx, checkout->id, "CancelRequested", m_use.clock.now());
        saga::CancelRequested event;
        event.set_saga_id(checkout->id.text());
        event.set_actor_id(context.principal.user.text());
        event.set_reason(own ? saga::CANCELLED_BY_SHOPPER : saga::CANCELLED_BY_OPERATOR);
        m_use.outbox.append(tx, event, event.saga_id(), context.traceparent);
        return CheckoutStore::describe(tx, *checkout);
    });
}

Task<Result<int>> CartService::tellTimeouts(int limit) {
    const Micros now = m_use.clock.now();
    co_return co_await m_use.database.write([this, now, limit](sql::Transaction& tx) -> Result<int> {
        const std::vector<CheckoutId> due = CheckoutStore::due(tx, now, limit);
        for (const CheckoutId id : due) {
            Checkout checkout = *CheckoutStore::find(tx, id);
            checkout.timedOut = true;
            CheckoutStore::update(tx, checkout);
            CheckoutStore::addStep(tx, id, "SagaTimedOut", now);
            saga::SagaTimedOut event;
            event.set_saga_id(id.text());
            m_use.outbox.append(tx, event, id.text());
        }
        return static_cast<int>(due.size());
    });
}

Task<std::chrono::microseconds> CartService::tellAndRest() {
    const auto told = co_await tellTimeouts(toldAtOnce);
    if (!told) {
        telemetry::log(telemetry::Level::Warn, "Checkouts that are overdue could not be ended; it is tried again.",
                       {{"reason", told.error().reason}});
        co_return afterFailure;
    }
    if (*told == toldAtOnce)
        co_return std::chrono::microseconds(0);
    const auto next = co_await m_use.database.read(
        [](sql::Reader& reader) -> Result<std::optional<Micros>> { return CheckoutStore::nextDeadline(reader); });
    if (!next || !*next)
        co_return longestRest;
    co_return std::clamp(std::chrono::microseconds(**next - m_use.clock.now()), std::chrono::microseconds(1000),
                         std::chrono::microseconds(longestRest));
}

} // namespace tradepost::cart
