#pragma once

#include "backend/base/error.h"
#include "backend/base/money.h"
#include "backend/base/task.h"

#include <string>
#include <string_view>

namespace tradepost::payments {

struct Charge {
    std::string key; // the idempotency key: one charge each, however often it is asked for
    Money amount;
    std::string method; // the gateway's token of a card or account
};

struct ChargeState {
    enum class Outcome {
        Captured,
        Declined,
        ActionRequired, // the shopper must confirm at `actionUrl`; ask again later
        Voided,         // called off before it was captured; it never will be
    };
    Outcome outcome = Outcome::Declined;
    std::string reference;   // the gateway's, of a charge that exists
    std::string declineCode; // as Stripe has them: "insufficient_funds"
    std::string message;     // for the shopper
    std::string actionUrl;
};

// Moves money at somebody else's. An error of any call means that nothing is known: ask again with the same key, which
// does nothing twice and answers with what became of it. Thread-safe.
class PaymentGateway {
public:
    virtual ~PaymentGateway() = default;
    virtual std::string_view name() const = 0;
    // Takes the money; asked again, tells how it stands.
    virtual Task<Result<ChargeState>> charge(Charge charge) = 0;
    // Makes sure that a charge never happens, whether it was asked for or not. Captured: it had happened.
    virtual Task<Result<ChargeState>> voidCharge(Charge charge) = 0;
    // Gives back all of a captured charge; asked again, nothing more.
    virtual Task<Result<void>> refund(std::string key, std::string reference, Money amount) = 0;
};

} // namespace tradepost::payments
