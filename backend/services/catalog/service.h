#pragma once

#include "backend/base/ids.h"
#include "backend/base/notifier.h"
#include "backend/platform/cache/response_cache.h"
#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/category_tree.h"
#include "backend/services/catalog/directory.h"
#include "backend/services/catalog/edits.h"
#include "backend/services/catalog/importer.h"
#include "backend/services/catalog/product_store.h"
#include "backend/services/catalog/snapshots.h"
#include "backend/services/catalog/transitions.h"
#include "backend/services/operations/operations.h"
#include "tradepost/catalog/v1/catalog.pb.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace tradepost::catalog {

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() and
// catalog::schema(), and `outbox` is its log.
struct Dependencies {
    sql::Database& database;
    events::Outbox& outbox;
    ResponseCache& cache;
    IdSource& ids;
    const Clock& clock;
    std::string pageTokenSecret;
    // Resumes when no list, search or suggestion shows anything older than `position`; an error when that takes too
    // long.
    std::function<Task<Result<void>>(events::Position position)> searchPassed;
    operations::Operations* operations = nullptr; // null: imports are not offered. Stopped before the service goes
    std::size_t snapshotBytes = 256u << 20;
    // Asked before a product that shows these addresses is written; an error refuses the write. Empty: all are taken.
    std::function<Task<Result<void>>(std::vector<std::string> imageUrls)> holdImages = {};
};

// catalog.v1.CatalogService and CatalogReviewService. Every change is one transaction of row, history and event; cached
// answers of the product are dropped after the commit and before the caller resumes. Thread-safe.
class CatalogService {
public:
    explicit CatalogService(Dependencies dependencies);
    ~CatalogService();
    CatalogService(const CatalogService&) = delete;
    CatalogService& operator=(const CatalogService&) = delete;

    // Reads what is kept in memory and forgets old request ids; before the first call. Blocks.
    Result<void> start();

    // Reads every category, parents in any order, then every product on sale, as of one moment, and answers with the
    // log's position of that moment: what projections are rebuilt from. Blocks; not on I/O threads.
    Result<events::Position> scan(const std::function<void(const v1::Category&)>& onCategory,
                                  const std::function<void(const v1::Product&)>& onProduct);
    // The same of every product, whatever its state, and of the pending revisions, each as it would be on sale.
    Result<events::Position> scanAll(const std::function<void(const v1::Product&)>& onProduct,
                                     const std::function<void(const v1::Product&)>& onPending);

    // As scan(), within a snapshot of the catalog's database and without the position.
    static void eachOnSale(sql::Reader& reader, const std::function<void(const v1::Category&)>& onCategory,
                           const std::function<void(const v1::Product&)>& onProduct);
    // What an importer beside this service calls for each product that it makes or changes: keeps what is known in
    // memory and the cached answers right. The service outlives it.
    Importer::OnChange importHook();
    // Part of all products that belong to these sellers, 0 to 1 (makeProductQuery).
    double shareOf(std::span<const SellerId> sellers) const { return m_directory.share(sellers); }
    void dropCategories(const std::vector<CategoryId>& ids) { categoriesChanged(ids); }

    Task<Result<v1::Product>> getProduct(rpc::Context& context, const v1::GetProductRequest& request);
    Task<Result<v1::Product>> getProductBySlug(rpc::Context& context, const v1::GetProductBySlugRequest& request);
    Task<Result<v1::ListProductsResponse>> listProducts(rpc::Context& context, const v1::ListProductsRequest& request);
    Task<Result<v1::CountProductsResponse>> countProducts(rpc::Context& context,
                                                          const v1::CountProductsRequest& request);
    Task<Result<v1::ProductSnapshot>> createProductSnapshot(rpc::Context& context,
                                                            const v1::CreateProductSnapshotRequest& request);
    Task<Result<v1::ReadProductSnapshotResponse>> readProductSnapshot(rpc::Context& context,
                                                                      const v1::ReadProductSnapshotRequest& request);
    Task<Result<v1::Product>> createProduct(rpc::Context& context, const v1::CreateProductRequest& request);
    Task<Result<v1::Product>> updateProduct(rpc::Context& context, const v1::UpdateProductRequest& request);
    Task<Result<v1::Product>> publishProduct(rpc::Context& context, const v1::ProductTransitionRequest& request);
    Task<Result<v1::Product>> unpublishProduct(rpc::Context& context, const v1::ProductTransitionRequest& request);
    Task<Result<v1::Product>> archiveProduct(rpc::Context& context, const v1::ProductTransitionRequest& request);
    Task<Result<void>> watchProducts(rpc::Context& context, const v1::WatchProductsRequest& request,
                                     rpc::StreamWriter<v1::ProductChanges>& writer);
    Task<Result<operations::v1::Operation>> importProducts(rpc::Context& context,
                                                           const v1::ImportProductsRequest& request);

