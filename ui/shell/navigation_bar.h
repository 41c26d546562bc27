#pragma once

#include "ui/kit/page.h"
#include "ui/kit/widgets.h"

class QVBoxLayout;

namespace tradepost::ui {

// The pages a person may open, one under the other; 208 px wide, or 56 px with icons only.
class NavigationBar final : public Panel {
    Q_OBJECT
public:
    static constexpr int kWidth = 208;
    static constexpr int kCollapsedWidth = 56;

    NavigationBar(const Theme& theme, const QString& brand, QWidget* parent = nullptr);

    void setPages(const std::vector<const PageSpec*>& pages);
    void setCurrent(const QString& pageId);
    void setBadge(const QString& pageId, const QString& count); // empty: none
    void setCollapsed(bool collapsed);
    bool collapsed() const { return m_collapsed; }

signals:
    void chosen(const QString& pageId);
    void collapseToggled();

private:
    class Item;

    QVBoxLayout* m_column;
    QVBoxLayout* m_items;
    QLabel* m_brandIcon;
    QLabel* m_brand;
    QToolButton* m_toggle;
    QList<Item*> m_entries;
    bool m_collapsed = false;
};

} // namespace tradepost::ui
