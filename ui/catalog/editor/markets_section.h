#pragma once

#include "ui/catalog/editor/editor_section.h"

class QCheckBox;
class QRadioButton;

namespace tradepost::ui {

class ChipEdit;

// Where the product is sold: everywhere, or in some countries.
class MarketsSection final : public EditorSection {
    Q_OBJECT
public:
    MarketsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    bool has(models::Field field) const override { return field == models::Field::Markets; }
    QWidget* control(const models::FieldRef& ref) override;
    void setEditable(bool editable) override;
    QRadioButton* everywhere() const { return m_everywhere; }
    QRadioButton* some() const { return m_some; }
    QCheckBox* box(const QString& market) const { return m_boxes.value(market); }

private:
    void choose(const QString& market, bool sold);

    QRadioButton* m_everywhere;
    QRadioButton* m_some;
    QWidget* m_list;
    QHash<QString, QCheckBox*> m_boxes;
    ChipEdit* m_others;
    QLabel* m_problem;
    bool m_choosing = false; // some, though none is chosen yet
};

} // namespace tradepost::ui
