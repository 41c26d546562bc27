#pragma once

#include "backend/platform/sql/sql.h"
#include "backend/services/operations/operations.h"

// The table of operations.
namespace tradepost::operations {

struct StoredOperation {
    v1::Operation operation;
    std::string input;
};

void insertOperation(sql::Transaction& tx, const v1::Operation& operation, OperationId id, UserId owner,
                     const std::string& input, Micros now);
std::optional<v1::Operation> findOperation(sql::Reader& reader, OperationId id);
std::vector<v1::Operation> listOperations(sql::Reader& reader, std::optional<UserId> owner, OperationId before,
                                          int limit);
std::vector<StoredOperation> unfinishedOperations(sql::Reader& reader);

// Each changes nothing when the operation has ended meanwhile.
void saveProgress(sql::Transaction& tx, OperationId id, std::int64_t done, std::int64_t total, Micros now);
void saveState(sql::Transaction& tx, OperationId id, v1::Operation::State from, v1::Operation::State to, Micros now);
void saveEnd(sql::Transaction& tx, OperationId id, v1::Operation::State state, std::int64_t done, std::int64_t total,
             const google::rpc::Status* error, const google::protobuf::Any* response, Micros now);
void dropEndedBefore(sql::Transaction& tx, Micros before);

} // namespace tradepost::operations
