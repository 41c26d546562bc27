#pragma once

#include "models/catalog/product_edit_model.h"
#include "ui/kit/pill.h"

namespace tradepost::ui {

// The one word for each state of a product, with its meaning.
PillStyle productPill(models::ProductState state);
// The label of a field of a product.
QString fieldLabel(models::Field field);
// With what it is of: "Title (German)", "SKU, 40231-RED", "Luminous flux".
QString fieldLabel(const models::FieldRef& ref, const models::ProductEditModel& model);
// "German", "Deutsch": a language's name for people.
QString languageName(const QString& tag);

// What was done to a product: "update" is "Changed".
QString actionText(const QString& action);

} // namespace tradepost::ui
