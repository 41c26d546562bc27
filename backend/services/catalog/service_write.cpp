#include "backend/services/catalog/service.h"
#include "backend/services/catalog/validation.h"
#include "backend/services/catalog/write_rules.h"

#include <fmt/format.h>

namespace tradepost::catalog {

Task<Result<v1::Product>> CatalogService::createProduct(rpc::Context& context,
                                                        const v1::CreateProductRequest& request) {
    const auto seller = sellerFor(context.principal, request.product().seller_id());
    if (!seller)
        co_return std::unexpected(seller.error());
    TP_CO_TRY(validateFields(request.product(), "product"));
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
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};

    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<v1::Product> {
        auto before = ProductStore::find(tx, id);
        if (!before || !mayEdit(context.principal, SellerId::parse(before->seller_id())))
            return notFound("product", id.text());
        TP_TRY(checkEtag(update.etag(), *before, "product.etag"));
        if (before->state() == v1::ARCHIVED)
            return fail(Code::FailedPrecondition, "ARCHIVED", "The product is archived and cannot be changed any more.",
                        "product.id");
        v1::Product after = *before;
        auto changed = applyPatch(update, *patch, *before, after);
        if (!changed)
            return std::unexpected(std::move(changed).error());
        if (changed->empty())
            return std::move(*before);
        TP_TRY(m_products.update(tx, *before, after, *changed, "update", change));
        tx.afterCommit([this, id, state = after.state()] { productChanged(id, state); });
        return after;
    });
}

Task<Result<CatalogService::Transitioned>>
CatalogService::change(rpc::Context& context, const v1::ProductTransitionRequest& request, Action action) {
    const ProductId id = ProductId::parse(request.id());
    if (!id)
        co_return notFound("product", request.id());
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<Transitioned> {
        auto before = ProductStore::find(tx, id);
        if (!before)
            return notFound("product", id.text());
        const bool asSeller = context.principal.actsFor(SellerId::parse(before->seller_id()));
        if (!asSeller && !context.principal.has(rpc::Role::MODERATOR))
            return notFound("product", id.text());
        TP_TRY(checkEtag(request.etag(), *before, "etag"));
        const auto state = transition(before->state(), action, context.principal, asSeller);
        if (!state)
            return std::unexpected(state.error());
        // Nothing to do, but what was done may not have reached the search yet.
        if (*state == before->state())
            return Transitioned{std::move(*before), m_use.outbox.end(tx)};
        v1::Product after = *before;
        after.set_state(*state);
        const auto position = m_products.update(tx, *before, after, {"state"}, actionName(action), change);
        if (!position)
            return std::unexpected(position.error());
        tx.afterCommit([this, id, state = *state] { productChanged(id, state); });
        return Transitioned{std::move(after), *position};
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
