#pragma once

#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/catalog/imports/runner.h"
#include "backend/services/operations/operations.h"
#include "tradepost/imports/v1/imports.pb.h"

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>

namespace tradepost::catalog {

// imports.v1.ImportService. Users see their own imports and mappings, operators and admins every import. Uploads lie in
// the spool directory until their import is 30 days old. Thread-safe.
class ImportService {
public:
    struct Dependencies {
        sql::Database& database; // the catalog's, migrated with import_store::schema() too
        events::Outbox& outbox;  // its log
        IdSource& ids;
        const Clock& clock;
        operations::Operations& operations; // stopped before the service goes
        std::string spool;                  // a directory that is there
        std::string pageTokenSecret;
        Importer::OnChange onChange;                                      // CatalogService::importHook()
        std::function<double(std::span<const SellerId>)> shareOf;         // CatalogService::shareOf()
        std::function<void(const std::vector<CategoryId>&)> onCategories; // after a commit that changed them
        std::function<Task<void>()> catchUp;                              // may be empty
        PictureParts pictures = {};                                       // without fetcher and threads
        fetch::Config fetching = {};
    };
    // Makes interrupted imports go on: before Operations::recover().
    explicit ImportService(Dependencies dependencies);
    ~ImportService();
    ImportService(const ImportService&) = delete;
    ImportService& operator=(const ImportService&) = delete;

    Task<Result<imports::v1::Import>> createImport(rpc::Context& context,
                                                   const imports::v1::CreateImportRequest& request);
    Task<Result<imports::v1::Import>> uploadImportData(rpc::Context& context,
                                                       const imports::v1::UploadImportDataRequest& request);
    Task<Result<imports::v1::PreviewImportResponse>> previewImport(rpc::Context& context,
                                                                   const imports::v1::PreviewImportRequest& request);
    Task<Result<imports::v1::Import>> startImport(rpc::Context& context,
                                                  const imports::v1::StartImportRequest& request);
    Task<Result<imports::v1::Import>> getImport(rpc::Context& context, const imports::v1::GetImportRequest& request);
    Task<Result<imports::v1::ListImportsResponse>> listImports(rpc::Context& context,
                                                               const imports::v1::ListImportsRequest& request);
    Task<Result<imports::v1::Import>> pauseImport(rpc::Context& context, const imports::v1::GetImportRequest& request);
    Task<Result<imports::v1::Import>> resumeImport(rpc::Context& context, const imports::v1::GetImportRequest& request);
    Task<Result<imports::v1::Import>> cancelImport(rpc::Context& context, const imports::v1::GetImportRequest& request);
    Task<Result<imports::v1::Import>> rollBackImport(rpc::Context& context,
                                                     const imports::v1::GetImportRequest& request);
    Task<Result<imports::v1::ListImportRowsResponse>> listImportRows(rpc::Context& context,
                                                                     const imports::v1::ListImportRowsRequest& request);
    Task<Result<imports::v1::ReadBadRowsResponse>> readBadRows(rpc::Context& context,
                                                               const imports::v1::ReadBadRowsRequest& request);

    Task<Result<imports::v1::Mapping>> setMapping(rpc::Context& context, const imports::v1::SetMappingRequest& request);
    Task<Result<imports::v1::Mapping>> getMapping(rpc::Context& context, const imports::v1::GetMappingRequest& request);
    Task<Result<imports::v1::ListMappingsResponse>> listMappings(rpc::Context& context,
                                                                 const imports::v1::ListMappingsRequest& request);
    Task<Result<google::protobuf::Empty>> deleteMapping(rpc::Context& context,
                                                        const imports::v1::GetMappingRequest& request);

    Task<Result<imports::v1::ImportTaxonomyResponse>> importTaxonomy(rpc::Context& context,
                                                                     const imports::v1::ImportTaxonomyRequest& request);
    Task<Result<void>> exportProducts(rpc::Context& context, const imports::v1::ExportProductsRequest& request,
                                      rpc::StreamWriter<imports::v1::ExportChunk>& writer);

    // Ends what waits for other people's servers: before Operations::stop(), once.
    void interrupt() { m_fetcher.stop(); }

    static constexpr std::int64_t maxPicturesBytes = std::int64_t{4} << 30;
    static constexpr std::int64_t maxUploadBytes = std::int64_t{64} << 30;

private:
    using Stored = imports::v1::StoredImport;
    Task<Result<Stored>> visible(rpc::Context& context, std::string id);
    Task<Result<imports::v1::Import>> shown(Stored stored);
    // Whether an import runs in this process. The first says whether it changed anything.
    bool setActive(ImportId id, bool active);
    bool isActive(ImportId id);
    Task<Result<imports::v1::Import>>
    steer(rpc::Context& context, const imports::v1::GetImportRequest& request,
          Task<Result<operations::v1::Operation>> (operations::Operations::*method)(OperationId));
    Task<Result<imports::v1::Import>> launch(rpc::Context& context, Stored stored, bool rollback);
    Result<void> wholeUpload(const imports::v1::Import& import) const;
    Task<Result<void>> takeOptions(rpc::Context& context, Stored& stored, const imports::v1::Mapping* given = nullptr);
    operations::Work work(bool rollback);

    Dependencies m_use;
    boost::asio::thread_pool m_threads{2};
    fetch::Fetcher m_fetcher;
    boost::asio::thread_pool m_fetchers{4};
    RunnerParts m_parts;
    query::PageTokens m_tokens;
    std::mutex m_mutex;
    std::set<ImportId> m_active;
};

// Registers every method of the service.
void registerImports(rpc::Registry& registry, ImportService& service);

} // namespace tradepost::catalog
