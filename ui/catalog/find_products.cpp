#include "ui/catalog/find_products.h"

#include "models/catalog/product_query.h"
#include "models/client/methods.h"

namespace tradepost::ui {

namespace {
constexpr int kTimeoutMs = 3'000; // later, nobody waits for it any more
}

void findProducts(Workspace& workspace, QObject* context, const QString& text,
                  std::function<void(const QList<Found>&)> found) {
    models::ProductQuery query;
    query.text = text;
    catalog::v1::ListProductsRequest request;
    request.set_page_size(kMaxFoundProducts);
    request.set_filter(client::bytes(query.filter()));
    request.set_order_by(client::bytes(query.orderBy()));
    // Who may not edit sees the product beside the list.
    const QString page = workspace.client.user().has(client::Role::Seller) ? "catalog/edit" : "catalog";
    workspace.client.call(
        client::methods::listProducts, request, context,
        std::function([found = std::move(found), page](const catalog::v1::ListProductsResponse& reply) {
            QList<Found> products;
            for (const auto& product : reply.products()) {
                const QString sku = product.variants_size() > 0 ? client::text(product.variants(0).sku()) : QString();
                products.append({client::text(product.title()), sku, "catalog", {page, client::text(product.id())}});
            }
            found(products);
        }),
        [](const Error&) {}, {.timeoutMs = kTimeoutMs});
}

} // namespace tradepost::ui
