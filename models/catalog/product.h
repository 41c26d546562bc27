#pragma once

#include "models/client/call.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <optional>

// Value snapshots of catalog resources, as the console shows them.
namespace tradepost::models {

enum class ProductState { Unknown, Draft, Submitted, ChangesRequested, Rejected, Published, Unpublished, Archived };

ProductState fromProto(catalog::v1::ProductState state);
QString stateToken(ProductState state); // as filters write it: "PUBLISHED"

// An amount in minor units; an empty currency means no price.
struct Price {
    qint64 minor = 0;
    QString currency;

    bool valid() const { return !currency.isEmpty(); }
    bool operator==(const Price&) const = default;
};

// Digits after the point of a currency: 2 for EUR, 0 for JPY; 2 for codes we do not know.
int currencyDigits(const QString& currency);

struct ProductRow {
    QString id;
    QString title;
    QString brand;
    QString sellerId;
    QString categoryId;
    QString sku; // of the first variant
    QString imageUrl;
    QString etag;
    QDateTime updated; // UTC
    Price price;
    ProductState state = ProductState::Unknown;
    int variantCount = 0;
    bool gone = false;

    static ProductRow fromProto(const catalog::v1::ProductRow& row);
    bool operator==(const ProductRow&) const = default;
};

} // namespace tradepost::models

Q_DECLARE_METATYPE(tradepost::models::Price)
Q_DECLARE_METATYPE(tradepost::models::ProductState)
