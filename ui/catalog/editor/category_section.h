#pragma once

#include "models/catalog/category_tree_model.h"
#include "ui/catalog/editor/editor_section.h"

class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace tradepost::ui {

// Where the product stands in the store: the tree of categories, and a line that looks through it.
class CategorySection final : public EditorSection {
    Q_OBJECT
public:
    CategorySection(Workspace& workspace, models::ProductEditModel& model, models::CategoryTreeModel& categories,
                    QWidget* parent);
    void update() override;
    bool has(models::Field field) const override { return field == models::Field::Category; }
    QWidget* control(const models::FieldRef& ref) override;
    void setEditable(bool editable) override;
    QLineEdit* search() const { return m_search; }
    QTreeView* tree() const { return m_tree; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // Down leads from the line into the tree

private:
    void filter(const QString& text);
    void choose(const QModelIndex& index);
    void showChosen();

    models::CategoryTreeModel& m_categories;
    QSortFilterProxyModel* m_filter;
    ElidedLabel* m_path;
    QPushButton* m_none;
    QLineEdit* m_search;
    QTreeView* m_tree;
    QLabel* m_note;
    QString m_shown; // the category the tree was opened at
};

} // namespace tradepost::ui
