#pragma once

#include "models/catalog/product.h"
#include "tradepost/catalog/v1/reviews.pb.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <QHash>

#include <vector>

// Value snapshots of what a moderator sees.
namespace tradepost::models {

// In the contract's order and numbers.
enum class FindingKind {
    Unknown,
    MissingImage,
    WrongGtin,
    GtinElsewhere,
    NearDuplicateTitle,
    UnusualPrice,
    BannedWord,
    BannedBrand,
    ContactInText,
    AttributeOutsideDefinition,
};
enum class Verdict { Approve = 1, Reject = 2, RequestChanges = 3 };

struct Finding {
    FindingKind kind = FindingKind::Unknown;
    QString field; // "texts[de].description"
    QString evidence;
    QString otherProductId; // empty: none is compared with
    bool operator==(const Finding&) const = default;
};

struct QueueItem {
    QString id; // of the product
    QString etag;
    QString title;
    QString sellerId;
    QString categoryId;
    QString imageUrl;
    Price price;
    QDateTime submitted; // UTC
    std::vector<Finding> findings;
    bool revision = false; // an edit of a product that is on sale
    QString claimedBy;     // a moderator's id; empty: nobody
    QDateTime claimEnds;

    static QueueItem fromProto(const moderation::v1::QueueItem& item);
    bool operator==(const QueueItem&) const = default;
};

struct Picture {
    QString url;
    QString alt;
    bool operator==(const Picture&) const = default;
};

struct VariantFacts {
    QString sku;
    QString gtin;
    QString options; // "Colour: Red, Size: M"
    Price price;
    bool operator==(const VariantFacts&) const = default;
};

struct LocalTexts {
    QString language;
    QString title;
    QString description;
    bool operator==(const LocalTexts&) const = default;
};

// A product as a moderator reads it.
struct ProductFacts {
    QString id;
    QString sellerId;
    QString brand;
    QString categoryId;
    ProductState state = ProductState::Unknown;
    std::vector<LocalTexts> texts; // the product's own language first
    std::vector<VariantFacts> variants;
    std::vector<std::pair<QString, QString>> attributes; // name and value with its unit
    std::vector<Picture> pictures;

    QString title() const { return texts.empty() ? QString() : texts.front().title; }
    static ProductFacts fromProto(const catalog::v1::Product& product);
    bool operator==(const ProductFacts&) const = default;
};

struct FieldChange {
    QString field; // "title", "variants[LAMP-1].price", "images"
    QString before;
    QString after;
    std::vector<Picture> removed;
    std::vector<Picture> added;
    bool reordered = false; // pictures: the same ones in another order
    bool operator==(const FieldChange&) const = default;
};

struct Review {
    QueueItem item;
    ProductFacts candidate;
    std::vector<FieldChange> changes; // none for a product that is not on sale yet

    static Review fromProto(const moderation::v1::Review& review);
};

struct HistoryEntry {
    QDateTime time;
    QString actorId; // empty: a rule, or the system
    QString action;  // as the contract names it: "submit"
    QStringList fields;
    QString reason;
    QString note;

    static HistoryEntry fromProto(const catalog::v1::ProductHistoryEntry& entry);
};

struct Decision {
    Verdict verdict = Verdict::Approve;
    QString reason; // for the seller; required but for Approve
    QString note;   // for moderators
};

} // namespace tradepost::models

Q_DECLARE_METATYPE(tradepost::models::QueueItem)
