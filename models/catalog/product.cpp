#include "models/catalog/product.h"

#include "backend/base/money.h"

#include <array>

namespace tradepost::models {

using client::text;

namespace {
struct StateName {
    catalog::v1::ProductState proto;
    ProductState state;
    const char* token;
};
constexpr std::array<StateName, 7> kStates{{
    {catalog::v1::DRAFT, ProductState::Draft, "DRAFT"},
    {catalog::v1::SUBMITTED, ProductState::Submitted, "SUBMITTED"},
    {catalog::v1::CHANGES_REQUESTED, ProductState::ChangesRequested, "CHANGES_REQUESTED"},
    {catalog::v1::REJECTED, ProductState::Rejected, "REJECTED"},
    {catalog::v1::PUBLISHED, ProductState::Published, "PUBLISHED"},
    {catalog::v1::UNPUBLISHED, ProductState::Unpublished, "UNPUBLISHED"},
    {catalog::v1::ARCHIVED, ProductState::Archived, "ARCHIVED"},
}};
} // namespace

ProductState fromProto(catalog::v1::ProductState state) {
    for (const auto& known : kStates) {
        if (known.proto == state)
            return known.state;
    }
    return ProductState::Unknown;
}

QString stateToken(ProductState state) {
    for (const auto& known : kStates) {
        if (known.state == state)
            return known.token;
    }
    return {};
}

int currencyDigits(const QString& currency) {
    const auto parsed = Currency::parse(currency.toStdString());
    return parsed ? parsed->minorDigits() : 2;
}

ProductRow ProductRow::fromProto(const catalog::v1::ProductRow& row) {
    ProductRow result;
    result.id = text(row.id());
    result.title = text(row.title());
    result.brand = text(row.brand());
    result.sellerId = text(row.seller_id());
    result.categoryId = text(row.category_id());
    result.sku = text(row.first_sku());
    result.imageUrl = text(row.image_url());
    result.etag = text(row.etag());
    if (row.has_update_time())
        result.updated = QDateTime::fromMSecsSinceEpoch(
            row.update_time().seconds() * 1000 + row.update_time().nanos() / 1'000'000, Qt::UTC);
    if (row.has_price())
        result.price = {qint64(row.price().amount_minor()), text(row.price().currency())};
    result.state = models::fromProto(row.state());
    result.variantCount = row.variant_count();
    result.gone = row.gone();
    return result;
}

} // namespace tradepost::models
