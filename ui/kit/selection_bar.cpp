#include "ui/kit/selection_bar.h"

#include "ui/kit/icons.h"

#include <QEvent>

namespace tradepost::ui {

SelectionBar::SelectionBar(const Theme& theme, QWidget* over)
    : QWidget(over->parentWidget()), m_theme(theme), m_over(over),
      m_text(makeLabel(theme, TextStyle::Strong, {}, false, this)), m_row(new QHBoxLayout(this)) {
    m_row->setContentsMargins(space::m, 0, space::xs, 1);
    m_row->setSpacing(space::xs);
    m_row->addWidget(m_text);
    m_row->addSpacing(space::m);
    m_row->addStretch(1);
    auto* close = makeToolButton(theme, "close", tr("Clear selection"), this);
    close->setIconSize({16, 16});
    m_row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &SelectionBar::cleared);
    over->installEventFilter(this);
    hide();
}

void SelectionBar::addAction(QAction* action) {
    auto* button = makeButton(m_theme, ButtonKind::Quiet, action->text(), {}, this);
    button->setIcon(action->icon());
    button->setStyleSheet("QPushButton { min-height: 26px; padding: 0 8px; }");
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    m_row->insertWidget(2 + m_actions++, button);
}

void SelectionBar::setText(const QString& text) {
    m_text->setText(text);
    setAccessibleName(text);
    if (text.isEmpty()) {
        hide();
        return;
    }
    place();
    show();
    raise();
}

void SelectionBar::place() {
    setGeometry(QRect(m_over->pos(), m_over->size()));
}

bool SelectionBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move)
        place();
    return QWidget::eventFilter(watched, event);
}

void SelectionBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tint(Tone::Accent));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.tokens().line);
}

} // namespace tradepost::ui
