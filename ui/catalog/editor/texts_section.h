#pragma once

#include "ui/catalog/editor/editor_section.h"

class QComboBox;

namespace tradepost::ui {

// Title and description in two languages side by side; either side shows any language.
class TextsSection final : public EditorSection {
    Q_OBJECT
public:
    TextsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    QWidget* control(const models::FieldRef& ref) override; // turns a side to its language
    bool has(models::Field field) const override;
    // The product is another one: its own language at the left, the next one at the right.
    void reset();
    QComboBox* languageBox(int side) const { return m_sides[std::size_t(side)].box; }
    void setLanguage(int side, const QString& language);

private:
    struct Side {
        QString language;
        QComboBox* box = nullptr;
        FormField* title = nullptr;
        FormField* description = nullptr;
    };
    QWidget* makeSide(int side);
    models::FieldRef refOf(models::Field field, const QString& language) const;
    QStringList offered() const;
    void fillBox(Side& side);

    std::array<Side, 2> m_sides;
};

} // namespace tradepost::ui
