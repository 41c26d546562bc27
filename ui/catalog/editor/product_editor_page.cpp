#include "ui/catalog/editor/product_editor_page.h"

#include "ui/catalog/editor/attributes_section.h"
#include "ui/catalog/editor/basics_section.h"
#include "ui/catalog/editor/category_section.h"
#include "ui/catalog/editor/conflict_dialog.h"
#include "ui/catalog/editor/history_section.h"
#include "ui/catalog/editor/markets_section.h"
#include "ui/catalog/editor/media_section.h"
#include "ui/catalog/editor/outline.h"
#include "ui/catalog/editor/preview_panel.h"
#include "ui/catalog/editor/seo_section.h"
#include "ui/catalog/editor/state_notice.h"
#include "ui/catalog/editor/texts_section.h"
#include "ui/catalog/editor/variants_section.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/banner.h"
#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/icons.h"
#include "ui/kit/pill.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QStackedLayout>

namespace tradepost::ui {

using models::Field;
using models::FieldRef;
using models::ProductState;
using Status = models::ProductEditModel::Status;

namespace {
constexpr int kFormWidth = 900;
constexpr int kHeadHeight = 52;
constexpr int kRoomForBoth = 1'200; // outline and preview beside the form
} // namespace

ProductEditorPage::ProductEditorPage(Workspace& workspace)
    : m_workspace(workspace), m_categories(workspace.client), m_model(workspace.client), m_history(workspace.client),
      m_uploads(workspace.client), m_drafts(workspace.client, m_model, workspace.settings.folder() + "/drafts"),
      m_stack(new QStackedLayout), m_state(new StateView(workspace.theme, this)),
      m_saveBar(new SaveBar(workspace.theme, this)), m_offer(new Banner(workspace.theme, this)) {
    confirmLeaving = [this] {
        return confirm(m_workspace.theme, this, tr("Unsaved changes"),
                       tr("Leave without saving? What you typed here is lost."), tr("Leave"), tr("Keep editing"));
    };
    confirmRestoring = [this] {
        return confirm(m_workspace.theme, this, tr("Replace what you typed?"),
                       tr("The form has changes that are not saved. Restoring puts the former version in their place."),
                       tr("Restore"), tr("Keep editing"));
    };
    m_model.setLocale(workspace.format.locale());
    m_categories.setLanguage(workspace.format.german() ? "de" : "en");
    auto* body = new QWidget(this);
    auto* form = makeForm();
    QStringList titles;
    for (const EditorSection* section : std::as_const(m_sections))
        titles.append(section->title());
    m_outline = new Outline(workspace.theme, titles, body);
    m_preview = new PreviewPanel(workspace, m_model, m_uploads, body);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_outline);
    row->addWidget(form, 1);
    row->addWidget(m_preview);
    m_stack->addWidget(body);
    m_stack->addWidget(m_state);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_head = makeHead();
    column->addWidget(m_head);
    column->addWidget(m_offer);
    column->addLayout(m_stack, 1);
    column->addWidget(m_saveBar);
    m_preview->setVisible(workspace.settings.get(settings::productPreview));
    declareActions();
    connectModel();
}

ProductEditorPage::~ProductEditorPage() {
    m_drafts.flush(); // the window is closed, or made anew in another language
}

QWidget* ProductEditorPage::makeHead() {
    const Theme& theme = m_workspace.theme;
    auto* head = new Panel(theme, Panel::Surface::Surface, Qt::BottomEdge, this);
    head->setFixedHeight(kHeadHeight);
    m_heading = new ElidedLabel(Qt::ElideRight, head);
    m_heading->setFont(theme.font(TextStyle::Section));
    m_pill = new Pill(theme, head);
    m_previewButton = makeButton(theme, ButtonKind::Quiet, tr("Preview"), "show", head);
    m_previewButton->setCheckable(true);
    m_publish = makeButton(theme, ButtonKind::Plain, {}, {}, head);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::xl, 0, space::l, 1);
    row->setSpacing(space::m);
    row->addWidget(m_heading, 0);
    row->addWidget(m_pill);
    row->addStretch(1);
    row->addWidget(m_previewButton);
    row->addWidget(m_publish);
    return head;
}

