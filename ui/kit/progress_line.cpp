#include "ui/kit/progress_line.h"

#include <QPainter>

#include <cmath>

namespace tradepost::ui {

namespace {
constexpr int kFrameMs = 33;
constexpr double kRoundSeconds = 1.6;
constexpr double kPiece = 0.3; // of the line, wandering
} // namespace

ProgressLine::ProgressLine(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFixedHeight(4);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_timer.setInterval(kFrameMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_phase = std::fmod(m_phase + kFrameMs / 1000.0 / kRoundSeconds, 1.0);
        update();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ProgressLine::setFraction(double fraction) {
    m_fraction = std::min(fraction, 1.0);
    setAccessibleDescription(m_fraction < 0 ? QString() : QString::number(int(m_fraction * 100)) + " %");
    animate();
    update();
}

void ProgressLine::setTone(Tone tone) {
    m_tone = tone;
    update();
}

void ProgressLine::animate() {
    if (m_fraction < 0 && isVisible() && !m_theme.reducedMotion())
        m_timer.start();
    else
        m_timer.stop();
}

void ProgressLine::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    animate();
}

void ProgressLine::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    m_timer.stop();
}

void ProgressLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.tokens().line);
    const double radius = height() / 2.0;
    painter.drawRoundedRect(rect(), radius, radius);
    QRectF done(rect());
    if (m_fraction >= 0) {
        done.setWidth(width() * m_fraction);
    } else {
        done.setLeft(std::max(0.0, width() * (m_phase * (1 + kPiece) - kPiece)));
        done.setRight(std::min(double(width()), width() * m_phase * (1 + kPiece)));
    }
    painter.setBrush(m_theme.tone(m_tone));
    if (done.width() > 0)
        painter.drawRoundedRect(done, radius, radius);
}

} // namespace tradepost::ui
