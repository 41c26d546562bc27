#include "backend/services/operations/service.h"

namespace tradepost::operations {

namespace {

constexpr int defaultPage = 50;

bool seesAll(const rpc::Principal& principal) {
    return principal.has(rpc::Role::OPERATOR);
}

} // namespace

OperationsService::OperationsService(Operations& operations, const query::PageTokens& tokens)
    : m_operations(operations), m_tokens(tokens) {}

Task<Result<v1::Operation>> OperationsService::visible(rpc::Context& context, std::string id) {
    const auto parsed = OperationId::parse(id);
    if (!parsed)
        co_return notFound("operation", id);
    auto operation = co_await m_operations.get(parsed);
    if (!operation)
        co_return operation;
    const auto& user = context.principal.user;
    if (!seesAll(context.principal) && (!user || operation->owner_id() != user.text()))
        co_return notFound("operation", id);
    co_return operation;
}

Task<Result<v1::Operation>> OperationsService::getOperation(rpc::Context& context,
                                                            const v1::GetOperationRequest& request) {
    co_return co_await visible(context, request.id());
}

Task<Result<v1::ListOperationsResponse>> OperationsService::listOperations(rpc::Context& context,
                                                                           const v1::ListOperationsRequest& request) {
    std::optional<UserId> owner;
    if (!seesAll(context.principal))
        owner = context.principal.user;
    const std::string list = owner ? "owner = " + owner->text() : std::string();
    OperationId before;
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), list, "id desc");
        if (!last)
            co_return std::unexpected(last.error());
        const auto* id = last->size() == 1 ? std::get_if<std::int64_t>(&last->front()) : nullptr;
        if (!id)
            co_return invalid("page_token", "This is not a token of this list: begin again without one.",
                              "INVALID_PAGE_TOKEN");
        before = OperationId(*id);
    }
    const int size = request.page_size() == 0 ? defaultPage : request.page_size();
    auto operations = co_await m_operations.list(owner, before, size);
    if (!operations)
        co_return std::unexpected(operations.error());
    v1::ListOperationsResponse response;
    for (auto& operation : *operations)
        *response.add_operations() = std::move(operation);
    if (response.operations_size() == size) {
        const auto last = parseId(response.operations(size - 1).id());
        response.set_next_page_token(m_tokens.make(list, "id desc", {last}));
    }
    co_return response;
}

Task<Result<v1::Operation>> OperationsService::cancelOperation(rpc::Context& context,
                                                               const v1::CancelOperationRequest& request) {
    const auto operation = co_await visible(context, request.id());
    if (!operation)
        co_return operation;
    co_return co_await m_operations.cancel(OperationId::parse(request.id()));
}

Task<Result<void>> OperationsService::watchOperation(rpc::Context& context, const v1::GetOperationRequest& request,
                                                     rpc::StreamWriter<v1::Operation>& writer) {
    std::string sent;
    for (;;) {
        // In this order: an operation that runs no more has its end on disk, unless the server stopped it.
        const auto changes = m_operations.changes(OperationId::parse(request.id()));
        const auto seen = changes ? changes->version() : 0;
        const auto operation = co_await visible(context, request.id());
        if (!operation)
            co_return std::unexpected(operation.error());
        if (auto bytes = operation->SerializeAsString(); bytes != sent) {
            const auto written = co_await writer.write(*operation);
            if (!written)
                co_return written;
            sent = std::move(bytes);
        }
        if (hasEnded(operation->state()))
            co_return Result<void>();
        if (!changes)
            co_return fail(Code::Unavailable, "SERVER_STOPS", "The server stops: watch again once it is back.");
        const auto cancelled = context.onCancel([changes] { changes->notify(); });
        const bool moved = co_await changes->wait(seen, context.deadline);
        if (context.cancelled())
            co_return fail(Code::Cancelled, "CANCELLED", "The caller stopped watching.");
        if (!moved)
            co_return fail(Code::DeadlineExceeded, "DEADLINE_EXCEEDED", "The call's time is up: watch again.");
    }
}

} // namespace tradepost::operations
