#pragma once

#include "models/catalog/product_history.h"
#include "ui/catalog/editor/editor_section.h"

namespace tradepost::ui {

// Who did what to the product when. A former version can be put back into the form, to be saved or not.
class HistorySection final : public EditorSection {
    Q_OBJECT
public:
    HistorySection(Workspace& workspace, models::ProductEditModel& model, models::ProductHistory& history,
                   QWidget* parent);
    bool has(models::Field) const override { return false; }
    void setEditable(bool editable) override;
    QList<QPushButton*> restoreButtons() const { return m_restores; }

signals:
    void restoreRequested(int entry);

private:
    void fill();
    QWidget* makeEntry(int entry);
    QString whoOf(const models::ProductHistory::Entry& entry) const;

    models::ProductHistory& m_history;
    QVBoxLayout* m_list;
    QList<QWidget*> m_entries;
    QList<QPushButton*> m_restores;
    QLabel* m_state;
    QPushButton* m_more;
    bool m_editable = true;
};

} // namespace tradepost::ui
