#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_edit_model.h"
#include "ui/kit/dialog.h"

#include <map>

class QRadioButton;

namespace tradepost::ui {

// Someone else saved the product meanwhile: by field, what it was, what they made of it, what we did; one of both
// stays.
class ConflictDialog final : public Dialog {
    Q_OBJECT
public:
    ConflictDialog(const Theme& theme, const models::ProductEditModel& model,
                   const models::CategoryTreeModel& categories, QWidget* parent);
    std::map<models::FieldRef, models::ProductEditModel::Choice> choices() const;
    void choose(const models::FieldRef& field, models::ProductEditModel::Choice choice);

private:
    std::map<models::FieldRef, QRadioButton*> m_mine;
    std::map<models::FieldRef, QRadioButton*> m_theirs;
};

} // namespace tradepost::ui
