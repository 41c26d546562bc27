#include "ui/imports/step_bar.h"

#include "ui/kit/icons.h"

#include <QPainter>

namespace tradepost::ui {

namespace {
constexpr int kDot = 22;
constexpr int kGap = 8;   // between a dot and its word
constexpr int kLine = 32; // between two steps
} // namespace

StepBar::StepBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StepBar::setSteps(const QStringList& steps, int current) {
    m_steps = steps;
    m_current = current;
    setAccessibleName(tr("Step %1 of %2: %3").arg(current + 1).arg(steps.size()).arg(steps.value(current)));
    updateGeometry();
    update();
}

int StepBar::widthOf(int step) const {
    return kDot + kGap + QFontMetrics(m_theme.font(TextStyle::Strong)).horizontalAdvance(m_steps[step]);
}

QSize StepBar::sizeHint() const {
    int width = 0;
    for (int i = 0; i < m_steps.size(); ++i)
        width += widthOf(i) + (i > 0 ? kLine + 2 * kGap : 0);
    return {width + 2, kDot + 2};
}

void StepBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = m_theme.tokens();
    int x = 1;
    for (int i = 0; i < m_steps.size(); ++i) {
        const int middle = height() / 2;
        if (i > 0) {
            painter.fillRect(x + kGap, middle, kLine, 1, i <= m_current ? t.accent : t.strongLine);
            x += kLine + 2 * kGap;
        }
        const QRect dot(x, middle - kDot / 2, kDot, kDot);
        const bool done = i < m_current;
        const bool now = i == m_current;
        painter.setPen(done || now ? QPen(t.accent, 1) : QPen(t.strongLine, 1));
        painter.setBrush(now ? t.accent : done ? m_theme.selected() : t.surface);
        painter.drawEllipse(QRectF(dot).adjusted(0.5, 0.5, -0.5, -0.5));
        if (done) {
            painter.drawPixmap(dot.adjusted(4, 4, -4, -4),
                               iconPixmap("check", t.accent, 14, painter.device()->devicePixelRatioF()));
        } else {
            painter.setFont(m_theme.font(TextStyle::Secondary));
            painter.setPen(now ? t.onAccent : t.muted);
            painter.drawText(dot, Qt::AlignCenter, QString::number(i + 1));
        }
        painter.setFont(m_theme.font(now ? TextStyle::Strong : TextStyle::Body));
        painter.setPen(now ? t.text : t.muted);
        painter.drawText(QRect(dot.right() + 1 + kGap, 0, widthOf(i), height()), Qt::AlignVCenter | Qt::AlignLeft,
                         m_steps[i]);
        x += widthOf(i);
    }
}

} // namespace tradepost::ui
