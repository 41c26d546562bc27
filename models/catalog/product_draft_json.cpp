#include "models/catalog/product_draft.h"

#include <QJsonArray>

namespace tradepost::models {

namespace {

QJsonArray arrayOf(const QStringList& values) {
    return QJsonArray::fromStringList(values);
}

QStringList listOf(const QJsonValue& value) {
    QStringList list;
    const auto array = value.toArray();
    for (const auto& each : array)
        list.append(each.toString());
    return list;
}

} // namespace

QJsonObject ProductDraft::toJson() const {
    QJsonObject languages;
    for (const auto& [tag, each] : texts)
        languages[tag] = QJsonObject{{"title", each.title}, {"description", each.description}};
    QJsonArray rows, described, pictures;
    for (const auto& variant : variants)
        rows.append(QJsonObject{{"origin", variant.origin},
                                {"sku", variant.sku},
                                {"price", variant.price},
                                {"compareAt", variant.compareAt},
                                {"gtin", variant.gtin},
                                {"weight", variant.weight},
                                {"size", variant.size},
                                {"options", arrayOf(variant.options)}});
    for (const auto& each : attributes)
        described.append(
            QJsonObject{{"name", each.name}, {"kind", int(each.kind)}, {"value", each.value}, {"unit", each.unit}});
    for (const auto& image : images)
        pictures.append(QJsonObject{{"url", image.url}, {"alt", image.alt}, {"video", image.video}});
    return {{"language", language},
            {"seller", sellerId},
            {"brand", brand},
            {"category", categoryId},
            {"currency", currency},
            {"slug", slug},
            {"seoTitle", seoTitle},
            {"seoDescription", seoDescription},
            {"taxClass", taxClass},
            {"texts", languages},
            {"optionNames", arrayOf(optionNames)},
            {"variants", rows},
            {"attributes", described},
            {"images", pictures},
            {"tags", arrayOf(tags)},
            {"markets", arrayOf(markets)}};
}

ProductDraft ProductDraft::fromJson(const QJsonObject& json) {
    ProductDraft draft = empty(json["language"].toString("en"), json["currency"].toString("EUR"));
    draft.sellerId = json["seller"].toString();
    draft.brand = json["brand"].toString();
    draft.categoryId = json["category"].toString();
    draft.slug = json["slug"].toString();
    draft.seoTitle = json["seoTitle"].toString();
    draft.seoDescription = json["seoDescription"].toString();
    draft.taxClass = json["taxClass"].toString();
    const QJsonObject languages = json["texts"].toObject();
    for (auto each = languages.begin(); each != languages.end(); ++each)
        draft.texts[each.key()] = {each.value().toObject()["title"].toString(),
                                   each.value().toObject()["description"].toString()};
    draft.optionNames = listOf(json["optionNames"]);
    const QJsonArray rows = json["variants"].toArray();
    if (!rows.isEmpty())
        draft.variants.clear();
    for (const auto& value : rows) {
        const QJsonObject row = value.toObject();
        DraftVariant variant{row["origin"].toString(),    row["sku"].toString(),  row["price"].toString(),
                             row["compareAt"].toString(), row["gtin"].toString(), row["weight"].toString(),
                             row["size"].toString(),      listOf(row["options"])};
        variant.options.resize(draft.optionNames.size()); // the table counts on it
        draft.variants.push_back(std::move(variant));
    }
    const QJsonArray described = json["attributes"].toArray();
    for (const auto& value : described) {
        const QJsonObject each = value.toObject();
        draft.attributes.push_back({each["name"].toString(), AttributeKind(std::clamp(each["kind"].toInt(), 0, 2)),
                                    each["value"].toString(), each["unit"].toString()});
    }
    const QJsonArray pictures = json["images"].toArray();
    for (const auto& value : pictures) {
        const QJsonObject image = value.toObject();
        draft.images.push_back({image["url"].toString(), image["alt"].toString(), image["video"].toBool()});
    }
    draft.tags = listOf(json["tags"]);
    draft.markets = listOf(json["markets"]);
    return draft;
}

} // namespace tradepost::models
