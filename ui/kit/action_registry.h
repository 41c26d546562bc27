#pragma once

#include "ui/kit/theme.h"

#include <QAction>
#include <QKeySequence>

#include <functional>
#include <vector>

class QWidget;

namespace tradepost::ui {

// Declares one action: everything about it in one place.
struct ActionSpec {
    QString id;   // "catalog.new": stable, also for tests
    QString text; // in the person's language
    QKeySequence shortcut;
    QString icon; // of our family; may be empty
    std::function<void()> handler;
};

// Every action of a window, for menus, buttons, the palette and the overlay of shortcuts. An action lives as long as
// its owner: a page's actions leave with it.
class ActionRegistry final : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(const Theme& theme, QObject* parent = nullptr) : QObject(parent), m_theme(theme) {}

    // The shortcut works while `owner` or a child of it has the focus, or in the whole window for a window.
    // An id that is taken is replaced.
    QAction* add(QWidget* owner, ActionSpec spec);
    static QString iconName(const QAction* action); // as declared
    QAction* find(const QString& id) const;         // null when there is none
    // Those that could run now: visible owner, enabled.
    std::vector<QAction*> available() const;
    std::vector<QAction*> all() const;

private:
    const Theme& m_theme;
    QHash<QString, QPointer<QAction>> m_actions;
    std::vector<QString> m_order;
};

} // namespace tradepost::ui
