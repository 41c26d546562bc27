#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/moderation/review_desk.h"
#include "models/moderation/seller_names.h"
#include "ui/kit/page.h"
#include "ui/kit/pill.h"
#include "ui/kit/widgets.h"

class QScrollArea;
class QStackedLayout;
class QVBoxLayout;

namespace tradepost::ui {

class Banner;
class StateView;

// The open item: what was found with its evidence, what changes, the product itself and what became of it before.
class ReviewView final : public QWidget {
    Q_OBJECT
public:
    // Everything passed must outlive the view.
    ReviewView(Workspace& workspace, models::QueueModel& queue, models::ReviewDesk& desk, models::SellerNames& sellers,
               const models::CategoryTreeModel& categories, QWidget* parent = nullptr);

    void scrollBy(int pages);
    // To the first step of what stands in the item's place; false when an item is shown.
    bool focusState();

private:
    void refill(); // once for all that changes in one go
    void fill();
    void fillEmpty();
    void fillHead();
    void fillBody();
    QVBoxLayout* addCard(const QString& title);
    void addFindings();
    void addChanges();
    void addProduct();
    void addHistory();
    QWidget* comparison(const models::ProductFacts& mine, const models::ProductFacts& other);
    QWidget* pictures(const std::vector<models::Picture>& pictures, const QString& name);
    QLabel* addText(QVBoxLayout* column, const QString& text, bool muted = false);

    Workspace& m_workspace;
    models::QueueModel& m_queue;
    models::ReviewDesk& m_desk;
    models::SellerNames& m_sellers;
    const models::CategoryTreeModel& m_categories;
    QStackedLayout* m_stack;
    StateView* m_state;
    QWidget* m_page;
    ElidedLabel* m_title;
    Pill* m_kind;
    Pill* m_claim;
    ElidedLabel* m_facts;
    Banner* m_held;
    QScrollArea* m_scroll;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_column = nullptr;
    QString m_shownId;
    QTimer m_refill;
};

} // namespace tradepost::ui
