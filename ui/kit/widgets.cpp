#include "ui/kit/widgets.h"

#include "ui/kit/icons.h"

#include <QStyle>

namespace tradepost::ui {

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value) {
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

QPushButton* makeButton(const Theme& theme, ButtonKind kind, const QString& text, const QString& iconName,
                        QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setAutoDefault(kind == ButtonKind::Primary);
    button->setCursor(kind == ButtonKind::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    constexpr const char* kNames[] = {"plain", "primary", "quiet", "danger", "link"};
    button->setProperty("variant", kNames[int(kind)]);
    if (!iconName.isEmpty()) {
        button->setIcon(kind == ButtonKind::Primary ? iconOnAccent(theme, iconName) : icon(theme, iconName));
        button->setIconSize({16, 16});
    }
    return button;
}

QToolButton* makeToolButton(const Theme& theme, const QString& iconName, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(theme, iconName));
    button->setIconSize({20, 20});
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

QLabel* makeLabel(const Theme& theme, TextStyle style, const QString& text, bool muted, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(theme.font(style));
    label->setTextFormat(Qt::PlainText);
    if (muted)
        label->setProperty("tone", "muted");
    return label;
}

QFrame* makeLine(const Theme& theme, Qt::Orientation orientation, QWidget* parent) {
    auto* line = new QFrame(parent);
    const auto paint = [line, &theme] { line->setStyleSheet("background: " + theme.tokens().line.name()); };
    if (orientation == Qt::Horizontal)
        line->setFixedHeight(1);
    else
        line->setFixedWidth(1);
    paint();
    QObject::connect(&theme, &Theme::changed, line, paint);
    return line;
}

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), m_mode(mode) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text) {
    m_full = text;
    setAccessibleName(text);
    updateGeometry();
    fit();
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_full) + 2, QLabel::sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void ElidedLabel::fit() {
    const QString shown = fontMetrics().elidedText(m_full, m_mode, width());
    setText(shown);
    setToolTip(shown == m_full ? QString() : m_full);
}

Panel::Panel(const Theme& theme, Surface surface, Qt::Edges lines, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_surface(surface), m_lines(lines) {
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Panel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& t = m_theme.tokens();
    painter.fillRect(rect(), m_surface == Surface::Sunken   ? t.sunken
                             : m_surface == Surface::Raised ? t.raised
                                                            : t.surface);
    if (m_lines & Qt::TopEdge)
        painter.fillRect(0, 0, width(), 1, t.line);
    if (m_lines & Qt::BottomEdge)
        painter.fillRect(0, height() - 1, width(), 1, t.line);
    if (m_lines & Qt::LeftEdge)
        painter.fillRect(0, 0, 1, height(), t.line);
    if (m_lines & Qt::RightEdge)
        painter.fillRect(width() - 1, 0, 1, height(), t.line);
}

} // namespace tradepost::ui
