#pragma once

#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/operations/operations.h"

namespace tradepost::operations {

// tradepost.operations.v1.OperationsService. Users see what they started, operators and admins everything; someone
// else's operation answers NOT_FOUND. Thread-safe; what it is given outlives it.
class OperationsService {
public:
    OperationsService(Operations& operations, const query::PageTokens& tokens);

    Task<Result<v1::Operation>> getOperation(rpc::Context& context, const v1::GetOperationRequest& request);
    Task<Result<v1::ListOperationsResponse>> listOperations(rpc::Context& context,
                                                            const v1::ListOperationsRequest& request);
    Task<Result<v1::Operation>> cancelOperation(rpc::Context& context, const v1::CancelOperationRequest& request);
    Task<Result<void>> watchOperation(rpc::Context& context, const v1::GetOperationRequest& request,
                                      rpc::StreamWriter<v1::Operation>& writer);

private:
    Task<Result<v1::Operation>> visible(rpc::Context& context, std::string id);

    Operations& m_operations;
    const query::PageTokens& m_tokens;
};

} // namespace tradepost::operations
