#pragma once

#include "ui/catalog/editor/editor_section.h"

namespace tradepost::ui {

class ChipEdit;

// How the product is found: its address, what search engines show, and tags.
class SeoSection final : public EditorSection {
    Q_OBJECT
public:
    SeoSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    QWidget* control(const models::FieldRef& ref) override;
    void setEditable(bool editable) override;
    ChipEdit* tags() const { return m_tags; }

private:
    QWidget* makeResult();

    ChipEdit* m_tags;
    ElidedLabel* m_address;
    ElidedLabel* m_heading;
    QLabel* m_summary;
};

} // namespace tradepost::ui
