#include "models/catalog/product_query.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

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

QString ProductQuery::toState() const {
    QJsonArray tokens;
    for (const auto state : states)
        tokens.append(stateToken(state));
    const QJsonObject json{{"states", tokens},       {"brand", brand},    {"category", categoryId},
                           {"text", text.trimmed()}, {"sort", sortField}, {"descending", descending}};
    return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

ProductQuery ProductQuery::fromState(const QString& state) {
    const QJsonObject json = QJsonDocument::fromJson(state.toUtf8()).object();
    ProductQuery query;
    const auto tokens = json["states"].toArray();
    for (const auto& token : tokens) {
        for (int known = int(ProductState::Draft); known <= int(ProductState::Archived); ++known) {
            if (stateToken(ProductState(known)) == token.toString())
                query.states.append(ProductState(known));
        }
    }
    query.brand = json["brand"].toString();
    query.categoryId = json["category"].toString();
    query.text = json["text"].toString();
    query.sortField = json["sort"].toString(query.sortField);
    query.descending = json["descending"].toBool(query.descending);
    return query;
}

} // namespace tradepost::models
