#include "ui/kit/pill.h"

#include <QPainter>

namespace tradepost::ui {

namespace {
constexpr int kHeight = 22;
constexpr int kDot = 6;
constexpr int kPadding = 8;
constexpr int kGap = 6;
} // namespace

int pillWidth(const Theme& theme, const QString& text) {
    return kPadding + kDot + kGap + QFontMetrics(theme.font(TextStyle::Secondary)).horizontalAdvance(text) + kPadding +
           1;
}

int paintPill(QPainter& painter, const Theme& theme, const PillStyle& style, const QRect& area, const QColor& behind) {
    if (style.text.isEmpty())
        return area.left();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int width = std::min(pillWidth(theme, style.text), area.width());
    const QRectF pill(area.left(), area.top() + (area.height() - kHeight) / 2.0, width, kHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(blend(theme.tone(style.tone), behind, theme.dark() ? 0.18 : 0.09));
    painter.drawRoundedRect(pill, kHeight / 2.0, kHeight / 2.0);
    painter.setBrush(theme.tone(style.tone));
    painter.drawEllipse(QRectF(pill.left() + kPadding, pill.center().y() - kDot / 2.0, kDot, kDot));
    painter.setPen(theme.tokens().text);
    painter.setFont(theme.font(TextStyle::Secondary));
    const QRectF word = pill.adjusted(kPadding + kDot + kGap, 0, -kPadding / 2, 0);
    painter.drawText(word, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(style.text, Qt::ElideRight, int(word.width())));
    painter.restore();
    return area.left() + width;
}

Pill::Pill(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Pill::setStyleAndText(const PillStyle& style) {
    m_style = style;
    setAccessibleName(style.text);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const {
    return {m_style.text.isEmpty() ? 0 : pillWidth(m_theme, m_style.text), kHeight};
}

void Pill::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintPill(painter, m_theme, m_style, rect(), m_theme.tokens().surface);
}

} // namespace tradepost::ui
