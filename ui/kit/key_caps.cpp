#include "ui/kit/key_caps.h"

#include <QPainter>

namespace tradepost::ui {

namespace {

constexpr int kHeight = 20;
constexpr int kPadding = 6;
constexpr int kGap = 4;

// "Ctrl+Shift++" -> Ctrl, Shift, +.
QStringList keysOf(const QKeySequence& keys) {
    const QString text = keys.toString(QKeySequence::NativeText);
    QStringList names;
    qsizetype from = 0;
    for (qsizetype at = text.indexOf('+', 1); at > 0 && at + 1 < text.size(); at = text.indexOf('+', from + 1)) {
        names.append(text.mid(from, at - from));
        from = at + 1;
    }
    names.append(text.mid(from));
    return names;
}

int capWidth(const QFontMetrics& metrics, const QString& name) {
    return std::max(kHeight, metrics.horizontalAdvance(name) + 2 * kPadding);
}

} // namespace

int paintKeys(QPainter& painter, const Theme& theme, const QKeySequence& keys, const QRect& area) {
    const Tokens& t = theme.tokens();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(TextStyle::Secondary));
    int right = area.right() + 1;
    const QStringList names = keysOf(keys);
    for (auto name = names.crbegin(); name != names.crend(); ++name) {
        const int width = capWidth(painter.fontMetrics(), *name);
        const QRect cap(right - width, area.top() + (area.height() - kHeight) / 2, width, kHeight);
        painter.setPen(t.strongLine);
        painter.setBrush(t.sunken);
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
        painter.setPen(t.muted);
        painter.drawText(cap, Qt::AlignCenter, *name);
        right = cap.left() - kGap;
    }
    painter.restore();
    return right + kGap;
}

KeyCaps::KeyCaps(const Theme& theme, const QKeySequence& keys, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_keys(keys) {
    setAccessibleName(keys.toString(QKeySequence::NativeText));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize KeyCaps::sizeHint() const {
    const QFontMetrics metrics(m_theme.font(TextStyle::Secondary));
    int width = -kGap;
    for (const QString& name : keysOf(m_keys))
        width += capWidth(metrics, name) + kGap;
    return {width, kHeight};
}

void KeyCaps::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintKeys(painter, m_theme, m_keys, rect());
}

} // namespace tradepost::ui
