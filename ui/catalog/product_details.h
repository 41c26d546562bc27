#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/catalog/product_edit_model.h"
#include "ui/kit/page.h"
#include "ui/kit/pill.h"
#include "ui/kit/widgets.h"

class QFormLayout;
class QStackedLayout;

namespace tradepost::ui {

class StateView;

// The drawer's content for one product: picture, state, price, numbers and texts, and what can be done with it.
class ProductDetails final : public QWidget {
    Q_OBJECT
public:
    ProductDetails(Workspace& workspace, const models::CategoryTreeModel& categories, QWidget* parent);
    void load(const QString& productId);
    const models::ProductEditModel& model() const { return m_model; }

signals:
    void headingChanged(const QString& title);
    void editRequested(const QString& productId);

private:
    void fill();
    void showPicture();
    void addFact(const QString& label, const QString& value, TextStyle style = TextStyle::Body);

    Workspace& m_workspace;
    const models::CategoryTreeModel& m_categories;
    models::ProductEditModel m_model;
    QStackedLayout* m_stack;
    StateView* m_state;
    QWidget* m_body;
    QLabel* m_picture;
    Pill* m_pill;
    QLabel* m_price;
    QLabel* m_updated;
    QLabel* m_description;
    QFormLayout* m_facts;
    QPushButton* m_edit;
    QPushButton* m_publish;
    QString m_productId;
};

} // namespace tradepost::ui
