#pragma once

#include "models/catalog/variant_table_model.h"
#include "ui/catalog/editor/editor_section.h"

class QComboBox;
class QLineEdit;
class QTableView;

namespace tradepost::ui {

// What is sold and for how much: plain fields while there is one variant, a table with bulk filling from two on.
// Options are edited in a dialog that makes the variants of their combinations.
class VariantsSection final : public EditorSection {
    Q_OBJECT
public:
    VariantsSection(Workspace& workspace, models::ProductEditModel& model, QWidget* parent);
    void update() override;
    bool has(models::Field field) const override;
    QWidget* control(const models::FieldRef& ref) override; // goes to its cell
    void setEditable(bool editable) override;
    void editOptions();
    QTableView* table() const { return m_table; }
    models::VariantTableModel& tableModel() { return m_tableModel; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // copying and pasting cells

private:
    QWidget* makeSingle();
    QWidget* makeTable();
    QWidget* makeFill();
    void fill();
    void updateFill();
    QList<int> selectedRows() const;
    void copy();
    void removeSelected();

    models::VariantTableModel m_tableModel;
    QLabel* m_summary;
    QLabel* m_problem;
    QPushButton* m_options;
    QWidget* m_single;
    QWidget* m_several;
    QTableView* m_table = nullptr;
    QComboBox* m_fillColumn = nullptr;
    QLineEdit* m_fillValue = nullptr;
    QPushButton* m_fillButton = nullptr;
    QPushButton* m_remove = nullptr;
    QLabel* m_fillNote = nullptr;
};

} // namespace tradepost::ui
