#include "backend/services/catalog/service.h"
#include "backend/services/catalog/validation.h"
#include "backend/services/catalog/write_rules.h"

#include <fmt/format.h>

namespace tradepost::catalog {

Task<Result<void>> CatalogService::holdImages(const v1::Product& product) {
    if (!m_use.holdImages || product.images().empty())
        co_return Result<void>();
    std::vector<std::string> urls;
    for (const v1::Image& image : product.images())
        urls.push_back(image.url());
    co_return co_await m_use.holdImages(std::move(urls));
}

Task<Result<v1::Product>> CatalogService::createProduct(rpc::Context& context,
                                                        const v1::CreateProductRequest& request) {
    const auto seller = rpc::accountOf(context.principal, request.product().seller_id(), "product.seller_id");
    if (!seller)
        co_return std::unexpected(seller.error());
    TP_CO_TRY(validateFields(request.product(), "product"));
    TP_CO_TRY(co_await holdImages(request.product()));
    const ProductId id = m_use.ids.next<ProductId>();
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};

    co_return co_await m_use.database.write([&, id, seller = *seller](sql::Transaction& tx) -> Result<v1::Product> {
        if (!request.request_id().empty()) {
            const auto made = tx.one(
                "SELECT product_id FROM catalog_requests WHERE caller_id = ? AND request_id = ?",
                [](const sql::Row& row) { return ProductId(row.integer(0)); }, change.actor.value(),
                request.request_id());
            if (made)
                if (auto product = ProductStore::find(tx, *made))
                    return std::move(*product);
            tx.exec("INSERT INTO catalog_requests (caller_id, request_id, product_id, created_at) VALUES (?, ?, ?, ?)",
                    change.actor.value(), request.request_id(), id.value(), change.at);
        }
        v1::Product product = request.product();
        product.set_seller_id(seller.text());
        product.set_state(v1::DRAFT);
        if (product.language().empty())
            product.set_language("en");
        TP_TRY(Editor::checkDefinitions(tx, product, false));
        TP_TRY(m_products.insert(tx, product, id, change));
        tx.afterCommit([this, id, seller] { m_directory.add(id, seller, false); });
        return product;
    });
}

Task<Result<v1::Product>> CatalogService::updateProduct(rpc::Context& context,
                                                        const v1::UpdateProductRequest& request) {
    const v1::Product& update = request.product();
    const ProductId id = ProductId::parse(update.id());
    if (!id)
        co_return notFound("product", update.id());
    const auto patch = makePatch(update, request.update_mask());
    if (!patch)
        co_return std::unexpected(patch.error());
    TP_CO_TRY(co_await holdImages(update));
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};

    struct Stale {
        bool is = false;
        v1::Product stored;
    } stale;
    auto edited = co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<v1::Product> {
        const auto before = ProductStore::find(tx, id);
        if (!before || !rpc::mayEdit(context.principal, SellerId::parse(before->seller_id())))
            return notFound("product", id.text());
        auto done = m_editor.edit(tx, *before, update, *patch, context.principal, change, "update");
        if (!done) {
            stale.is = done.error().reason == "STALE_ETAG";
            if (stale.is) {
                stale.stored = *before;
                showPending(stale.stored, PendingStore::find(tx, id));
            }
            return std::unexpected(std::move(done).error());
        }
        if (done->position)
            tx.afterCommit([this, id, state = done->product.state()] { productChanged(id, state); });
        return std::move(done->product);
    });
    if (!edited && stale.is) {
        auto versions = std::make_shared<v1::StaleWrite>();
        *versions->mutable_yours() = update;
        *versions->mutable_stored() = std::move(stale.stored);
        context.errorDetail = std::move(versions);
    }
    co_return edited;
}

Task<Result<CatalogService::Transitioned>>
CatalogService::change(rpc::Context& context, const v1::ProductTransitionRequest& request, Action action) {
    const ProductId id = ProductId::parse(request.id());
    if (!id)
        co_return notFound("product", request.id());
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<Transitioned> {
        const auto before = ProductStore::find(tx, id);
        if (!before)
            return notFound("product", id.text());
        const bool asSeller = context.principal.actsFor(SellerId::parse(before->seller_id()));
        if (!asSeller && !context.principal.has(rpc::Role::MODERATOR))
            return notFound("product", id.text());
        const auto pending = PendingStore::find(tx, id);
        if (request.etag() != combinedEtag(*before, pending))
            TP_TRY(checkEtag(request.etag(), *before, "etag"));
        auto moved = m_editor.move(tx, *before, action, context.principal, change, {request.reason(), std::string()});
        if (!moved)
            return std::unexpected(std::move(moved).error());
        // Nothing to do, but what was done may not have reached the search yet.
        if (!moved->position)
            return Transitioned{std::move(moved->product), m_use.outbox.end(tx)};
        tx.afterCommit([this, id, state = moved->product.state()] { productChanged(id, state); });
        return Transitioned{std::move(moved->product), *moved->position};
    });
}

Task<Result<v1::Product>> CatalogService::publishProduct(rpc::Context& context,
                                                         const v1::ProductTransitionRequest& request) {
    auto done = co_await change(context, request, Action::Publish);
    if (!done)
        co_return std::unexpected(std::move(done).error());
    co_return std::move(done->product);
}

Task<Result<v1::Product>> CatalogService::unpublishProduct(rpc::Context& context,
                                                           const v1::ProductTransitionRequest& request) {
    return takeOffSale(context, request, Action::Unpublish);
}

Task<Result<v1::Product>> CatalogService::archiveProduct(rpc::Context& context,
                                                         const v1::ProductTransitionRequest& request) {
    return takeOffSale(context, request, Action::Archive);
}

Task<Result<v1::Product>> CatalogService::takeOffSale(rpc::Context& context,
                                                      const v1::ProductTransitionRequest& request, Action action) {
    auto done = co_await change(context, request, action);
    if (!done)
        co_return std::unexpected(std::move(done).error());
    TP_CO_TRY(co_await m_use.searchPassed(done->position));
    co_return std::move(done->product);
}

} // namespace tradepost::catalog
