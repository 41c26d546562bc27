#pragma once

#include "models/imports/import_setup.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QCheckBox;
class QComboBox;
class QMenu;
class QVBoxLayout;

namespace tradepost::ui {

class MappingRow;
class PreviewTable;

// The second step, for tables whose meaning is not known: which column is which field, with the products that come of
// it beside. Mappings are kept by name.
class MappingStep final : public QWidget {
    Q_OBJECT
public:
    // Everything passed must outlive the step.
    MappingStep(Workspace& workspace, models::ImportSetup& setup, QWidget* parent = nullptr);

    MappingRow* row(const QString& target) const; // null when it is not shown
    PreviewTable& table() { return *m_table; }
    void askToSave();
    void addField(const QString& target);

private:
    void update();
    void updateRows();
    void updatePreview();
    void fillSaved();
    void fillAdd();
    QString example(const QString& column) const;
    void change(const std::function<void(models::ImportMapping&)>& what);

    Workspace& m_workspace;
    models::ImportSetup& m_setup;
    QPushButton* m_saved;
    QMenu* m_savedMenu;
    QMenu* m_addMenu;
    QVBoxLayout* m_rows;
    QList<MappingRow*> m_shown;
    QComboBox* m_group;
    QCheckBox* m_makeSkus;
    QCheckBox* m_optionalCategory;
    QLabel* m_state;
    PreviewTable* m_table;
    bool m_updating = false;
};

} // namespace tradepost::ui
