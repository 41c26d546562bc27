#pragma once

#include "models/catalog/product.h"

#include <QJsonObject>
#include <QLocale>
#include <QStringList>

#include <map>
#include <vector>

namespace tradepost::models {

// What of a product can be typed, be wrong or be in conflict.
enum class Field {
    Title,       // of a language
    Description, // of a language
    Seller,
    Brand,
    Category,
    Currency,
    Price, // these six of a variant
    CompareAt,
    Sku,
    Gtin,
    Weight,
    Size,
    Variants, // all of them: which there are and their options
    Attribute,
    Images,
    Slug,
    SeoTitle,
    SeoDescription,
    Tags,
    Markets,
    TaxClass,
};

// One of them: the language of a text, the row of a variant's value, the name of an attribute. Without `of` a text is
// in the product's own language and a variant's value that of the first one.
struct FieldRef {
    // NOLINTNEXTLINE(google-explicit-constructor): most fields are there once
    FieldRef(Field of) : field(of) {}
    FieldRef(Field which, QString detail) : field(which), of(std::move(detail)) {}
    FieldRef(Field which, int row) : field(which), of(row == 0 ? QString() : QString::number(row)) {}
    int row() const { return of.toInt(); }
    auto operator<=>(const FieldRef& other) const {
        return field != other.field ? field <=> other.field : QString::compare(of, other.of) <=> 0;
    }
    bool operator==(const FieldRef&) const = default;

    Field field;
    QString of;
};

struct DraftTexts {
    QString title;
    QString description;
    bool operator==(const DraftTexts&) const = default;
};

// A variant as typed. `origin` is the SKU it had when the product was read, so that what is not edited here stays.
struct DraftVariant {
    QString origin; // empty: new
    QString sku;
    QString price;
    QString compareAt;
    QString gtin;
    QString weight;      // grams
    QString size;        // "120 × 80 × 40", millimetres
    QStringList options; // a value for each name of the draft
    bool operator==(const DraftVariant&) const = default;
};

enum class AttributeKind { Text, Number, Flag };

struct DraftAttribute {
    QString name;
    AttributeKind kind = AttributeKind::Text;
    QString value; // as typed; of a flag "true" or "false"
    QString unit;
    bool operator==(const DraftAttribute&) const = default;
};

struct DraftImage {
    QString url;
    QString alt;
    bool video = false;
    bool operator==(const DraftImage&) const = default;
};

// A product as its editor holds it: every value as it is typed, by the person's locale. A value, comparable; two that
// would be saved alike are equal once tidied.
struct ProductDraft {
    QString language = "en"; // BCP 47, of the main texts
    QString sellerId;
    QString brand;
    QString categoryId;
    QString currency = "EUR";
    QString slug;
    QString seoTitle;
    QString seoDescription;
    QString taxClass;
    std::map<QString, DraftTexts> texts; // by language, the own one among them
    QStringList optionNames;
    std::vector<DraftVariant> variants; // at least one
    std::vector<DraftAttribute> attributes;
    std::vector<DraftImage> images;
    QStringList tags;
    QStringList markets; // none: everywhere
    bool operator==(const ProductDraft&) const = default;

    static ProductDraft empty(const QString& language, const QString& currency);
    static ProductDraft of(const catalog::v1::Product& product, const QLocale& locale);
    // Without blanks around and without what is empty: as it would be saved.
    ProductDraft tidied() const;

    QString value(const FieldRef& ref) const;
    void setValue(const FieldRef& ref, const QString& value); // not of Variants and Images
    const DraftAttribute* attribute(const QString& name) const;

    QJsonObject toJson() const;
    static ProductDraft fromJson(const QJsonObject& json); // what it lacks is empty

    // Everything in which `mine` or `theirs` may differ from `base`. Variants are compared value by value while all
    // three have the same ones in the same order, else as a whole.
    static std::vector<FieldRef> fieldsOf(const ProductDraft& base, const ProductDraft& mine,
                                          const ProductDraft& theirs);
    bool same(const FieldRef& ref, const ProductDraft& other) const;
    void take(const FieldRef& ref, const ProductDraft& from);
};

// Writes what differs from `base` into `product`, and which fields those are. `stored` is the product that `base` was
// made of: what the editor does not show comes from there. Values that cannot be read count as nothing: validate first.
QStringList writePatch(const ProductDraft& draft, const ProductDraft& base, const catalog::v1::Product& stored,
                       const QLocale& locale, catalog::v1::Product& product);

// "1.299,50" in German, "1,299.50" in English; nullopt when it is not an amount with at most `digits` decimals.
std::optional<qint64> parseAmount(const QString& text, int digits, const QLocale& locale);
QString formatAmount(qint64 minor, int digits, const QLocale& locale);
std::optional<double> parseNumber(const QString& text, const QLocale& locale);
QString formatNumber(double number, const QLocale& locale);
// Three whole numbers of millimetres: "120 x 80 x 40"; empty without one.
std::vector<qint64> parseSize(const QString& text);
// GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, section 7.9).
bool validGtin(const QString& gtin);

} // namespace tradepost::models
