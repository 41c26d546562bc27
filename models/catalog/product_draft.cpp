#include "models/catalog/product_draft.h"

namespace tradepost::models {

using client::bytes;
using client::text;

namespace {

QStringList cleaned(const QStringList& values) {
    QStringList result;
    for (const QString& value : values) {
        if (const QString kept = value.trimmed(); !kept.isEmpty() && !result.contains(kept))
            result.append(kept);
    }
    return result;
}

DraftVariant variantOf(const catalog::v1::Variant& variant, const QStringList& names, const QLocale& locale) {
    DraftVariant result;
    result.origin = result.sku = text(variant.sku());
    const auto amount = [&](const common::v1::Money& money) {
        return formatAmount(money.amount_minor(), currencyDigits(text(money.currency())), locale);
    };
    result.price = amount(variant.price());
    if (variant.has_compare_at_price())
        result.compareAt = amount(variant.compare_at_price());
    result.gtin = text(variant.gtin());
    if (variant.weight_g() > 0)
        result.weight = QString::number(variant.weight_g());
    if (const auto& size = variant.dimensions(); size.length_mm() > 0 || size.width_mm() > 0 || size.height_mm() > 0)
        result.size = QString("%1 × %2 × %3").arg(size.length_mm()).arg(size.width_mm()).arg(size.height_mm());
    for (const QString& name : names) {
        QString value;
        for (const auto& option : variant.options()) {
            if (text(option.name()) == name)
                value = text(option.value());
        }
        result.options.append(value);
    }
    return result;
}

DraftAttribute attributeOf(const catalog::v1::Attribute& attribute, const QLocale& locale) {
    DraftAttribute result;
    result.name = text(attribute.name());
    result.unit = text(attribute.unit());
    switch (attribute.value_case()) {
    case catalog::v1::Attribute::kNumber:
        result.kind = AttributeKind::Number;
        result.value = formatNumber(attribute.number(), locale);
        break;
    case catalog::v1::Attribute::kFlag:
        result.kind = AttributeKind::Flag;
        result.value = attribute.flag() ? "true" : "false";
        break;
    default:
        result.value = text(attribute.text());
    }
    return result;
}

QString* simple(ProductDraft& draft, Field field) {
    switch (field) {
    case Field::Seller:
        return &draft.sellerId;
    case Field::Brand:
        return &draft.brand;
    case Field::Category:
        return &draft.categoryId;
    case Field::Currency:
        return &draft.currency;
    case Field::Slug:
        return &draft.slug;
    case Field::SeoTitle:
        return &draft.seoTitle;
    case Field::SeoDescription:
        return &draft.seoDescription;
    case Field::TaxClass:
        return &draft.taxClass;
    default:
        return nullptr;
    }
}

QString* cell(DraftVariant& variant, Field field) {
    switch (field) {
    case Field::Price:
        return &variant.price;
    case Field::CompareAt:
        return &variant.compareAt;
    case Field::Sku:
        return &variant.sku;
    case Field::Gtin:
        return &variant.gtin;
    case Field::Weight:
        return &variant.weight;
    case Field::Size:
        return &variant.size;
    default:
        return nullptr;
    }
}

constexpr std::array kCells{Field::Price, Field::CompareAt, Field::Sku, Field::Gtin, Field::Weight, Field::Size};

// Which variants there are, apart from what is said of each.
std::pair<QStringList, std::vector<std::pair<QString, QStringList>>> shapeOf(const ProductDraft& draft) {
    std::vector<std::pair<QString, QStringList>> variants;
    for (const auto& variant : draft.variants)
        variants.emplace_back(variant.origin, variant.options);
    return {draft.optionNames, variants};
}

} // namespace

ProductDraft ProductDraft::empty(const QString& language, const QString& currency) {
    ProductDraft draft;
    draft.language = language;
    draft.currency = currency;
    draft.variants.emplace_back();
    draft.texts[language];
    return draft;
}

ProductDraft ProductDraft::of(const catalog::v1::Product& product, const QLocale& locale) {
    ProductDraft draft;
    if (!product.language().empty())
        draft.language = text(product.language());
    draft.texts[draft.language] = {text(product.title()), text(product.description())};
    for (const auto& [tag, texts] : product.texts()) {
        if (text(tag) != draft.language)
            draft.texts[text(tag)] = {text(texts.title()), text(texts.description())};
    }
    draft.sellerId = text(product.seller_id());
    draft.brand = text(product.brand());
    draft.categoryId = text(product.category_id());
    draft.slug = text(product.slug());
    draft.seoTitle = text(product.seo().title());
    draft.seoDescription = text(product.seo().description());
    draft.taxClass = text(product.tax_class());
    for (const auto& variant : product.variants()) {
        for (const auto& option : variant.options()) {
            if (!draft.optionNames.contains(text(option.name())))
                draft.optionNames.append(text(option.name()));
        }
    }
    for (const auto& variant : product.variants())
        draft.variants.push_back(variantOf(variant, draft.optionNames, locale));
    if (product.variants_size() > 0)
        draft.currency = text(product.variants(0).price().currency());
    else
        draft.variants.emplace_back();
    for (const auto& attribute : product.attributes())
        draft.attributes.push_back(attributeOf(attribute, locale));
    for (const auto& image : product.images())
        draft.images.push_back({text(image.url()), text(image.alt()), image.type() == catalog::v1::VIDEO});
    for (const auto& tag : product.tags())
        draft.tags.append(text(tag));
    for (const auto& market : product.markets())
        draft.markets.append(text(market));
    return draft;
}

ProductDraft ProductDraft::tidied() const {
    ProductDraft draft = *this;
    for (const Field field : {Field::Brand, Field::Slug, Field::SeoTitle, Field::SeoDescription, Field::TaxClass})
        *simple(draft, field) = simple(draft, field)->trimmed();
    for (auto each = draft.texts.begin(); each != draft.texts.end();) {
        each->second = {each->second.title.trimmed(), each->second.description.trimmed()};
        const bool nothing = each->second == DraftTexts() && each->first != language;
        each = nothing ? draft.texts.erase(each) : std::next(each);
    }
    for (auto& variant : draft.variants) {
        for (const Field field : kCells)
            *cell(variant, field) = cell(variant, field)->trimmed();
    }
    for (auto& attribute : draft.attributes)
        attribute.value = attribute.value.trimmed();
    std::erase_if(draft.attributes, [](const DraftAttribute& attribute) { return attribute.value.isEmpty(); });
    for (auto& image : draft.images)
        image.alt = image.alt.trimmed();
    draft.tags = cleaned(draft.tags);
    draft.markets = cleaned(draft.markets);
    return draft;
}

QString ProductDraft::value(const FieldRef& ref) const {
    auto& self = const_cast<ProductDraft&>(*this); // only read: one table for both ways
    if (const QString* found = simple(self, ref.field))
        return *found;
    const auto row = std::size_t(ref.row());
    if (row < variants.size()) {
        if (const QString* found = cell(self.variants[row], ref.field))
            return *found;
    }
    switch (ref.field) {
    case Field::Title:
    case Field::Description: {
        const auto found = texts.find(ref.of.isEmpty() ? language : ref.of);
        if (found == texts.end())
            return {};
        return ref.field == Field::Title ? found->second.title : found->second.description;
    }
    case Field::Attribute: {
        const DraftAttribute* found = attribute(ref.of);
        return !found ? QString() : found->unit.isEmpty() ? found->value : found->value + ' ' + found->unit;
    }
    case Field::Tags:
        return tags.join(", ");
    case Field::Markets:
        return markets.join(", ");
    case Field::Variants: {
        QStringList lines;
        for (const auto& variant : variants) {
            QStringList parts = cleaned(variant.options);
            parts.append({variant.sku, variant.price + ' ' + currency});
            lines.append(parts.join(", "));
        }
        return lines.join('\n');
    }
    case Field::Images: {
        QStringList lines;
        for (const auto& image : images)
            lines.append(image.alt.isEmpty() ? image.url.section('/', -1) : image.alt);
        return lines.join('\n');
    }
    default:
        return {};
    }
}

void ProductDraft::setValue(const FieldRef& ref, const QString& value) {
    if (QString* found = simple(*this, ref.field)) {
        *found = value;
        return;
    }
    if (const auto row = std::size_t(ref.row()); row < variants.size()) {
        if (QString* found = cell(variants[row], ref.field)) {
            *found = value;
            return;
        }
    }
    switch (ref.field) {
    case Field::Title:
        texts[ref.of.isEmpty() ? language : ref.of].title = value;
        break;
    case Field::Description:
        texts[ref.of.isEmpty() ? language : ref.of].description = value;
        break;
    case Field::Attribute: {
        const auto found = std::ranges::find(attributes, ref.of, &DraftAttribute::name);
        if (found != attributes.end())
            found->value = value;
        else
            attributes.push_back({ref.of, AttributeKind::Text, value, {}});
        break;
    }
    case Field::Tags:
        tags = cleaned(value.split(','));
        break;
    case Field::Markets:
        markets = cleaned(value.split(','));
        break;
    default:
        break;
    }
}

const DraftAttribute* ProductDraft::attribute(const QString& name) const {
    const auto found = std::ranges::find(attributes, name, &DraftAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

std::vector<FieldRef> ProductDraft::fieldsOf(const ProductDraft& base, const ProductDraft& mine,
                                             const ProductDraft& theirs) {
    std::vector<FieldRef> fields;
    std::set<QString> languages;
    QStringList names;
    for (const auto* draft : {&base, &mine, &theirs}) {
        for (const auto& [language, texts] : draft->texts)
            languages.insert(language);
        for (const auto& attribute : draft->attributes) {
            if (!names.contains(attribute.name))
                names.append(attribute.name);
        }
    }
    for (const QString& language : languages) {
        const QString of = language == base.language ? QString() : language;
        fields.emplace_back(Field::Title, of);
        fields.emplace_back(Field::Description, of);
    }
    for (const Field field : {Field::Brand, Field::Category, Field::Currency, Field::Slug, Field::SeoTitle,
                              Field::SeoDescription, Field::TaxClass, Field::Tags, Field::Markets, Field::Images})
        fields.emplace_back(field);
    for (const QString& name : std::as_const(names))
        fields.emplace_back(Field::Attribute, name);
    if (shapeOf(base) != shapeOf(mine) || shapeOf(base) != shapeOf(theirs)) {
        fields.emplace_back(Field::Variants);
        return fields;
    }
    for (int row = 0; row < int(base.variants.size()); ++row) {
        for (const Field field : kCells)
            fields.emplace_back(field, row);
    }
    return fields;
}

bool ProductDraft::same(const FieldRef& ref, const ProductDraft& other) const {
    switch (ref.field) {
    case Field::Variants:
        return optionNames == other.optionNames && variants == other.variants;
    case Field::Images:
        return images == other.images;
    case Field::Tags:
        return tags == other.tags;
    case Field::Attribute: {
        const DraftAttribute* mine = attribute(ref.of);
        const DraftAttribute* theirs = other.attribute(ref.of);
        return mine && theirs ? *mine == *theirs : mine == theirs;
    }
    default:
        return value(ref) == other.value(ref);
    }
}

void ProductDraft::take(const FieldRef& ref, const ProductDraft& from) {
    switch (ref.field) {
    case Field::Variants:
        optionNames = from.optionNames;
        variants = from.variants;
        break;
    case Field::Images:
        images = from.images;
        break;
    case Field::Tags:
        tags = from.tags;
        break;
    case Field::Attribute: {
        const DraftAttribute* theirs = from.attribute(ref.of);
        const auto found = std::ranges::find(attributes, ref.of, &DraftAttribute::name);
        if (theirs && found != attributes.end())
            *found = *theirs;
        else if (theirs)
            attributes.push_back(*theirs);
        else if (found != attributes.end())
            attributes.erase(found);
        break;
    }
    default:
        setValue(ref, from.value(ref));
    }
}

} // namespace tradepost::models
