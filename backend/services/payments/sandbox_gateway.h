#pragma once

#include "backend/base/clock.h"
#include "backend/base/ids.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/sql/sql.h"
#include "backend/services/payments/gateway.h"
#include "tradepost/payments/v1/sandbox.pb.h"

#include <boost/asio/any_io_executor.hpp>
#include <memory>

namespace tradepost::payments {

// A gateway for trying things out: moves no money, keeps its charges in a database of its own, and behaves as Stripe's
// documented test payment methods do (https://docs.stripe.com/testing): "pm_card_visa" succeeds,
// "pm_card_chargeDeclinedInsufficientFunds" and its like are declined, "pm_card_authenticationRequired" waits for the
// shopper's bank. Beside them "pm_sandbox_slow" takes two seconds, "pm_sandbox_lost" charges but loses its first
// answer, and "pm_sandbox_down" does not answer at all.
class SandboxGateway final : public PaymentGateway {
public:
    // The database was migrated with schema(); all of them outlive it.
    SandboxGateway(sql::Database& database, IdSource& ids, const Clock& clock, boost::asio::any_io_executor executor);
    static const sql::Schema& schema(); // component "sandbox"

    std::string_view name() const override { return "sandbox"; }
    Task<Result<ChargeState>> charge(Charge charge) override;
    Task<Result<ChargeState>> voidCharge(Charge charge) override;
    Task<Result<void>> refund(std::string key, std::string reference, Money amount) override;

    // payments.v1.SandboxService: what the shopper's bank would do, and what the gateway's own console would show.
    Task<Result<v1::SandboxCharge>> completeAction(rpc::Context& context, const v1::CompleteActionRequest& request);
    Task<Result<v1::SandboxCharge>> getCharge(rpc::Context& context, const v1::GetSandboxChargeRequest& request);

private:
    Task<void> sleep(std::chrono::milliseconds time);

    sql::Database& m_database;
    IdSource& m_ids;
    const Clock& m_clock;
    const boost::asio::any_io_executor m_executor;
};

void registerSandbox(rpc::Registry& registry, SandboxGateway& sandbox);

} // namespace tradepost::payments
