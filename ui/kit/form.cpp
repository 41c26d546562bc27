#include "ui/kit/form.h"

#include "ui/kit/icons.h"

#include <QEvent>

namespace tradepost::ui {

FormField::FormField(const Theme& theme, const QString& label, QWidget* control, const QString& help, bool required,
                     QWidget* parent)
    : QWidget(parent), m_control(control), m_label(makeLabel(theme, TextStyle::Strong, {}, false, this)),
      m_note(makeLabel(theme, TextStyle::Secondary, help, true, this)), m_required(required), m_help(help) {
    control->setParent(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    m_label->setBuddy(control);
    column->addWidget(m_label);
    column->addWidget(control);
    column->addWidget(m_note);
    m_note->setWordWrap(true);
    m_note->setVisible(!help.isEmpty());
    control->setAccessibleDescription(help);
    control->installEventFilter(this);
    setLabel(label);
}

void FormField::setLabel(const QString& label) {
    m_label->setText(m_required ? label + QStringLiteral(" *") : label);
    m_control->setAccessibleName(label);
}

void FormField::setRequired(bool required) {
    m_required = required;
    setLabel(m_control->accessibleName());
}

void FormField::setHelp(const QString& help) {
    m_help = help;
    if (!m_problem.isEmpty())
        return;
    m_note->setText(help);
    m_note->setVisible(!help.isEmpty());
    m_control->setAccessibleDescription(help);
}

void FormField::setProblem(const QString& problem) {
    if (problem == m_problem)
        return;
    m_problem = problem;
    const bool wrong = !problem.isEmpty();
    m_note->setText(wrong ? problem : m_help);
    m_note->setVisible(wrong || !m_help.isEmpty());
    setStyleProperty(m_note, "tone", wrong ? "bad" : "muted");
    setStyleProperty(m_control, "invalid", wrong);
    m_control->setAccessibleDescription(wrong ? problem : m_help);
}

bool FormField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_control && event->type() == QEvent::FocusOut)
        emit left();
    return QWidget::eventFilter(watched, event);
}

SaveBar::SaveBar(const Theme& theme, QWidget* parent)
    : Panel(theme, Surface::Raised, Qt::TopEdge, parent), m_text(makeLabel(theme, TextStyle::Body, {}, true, this)),
      m_discard(makeButton(theme, ButtonKind::Plain, tr("Discard"), {}, this)),
      m_save(makeButton(theme, ButtonKind::Primary, tr("Save"), {}, this)) {
    setFixedHeight(56);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::xl, 1, space::xl, 0);
    row->setSpacing(space::s);
    row->addWidget(m_text, 1);
    row->addWidget(m_discard);
    row->addWidget(m_save);
    connect(m_save, &QPushButton::clicked, this, &SaveBar::save);
    connect(m_discard, &QPushButton::clicked, this, &SaveBar::discard);
    hide();
}

void SaveBar::setState(bool dirty, bool saving, const QString& problem) {
    setVisible(dirty || saving);
    m_save->setEnabled(dirty && !saving);
    m_discard->setEnabled(dirty && !saving);
    m_text->setText(saving ? tr("Saving…") : !problem.isEmpty() ? problem : tr("Unsaved changes"));
    setStyleProperty(m_text, "tone", !saving && !problem.isEmpty() ? "bad" : "muted");
}

} // namespace tradepost::ui
