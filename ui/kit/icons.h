#pragma once

#include "ui/kit/theme.h"

#include <QIcon>

namespace tradepost::ui {

// A picture of our family (resources/icons/NAME.svg, 20 px grid, 1.5 px stroke), drawn in the theme's current colour at
// any size and scale. `theme` must outlive the icon.
QIcon icon(const Theme& theme, const QString& name, Tone tone = Tone::Neutral);
// In the colour of text on the accent, for primary buttons.
QIcon iconOnAccent(const Theme& theme, const QString& name);
// One picture in one colour; cached.
QPixmap iconPixmap(const QString& name, const QColor& color, int edge, qreal scale);

// The mark of Tradepost on its rounded ground.
QPixmap brandMark(const Theme& theme, int edge, qreal scale);

} // namespace tradepost::ui