QWidget* ProductEditorPage::makeForm() {
    auto* form = new Panel(m_workspace.theme, Panel::Surface::Sunken);
    auto* inside = new QWidget(form);
    inside->setMaximumWidth(kFormWidth);
    m_notice = new StateNotice(m_workspace, m_model, m_history, inside);
    m_texts = new TextsSection(m_workspace, m_model, inside);
    auto* history = new HistorySection(m_workspace, m_model, m_history, inside);
    connect(history, &HistorySection::restoreRequested, this, &ProductEditorPage::restore);
    m_sections = {new BasicsSection(m_workspace, m_model, inside),
                  m_texts,
                  new MediaSection(m_workspace, m_model, m_uploads, inside),
                  new VariantsSection(m_workspace, m_model, inside),
                  new CategorySection(m_workspace, m_model, m_categories, inside),
                  new AttributesSection(m_workspace, m_model, inside),
                  new SeoSection(m_workspace, m_model, inside),
                  new MarketsSection(m_workspace, m_model, inside),
                  history};
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    column->setSpacing(space::l);
    column->addWidget(m_notice);
    for (EditorSection* section : std::as_const(m_sections))
        column->addWidget(section);
    column->addStretch(1);
    auto* centre = new QHBoxLayout(form);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(inside, 100);
    centre->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(form);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &ProductEditorPage::followScroll);
    return m_scroll;
}

void ProductEditorPage::declareActions() {
    ActionRegistry& actions = m_workspace.actions;
    actions.add(this, {"product.save", tr("Save product"), QKeySequence::Save, "check", [this] {
                           if (m_uploads.busy()) {
                               m_workspace.toasts.show(Tone::Info, tr("Pictures are still on their way; save again "
                                                                      "when they are there."));
                               return;
                           }
                           m_problem.clear();
                           m_refused = !m_model.save();
                           if (m_refused) {
                               update();
                               focusFirstProblem();
                           }
                       }});
    actions.add(this, {"product.publish", tr("Publish or unpublish"), QKeySequence("Ctrl+Shift+P"), "show", [this] {
                           if (m_model.state() == ProductState::Published)
                               m_model.unpublish();
                           else
                               m_model.publish();
                       }});
    actions.add(this, {"product.preview", tr("Show or hide the preview"), QKeySequence("Ctrl+Shift+V"), "show",
                       [this] { togglePreview(); }});
    actions.add(this, {"product.options", tr("Edit the options of the variants"), QKeySequence("Ctrl+Shift+O"), "edit",
                       [this] { section<VariantsSection>().editOptions(); }});
    connect(m_publish, &QPushButton::clicked, actions.find("product.publish"), &QAction::trigger);
    connect(m_previewButton, &QPushButton::clicked, actions.find("product.preview"), &QAction::trigger);
    connect(m_saveBar, &SaveBar::save, actions.find("product.save"), &QAction::trigger);
    connect(m_saveBar, &SaveBar::discard, &m_model, &models::ProductEditModel::revert);
    connect(m_state, &StateView::primaryClicked, this, [this] { m_model.load(m_productId); });
    connect(m_state, &StateView::secondaryClicked, this, [this] { m_workspace.back(); });
    connect(m_outline, &Outline::chosen, this, [this](int at) {
        showSection(*m_sections[at]);
        m_outline->setCurrent(at);
    });
    connect(m_offer, &Banner::clicked, this, [this] { m_drafts.take(); });
    connect(m_offer, &Banner::secondClicked, this, [this] { m_drafts.drop(); });
}

void ProductEditorPage::connectModel() {
    using Model = models::ProductEditModel;
    connect(&m_categories, &models::CategoryTreeModel::loadedChanged, this, &ProductEditorPage::update);
    connect(&m_model, &Model::changed, this, &ProductEditorPage::update);
    connect(&m_model, &Model::statusChanged, this, &ProductEditorPage::statusChanged);
    connect(&m_model, &Model::saveFailed, this, &ProductEditorPage::saveFailed);
    connect(&m_model, &Model::conflicted, this, &ProductEditorPage::resolveConflict);
    connect(&m_model, &Model::saved, this, &ProductEditorPage::saved);
    connect(&m_model, &Model::transitioned, this, [this] {
        const QString text = m_model.state() == ProductState::Published
                                 ? m_model.pending() ? tr("Sent to review.") : tr("Published. It is on sale now.")
                             : m_model.state() == ProductState::Submitted ? tr("Sent to review.")
                             : m_model.state() == ProductState::Draft     ? tr("Withdrawn from review.")
                                                                          : tr("Unpublished. It is no longer on sale.");
        m_workspace.toasts.show(Tone::Good, text);
        m_history.load(m_productId);
    });
    connect(&m_history, &models::ProductHistory::changed, this, [this] { m_notice->update(); });
    connect(&m_drafts, &models::DraftKeeper::offerChanged, this, &ProductEditorPage::showOffer);
}

