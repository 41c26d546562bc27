#include "ui/moderation/reason_panel.h"

#include "ui/kit/form.h"
#include "ui/kit/key_caps.h"
#include "ui/moderation/moderation_text.h"

#include <QComboBox>
#include <QGridLayout>
#include <QPlainTextEdit>

namespace tradepost::ui {

namespace {
constexpr int kReasonHeight = 74;
} // namespace

ReasonPanel::ReasonPanel(const Theme& theme, const models::ReasonTemplates& templates, QWidget* parent)
    : Panel(theme, Surface::Raised, Qt::TopEdge, parent), m_templates(templates),
      m_heading(new ElidedLabel(Qt::ElideRight, this)), m_template(new QComboBox), m_reason(new QPlainTextEdit),
      m_note(new QLineEdit), m_submit(makeButton(theme, ButtonKind::Primary, {}, {}, this)) {
    m_heading->setFont(theme.font(TextStyle::Section));
    m_template->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_template->setMinimumContentsLength(12);
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(kReasonHeight);
    m_note->setMaxLength(kMaxLength);
    auto* chosen = new FormField(theme, tr("Template"), m_template, {});
    m_reasonField = new FormField(theme, tr("Reason for the seller"), m_reason, {}, true);
    auto* note = new FormField(theme, tr("Note for moderators"), m_note, tr("The seller does not see it."));
    auto* back = makeButton(theme, ButtonKind::Plain, tr("Back"), {}, this);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(new KeyCaps(theme, QKeySequence(Qt::CTRL | Qt::Key_Return), this));
    buttons->addWidget(back);
    buttons->addWidget(m_submit);
    auto* left = new QVBoxLayout;
    left->setSpacing(space::m);
    left->addWidget(chosen);
    left->addWidget(note);
    left->addStretch(1);
    auto* fields = new QHBoxLayout;
    fields->setSpacing(space::l);
    fields->addLayout(left, 2);
    fields->addWidget(m_reasonField, 3, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::l, space::xl, space::m);
    column->setSpacing(space::m);
    column->addWidget(m_heading);
    column->addLayout(fields);
    column->addLayout(buttons);

    connect(&templates, &models::ReasonTemplates::changed, this, &ReasonPanel::fillTemplates);
    connect(m_template, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (index > 0)
            m_reason->setPlainText(m_template->itemData(index).toString());
    });
    connect(m_reason, &QPlainTextEdit::textChanged, this, [this] { m_reasonField->setProblem({}); });
    connect(back, &QPushButton::clicked, this, &ReasonPanel::close);
    connect(m_submit, &QPushButton::clicked, this, &ReasonPanel::submit);
    for (QWidget* field :
         {static_cast<QWidget*>(m_template), static_cast<QWidget*>(m_reason), static_cast<QWidget*>(m_note)})
        field->installEventFilter(this);
    setFocusProxy(m_template);
    hide();
}

void ReasonPanel::ask(models::Verdict verdict, const QString& what, const QString& language) {
    m_verdict = verdict;
    m_language = language;
    m_heading->setFullText(verdictText(verdict) + ": " + what);
    m_submit->setText(verdictText(verdict));
    m_reason->clear();
    m_note->clear();
    m_reasonField->setProblem({});
    fillTemplates();
    show();
    m_template->setFocus();
}

void ReasonPanel::close() {
    if (!asking())
        return;
    hide();
    emit closed();
}

void ReasonPanel::fillTemplates() {
    const QSignalBlocker quiet(m_template);
    const QString before = m_template->currentText();
    m_template->clear();
    m_template->addItem(tr("In your own words"));
    for (const auto& each : m_templates.of(m_verdict))
        m_template->addItem(each.name, each.text(m_language));
    m_template->setCurrentIndex(std::max(0, m_reason->toPlainText().isEmpty() ? 0 : m_template->findText(before)));
}

void ReasonPanel::submit() {
    const QString reason = m_reason->toPlainText().trimmed();
    if (reason.isEmpty())
        m_reasonField->setProblem(tr("Tell the seller why: choose a template or write it here."));
    else if (reason.size() > kMaxLength)
        m_reasonField->setProblem(tr("At most %1 characters; these are %2.").arg(kMaxLength).arg(reason.size()));
    else {
        emit answered({m_verdict, reason, m_note->text().trimmed()});
        return;
    }
    m_reason->setFocus();
}

// Before the fields take the keys for themselves.
bool ReasonPanel::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
            submit();
            return true;
        }
    }
    return Panel::eventFilter(watched, event);
}

void ReasonPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        close();
    else
        Panel::keyPressEvent(event);
}

} // namespace tradepost::ui
