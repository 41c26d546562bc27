#pragma once

#include "backend/services/catalog/imports/import_work.h"

namespace tradepost::catalog {

// Takes an import back as the work of an operation: its chunks from the last to the first, in as many transactions as
// others' work asks for. What it made goes, what it changed becomes what it was, by the history. A product that was
// edited since, that waits for a review or that is archived is kept and noted.
class RollbackRun final : public ImportWork {
public:
    RollbackRun(RunnerParts& parts, operations::Progress& progress, ImportId id);

private:
    Task<Result<void>> work() override;
    imports::v1::Import::State goal() const override { return imports::v1::Import::ROLLED_BACK; }
    void undoSome(sql::Transaction& tx, Stored& stored);
    void undo(sql::Transaction& tx, imports::v1::ImportRow& row, Stored& next);
    bool undoProduct(sql::Transaction& tx, const imports::v1::ImportRow& row, const Change& change);

    ProductStore m_products;
};

} // namespace tradepost::catalog
