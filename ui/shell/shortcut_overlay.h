#pragma once

#include "ui/kit/action_registry.h"
#include "ui/kit/dialog.h"

namespace tradepost::ui {

// "?": every shortcut that works here, and the keys of lists.
class ShortcutOverlay final : public Dialog {
    Q_OBJECT
public:
    ShortcutOverlay(const Theme& theme, const ActionRegistry& actions, QWidget* parent);
};

} // namespace tradepost::ui
