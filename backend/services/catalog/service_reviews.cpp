#include "backend/services/catalog/edits.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/product_query.h"
#include "backend/services/catalog/review_policy.h"
#include "backend/services/catalog/service.h"

#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
constexpr int defaultHistoryPage = 50;

bool mayFollow(const rpc::Principal& caller, const v1::Product& product) {
    return seesEverything(caller) || caller.actsFor(SellerId::parse(product.seller_id()));
}
} // namespace

Task<Result<v1::Product>> CatalogService::submitProduct(rpc::Context& context,
                                                        const v1::ProductTransitionRequest& request) {
    auto done = co_await change(context, request, Action::Submit);
    if (!done)
        co_return std::unexpected(std::move(done).error());
    co_return std::move(done->product);
}

Task<Result<v1::Product>> CatalogService::withdrawProduct(rpc::Context& context,
                                                          const v1::ProductTransitionRequest& request) {
    auto done = co_await change(context, request, Action::Withdraw);
    if (!done)
        co_return std::unexpected(std::move(done).error());
    co_return std::move(done->product);
}

Task<Result<v1::PendingRevision>> CatalogService::getPendingRevision(rpc::Context& context,
                                                                     const v1::GetPendingRevisionRequest& request) {
    const ProductId id = ProductId::parse(request.id());
    co_return co_await m_use.database.read([&, id](sql::Reader& reader) -> Result<v1::PendingRevision> {
        const auto live = ProductStore::find(reader, id);
        const auto pending = PendingStore::find(reader, id);
        if (!live || !pending || !mayFollow(context.principal, *live))
            return notFound("pending revision of product", request.id());
        return describe(*live, *pending);
    });
}

Task<Result<v1::Product>> CatalogService::discardPendingRevision(rpc::Context& context,
                                                                 const v1::ProductTransitionRequest& request) {
    const ProductId id = ProductId::parse(request.id());
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<v1::Product> {
        const auto before = ProductStore::find(tx, id);
        if (!before || !mayFollow(context.principal, *before))
            return notFound("product", request.id());
        auto discarded = m_editor.discard(tx, *before, context.principal, change);
        if (!discarded)
            return std::unexpected(std::move(discarded).error());
        return std::move(discarded->product);
    });
}

Task<Result<v1::DecideProductsResponse>> CatalogService::decideProducts(rpc::Context& context,
                                                                        const v1::DecideProductsRequest& request) {
    const Change change{context.principal.user, m_use.clock.now(), context.traceparent};
    struct Outcome {
        v1::DecideProductsResponse response;
        events::Position offSale; // of the last product that left the sale
    };
    auto outcome = co_await m_use.database.write(
        [&](sql::Transaction& tx) -> Result<Outcome> {
            Outcome all;
            for (const v1::Decision& decision : request.decisions()) {
                v1::DecisionResult& result = *all.response.add_results();
                result.set_product_id(decision.product_id());
                auto decided = m_editor.decide(tx, decision, context.principal, change);
                if (!decided) {
                    result.set_error_code(std::string(codeName(decided.error().code)));
                    result.set_error_reason(decided.error().reason);
                    result.set_error_message(decided.error().message);
                    continue;
                }
                result.set_state(decided->product.state());
                if (!decided->position)
                    continue;
                if (decided->product.state() != v1::PUBLISHED)
                    all.offSale = *decided->position;
                tx.afterCommit([this, id = ProductId::parse(decision.product_id()), state = decided->product.state()] {
                    productChanged(id, state);
                });
            }
            setPosition(*all.response.mutable_position(), m_use.outbox.end(tx));
            return all;
        },
        request.decisions_size() > 1 ? sql::Priority::Bulk : sql::Priority::Interactive);
    if (!outcome)
        co_return std::unexpected(std::move(outcome).error());
    if (outcome->offSale != events::Position{})
        TP_CO_TRY(co_await m_use.searchPassed(outcome->offSale));
    co_return std::move(outcome->response);
}

