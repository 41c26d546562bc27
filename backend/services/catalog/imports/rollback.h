#pragma once

#include "backend/services/catalog/imports/runner.h"

namespace tradepost::catalog {

// Takes an import back as the work of an operation: its chunks from the last to the first, a transaction each. What it
// made goes, what it changed becomes what it was, by the history. A product that was edited since, that waits for a
// review or that is archived is kept and noted.
class RollbackRun {
public:
    RollbackRun(RunnerParts& parts, operations::Progress& progress, ImportId id);
    Task<Result<google::protobuf::Any>> run();

private:
    using Stored = imports::v1::StoredImport;
    Task<Result<void>> work();
    Task<Result<void>> save(Stored next);
    Task<Result<void>> chunk();
    void undo(sql::Transaction& tx, imports::v1::ImportRow& row, Stored& next);
    bool undoProduct(sql::Transaction& tx, const imports::v1::ImportRow& row, const Change& change);

    RunnerParts& m_parts;
    operations::Progress& m_progress;
    const ImportId m_id;
    ProductStore m_products;
    Stored m_stored;
};

} // namespace tradepost::catalog
