#include "models/catalog/product_query.h"

namespace tradepost::models {

QString filterQuoted(const QString& value) {
    QString escaped = value;
    escaped.replace('\\', "\\\\").replace('"', "\\\"");
    return '"' + escaped + '"';
}

QString ProductQuery::filter() const {
    QStringList terms;
    if (!states.isEmpty()) {
        QStringList any;
        for (const auto state : states)
            any.append("state = " + stateToken(state));
        terms.append(any.size() == 1 ? any.first() : '(' + any.join(" OR ") + ')');
    }
    if (!brand.isEmpty())
        terms.append("brand = " + filterQuoted(brand));
    if (!categoryId.isEmpty())
        terms.append("category_id = " + filterQuoted(categoryId));
    if (const QString wanted = text.trimmed(); !wanted.isEmpty()) {
        const QString quoted = filterQuoted(wanted);
        terms.append("(title : " + quoted + " OR sku = " + quoted + " OR gtin = " + quoted + ')');
    }
    return terms.join(" AND ");
}

QString ProductQuery::orderBy() const {
    return sortField + (descending ? " desc" : " asc");
}

} // namespace tradepost::models
