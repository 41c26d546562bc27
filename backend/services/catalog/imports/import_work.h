#pragma once

#include "backend/platform/sql/sql.h"
#include "backend/services/catalog/importer.h"
#include "backend/services/catalog/imports/import_store.h"
#include "backend/services/catalog/imports/picture_taker.h"
#include "backend/services/operations/operations.h"

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

namespace tradepost::catalog {

// What running imports share; all of it outlives them.
struct RunnerParts {
    sql::Database& database;
    events::Outbox& outbox;
    IdSource& ids;
    const Clock& clock;
    boost::asio::thread_pool& threads; // files are read and checked here
    std::string spool;                 // directory of uploads
    Importer::OnChange onChange;
    PictureParts pictures;
    // Waits while derived state (the search index) is far behind, so that an import cannot outrun it.
    std::function<Task<void>()> catchUp;
};

// The work of an operation on one import: finds it, does the work and keeps how that ended. What is stored of the
// import says how far the work got, and changes in the transactions that do it.
class ImportWork {
public:
    ImportWork(RunnerParts& parts, operations::Progress& progress, ImportId id);
    virtual ~ImportWork() = default;
    ImportWork(const ImportWork&) = delete;
    ImportWork& operator=(const ImportWork&) = delete;
    Task<Result<google::protobuf::Any>> run();

protected:
    using Stored = imports::v1::StoredImport;
    // Answers whether it did something. It works on what is stored, so that it goes on wherever the last one got.
    using Step = std::function<Result<bool>(sql::Transaction& tx, Stored& stored)>;

    virtual Task<Result<void>> work() = 0;
    virtual imports::v1::Import::State goal() const = 0; // its state after work that ended well

    Task<Result<void>> save(Stored next);
    // One write of bulk priority, and what is stored after it.
    Task<Result<Stored>> step(Step step);
    Task<Result<void>> advance(Step step); // the same, taken over
    // Calls one of import_store's functions that forget in parts until nothing is left.
    Task<Result<void>> forget(bool (*some)(sql::Transaction& tx, ImportId id));

    RunnerParts& m_parts;
    operations::Progress& m_progress;
    const ImportId m_id;
    Stored m_stored;
};

} // namespace tradepost::catalog