QString ProductEditorPage::title() const {
    return m_productId.isEmpty() ? tr("New product") : tr("Edit product");
}

QString ProductEditorPage::subject() const {
    return m_model.baseValue(Field::Title);
}

FormField* ProductEditorPage::field(const FieldRef& ref) const {
    for (const EditorSection* section : m_sections) {
        if (FormField* found = section->field(ref))
            return found;
    }
    return nullptr;
}

void ProductEditorPage::activate(const QString& productId) {
    m_productId = productId;
    m_problem.clear();
    m_refused = false;
    m_fresh = true;
    m_opening = true;
    m_offer->clear();
    m_uploads.clear();
    m_scroll->verticalScrollBar()->setValue(0);
    if (!m_categories.loaded())
        m_categories.load();
    m_history.load(productId);
    if (productId.isEmpty()) {
        m_model.startNew("EUR");
        m_texts->reset();
        statusChanged(); // also where the one before was new
    } else {
        m_model.load(productId);
    }
    m_texts->control(Field::Title)->setFocus();
    followScroll();
    emit titleChanged();
}

bool ProductEditorPage::mayLeave() {
    if (!m_model.dirty() || m_model.status() == Status::LoadFailed)
        return true;
    if (!confirmLeaving())
        return false;
    m_model.revert();
    m_uploads.clear();
    return true;
}

void ProductEditorPage::togglePreview() {
    const bool shown = m_preview->isHidden();
    m_preview->setVisible(shown);
    m_workspace.settings.set(settings::productPreview, shown);
    makeRoom();
    update();
}

void ProductEditorPage::makeRoom() {
    m_outline->setVisible(m_preview->isHidden() || width() >= kRoomForBoth);
}

void ProductEditorPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    makeRoom();
}

void ProductEditorPage::showSection(const EditorSection& section) {
    // Its heading goes to the top, however tall it is.
    const int top = section.mapTo(m_scroll->widget(), QPoint(0, 0)).y() - space::l;
    m_scroll->verticalScrollBar()->setValue(top);
}

void ProductEditorPage::followScroll() {
    const QScrollBar* bar = m_scroll->verticalScrollBar();
    const int line = bar->value() + m_scroll->viewport()->height() / 4;
    int current = 0;
    for (int i = 0; i < int(m_sections.size()); ++i) {
        if (m_sections[i]->mapTo(m_scroll->widget(), QPoint(0, 0)).y() <= line)
            current = i;
    }
    if (bar->value() > 0 && bar->value() == bar->maximum())
        current = int(m_sections.size()) - 1;
    m_outline->setCurrent(current);
}

void ProductEditorPage::update() {
    if (m_fresh && m_model.status() != Status::Loading) {
        m_fresh = false;
        m_texts->reset();
    }
    for (EditorSection* section : std::as_const(m_sections))
        section->update();
    m_notice->update();
    if (m_preview->isVisible())
        m_preview->update();
    updateHead();
    updateOutline();
    const int wrong = int(m_model.shownProblems().size());
    m_refused = m_refused && wrong > 0;
    const QString problem = m_refused ? tr("Not saved: %n field(s) need another look.", nullptr, wrong) : m_problem;
    m_saveBar->setState(m_model.dirty(), m_model.status() == Status::Saving, problem);
    emit titleChanged();
}

void ProductEditorPage::updateHead() {
    const ProductState state = m_model.isNew() ? ProductState::Draft : m_model.state();
    const QString title = m_model.baseValue(Field::Title);
    const bool loading = m_model.status() == Status::Loading;
    m_heading->setFullText(loading ? tr("Reading…") : title.isEmpty() ? tr("Without a title yet") : title);
    m_pill->setVisible(!loading);
    m_pill->setStyleAndText(productPill(state));
    const bool published = state == ProductState::Published;
    const bool sellable = published || state == ProductState::Draft || state == ProductState::Unpublished;
    m_publish->setVisible(!m_model.isNew() && sellable);
    m_publish->setText(published ? tr("Unpublish") : tr("Publish"));
    m_publish->setIcon(icon(m_workspace.theme, published ? "hide" : "show"));
    m_publish->setEnabled(!m_model.dirty() && m_model.status() == Status::Editing);
    m_publish->setToolTip(m_model.dirty() ? tr("Save your changes first.") : QString());
    m_previewButton->setChecked(!m_preview->isHidden());
    // A shortcut must not do what no button offers.
    m_workspace.actions.find("product.publish")->setEnabled(m_publish->isEnabled() && sellable && !m_model.isNew());
}

