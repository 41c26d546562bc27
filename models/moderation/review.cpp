#include "models/moderation/review.h"

#include <map>

namespace tradepost::models {

using client::text;

namespace {

QDateTime timeOf(const google::protobuf::Timestamp& time) {
    return QDateTime::fromMSecsSinceEpoch(time.seconds() * 1000 + time.nanos() / 1'000'000, Qt::UTC);
}

Price priceOf(const common::v1::Money& money) {
    return {qint64(money.amount_minor()), text(money.currency())};
}

template<class Images>
std::vector<Picture> picturesOf(const Images& images) {
    std::vector<Picture> pictures;
    for (const auto& image : images) {
        if (image.type() == catalog::v1::IMAGE)
            pictures.push_back({text(image.url()), text(image.alt())});
    }
    return pictures;
}

QString valueOf(const catalog::v1::Attribute& attribute) {
    using Value = catalog::v1::Attribute;
    switch (attribute.value_case()) {
    case Value::kText:
        return text(attribute.text());
    case Value::kNumber:
        return (QString::number(attribute.number()) + ' ' + text(attribute.unit())).trimmed();
    case Value::kFlag:
        return attribute.flag() ? QStringLiteral("✓") : QStringLiteral("–");
    case Value::VALUE_NOT_SET:
        break;
    }
    return {};
}

} // namespace

QueueItem QueueItem::fromProto(const moderation::v1::QueueItem& item) {
    QueueItem result;
    result.id = text(item.product_id());
    result.etag = text(item.etag());
    result.title = text(item.title());
    result.sellerId = text(item.seller_id());
    result.categoryId = text(item.category_id());
    result.imageUrl = text(item.image_url());
    if (item.has_price())
        result.price = priceOf(item.price());
    result.submitted = timeOf(item.submit_time());
    result.revision = item.revision();
    for (const auto& finding : item.findings())
        result.findings.push_back({FindingKind(finding.kind()), text(finding.field()), text(finding.evidence()),
                                   text(finding.other_product_id())});
    result.claimedBy = text(item.claimed_by());
    if (item.has_claim_expire_time())
        result.claimEnds = timeOf(item.claim_expire_time());
    return result;
}

ProductFacts ProductFacts::fromProto(const catalog::v1::Product& product) {
    ProductFacts facts;
    facts.id = text(product.id());
    facts.sellerId = text(product.seller_id());
    facts.brand = text(product.brand());
    facts.categoryId = text(product.category_id());
    facts.state = models::fromProto(product.state());
    facts.texts.push_back({text(product.language()), text(product.title()), text(product.description())});
    std::map<std::string, const catalog::v1::LocalizedText*> sorted; // the map's own order varies
    for (const auto& [tag, words] : product.texts())
        sorted[tag] = &words;
    for (const auto& [tag, words] : sorted)
        facts.texts.push_back({text(tag), text(words->title()), text(words->description())});
    for (const auto& variant : product.variants()) {
        VariantFacts& shown = facts.variants.emplace_back();
        shown.sku = text(variant.sku());
        shown.gtin = text(variant.gtin());
        shown.price = priceOf(variant.price());
        QStringList options;
        for (const auto& option : variant.options())
            options.append(text(option.name()) + ": " + text(option.value()));
        shown.options = options.join(", ");
    }
    for (const auto& attribute : product.attributes())
        facts.attributes.emplace_back(text(attribute.name()), valueOf(attribute));
    facts.pictures = picturesOf(product.images());
    return facts;
}

Review Review::fromProto(const moderation::v1::Review& review) {
    Review result;
    result.item = QueueItem::fromProto(review.item());
    result.candidate = ProductFacts::fromProto(review.candidate());
    for (const auto& change : review.changes()) {
        FieldChange& shown = result.changes.emplace_back();
        shown.field = text(change.field());
        shown.before = text(change.before());
        shown.after = text(change.after());
        shown.removed = picturesOf(change.images_removed());
        shown.added = picturesOf(change.images_added());
        shown.reordered = change.images_reordered();
    }
    return result;
}

HistoryEntry HistoryEntry::fromProto(const catalog::v1::ProductHistoryEntry& entry) {
    HistoryEntry result;
    result.time = timeOf(entry.time());
    result.actorId = text(entry.actor_id());
    result.action = text(entry.action());
    for (const auto& field : entry.fields())
        result.fields.append(text(field));
    result.reason = text(entry.reason());
    result.note = text(entry.note());
    return result;
}

} // namespace tradepost::models
