#include "ui/kit/action_registry.h"

#include "ui/kit/icons.h"

#include <QWidget>

namespace tradepost::ui {

namespace {
constexpr const char* kIconProperty = "iconName";
}

QAction* ActionRegistry::add(QWidget* owner, ActionSpec spec) {
    auto* action = new QAction(spec.text, owner);
    action->setObjectName(spec.id);
    action->setShortcut(spec.shortcut);
    action->setShortcutContext(owner->isWindow() ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
    if (!spec.icon.isEmpty())
        action->setIcon(icon(m_theme, spec.icon));
    action->setProperty(kIconProperty, spec.icon);
    if (!spec.shortcut.isEmpty())
        action->setToolTip(spec.text + "  " + spec.shortcut.toString(QKeySequence::NativeText));
    connect(action, &QAction::triggered, owner, [handler = std::move(spec.handler)] { handler(); });
    owner->addAction(action);
    if (!m_actions.contains(spec.id))
        m_order.push_back(spec.id);
    m_actions.insert(spec.id, action);
    return action;
}

QString ActionRegistry::iconName(const QAction* action) {
    return action->property(kIconProperty).toString();
}

QAction* ActionRegistry::find(const QString& id) const {
    return m_actions.value(id);
}

std::vector<QAction*> ActionRegistry::all() const {
    std::vector<QAction*> result;
    for (const QString& id : m_order) {
        if (QAction* action = find(id))
            result.push_back(action);
    }
    return result;
}

std::vector<QAction*> ActionRegistry::available() const {
    std::vector<QAction*> result = all();
    std::erase_if(result, [](QAction* action) {
        const auto* owner = qobject_cast<QWidget*>(action->parent());
        return !action->isEnabled() || !owner || !owner->isVisible();
    });
    return result;
}

} // namespace tradepost::ui