void ProductEditorPage::updateOutline() {
    const auto problems = m_model.shownProblems();
    const auto& draft = m_model.draft();
    const auto& base = m_model.base();
    std::vector<FieldRef> changed;
    if (m_model.dirty()) {
        for (const FieldRef& ref : models::ProductDraft::fieldsOf(base, draft, base)) {
            if (!draft.same(ref, base))
                changed.push_back(ref);
        }
    }
    for (int i = 0; i < int(m_sections.size()); ++i) {
        const auto mine = [&](const FieldRef& ref) { return m_sections[i]->has(ref.field); };
        const auto wrong = std::ranges::count_if(problems, [&](const auto& each) { return mine(each.first); });
        m_outline->setState(i, std::ranges::any_of(changed, mine), int(wrong));
    }
}

void ProductEditorPage::statusChanged() {
    m_head->setVisible(m_model.status() != Status::LoadFailed);
    if (m_model.status() == Status::LoadFailed) {
        m_state->showError(tr("The product could not be read"), m_model.error(), tr("Try again"), tr("Back"));
        m_stack->setCurrentIndex(1);
        if (isVisible())
            m_state->focusPrimary();
        return;
    }
    m_stack->setCurrentIndex(0);
    const bool archived = !m_model.isNew() && m_model.state() == ProductState::Archived;
    const bool editable = m_model.status() == Status::Editing && !archived;
    for (EditorSection* section : std::as_const(m_sections))
        section->setEditable(editable || m_model.status() == Status::Saving);
    update();
    if (m_opening && m_model.status() == Status::Editing) {
        m_opening = false;
        m_drafts.opened();
        if (isVisible()) // loading took the focus from the disabled fields
            m_texts->control(Field::Title)->setFocus();
    }
    if (editable && isVisible() && !isAncestorOf(QApplication::focusWidget()))
        m_texts->control(Field::Title)->setFocus();
}

void ProductEditorPage::saved(const QString& id) {
    m_productId = id;
    m_problem.clear();
    m_history.load(id);
    m_workspace.toasts.show(Tone::Good, m_model.pending() ? tr("Saved. It waits for a moderator.") : tr("Saved."));
    update();
}

void ProductEditorPage::saveFailed() {
    m_problem = client::text(m_model.error().message);
    if (!m_model.dirty()) // the bar that would tell it is not there
        m_workspace.toasts.show(Tone::Bad, m_problem);
    update();
    focusFirstProblem();
}

void ProductEditorPage::focusFirstProblem() {
    const auto problems = m_model.shownProblems();
    for (EditorSection* section : std::as_const(m_sections)) {
        for (const auto& [ref, problem] : problems) {
            QWidget* control = section->has(ref.field) ? section->control(ref) : nullptr;
            if (!control)
                continue;
            control->setFocus();
            m_scroll->ensureWidgetVisible(control, 0, space::xxl * 2);
            return;
        }
    }
}

void ProductEditorPage::resolveConflict() {
    auto* dialog = new ConflictDialog(m_workspace.theme, m_model, m_categories, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_model.resolve(dialog->choices()); });
    dialog->open();
}

void ProductEditorPage::showOffer() {
    const auto& offer = m_drafts.offer();
    if (!offer)
        m_offer->clear();
    else
        m_offer->show(Tone::Warn, "refresh",
                      tr("There are changes of this product that were not saved (%1).")
                          .arg(m_workspace.format.relative(offer->time)),
                      tr("Go on with them"), tr("Discard them"));
}

void ProductEditorPage::restore(int entry) {
    if (m_model.dirty() && !confirmRestoring())
        return;
    const auto product = m_history.asOf(std::size_t(entry), m_model.live());
    m_model.replace(models::ProductDraft::of(product, m_model.locale()));
    m_workspace.toasts.show(Tone::Info, m_model.dirty()
                                            ? tr("The former version is in the form. Save it to bring it back.")
                                            : tr("The product is already as it was then."));
}

} // namespace tradepost::ui
