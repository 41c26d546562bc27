#pragma once

#include "app/server/store_session.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace tradepost::e2e {

// A session over the private socket of whoever serves `data`: gRPC, as the console's.
inline std::unique_ptr<server::StoreSession> connectTo(const std::string& data) {
    server::Settings settings;
    settings.data = data;
    auto session = server::StoreSession::open(settings, {});
    EXPECT_TRUE(session) << session.error().message;
    return session ? std::move(*session) : nullptr;
}

inline catalog::v1::CreateProductRequest newProduct(const std::string& title, const std::string& sku) {
    catalog::v1::CreateProductRequest create;
    create.mutable_product()->set_title(title);
    catalog::v1::Variant* variant = create.mutable_product()->add_variants();
    variant->set_sku(sku);
    variant->mutable_price()->set_amount_minor(1999);
    variant->mutable_price()->set_currency("EUR");
    return create;
}

// Made and on sale; without an id when that failed.
inline catalog::v1::Product sell(server::StoreSession& session, const std::string& title, const std::string& sku) {
    catalog::v1::Product product;
    const auto created =
        session.call("tradepost.catalog.v1.CatalogService/CreateProduct", newProduct(title, sku), product);
    EXPECT_TRUE(created) << created.error().message;
    catalog::v1::ProductTransitionRequest publish;
    publish.set_id(product.id());
    const auto published = session.call("tradepost.catalog.v1.CatalogService/PublishProduct", publish, product);
    EXPECT_TRUE(published) << published.error().message;
    return created && published ? product : catalog::v1::Product();
}

} // namespace tradepost::e2e