Task<Result<v1::ListProductHistoryResponse>>
CatalogService::listProductHistory(rpc::Context& context, const v1::ListProductHistoryRequest& request) {
    const ProductId id = ProductId::parse(request.id());
    const std::string list = "history of " + request.id();
    std::int64_t from = 0;
    if (!request.page_token().empty()) {
        const auto opened = m_tokens.open(request.page_token(), list, {});
        if (!opened)
            co_return std::unexpected(opened.error());
        const auto* value = opened->size() == 1 ? std::get_if<std::int64_t>(&opened->front()) : nullptr;
        from = value ? *value : 0;
    }
    const auto size = static_cast<std::size_t>(request.page_size() > 0 ? request.page_size() : defaultHistoryPage);
    co_return co_await m_use.database.read(
        [&, id, from, size](sql::Reader& reader) -> Result<v1::ListProductHistoryResponse> {
            const auto product = ProductStore::find(reader, id);
            if (!product || !mayFollow(context.principal, *product))
                return notFound("product", request.id());
            HistoryPage page = readHistoryPage(reader, id, from, size, seesEverything(context.principal));
            v1::ListProductHistoryResponse response;
            for (v1::ProductHistoryEntry& entry : page.entries)
                *response.add_entries() = std::move(entry);
            if (page.next != 0)
                response.set_next_page_token(m_tokens.make(list, {}, {page.next}));
            return response;
        });
}

Task<Result<v1::ReviewPolicy>> CatalogService::getReviewPolicy(rpc::Context&, const v1::GetReviewPolicyRequest&) {
    co_return co_await m_use.database.read(
        [](sql::Reader& reader) -> Result<v1::ReviewPolicy> { return readPolicy(reader); });
}

Task<Result<v1::ReviewPolicy>> CatalogService::updateReviewPolicy(rpc::Context&,
                                                                  const v1::UpdateReviewPolicyRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<v1::ReviewPolicy> {
        v1::ReviewPolicy policy = request.policy();
        const auto& mask = request.update_mask();
        if (mask.paths_size() > 0 && mask.paths(0) != "*") {
            policy = readPolicy(tx);
            for (const std::string& path : mask.paths()) {
                const auto* field = v1::ReviewPolicy::descriptor()->FindFieldByName(path);
                if (!field)
                    return invalid("update_mask", fmt::format("'{}' is no field of the policy.", path.substr(0, 60)),
                                   "UNKNOWN_FIELD");
                v1::ReviewPolicy copy = request.policy();
                v1::ReviewPolicy::GetReflection()->SwapFields(&copy, &policy, {field});
            }
        }
        writePolicy(tx, policy);
        return policy;
    });
}

Task<Result<v1::Product>> CatalogService::getProductBySlug(rpc::Context& context,
                                                           const v1::GetProductBySlugRequest& request) {
    const auto id = co_await m_use.database.read([&](sql::Reader& reader) -> Result<ProductId> {
        return ProductStore::findBySlug(reader, request.slug()).value_or(ProductId());
    });
    if (!id)
        co_return std::unexpected(id.error());
    v1::GetProductRequest byId;
    byId.set_id(id->text());
    auto product = co_await getProduct(context, byId);
    if (!product && product.error().code == Code::NotFound)
        co_return notFound("product at", request.slug());
    if (product && product->slug() != request.slug()) {
        context.movedTo = "/v1/productSlugs/" + product->slug();
        co_return fail(Code::NotFound, "MOVED", "The product is at " + product->slug() + " now.", "slug");
    }
    co_return product;
}

void registerReviews(rpc::Registry& registry, CatalogService& service) {
    const auto add = [&](std::string_view name, auto method) {
        registry.add(std::string("tradepost.catalog.v1.CatalogReviewService/").append(name), service, method);
    };
    add("SubmitProduct", &CatalogService::submitProduct);
    add("WithdrawProduct", &CatalogService::withdrawProduct);
    add("GetPendingRevision", &CatalogService::getPendingRevision);
    add("DiscardPendingRevision", &CatalogService::discardPendingRevision);
    add("DecideProducts", &CatalogService::decideProducts);
    add("ListProductHistory", &CatalogService::listProductHistory);
    add("GetReviewPolicy", &CatalogService::getReviewPolicy);
    add("UpdateReviewPolicy", &CatalogService::updateReviewPolicy);
}

} // namespace tradepost::catalog
