#pragma once

#include "backend/services/catalog/imports/chunk_reader.h"
#include "backend/services/catalog/imports/import_work.h"

#include <memory>
#include <string>
#include <vector>

namespace tradepost::catalog {

std::string uploadPath(const std::string& spool, ImportId id);
std::string picturesPath(const std::string& spool, ImportId id); // empty when no zip was uploaded
std::string convertedPath(const std::string& spool, ImportId id);

// One import, from checking the file to its last row, as the work of an operation. The writer takes it in steps, each
// one transaction of products, outcomes and progress and as long as others' work allows: a process that is killed goes
// on exactly there. A dry run does the same within a transaction that it takes back, then keeps the outcomes.
class ImportRun final : public ImportWork {
public:
    using ImportWork::ImportWork;

private:
    // Read, and not all of it on disk yet.
    using Chunks = std::vector<std::shared_ptr<const ImportChunk>>;
    Task<Result<void>> work() override;
    imports::v1::Import::State goal() const override;
    Task<Result<void>> check();
    Task<Result<void>> open();
    Task<Result<void>> rows();
    Task<Result<ImportChunk>> read();
    Result<bool> write(sql::Transaction& tx, Stored& stored, const Chunks& chunks);
    Task<Result<Stored>> stage(Chunks chunks);
    void take(Result<Stored> written, Chunks& chunks, Result<void>& outcome);
    Task<Result<void>> pictures();
    Task<Result<void>> picturesOf(std::int64_t number, PictureTaker& taker);
    void setPictures(sql::Transaction& tx, const imports::v1::OpenPictures& open, imports::v1::ImportRow& row,
                     const PictureTaker::Taken& taken, Stored& next);
    Task<Result<void>> renewPictures(std::int64_t offset);
    void count(Stored& next, const ImportChunk::Item& item, const imports::v1::ImportRow& row) const;
    void passed(Stored& next, const ImportChunk::Item& last) const;
    void apply(sql::Transaction& tx, const ImportChunk::Item& item, bool dryRun, imports::v1::StoredChunk& rows);
    Importer::Options importerOptions() const;

    std::optional<formats::ZipReader> m_zip;
    Micros m_renewed = 0;
    std::unique_ptr<ChunkReader> m_reader;
    std::unique_ptr<Importer> m_importer; // of the function that writes
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
