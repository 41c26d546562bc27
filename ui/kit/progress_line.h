#pragma once

#include "ui/kit/theme.h"

#include <QTimer>
#include <QWidget>

namespace tradepost::ui {

// How far something is, as a thin line. While that is unknown a piece of it wanders, or stands where the person asked
// for less motion.
class ProgressLine final : public QWidget {
    Q_OBJECT
public:
    // `theme` must outlive the line.
    explicit ProgressLine(const Theme& theme, QWidget* parent = nullptr);
    // 0 to 1; below 0: unknown.
    void setFraction(double fraction);
    double fraction() const { return m_fraction; }
    void setTone(Tone tone);
    QSize sizeHint() const override { return {160, 4}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void animate();

    const Theme& m_theme;
    Tone m_tone = Tone::Accent;
    double m_fraction = -1;
    double m_phase = 0.25;
    QTimer m_timer;
};

} // namespace tradepost::ui
