#include "backend/services/payments/service.h"

#include "backend/services/payments/payment_store.h"

#include <limits>

namespace tradepost::payments {

namespace {
constexpr int defaultPageSize = 50;
}

Task<Result<v1::Payment>> PaymentService::getPayment(rpc::Context&, const v1::GetPaymentRequest& request) {
    co_return co_await m_database.read([&](sql::Reader& reader) -> Result<v1::Payment> {
        const auto payment = PaymentStore::find(reader, PaymentId::parse(request.id()));
        if (!payment)
            return notFound("payment", request.id());
        return describe(*payment);
    });
}

Task<Result<v1::ListPaymentsResponse>> PaymentService::listPayments(rpc::Context&,
                                                                    const v1::ListPaymentsRequest& request) {
    const std::string walk = "payments " + std::to_string(request.state());
    PaymentId before(std::numeric_limits<std::int64_t>::max());
    if (!request.page_token().empty()) {
        auto opened = m_tokens.open(request.page_token(), walk, "id desc");
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        before = PaymentId(std::get<std::int64_t>(opened->at(0)));
    }
    const int size = request.page_size() > 0 ? request.page_size() : defaultPageSize;
    co_return co_await m_database.read([&](sql::Reader& reader) -> Result<v1::ListPaymentsResponse> {
        v1::ListPaymentsResponse response;
        const std::vector<Payment> page = PaymentStore::page(reader, request.state(), before, size + 1);
        for (int i = 0; i < std::min(size, static_cast<int>(page.size())); ++i)
            *response.add_payments() = describe(page[static_cast<std::size_t>(i)]);
        if (page.size() > static_cast<std::size_t>(size))
            response.set_next_page_token(
                m_tokens.make(walk, "id desc", {page[static_cast<std::size_t>(size) - 1].id.value()}));
        return response;
    });
}

void registerPayments(rpc::Registry& registry, PaymentService& service) {
    const std::string prefix = "tradepost.payments.v1.PaymentService/";
    registry.add(prefix + "GetPayment", service, &PaymentService::getPayment);
    registry.add(prefix + "ListPayments", service, &PaymentService::listPayments);
}

} // namespace tradepost::payments
