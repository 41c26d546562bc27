#pragma once

#include "ui/kit/theme.h"

#include <QKeySequence>
#include <QWidget>

namespace tradepost::ui {

// The keys of a shortcut as small caps, in the words of the person's language: [Ctrl] [K], [Strg] [K].
class KeyCaps final : public QWidget {
    Q_OBJECT
public:
    // `theme` must outlive the widget.
    KeyCaps(const Theme& theme, const QKeySequence& keys, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QKeySequence m_keys;
};

// Paints the keys so that the last one ends at the right of `area`, centred in its height; returns where they begin.
int paintKeys(QPainter& painter, const Theme& theme, const QKeySequence& keys, const QRect& area);

} // namespace tradepost::ui
