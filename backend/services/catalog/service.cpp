#include "backend/services/catalog/service.h"

#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/product_query.h"

#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
constexpr int defaultPageSize = 50;
constexpr Micros requestIdsKept = 7 * 24 * 3600 * 1'000'000LL;

bool maySee(const rpc::Principal& caller, const v1::Product& product) {
    return product.state() == v1::PUBLISHED || seesEverything(caller) ||
           caller.actsFor(SellerId::parse(product.seller_id()));
}
} // namespace

CatalogService::CatalogService(Dependencies dependencies)
    : m_use(std::move(dependencies)), m_products(m_use.outbox), m_editor(m_use.outbox), m_categories(m_use.outbox),
      m_snapshots(m_use.clock, m_use.snapshotBytes), m_tokens(m_use.pageTokenSecret),
      m_listener(m_use.outbox.onAppend([this] { m_appended.notify(); })) {}

CatalogService::~CatalogService() = default;

Result<void> CatalogService::start() {
    TP_TRY(m_use.database.writeNow([oldest = m_use.clock.now() - requestIdsKept](sql::Transaction& tx) -> Result<void> {
        tx.exec("DELETE FROM catalog_requests WHERE created_at < ?", oldest);
        return {};
    }));
    return m_use.database.readNow([this](sql::Reader& reader) -> Result<void> {
        reader.each("SELECT seller_id, COUNT(*) FROM catalog_products GROUP BY seller_id",
                    [this](const sql::Row& row) { m_directory.addMany(SellerId(row.integer(0)), row.integer(1)); });
        std::vector<std::int64_t> published;
        reader.each(
            "SELECT id FROM catalog_products WHERE state = ?",
            [&](const sql::Row& row) { published.push_back(row.integer(0)); }, v1::PUBLISHED);
        m_directory.publishMany(published);
        return {};
    });
}

Result<events::Position> CatalogService::scan(const std::function<void(const v1::Category&)>& onCategory,
                                              const std::function<void(const v1::Product&)>& onProduct) {
    return m_use.database.readNow([&](sql::Reader& reader) -> Result<events::Position> {
        eachOnSale(reader, onCategory, onProduct);
        return m_use.outbox.end(reader);
    });
}

void CatalogService::eachOnSale(sql::Reader& reader, const std::function<void(const v1::Category&)>& onCategory,
                                const std::function<void(const v1::Product&)>& onProduct) {
    for (const v1::Category& category : CategoryStore::all(reader))
        onCategory(category);
    ProductStore::eachPublished(reader, onProduct);
}

Result<events::Position> CatalogService::scanAll(const std::function<void(const v1::Product&)>& onProduct,
                                                 const std::function<void(const v1::Product&)>& onPending) {
    return m_use.database.readNow([&](sql::Reader& reader) -> Result<events::Position> {
        const events::Position position = m_use.outbox.end(reader);
        for (int state = v1::DRAFT; state <= v1::ARCHIVED; ++state)
            ProductStore::eachInState(reader, static_cast<v1::ProductState>(state), onProduct);
        ProductStore::eachPublished(reader, [&](const v1::Product& product) {
            if (const auto pending = PendingStore::find(reader, ProductId::parse(product.id())))
                onPending(candidateOf(product, *pending));
        });
        return position;
    });
}

Task<Result<v1::Product>> CatalogService::getProduct(rpc::Context& context, const v1::GetProductRequest& request) {
    const rpc::Principal& caller = context.principal;
    const ProductId id = ProductId::parse(request.id());
    // Whoever only sees what is on sale is answered from memory when the product is not.
    const bool onlyPublished = caller.sellers.empty() && !seesEverything(caller);
    if (!id || (onlyPublished && !m_directory.isPublished(id)))
        co_return notFound("product", request.id());
    co_return co_await m_use.database.read([id, &caller](sql::Reader& reader) -> Result<v1::Product> {
        auto product = ProductStore::find(reader, id);
        if (!product || !maySee(caller, *product))
            return notFound("product", id.text());
        if (seesEverything(caller) || caller.actsFor(SellerId::parse(product->seller_id())))
            showPending(*product, PendingStore::find(reader, id));
        return std::move(*product);
    });
}

