#pragma once

#include "ui/kit/action_registry.h"

#include <QDialog>

namespace tradepost::ui {

// "?": every shortcut that works here, and the keys of lists.
class ShortcutOverlay final : public QDialog {
    Q_OBJECT
public:
    ShortcutOverlay(const Theme& theme, const ActionRegistry& actions, QWidget* parent);
};

} // namespace tradepost::ui
