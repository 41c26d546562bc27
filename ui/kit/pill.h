#pragma once

#include "ui/kit/theme.h"

#include <QWidget>

namespace tradepost::ui {

// A state: a dot in the colour of its meaning and the word. The same word everywhere for the same state.
struct PillStyle {
    QString text;
    Tone tone = Tone::Neutral;
};

// Where the pill ends is returned; it starts at `left` and is centred on the height of `area`.
int paintPill(QPainter& painter, const Theme& theme, const PillStyle& style, const QRect& area, const QColor& behind);
int pillWidth(const Theme& theme, const QString& text);

class Pill final : public QWidget {
    Q_OBJECT
public:
    explicit Pill(const Theme& theme, QWidget* parent = nullptr);
    void setStyleAndText(const PillStyle& style);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    PillStyle m_style;
};

} // namespace tradepost::ui
