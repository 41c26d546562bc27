#pragma once

#include "models/imports/import_setup.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QComboBox;
class QLineEdit;

namespace tradepost::ui {

class ElidedLabel;

// One field of the product and where it comes from: a column, or the same for all; an example beside it; what becomes
// of it behind a button.
class MappingRow final : public QWidget {
    Q_OBJECT
public:
    // `workspace` must outlive the row.
    MappingRow(Workspace& workspace, const QString& target, bool required, QWidget* parent = nullptr);

    const QString& target() const { return m_field.target; }
    const models::MappedField& field() const { return m_field; }
    // `example`: a cell of the column, empty when there is none.
    void show(const models::MappedField& field, const QStringList& columns, const QString& example);
    QComboBox* columnBox() const { return m_column; }
    QLineEdit* constantEdit() const { return m_constant; }
    void openSettings();

signals:
    void changed(const tradepost::models::MappedField& field);

private:
    void columnChosen();
    void updateSettings();

    Workspace& m_workspace;
    models::MappedField m_field;
    QComboBox* m_column;
    QLineEdit* m_constant;
    ElidedLabel* m_example;
    QToolButton* m_settings;
    bool m_constantChosen = false;
    bool m_updating = false;
};

} // namespace tradepost::ui
