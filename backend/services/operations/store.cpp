#include "backend/services/operations/store.h"

namespace tradepost::operations {

namespace {

constexpr std::int64_t microsPerSecond = 1'000'000;

void fill(google::protobuf::Timestamp& out, Micros time) {
    out.set_seconds(time / microsPerSecond);
    out.set_nanos(static_cast<std::int32_t>(time % microsPerSecond * 1000));
}

constexpr std::string_view columns = "SELECT id, kind, title, owner, state, done, total, created, updated, metadata, "
                                     "error, response, input FROM operations_operations ";

std::string select(std::string_view rest) {
    return std::string(columns).append(rest);
}

StoredOperation readOperation(const sql::Row& row) {
    StoredOperation stored;
    auto& operation = stored.operation;
    operation.set_id(OperationId(row.integer(0)).text());
    operation.set_kind(row.text(1));
    operation.set_title(row.text(2));
    operation.set_owner_id(UserId(row.integer(3)).text());
    operation.set_state(static_cast<v1::Operation::State>(row.integer(4)));
    operation.set_done(row.integer(5));
    operation.set_total(row.integer(6));
    fill(*operation.mutable_create_time(), row.integer(7));
    fill(*operation.mutable_update_time(), row.integer(8));
    if (!row.text(9).empty())
        operation.mutable_metadata()->ParseFromString(sql::decodeBytes(row.text(9)));
    if (!row.text(10).empty())
        operation.mutable_error()->ParseFromString(sql::decodeBytes(row.text(10)));
    if (!row.text(11).empty())
        operation.mutable_response()->ParseFromString(sql::decodeBytes(row.text(11)));
    stored.input = sql::decodeBytes(row.text(12));
    return stored;
}

} // namespace

sql::Schema Operations::schema() {
    return {"operations", {{1, R"(
CREATE TABLE operations_operations (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    owner BIGINT NOT NULL,
    state BIGINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    metadata TEXT NOT NULL,
    error TEXT NOT NULL,
    response TEXT NOT NULL,
    input TEXT NOT NULL
);
CREATE INDEX operations_by_owner ON operations_operations (owner, id);
CREATE INDEX operations_by_state ON operations_operations (state, updated);
)"}}};
}

bool hasEnded(v1::Operation::State state) {
    return state >= v1::Operation::CANCELLED;
}

void insertOperation(sql::Transaction& tx, const v1::Operation& operation, OperationId id, UserId owner,
                     const std::string& input, Micros now) {
    tx.exec(
        "INSERT INTO operations_operations (id, kind, title, owner, state, done, total, created, updated, metadata, "
        "error, response, input) VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, '', '', ?)",
        id.value(), operation.kind(), operation.title(), owner.value(), v1::Operation::RUNNING, now, now,
        operation.has_metadata() ? sql::encodeBytes(operation.metadata().SerializeAsString()) : std::string(),
        sql::encodeBytes(input));
}

std::optional<v1::Operation> findOperation(sql::Reader& reader, OperationId id) {
    static const std::string byId = select("WHERE id = ?");
    return reader.one(byId, [](const sql::Row& row) { return readOperation(row).operation; }, id.value());
}

std::vector<v1::Operation> listOperations(sql::Reader& reader, std::optional<UserId> owner, OperationId before,
                                          int limit) {
    static const std::string ofOwner = select("WHERE owner = ? AND id < ? ORDER BY id DESC LIMIT ?");
    static const std::string ofAll = select("WHERE id < ? ORDER BY id DESC LIMIT ?");
    const auto map = [](const sql::Row& row) { return readOperation(row).operation; };
    const auto below = before ? before.value() : std::numeric_limits<std::int64_t>::max();
    return owner ? reader.all(ofOwner, map, owner->value(), below, limit) : reader.all(ofAll, map, below, limit);
}

std::vector<StoredOperation> unfinishedOperations(sql::Reader& reader) {
    static const std::string unfinished = select("WHERE state < ? ORDER BY id");
    return reader.all(unfinished, readOperation, v1::Operation::CANCELLED);
}

void saveProgress(sql::Transaction& tx, OperationId id, std::int64_t done, std::int64_t total, Micros now) {
    tx.exec("UPDATE operations_operations SET done = ?, total = ?, updated = ? WHERE id = ? AND state < ?", done, total,
            now, id.value(), v1::Operation::CANCELLED);
}

void saveState(sql::Transaction& tx, OperationId id, v1::Operation::State from, v1::Operation::State to, Micros now) {
    tx.exec("UPDATE operations_operations SET state = ?, updated = ? WHERE id = ? AND state = ?", to, now, id.value(),
            from);
}

void saveEnd(sql::Transaction& tx, OperationId id, v1::Operation::State state, std::int64_t done, std::int64_t total,
             const google::rpc::Status* error, const google::protobuf::Any* response, Micros now) {
    tx.exec("UPDATE operations_operations SET state = ?, done = ?, total = ?, error = ?, response = ?, updated = ?, "
            "input = '' WHERE id = ? AND state < ?",
            state, done, total, error ? sql::encodeBytes(error->SerializeAsString()) : std::string(),
            response ? sql::encodeBytes(response->SerializeAsString()) : std::string(), now, id.value(),
            v1::Operation::CANCELLED);
}

void dropEndedBefore(sql::Transaction& tx, Micros before) {
    tx.exec("DELETE FROM operations_operations WHERE state IN (?, ?, ?) AND updated < ?", v1::Operation::CANCELLED,
            v1::Operation::SUCCEEDED, v1::Operation::FAILED, before);
}

} // namespace tradepost::operations
