#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/moderation/queue_model.h"
#include "models/moderation/reason_templates.h"
#include "models/moderation/review_desk.h"
#include "models/moderation/seller_names.h"
#include "ui/kit/page.h"

class QSplitter;

namespace tradepost::ui {

class Banner;
class ElidedLabel;
class QueuePane;
class ReasonPanel;
class ReviewView;

// Where moderators decide: the queue at the left, the open item at the right, the decision below it. All of it works
// from the keyboard.
class ReviewPage final : public Page {
    Q_OBJECT
public:
    explicit ReviewPage(Workspace& workspace);
    ~ReviewPage() override;

    QString title() const override { return tr("Review"); }
    QString subject() const override;
    QString count() const override;
    QString statusText() const override;
    bool loaded() const override;
    void activate(const QString& productId) override;

    models::QueueModel& queue() { return m_queue; }
    models::ReviewDesk& desk() { return m_desk; }
    QueuePane& pane() { return *m_pane; }
    ReasonPanel& reason() { return *m_reason; }
    // What became of the last decision.
    QString notice() const;
    // Asks before many are decided about; a dialog, unless a test answers.
    std::function<bool(const QString& title, const QString& text, const QString& yes)> confirmMany;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* makeDecisionBar();
    void declareActions();
    void updateActions();
    void start(models::Verdict verdict);
    void decide(const models::Decision& decision);
    void openSomething();
    void moved();
    void focusSomething();
    void tell(const QString& done);
    void tellRefusal(const QString& id, const QString& title, const Error& error);

    Workspace& m_workspace;
    models::QueueModel m_queue;
    models::ReviewDesk m_desk;
    models::ReasonTemplates m_templates;
    models::SellerNames m_sellers;
    models::CategoryTreeModel m_categories;
    QSplitter* m_splitter;
    QueuePane* m_pane;
    ReviewView* m_view;
    ReasonPanel* m_reason;
    QWidget* m_bar = nullptr;
    ElidedLabel* m_what = nullptr; // is decided about, when it is not the open item; else what was done last
    QString m_done;
    Banner* m_refusal; // a decision the store did not take
    QString m_refusedId;
    QStringList m_about; // what the reason panel asks about
    QString m_asked;     // opened by its id, perhaps not listed
};

} // namespace tradepost::ui
