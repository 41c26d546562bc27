#pragma once

#include "ui/kit/theme.h"

#include <QStringList>
#include <QWidget>

namespace tradepost::ui {

// Where one is on a way of a few steps: those behind have a tick, the current one the accent.
class StepBar final : public QWidget {
    Q_OBJECT
public:
    // `theme` must outlive the bar.
    StepBar(const Theme& theme, QWidget* parent = nullptr);
    void setSteps(const QStringList& steps, int current);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int widthOf(int step) const;

    const Theme& m_theme;
    QStringList m_steps;
    int m_current = 0;
};

} // namespace tradepost::ui
