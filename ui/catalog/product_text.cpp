#include "ui/catalog/product_text.h"

#include <QCoreApplication>

namespace tradepost::ui {

using models::Field;
using models::ProductState;

namespace {
QString say(const char* text) {
    return QCoreApplication::translate("Product", text);
}
} // namespace

PillStyle productPill(ProductState state) {
    switch (state) {
    case ProductState::Draft:
        return {say(QT_TRANSLATE_NOOP("Product", "Draft")), Tone::Neutral};
    case ProductState::Submitted:
        return {say(QT_TRANSLATE_NOOP("Product", "In review")), Tone::Info};
    case ProductState::ChangesRequested:
        return {say(QT_TRANSLATE_NOOP("Product", "Changes requested")), Tone::Warn};
    case ProductState::Rejected:
        return {say(QT_TRANSLATE_NOOP("Product", "Rejected")), Tone::Bad};
    case ProductState::Published:
        return {say(QT_TRANSLATE_NOOP("Product", "Published")), Tone::Good};
    case ProductState::Unpublished:
        return {say(QT_TRANSLATE_NOOP("Product", "Unpublished")), Tone::Neutral};
    case ProductState::Archived:
        return {say(QT_TRANSLATE_NOOP("Product", "Archived")), Tone::Neutral};
    case ProductState::Unknown:
        break;
    }
    return {};
}

QString languageName(const QString& tag) {
    static const std::pair<const char*, const char*> names[] = {
        {"en", QT_TRANSLATE_NOOP("Product", "English")},   {"de", QT_TRANSLATE_NOOP("Product", "German")},
        {"fr", QT_TRANSLATE_NOOP("Product", "French")},    {"es", QT_TRANSLATE_NOOP("Product", "Spanish")},
        {"it", QT_TRANSLATE_NOOP("Product", "Italian")},   {"nl", QT_TRANSLATE_NOOP("Product", "Dutch")},
        {"pl", QT_TRANSLATE_NOOP("Product", "Polish")},    {"pt", QT_TRANSLATE_NOOP("Product", "Portuguese")},
        {"sv", QT_TRANSLATE_NOOP("Product", "Swedish")},   {"da", QT_TRANSLATE_NOOP("Product", "Danish")},
        {"nb", QT_TRANSLATE_NOOP("Product", "Norwegian")}, {"fi", QT_TRANSLATE_NOOP("Product", "Finnish")},
        {"cs", QT_TRANSLATE_NOOP("Product", "Czech")},
    };
    const QString language = tag.section('-', 0, 0);
    for (const auto& [known, name] : names) {
        if (language == known)
            return tag == language ? say(name) : say(name) + " (" + tag.section('-', 1) + ')';
    }
    return tag;
}

QString fieldLabel(Field field) {
    switch (field) {
    case Field::Title:
        return say(QT_TRANSLATE_NOOP("Product", "Title"));
    case Field::Description:
        return say(QT_TRANSLATE_NOOP("Product", "Description"));
    case Field::Brand:
        return say(QT_TRANSLATE_NOOP("Product", "Brand"));
    case Field::Category:
        return say(QT_TRANSLATE_NOOP("Product", "Category"));
    case Field::Seller:
        return say(QT_TRANSLATE_NOOP("Product", "Seller account"));
    case Field::Currency:
        return say(QT_TRANSLATE_NOOP("Product", "Currency"));
    case Field::Price:
        return say(QT_TRANSLATE_NOOP("Product", "Price"));
    case Field::CompareAt:
        return say(QT_TRANSLATE_NOOP("Product", "Price before"));
    case Field::Sku:
        return say(QT_TRANSLATE_NOOP("Product", "SKU"));
    case Field::Gtin:
        return say(QT_TRANSLATE_NOOP("Product", "GTIN"));
    case Field::Weight:
        return say(QT_TRANSLATE_NOOP("Product", "Weight (g)"));
    case Field::Size:
        return say(QT_TRANSLATE_NOOP("Product", "Size (mm)"));
    case Field::Variants:
        return say(QT_TRANSLATE_NOOP("Product", "Variants"));
    case Field::Attribute:
        return say(QT_TRANSLATE_NOOP("Product", "Attributes"));
    case Field::Images:
        return say(QT_TRANSLATE_NOOP("Product", "Media"));
    case Field::Slug:
        return say(QT_TRANSLATE_NOOP("Product", "Web address"));
    case Field::SeoTitle:
        return say(QT_TRANSLATE_NOOP("Product", "Title for search engines"));
    case Field::SeoDescription:
        return say(QT_TRANSLATE_NOOP("Product", "Description for search engines"));
    case Field::Tags:
        return say(QT_TRANSLATE_NOOP("Product", "Tags"));
    case Field::Markets:
        return say(QT_TRANSLATE_NOOP("Product", "Markets"));
    case Field::TaxClass:
        return say(QT_TRANSLATE_NOOP("Product", "Tax class"));
    }
    return {};
}

QString fieldLabel(const models::FieldRef& ref, const models::ProductEditModel& model) {
    const QString label = fieldLabel(ref.field);
    switch (ref.field) {
    case Field::Title:
    case Field::Description:
        return ref.of.isEmpty() ? label : label + " (" + languageName(ref.of) + ')';
    case Field::Attribute: {
        const auto* definition = model.attributes().find(ref.of);
        return definition ? definition->label : ref.of;
    }
    case Field::Price:
    case Field::CompareAt:
    case Field::Sku:
    case Field::Gtin:
    case Field::Weight:
    case Field::Size: {
        const auto& variants = model.base().variants;
        const bool several = variants.size() > 1 && std::size_t(ref.row()) < variants.size();
        return several ? label + ", " + variants[std::size_t(ref.row())].origin : label;
    }
    default:
        return label;
    }
}

QString actionText(const QString& action) {
    static const QHash<QString, const char*> names{
        {"create", QT_TRANSLATE_NOOP("Product", "Created")},
        {"update", QT_TRANSLATE_NOOP("Product", "Changed")},
        {"import", QT_TRANSLATE_NOOP("Product", "Changed by an import")},
        {"publish", QT_TRANSLATE_NOOP("Product", "Published")},
        {"unpublish", QT_TRANSLATE_NOOP("Product", "Unpublished")},
        {"archive", QT_TRANSLATE_NOOP("Product", "Archived")},
        {"submit", QT_TRANSLATE_NOOP("Product", "Submitted for review")},
        {"withdraw", QT_TRANSLATE_NOOP("Product", "Withdrawn from review")},
        {"approve", QT_TRANSLATE_NOOP("Product", "Approved")},
        {"reject", QT_TRANSLATE_NOOP("Product", "Rejected")},
        {"request_changes", QT_TRANSLATE_NOOP("Product", "Changes requested")},
        {"revise", QT_TRANSLATE_NOOP("Product", "Edit submitted for review")},
        {"discard", QT_TRANSLATE_NOOP("Product", "Edit discarded")},
    };
    const char* known = names.value(action, nullptr);
    return known ? say(known) : action;
}

} // namespace tradepost::ui
