#pragma once

#include "models/catalog/product_edit_model.h"
#include "ui/kit/pill.h"

namespace tradepost::ui {

// The one word for each state of a product, with its meaning.
PillStyle productPill(models::ProductState state);
// The label of a form's field.
QString fieldLabel(models::ProductEditModel::Field field, const QString& otherLanguage);
// "German", "Deutsch": a language's name for people.
QString languageName(const QString& tag);

} // namespace tradepost::ui