    // catalog.v1.CatalogReviewService.
    Task<Result<v1::Product>> submitProduct(rpc::Context& context, const v1::ProductTransitionRequest& request);
    Task<Result<v1::Product>> withdrawProduct(rpc::Context& context, const v1::ProductTransitionRequest& request);
    Task<Result<v1::PendingRevision>> getPendingRevision(rpc::Context& context,
                                                         const v1::GetPendingRevisionRequest& request);
    Task<Result<v1::Product>> discardPendingRevision(rpc::Context& context,
                                                     const v1::ProductTransitionRequest& request);
    Task<Result<v1::DecideProductsResponse>> decideProducts(rpc::Context& context,
                                                            const v1::DecideProductsRequest& request);
    Task<Result<v1::ListProductHistoryResponse>> listProductHistory(rpc::Context& context,
                                                                    const v1::ListProductHistoryRequest& request);
    Task<Result<v1::ReviewPolicy>> getReviewPolicy(rpc::Context& context, const v1::GetReviewPolicyRequest& request);
    Task<Result<v1::ReviewPolicy>> updateReviewPolicy(rpc::Context& context,
                                                      const v1::UpdateReviewPolicyRequest& request);

    Task<Result<v1::Category>> getCategory(rpc::Context& context, const v1::GetCategoryRequest& request);
    Task<Result<v1::ListCategoriesResponse>> listCategories(rpc::Context& context,
                                                            const v1::ListCategoriesRequest& request);
    Task<Result<v1::Category>> createCategory(rpc::Context& context, const v1::CreateCategoryRequest& request);
    Task<Result<v1::Category>> updateCategory(rpc::Context& context, const v1::UpdateCategoryRequest& request);

private:
    struct Transitioned {
        v1::Product product;
        events::Position position;
    };
    Task<Result<void>> holdImages(const v1::Product& product);
    Task<Result<Transitioned>> change(rpc::Context& context, const v1::ProductTransitionRequest& request,
                                      Action action);
    Task<Result<v1::Product>> takeOffSale(rpc::Context& context, const v1::ProductTransitionRequest& request,
                                          Action action);
    Task<Result<google::protobuf::Any>> runImport(operations::Progress& progress, Importer& importer,
                                                  const std::string& lines);
    // After the commit that changed a product, before its caller resumes.
    void productChanged(ProductId id, v1::ProductState state);
    Task<Result<std::shared_ptr<const CategoryTree>>> tree();
    void categoriesChanged(const std::vector<CategoryId>& ids);

    Dependencies m_use;
    ProductStore m_products;
    Editor m_editor;
    CategoryStore m_categories;
    Directory m_directory;
    Snapshots m_snapshots;
    query::PageTokens m_tokens;
    Notifier m_appended;
    events::Outbox::Listener m_listener;

    std::mutex m_treeMutex;
    std::shared_ptr<const CategoryTree> m_tree; // of m_treeOf, read again when the generation has moved on
    std::uint64_t m_treeOf = 0;
    std::atomic<std::uint64_t> m_treeGeneration{1};
};

// Registers every method of catalog.v1.
void registerCatalog(rpc::Registry& registry, CatalogService& service);
void registerReviews(rpc::Registry& registry, CatalogService& service); // part of it

} // namespace tradepost::catalog
