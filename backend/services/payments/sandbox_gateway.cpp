#include "backend/services/payments/sandbox_gateway.h"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tradepost::payments {

namespace {
using Outcome = ChargeState::Outcome;

// As they are stored.
constexpr std::array<std::pair<Outcome, std::string_view>, 4> stateNames{{{Outcome::Captured, "captured"},
                                                                          {Outcome::Declined, "declined"},
                                                                          {Outcome::ActionRequired, "action_required"},
                                                                          {Outcome::Voided, "voided"}}};

struct Refusal {
    std::string_view method, code, message;
};
// https://docs.stripe.com/testing#declined-payments, https://docs.stripe.com/declines/codes
constexpr std::array refusals{
    Refusal{"pm_card_visa_chargeDeclined", "generic_decline", "Your card was declined."},
    Refusal{"pm_card_chargeDeclined", "generic_decline", "Your card was declined."},
    Refusal{"pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds", "Your card has insufficient funds."},
    Refusal{"pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds", "Your card has insufficient funds."},
    Refusal{"pm_card_visa_chargeDeclinedLostCard", "lost_card", "Your card was declined."},
    Refusal{"pm_card_visa_chargeDeclinedStolenCard", "stolen_card", "Your card was declined."},
    Refusal{"pm_card_chargeDeclinedExpiredCard", "expired_card", "Your card has expired."},
    Refusal{"pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "Your card's security code is incorrect."},
    Refusal{"pm_card_chargeDeclinedProcessingError", "processing_error",
            "An error occurred while processing your card. Try again in a little bit."},
    Refusal{"pm_card_visa_chargeDeclinedVelocityLimitExceeded", "card_velocity_exceeded", "Your card was declined."},
};

struct Stored {
    std::int64_t id = 0;
    ChargeState state;
    std::int64_t amount = 0, refunded = 0;
    std::string currency, key;
};

Stored storedOf(const sql::Row& row) {
    Stored out;
    out.id = row.integer(0);
    out.key = row.text(1);
    out.state.outcome =
        std::ranges::find(stateNames, row.text(2), &std::pair<Outcome, std::string_view>::second)->first;
    out.amount = row.integer(3);
    out.currency = row.text(4);
    out.refunded = row.integer(5);
    out.state.declineCode = row.text(6);
    out.state.message = row.text(7);
    out.state.reference = "ch_" + formatId(out.id);
    if (out.state.outcome == Outcome::ActionRequired)
        out.state.actionUrl = "/v1/sandbox/charges/" + out.state.reference + ":completeAction";
    return out;
}

std::string_view nameOf(Outcome outcome) {
    return std::ranges::find(stateNames, outcome, &std::pair<Outcome, std::string_view>::first)->second;
}

std::optional<Stored> find(sql::Reader& reader, const std::string& key) {
    return reader.one("SELECT id, charge_key, state, amount_minor, currency, refunded_minor, decline_code, message "
                      "FROM sandbox_charges WHERE charge_key = ?",
                      storedOf, key);
}

std::optional<Stored> findById(sql::Reader& reader, std::int64_t id) {
    return reader.one("SELECT id, charge_key, state, amount_minor, currency, refunded_minor, decline_code, message "
                      "FROM sandbox_charges WHERE id = ?",
                      storedOf, id);
}

ChargeState decide(const std::string& method) {
    ChargeState state;
    if (const auto refusal = std::ranges::find(refusals, method, &Refusal::method); refusal != refusals.end()) {
        state.declineCode = refusal->code;
        state.message = refusal->message;
    } else if (method.starts_with("pm_card_authenticationRequired") || method.starts_with("pm_card_threeDSecure")) {
        state.outcome = Outcome::ActionRequired;
    } else if (method.starts_with("pm_card_") || method.starts_with("pm_sandbox_")) {
        state.outcome = Outcome::Captured;
    } else {
        state.declineCode = "resource_missing";
        state.message = "There is no such payment method.";
    }
    return state;
}

v1::SandboxCharge describe(const Stored& stored) {
    v1::SandboxCharge out;
    out.set_id(stored.state.reference);
    out.set_key(stored.key);
    out.set_state(std::string(nameOf(stored.state.outcome)));
    out.mutable_amount()->set_amount_minor(stored.amount);
    out.mutable_amount()->set_currency(stored.currency);
    out.mutable_refunded()->set_amount_minor(stored.refunded);
    out.mutable_refunded()->set_currency(stored.currency);
    return out;
}

std::unexpected<Error> noAnswer() {
    return fail(Code::Unavailable, "GATEWAY_SILENT", "The gateway did not answer.");
}
} // namespace

const sql::Schema& SandboxGateway::schema() {
    static const sql::Schema schema{"sandbox", {{1, R"(
CREATE TABLE sandbox_charges (
    id $KEY,
    charge_key TEXT $BINARY NOT NULL,
    state TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    currency TEXT NOT NULL,
    refunded_minor BIGINT NOT NULL,
    decline_code TEXT NOT NULL,
    message TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sandbox_charges_key ON sandbox_charges (charge_key);
)"}}};
    return schema;
}

SandboxGateway::SandboxGateway(sql::Database& database, IdSource& ids, const Clock& clock,
                               boost::asio::any_io_executor executor)
    : m_database(database), m_ids(ids), m_clock(clock), m_executor(std::move(executor)) {}

Task<void> SandboxGateway::sleep(std::chrono::milliseconds time) {
    boost::asio::steady_timer timer(m_executor, time);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

Task<Result<ChargeState>> SandboxGateway::charge(Charge charge) {
    if (charge.method == "pm_sandbox_down")
        co_return noAnswer();
    if (charge.method == "pm_sandbox_slow")
        co_await sleep(std::chrono::seconds(2));
    const bool loses = charge.method == "pm_sandbox_lost";
    auto made = co_await m_database.write([&](sql::Transaction& tx) -> Result<std::pair<Stored, bool>> {
        if (auto known = find(tx, charge.key))
            return std::pair(std::move(*known), true);
        const ChargeState state = decide(charge.method);
        tx.exec("INSERT INTO sandbox_charges (id, charge_key, state, amount_minor, currency, refunded_minor, "
                "decline_code, message, created_at) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
                m_ids.next(), charge.key, nameOf(state.outcome), charge.amount.minor, charge.amount.currency.code(),
                state.declineCode, state.message, m_clock.now());
        return std::pair(*find(tx, charge.key), false);
    });
    if (!made)
        co_return std::unexpected(std::move(made).error());
    if (loses && !made->second)
        co_return noAnswer();
    co_return std::move(made->first.state);
}

Task<Result<ChargeState>> SandboxGateway::voidCharge(Charge charge) {
    if (charge.method == "pm_sandbox_down")
        co_return noAnswer();
    co_return co_await m_database.write([&](sql::Transaction& tx) -> Result<ChargeState> {
        tx.exec("INSERT INTO sandbox_charges (id, charge_key, state, amount_minor, currency, refunded_minor, "
                "decline_code, message, created_at) VALUES (?, ?, 'voided', ?, ?, 0, '', '', ?) ON "
                "CONFLICT (charge_key) DO UPDATE SET state = 'voided' WHERE sandbox_charges.state = 'action_required'",
                m_ids.next(), charge.key, charge.amount.minor, charge.amount.currency.code(), m_clock.now());
        return find(tx, charge.key)->state;
    });
}

Task<Result<void>> SandboxGateway::refund(std::string key, std::string reference, Money amount) {
    co_return co_await m_database.write([&](sql::Transaction& tx) -> Result<void> {
        // The whole of it, so that a repeated refund is the same.
        if (tx.exec("UPDATE sandbox_charges SET refunded_minor = amount_minor WHERE charge_key = ? AND state = "
                    "'captured' AND amount_minor = ? AND currency = ?",
                    key, amount.minor, amount.currency.code()) == 0)
            return fail(Code::FailedPrecondition, "NO_SUCH_CHARGE",
                        "There is no captured charge " + reference + " of this amount.");
        return {};
    });
}

Task<Result<v1::SandboxCharge>> SandboxGateway::completeAction(rpc::Context&,
                                                               const v1::CompleteActionRequest& request) {
    const std::int64_t id = request.id().starts_with("ch_") ? parseId(std::string_view(request.id()).substr(3)) : 0;
    co_return co_await m_database.write([&](sql::Transaction& tx) -> Result<v1::SandboxCharge> {
        if (!findById(tx, id))
            return notFound("charge", request.id());
        tx.exec("UPDATE sandbox_charges SET state = ?, decline_code = ?, message = ? WHERE id = ? AND state = "
                "'action_required'",
                request.refuse() ? "declined" : "captured", request.refuse() ? "authentication_required" : "",
                request.refuse() ? "Your bank did not confirm the payment." : "", id);
        return describe(*findById(tx, id));
    });
}

Task<Result<v1::SandboxCharge>> SandboxGateway::getCharge(rpc::Context&, const v1::GetSandboxChargeRequest& request) {
    co_return co_await m_database.read([&](sql::Reader& reader) -> Result<v1::SandboxCharge> {
        const auto stored = find(reader, request.key());
        if (!stored)
            return notFound("charge with key", request.key());
        return describe(*stored);
    });
}

void registerSandbox(rpc::Registry& registry, SandboxGateway& sandbox) {
    const std::string prefix = "tradepost.payments.v1.SandboxService/";
    registry.add(prefix + "CompleteAction", sandbox, &SandboxGateway::completeAction);
    registry.add(prefix + "GetCharge", sandbox, &SandboxGateway::getCharge);
}

} // namespace tradepost::payments
