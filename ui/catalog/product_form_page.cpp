#include "ui/catalog/product_form_page.h"

#include "ui/catalog/conflict_dialog.h"
#include "ui/catalog/product_text.h"
#include "ui/kit/dialog.h"
#include "ui/kit/form.h"
#include "ui/kit/icons.h"
#include "ui/kit/pill.h"
#include "ui/kit/state_view.h"
#include "ui/kit/toasts.h"

#include <QComboBox>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedLayout>

namespace tradepost::ui {

using models::ProductState;
using Status = models::ProductEditModel::Status;

namespace {
constexpr int kFormWidth = 860;
constexpr int kTextHeight = 80;
} // namespace

ProductFormPage::ProductFormPage(Workspace& workspace)
    : m_workspace(workspace), m_categories(workspace.client), m_model(workspace.client), m_stack(new QStackedLayout),
      m_state(new StateView(workspace.theme, this)), m_saveBar(new SaveBar(workspace.theme, this)) {
    confirmLeaving = [this] {
        return confirm(m_workspace.theme, this, tr("Unsaved changes"),
                       tr("Leave without saving? What you typed here is lost."), tr("Leave"), tr("Keep editing"));
    };
    m_model.setLocale(workspace.format.locale());
    m_categories.setLanguage(workspace.format.german() ? "de" : "en");
    m_stack->addWidget(makeForm());
    m_stack->addWidget(m_state);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(m_stack, 1);
    column->addWidget(m_saveBar);

    ActionRegistry& actions = workspace.actions;
    actions.add(this, {"product.save", tr("Save product"), QKeySequence::Save, "check", [this] {
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
    connect(m_publish, &QPushButton::clicked, actions.find("product.publish"), &QAction::trigger);
    connect(m_saveBar, &SaveBar::save, actions.find("product.save"), &QAction::trigger);
    connect(m_saveBar, &SaveBar::discard, &m_model, &models::ProductEditModel::revert);
    connect(m_state, &StateView::primaryClicked, this, [this] { m_model.load(m_productId); });
    connect(m_state, &StateView::secondaryClicked, this, [this] { m_workspace.back(); });
    connect(&m_categories, &models::CategoryTreeModel::loadedChanged, this, &ProductFormPage::fillCategories);
    connect(&m_model, &models::ProductEditModel::changed, this, &ProductFormPage::update);
    connect(&m_model, &models::ProductEditModel::statusChanged, this, &ProductFormPage::statusChanged);
    connect(&m_model, &models::ProductEditModel::saveFailed, this, &ProductFormPage::saveFailed);
    connect(&m_model, &models::ProductEditModel::conflicted, this, &ProductFormPage::resolveConflict);
    connect(&m_model, &models::ProductEditModel::saved, this, [this](const QString& id) {
        m_productId = id;
        m_problem.clear();
        m_workspace.toasts.show(Tone::Good, tr("Saved."));
        update();
    });
    connect(&m_model, &models::ProductEditModel::transitioned, this, [this] {
        m_workspace.toasts.show(
            Tone::Good, m_model.state() == ProductState::Published   ? tr("Published. It is on sale now.")
                        : m_model.state() == ProductState::Submitted ? tr("Sent to review.")
                                                                     : tr("Unpublished. It is no longer on sale."));
    });
}

FormField* ProductFormPage::addLine(Field field, const QString& help, bool required) {
    auto* edit = new QLineEdit;
    edit->setMaxLength(models::ProductEditModel::maxLength(field) + 50); // longer is told, not cut silently
    auto* row = new FormField(m_workspace.theme, fieldLabel(field, m_model.otherLanguage()), edit, help, required);
    m_fields[std::size_t(field)] = row;
    connect(edit, &QLineEdit::textEdited, this, [this, field](const QString& text) { m_model.setValue(field, text); });
    connect(row, &FormField::left, this, [this, field] { m_model.touch(field); });
    return row;
}

FormField* ProductFormPage::addText(Field field, const QString& help) {
    auto* edit = new QPlainTextEdit;
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(kTextHeight);
    auto* row = new FormField(m_workspace.theme, fieldLabel(field, m_model.otherLanguage()), edit, help);
    m_fields[std::size_t(field)] = row;
    connect(edit, &QPlainTextEdit::textChanged, this, [this, field, edit] {
        if (!m_updating)
            m_model.setValue(field, edit->toPlainText());
    });
    connect(row, &FormField::left, this, [this, field] { m_model.touch(field); });
    return row;
}

QWidget* ProductFormPage::row(const QList<QWidget*>& fields) {
    auto* widget = new QWidget;
    auto* layout = new QHBoxLayout(widget);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    for (QWidget* field : fields)
        layout->addWidget(field, 1, Qt::AlignTop);
    return widget;
}

QWidget* ProductFormPage::makeSection(const QString& title, const QList<QWidget*>& rows) {
    auto* card = new QFrame;
    card->setObjectName("Card");
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(space::xl, space::l + 4, space::xl, space::xl);
    column->setSpacing(space::l);
    column->addWidget(makeLabel(m_workspace.theme, TextStyle::Section, title, false, card));
    for (QWidget* row : rows)
        column->addWidget(row);
    return card;
}

QWidget* ProductFormPage::makeForm() {
    const Theme& theme = m_workspace.theme;
    auto* form = new Panel(theme, Panel::Surface::Sunken);
    m_heading = new ElidedLabel(Qt::ElideRight, form);
    m_heading->setFont(theme.font(TextStyle::Section));
    m_pill = new Pill(theme, form);
    m_publish = makeButton(theme, ButtonKind::Plain, {}, {}, form);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(m_heading, 0);
    head->addWidget(m_pill);
    head->addStretch(1);
    head->addWidget(m_publish);

    auto* texts =
        makeSection(tr("Texts"), {row({addLine(Field::Title, tr("What shoppers see first."), true),
                                       addLine(Field::OtherTitle, tr("For shoppers who read that language."), false)}),
                                  row({addText(Field::Description, {}), addText(Field::OtherDescription, {})})});
    m_category = new QComboBox;
    m_category->setMaxVisibleItems(16);
    m_category->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_category->setMinimumContentsLength(12);
    auto* category = new FormField(theme, fieldLabel(Field::Category, {}), m_category, {});
    m_fields[std::size_t(Field::Category)] = category;
    connect(m_category, &QComboBox::activated, this,
            [this](int index) { m_model.setValue(Field::Category, m_category->itemData(index).toString()); });
    m_seller = new QComboBox;
    m_seller->setMaxVisibleItems(16);
    m_seller->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_seller->setMinimumContentsLength(12);
    auto* seller = new FormField(theme, fieldLabel(Field::Seller, {}), m_seller, {}, true);
    m_fields[std::size_t(Field::Seller)] = seller;
    connect(m_seller, &QComboBox::activated, this,
            [this](int index) { m_model.setValue(Field::Seller, m_seller->itemData(index).toString()); });
    auto* what = makeSection(tr("What it is"), {seller, row({addLine(Field::Brand, {}, false), category})});
    auto* offer = makeSection(tr("Offer"), {row({addLine(Field::Price, tr("What shoppers pay."), true),
                                                 addLine(Field::Sku, tr("Your own number, used once."), true),
                                                 addLine(Field::Gtin, tr("The number below the bar code."), false)})});

    auto* inside = new QWidget(form);
    inside->setMaximumWidth(kFormWidth);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(space::xl, space::l, space::xl, space::xl);
    column->setSpacing(space::l);
    column->addLayout(head);
    for (QWidget* section : {texts, what, offer})
        column->addWidget(section);
    column->addStretch(1);
    auto* centre = new QHBoxLayout(form);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(inside, 100);
    centre->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(form);
    return scroll;
}

QString ProductFormPage::title() const {
    return m_productId.isEmpty() ? tr("New product") : tr("Edit product");
}

QString ProductFormPage::subject() const {
    return m_model.baseValue(Field::Title);
}

void ProductFormPage::activate(const QString& productId) {
    m_productId = productId;
    m_problem.clear();
    m_refused = false;
    if (!m_categories.loaded())
        m_categories.load();
    if (productId.isEmpty())
        m_model.startNew("EUR");
    else
        m_model.load(productId);
    m_fields[std::size_t(Field::Title)]->control()->setFocus();
    emit titleChanged();
}

bool ProductFormPage::mayLeave() {
    if (!m_model.dirty() || m_model.status() == Status::LoadFailed)
        return true;
    if (!confirmLeaving())
        return false;
    m_model.revert();
    return true;
}

void ProductFormPage::fillCategories() {
    m_category->clear();
    m_category->addItem(tr("None"), QString());
    for (const auto& entry : m_categories.entries())
        m_category->addItem(entry.path, entry.id);
    update();
}

void ProductFormPage::updateSellers() {
    const auto& sellers = m_model.sellers();
    if (m_seller->count() != int(sellers.size()) + 1 ||
        (!sellers.empty() && m_seller->itemData(1).toString() != sellers.front().id)) {
        m_seller->clear();
        m_seller->addItem(tr("Choose…"), QString());
        for (const auto& [id, name] : sellers)
            m_seller->addItem(name, id);
    }
    m_fields[std::size_t(Field::Seller)]->setVisible(
        m_model.isNew() && (!sellers.empty() || !m_model.shownProblem(Field::Seller).isEmpty()));
}

void ProductFormPage::update() {
    m_updating = true;
    updateSellers();
    // The other language is known only now: it depends on the product's own.
    for (const Field field : {Field::OtherTitle, Field::OtherDescription})
        m_fields[std::size_t(field)]->setLabel(fieldLabel(field, m_model.otherLanguage()));
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const QString value = m_model.value(Field(i));
        FormField* row = m_fields[i];
        if (auto* line = qobject_cast<QLineEdit*>(row->control())) {
            if (line->text() != value) {
                line->setText(value);
                line->setCursorPosition(0); // long texts are read from their beginning
            }
        } else if (auto* text = qobject_cast<QPlainTextEdit*>(row->control())) {
            if (text->toPlainText() != value)
                text->setPlainText(value);
        } else {
            auto* choice = qobject_cast<QComboBox*>(row->control());
            choice->setCurrentIndex(std::max(0, choice->findData(value)));
        }
        row->setProblem(m_model.shownProblem(Field(i)));
    }
    m_updating = false;
    const auto wrong = std::ranges::count_if(m_fields, [](const FormField* row) { return !row->problem().isEmpty(); });
    m_refused = m_refused && wrong > 0;
    const QString problem =
        m_refused ? tr("Not saved: %n field(s) need another look.", nullptr, int(wrong)) : m_problem;
    const bool published = m_model.state() == ProductState::Published;
    const QString title = m_model.baseValue(Field::Title);
    m_heading->setFullText(title.isEmpty() ? tr("Without a title yet") : title);
    m_pill->setStyleAndText(productPill(m_model.isNew() ? ProductState::Draft : m_model.state()));
    m_publish->setVisible(!m_model.isNew());
    m_publish->setText(published ? tr("Unpublish") : tr("Publish"));
    m_publish->setIcon(icon(m_workspace.theme, published ? "hide" : "show"));
    m_publish->setEnabled(!m_model.dirty() && m_model.status() == Status::Editing);
    m_publish->setToolTip(m_model.dirty() ? tr("Save your changes first.") : QString());
    m_saveBar->setState(m_model.dirty(), m_model.status() == Status::Saving, problem);
    emit titleChanged();
}

void ProductFormPage::statusChanged() {
    if (m_model.status() == Status::LoadFailed) {
        m_state->showError(tr("The product could not be read"), m_model.error(), tr("Try again"), tr("Back"));
        m_stack->setCurrentIndex(1);
        if (isVisible())
            m_state->focusPrimary();
        return;
    }
    m_stack->setCurrentIndex(0);
    const bool editable = m_model.status() == Status::Editing;
    for (FormField* row : m_fields)
        row->control()->setEnabled(editable || m_model.status() == Status::Saving);
    // Loading took the focus from the disabled fields.
    if (editable && isVisible() && !isAncestorOf(QApplication::focusWidget()))
        m_fields[std::size_t(Field::Title)]->control()->setFocus();
    update();
}

void ProductFormPage::saveFailed() {
    m_problem = client::text(m_model.error().message);
    update();
    focusFirstProblem();
}

void ProductFormPage::focusFirstProblem() {
    for (FormField* row : m_fields) {
        if (!row->problem().isEmpty()) {
            row->control()->setFocus();
            return;
        }
    }
}

void ProductFormPage::resolveConflict() {
    auto* dialog = new ConflictDialog(m_workspace.theme, m_model, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { m_model.resolve(dialog->choices()); });
    dialog->open();
}

} // namespace tradepost::ui
