#include "ui/catalog/product_text.h"

#include <QCoreApplication>

namespace tradepost::ui {

using models::ProductState;
using Field = models::ProductEditModel::Field;

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
    if (tag.startsWith("de"))
        return say(QT_TRANSLATE_NOOP("Product", "German"));
    if (tag.startsWith("en"))
        return say(QT_TRANSLATE_NOOP("Product", "English"));
    return tag;
}

QString fieldLabel(Field field, const QString& otherLanguage) {
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
    case Field::Price:
        return say(QT_TRANSLATE_NOOP("Product", "Price"));
    case Field::Sku:
        return say(QT_TRANSLATE_NOOP("Product", "SKU"));
    case Field::Gtin:
        return say(QT_TRANSLATE_NOOP("Product", "GTIN"));
    case Field::OtherTitle:
        return say(QT_TRANSLATE_NOOP("Product", "Title (%1)")).arg(languageName(otherLanguage));
    case Field::OtherDescription:
        return say(QT_TRANSLATE_NOOP("Product", "Description (%1)")).arg(languageName(otherLanguage));
    case Field::Count:
        break;
    }
    return {};
}

} // namespace tradepost::ui
