#pragma once

#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/payments/v1/payments.pb.h"

namespace tradepost::payments {

// payments.v1.PaymentService: what operators see of payments. Thread-safe. What it is given outlives it.
class PaymentService {
public:
    PaymentService(sql::Database& database, const query::PageTokens& tokens) : m_database(database), m_tokens(tokens) {}

    Task<Result<v1::Payment>> getPayment(rpc::Context& context, const v1::GetPaymentRequest& request);
    Task<Result<v1::ListPaymentsResponse>> listPayments(rpc::Context& context, const v1::ListPaymentsRequest& request);

private:
    sql::Database& m_database;
    const query::PageTokens& m_tokens;
};

void registerPayments(rpc::Registry& registry, PaymentService& service);

} // namespace tradepost::payments
