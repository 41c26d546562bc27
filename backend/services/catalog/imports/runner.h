#pragma once

#include "backend/platform/sql/sql.h"
#include "backend/services/catalog/importer.h"
#include "backend/services/catalog/imports/chunk_reader.h"
#include "backend/services/catalog/imports/import_store.h"
#include "backend/services/catalog/imports/picture_taker.h"
#include "backend/services/operations/operations.h"

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
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

std::string uploadPath(const std::string& spool, ImportId id);
std::string picturesPath(const std::string& spool, ImportId id); // empty when no zip was uploaded
std::string convertedPath(const std::string& spool, ImportId id);

// One import, from checking the file to its last row, as the work of an operation. Each chunk is one transaction of
// products, outcomes and progress: a process that is killed goes on exactly there. A dry run does the same within a
// transaction that it takes back, then keeps the outcomes.
class ImportRun {
public:
    ImportRun(RunnerParts& parts, operations::Progress& progress, ImportId id);
    Task<Result<google::protobuf::Any>> run();

private:
    using Stored = imports::v1::StoredImport;
    Task<Result<void>> work();
    Task<Result<void>> check();
    Task<Result<void>> open();
    Task<Result<ImportChunk>> read();
    Task<Result<void>> write(const ImportChunk& chunk);
    Task<Result<void>> stage(const ImportChunk& chunk);
    Task<Result<void>> save(Stored next);
    Task<Result<void>> pictures();
    Task<Result<void>> picturesOf(std::int64_t number, PictureTaker& taker);
    void setPictures(sql::Transaction& tx, const imports::v1::OpenPictures& open, imports::v1::ImportRow& row,
                     const PictureTaker::Taken& taken, Stored& next);
    Task<Result<void>> renewPictures(std::int64_t offset);
    void begin(imports::v1::Import::State state);
    void count(Stored& next, const ImportChunk& chunk, const imports::v1::StoredChunk& rows) const;
    imports::v1::StoredChunk apply(sql::Transaction& tx, const ImportChunk& chunk);
    Importer::Options importerOptions() const;

    RunnerParts& m_parts;
    operations::Progress& m_progress;
    const ImportId m_id;
    Stored m_stored;
    std::optional<formats::ZipReader> m_zip;
    Micros m_renewed = 0;
    std::unique_ptr<ChunkReader> m_reader;
    std::unique_ptr<Importer> m_importer;
    std::chrono::steady_clock::time_point m_since;
    std::int64_t m_productsBefore = 0, m_bytesBefore = 0;
};

// The principal that started an import.
rpc::Principal principalOf(const imports::v1::StoredImport& stored);
formats::PreparedFile preparedFile(const imports::v1::StoredImport& stored, const std::string& spool, ImportId id);
Result<formats::Overrides> overridesOf(const imports::v1::ImportOptions& options);
void setShape(imports::v1::FileShape& out, const formats::FileShape& shape);
void setRow(imports::v1::TableRow& out, const formats::TableRow& row); // cells cut to some hundred bytes
void setProblem(imports::v1::ImportProblem& out, const formats::Problem& problem);

} // namespace tradepost::catalog
