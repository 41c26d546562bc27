#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_edit_model.h"
#include "ui/kit/page.h"

class QComboBox;
class QStackedLayout;
class QVBoxLayout;

namespace tradepost::ui {

class ElidedLabel;
class FormField;
class Pill;
class SaveBar;
class StateView;

// One product to make or change: texts in two languages side by side, what it is, what it costs. Ctrl+S saves, leaving
// with unsaved changes asks.
class ProductFormPage final : public Page {
    Q_OBJECT
public:
    explicit ProductFormPage(Workspace& workspace);

    QString title() const override;
    QString subject() const override;
    void activate(const QString& productId) override; // empty: a new product
    bool mayLeave() override;

    models::ProductEditModel& model() { return m_model; }
    FormField* field(models::ProductEditModel::Field field) const { return m_fields[std::size_t(field)]; }
    // Answers "leave with unsaved changes?" instead of the dialog, in tests.
    std::function<bool()> confirmLeaving;

private:
    using Field = models::ProductEditModel::Field;

    QWidget* makeForm();
    QWidget* makeSection(const QString& title, const QList<QWidget*>& rows);
    FormField* addLine(Field field, const QString& help, bool required);
    FormField* addText(Field field, const QString& help);
    QWidget* row(const QList<QWidget*>& fields); // side by side
    void fillCategories();
    void updateSellers();
    void update();
    void statusChanged();
    void saveFailed();
    void resolveConflict();
    void focusFirstProblem();

    Workspace& m_workspace;
    models::CategoryTreeModel m_categories;
    models::ProductEditModel m_model;
    QStackedLayout* m_stack;
    StateView* m_state;
    SaveBar* m_saveBar;
    std::array<FormField*, models::ProductEditModel::kFieldCount> m_fields{};
    QComboBox* m_category = nullptr;
    QComboBox* m_seller = nullptr;
    Pill* m_pill = nullptr;
    ElidedLabel* m_heading = nullptr;
    QPushButton* m_publish = nullptr;
    QString m_productId;
    QString m_problem;      // of the last save, from the store
    bool m_refused = false; // the last save was not sent: fields are wrong
    bool m_updating = false;
};

} // namespace tradepost::ui
