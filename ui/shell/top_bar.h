#pragma once

#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QMenu;

namespace tradepost::ui {

// Back and forward, the page's title and count, search, the page's primary action, and the person's menu.
class TopBar final : public Panel {
    Q_OBJECT
public:
    static constexpr int kHeight = 56;

    explicit TopBar(const Theme& theme, QWidget* parent = nullptr);

    void setPage(const QString& title, const QString& count, QAction* primary, bool searchable);
    void setHistory(bool canGoBack, bool canGoForward);
    void setUser(const QString& name, QMenu* menu); // the bar takes the menu over
    void setUnread(int notifications);
    QWidget* bell() const { return m_bell; }
    void setSearchText(const QString& text);
    void focusSearch();

signals:
    void back();
    void forward();
    void searched(const QString& text);
    void paletteRequested();
    void notificationsRequested();

private:
    QToolButton* m_back;
    QToolButton* m_forward;
    QLabel* m_title;
    QLabel* m_count;
    QLineEdit* m_search;
    QPushButton* m_palette;
    QPushButton* m_primary;
    QToolButton* m_bell;
    QToolButton* m_person;
    QPointer<QAction> m_primaryAction;
    QTimer m_typing;
    const Theme& m_look;
    int m_unread = 0;
};

} // namespace tradepost::ui
