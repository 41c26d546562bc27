#pragma once

#include "models/catalog/product.h"

#include <QStringList>

namespace tradepost::models {

// What a catalog list shows and in which order; becomes the contract's `filter` and `order_by`.
struct ProductQuery {
    QList<ProductState> states; // any of; empty: all
    QString brand;              // exact
    QString categoryId;         // exact
    QString text;               // contained in the title, or the exact SKU or GTIN
    QString sortField = "update_time";
    bool descending = true;

    QString filter() const;
    QString orderBy() const;
    bool filtered() const { return !states.isEmpty() || !brand.isEmpty() || !categoryId.isEmpty() || !text.isEmpty(); }
    // As saved views keep it. What cannot be read counts as not set.
    QString toState() const;
    static ProductQuery fromState(const QString& state);
    bool operator==(const ProductQuery&) const = default;
};

// A value as the filter grammar reads it: in double quotes, with quotes and backslashes escaped.
QString filterQuoted(const QString& value);

} // namespace tradepost::models