Task<Result<v1::ListProductsResponse>> CatalogService::listProducts(rpc::Context& context,
                                                                    const v1::ListProductsRequest& request) {
    auto made = makeProductQuery(request.filter(), request.order_by(), context.principal,
                                 m_directory.share(context.principal.sellers));
    if (!made)
        co_return std::unexpected(std::move(made).error());
    std::vector<sql::Value> after;
    if (!request.page_token().empty()) {
        auto last = m_tokens.open(request.page_token(), request.filter(), request.order_by());
        if (!last)
            co_return std::unexpected(std::move(last).error());
        after = std::move(*last);
    }
    const auto size = static_cast<std::size_t>(request.page_size() > 0 ? request.page_size() : defaultPageSize);
    std::string keys;
    for (const query::SortKey& key : made->order)
        keys.append(", ").append(key.field->column);

    co_return co_await m_use.database.read([&, size](sql::Reader& reader) -> Result<v1::ListProductsResponse> {
        ProductPlan plan = planOf(reader, *made);
        query::Condition& where = plan.where;
        if (!after.empty()) {
            const query::Condition rest = query::afterRow(plan.order, after);
            where.sql += " AND " + rest.sql;
            where.args.insert(where.args.end(), rest.args.begin(), rest.args.end());
        }
        const std::string sql = fmt::format("SELECT p.id{} FROM catalog_products p WHERE {} {} LIMIT {}", keys,
                                            where.sql, query::orderBySql(plan.order), size + 1);
        v1::ListProductsResponse response;
        std::vector<ProductId> ids;
        std::vector<sql::Value> last;
        bool more = false;
        reader.run(sql, where.args, [&](const sql::Row& row) {
            if (ids.size() == size) {
                more = true;
                return;
            }
            ids.emplace_back(row.integer(0));
            last.clear();
            for (std::size_t i = 0; i < made->order.size(); ++i)
                if (made->order[i].field->type == query::FieldType::Text)
                    last.emplace_back(row.text(i + 1));
                else
                    last.emplace_back(row.integer(i + 1));
        });
        for (const ProductId id : ids)
            if (auto product = ProductStore::find(reader, id))
                *response.add_products() = std::move(*product);
        if (more)
            response.set_next_page_token(m_tokens.make(request.filter(), request.order_by(), last));
        setPosition(*response.mutable_position(), m_use.outbox.end(reader));
        return response;
    });
}

Task<Result<v1::CountProductsResponse>> CatalogService::countProducts(rpc::Context& context,
                                                                      const v1::CountProductsRequest& request) {
    auto made = makeProductQuery(request.filter(), {}, context.principal, m_directory.share(context.principal.sellers));
    if (!made)
        co_return std::unexpected(std::move(made).error());
    const std::string sql = "SELECT COUNT(*) FROM catalog_products p WHERE " + made->where.sql;
    co_return co_await m_use.database.read([&](sql::Reader& reader) -> Result<v1::CountProductsResponse> {
        v1::CountProductsResponse response;
        reader.run(sql, made->where.args, [&](const sql::Row& row) { response.set_count(row.integer(0)); });
        return response;
    });
}

void CatalogService::productChanged(ProductId id, v1::ProductState state) {
    m_directory.setPublished(id, state == v1::PUBLISHED);
    m_use.cache.drop("products/" + id.text());
}

void registerCatalog(rpc::Registry& registry, CatalogService& service) {
    const auto add = [&](std::string_view name, auto method) {
        registry.add(std::string("tradepost.catalog.v1.CatalogService/").append(name), service, method);
    };
    add("GetProduct", &CatalogService::getProduct);
    add("GetProductBySlug", &CatalogService::getProductBySlug);
    add("ListProducts", &CatalogService::listProducts);
    add("CountProducts", &CatalogService::countProducts);
    add("CreateProductSnapshot", &CatalogService::createProductSnapshot);
    add("ReadProductSnapshot", &CatalogService::readProductSnapshot);
    add("CreateProduct", &CatalogService::createProduct);
    add("UpdateProduct", &CatalogService::updateProduct);
    add("PublishProduct", &CatalogService::publishProduct);
    add("UnpublishProduct", &CatalogService::unpublishProduct);
    add("ArchiveProduct", &CatalogService::archiveProduct);
    add("WatchProducts", &CatalogService::watchProducts);
    add("ImportProducts", &CatalogService::importProducts);
    add("GetCategory", &CatalogService::getCategory);
    add("ListCategories", &CatalogService::listCategories);
    add("CreateCategory", &CatalogService::createCategory);
    add("UpdateCategory", &CatalogService::updateCategory);
    registerReviews(registry, service);
}

} // namespace tradepost::catalog
