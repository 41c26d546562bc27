#pragma once

#include "models/catalog/category_tree_model.h"
#include "models/catalog/draft_store.h"
#include "models/catalog/media_uploads.h"
#include "models/catalog/product_edit_model.h"
#include "models/catalog/product_history.h"
#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QScrollArea;
class QStackedLayout;

namespace tradepost::ui {

class AttributesSection;
class Banner;
class CategorySection;
class EditorSection;
class FormField;
class HistorySection;
class MarketsSection;
class MediaSection;
class Outline;
class Pill;
class PreviewPanel;
class SaveBar;
class SeoSection;
class StateNotice;
class StateView;
class TextsSection;
class VariantsSection;

// One product to make or change: its sections one below the other, their outline at the left, at the right what
// shoppers will see. Ctrl+S saves, leaving with unsaved changes asks; what is typed survives the end of the console.
class ProductEditorPage final : public Page {
    Q_OBJECT
public:
    explicit ProductEditorPage(Workspace& workspace);
    ~ProductEditorPage() override;

    QString title() const override;
    QString subject() const override;
    void activate(const QString& productId) override; // empty: a new product
    bool mayLeave() override;

    models::ProductEditModel& model() { return m_model; }
    models::DraftKeeper& drafts() { return m_drafts; }
    models::MediaUploads& uploads() { return m_uploads; }
    models::ProductHistory& history() { return m_history; }
    FormField* field(const models::FieldRef& ref) const; // null when it is not a plain one
    template<class Section>
    Section& section() const {
        return *findChild<Section*>();
    }
    void showSection(const EditorSection& section);
    Outline& outline() const { return *m_outline; }
    Banner& offer() const { return *m_offer; }
    StateNotice& notice() const { return *m_notice; }
    PreviewPanel& preview() const { return *m_preview; }
    // Answers "leave with unsaved changes?" and "put a former version into the form?" instead of the dialogs, in tests.
    std::function<bool()> confirmLeaving;
    std::function<bool()> confirmRestoring;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeForm();
    void declareActions();
    void connectModel();
    void togglePreview();
    void makeRoom(); // the outline gives way to the preview where both do not fit
    void update();
    void updateHead();
    void updateOutline();
    void followScroll();
    void statusChanged();
    void saved(const QString& id);
    void saveFailed();
    void resolveConflict();
    void focusFirstProblem();
    void showOffer();
    void restore(int entry);

    Workspace& m_workspace;
    models::CategoryTreeModel m_categories;
    models::ProductEditModel m_model;
    models::ProductHistory m_history;
    models::MediaUploads m_uploads;
    models::DraftKeeper m_drafts;
    QStackedLayout* m_stack;
    QWidget* m_head = nullptr;
    StateView* m_state;
    SaveBar* m_saveBar;
    Banner* m_offer;
    Outline* m_outline = nullptr;
    QScrollArea* m_scroll = nullptr;
    StateNotice* m_notice = nullptr;
    TextsSection* m_texts = nullptr;
    QList<EditorSection*> m_sections;
    PreviewPanel* m_preview = nullptr;
    Pill* m_pill = nullptr;
    ElidedLabel* m_heading = nullptr;
    QPushButton* m_publish = nullptr;
    QPushButton* m_previewButton = nullptr;
    QString m_productId;
    QString m_problem;      // of the last save, from the store
    bool m_refused = false; // the last save was not sent: fields are wrong
    bool m_fresh = false;   // another product: what it shows starts anew
    bool m_opening = false; // it may have a draft
};

} // namespace tradepost::ui
