#pragma once

#include "models/imports/mapping.h"
#include "ui/kit/dialog.h"

namespace tradepost::ui {

// What becomes of a field's cells on the way in: steps in order, and what stands in for empty ones.
class FieldSettingsDialog final : public Dialog {
    Q_OBJECT
public:
    FieldSettingsDialog(const Theme& theme, const models::MappedField& field, QWidget* parent);
    const models::MappedField& field() const { return m_field; }
    void addStep(models::MappingStep::Kind kind);

private:
    void fill();
    QWidget* makeStep(int index);

    const Theme& m_theme;
    models::MappedField m_field;
    QVBoxLayout* m_steps;
    QLabel* m_none;
};

} // namespace tradepost::ui
