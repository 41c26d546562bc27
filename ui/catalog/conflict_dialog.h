#pragma once

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
    ConflictDialog(const Theme& theme, const models::ProductEditModel& model, QWidget* parent);
    std::map<models::ProductEditModel::Field, models::ProductEditModel::Choice> choices() const;
    void choose(models::ProductEditModel::Field field, models::ProductEditModel::Choice choice);

private:
    std::map<models::ProductEditModel::Field, QRadioButton*> m_mine;
    std::map<models::ProductEditModel::Field, QRadioButton*> m_theirs;
};

} // namespace tradepost::ui
