#pragma once

#include "ui/catalog/editor/editor_section.h"

class QComboBox;

namespace tradepost::ui {

// Whose it is, its brand, its currency and how it is taxed.
class BasicsSection final : public EditorSection {
    Q_OBJECT
public:
    BasicsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    QComboBox* sellerBox() const { return m_seller; }

private:
    QComboBox* m_seller;
    QComboBox* m_currency;
};

} // namespace tradepost::ui
