#include "ui/shell/navigation_bar.h"

#include "ui/kit/icons.h"

#include <QAbstractButton>

namespace tradepost::ui {

class NavigationBar::Item final : public QAbstractButton {
public:
    Item(const Theme& theme, const PageSpec& page, QWidget* parent)
        : QAbstractButton(parent), m_theme(theme), m_id(page.id), m_icon(page.icon) {
        setText(page.title);
        setAccessibleName(page.title);
        setFixedHeight(36);
        setFocusPolicy(Qt::StrongFocus);
        setCheckable(true);
        setAutoExclusive(true);
        setAttribute(Qt::WA_Hover);
    }
    const QString& id() const { return m_id; }
    void setBadge(const QString& badge) {
        m_badge = badge;
        update();
    }
    void setCollapsed(bool collapsed) {
        m_collapsed = collapsed;
        setToolTip(collapsed ? text() : QString());
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Tokens& t = m_theme.tokens();
        const QRectF box = QRectF(rect()).adjusted(0, 1, 0, -1);
        painter.setPen(Qt::NoPen);
        if (isChecked() || underMouse()) {
            painter.setBrush(isChecked() ? m_theme.selected() : blend(t.text, t.sunken, 0.05));
            painter.drawRoundedRect(box, kControlRadius, kControlRadius);
        }
        if (hasFocus()) {
            painter.setPen(QPen(t.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), kControlRadius, kControlRadius);
        }
        const QColor ink = isChecked() ? t.accent : t.muted;
        painter.drawPixmap(10, (height() - 20) / 2, iconPixmap(m_icon, ink, 20, devicePixelRatioF()));
        if (m_collapsed)
            return;
        int right = width() - 10;
        if (!m_badge.isEmpty()) {
            painter.setFont(m_theme.font(TextStyle::Secondary));
            painter.setPen(t.muted);
            painter.drawText(QRect(0, 0, right, height()), Qt::AlignVCenter | Qt::AlignRight, m_badge);
            right -= painter.fontMetrics().horizontalAdvance(m_badge) + 8;
        }
        painter.setFont(m_theme.font(isChecked() ? TextStyle::Strong : TextStyle::Body));
        painter.setPen(t.text);
        const QRect label(40, 0, right - 40, height());
        painter.drawText(label, Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, label.width()));
    }

private:
    const Theme& m_theme;
    QString m_id;
    QString m_icon;
    QString m_badge;
    bool m_collapsed = false;
};

NavigationBar::NavigationBar(const Theme& theme, const QString& brand, QWidget* parent)
    : Panel(theme, Surface::Sunken, Qt::RightEdge, parent), m_column(new QVBoxLayout(this)), m_items(new QVBoxLayout),
      m_brandIcon(new QLabel(this)), m_brand(makeLabel(theme, TextStyle::Section, brand, false, this)),
      m_toggle(makeToolButton(theme, "sidebar", tr("Collapse navigation"), this)) {
    setAccessibleName(tr("Navigation"));
    const auto paintBrand = [this] { m_brandIcon->setPixmap(brandMark(this->theme(), 28, devicePixelRatioF())); };
    paintBrand();
    connect(&theme, &Theme::changed, this, paintBrand);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(space::xs + 2, 0, 0, 0);
    head->setSpacing(10);
    head->addWidget(m_brandIcon);
    head->addWidget(m_brand, 1);
    m_column->setContentsMargins(space::s, 14, space::s + 1, space::s);
    m_column->setSpacing(0);
    m_column->addLayout(head);
    m_column->addSpacing(space::l);
    m_items->setSpacing(2);
    m_column->addLayout(m_items);
    m_column->addStretch(1);
    m_column->addWidget(m_toggle, 0, Qt::AlignLeft);
    connect(m_toggle, &QToolButton::clicked, this, &NavigationBar::collapseToggled);
    setFixedWidth(kWidth);
}

void NavigationBar::setPages(const std::vector<const PageSpec*>& pages) {
    while (QLayoutItem* item = m_items->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_entries.clear();
    bool secondary = false;
    for (const PageSpec* page : pages) {
        if (page->secondary && !std::exchange(secondary, true) && !m_entries.isEmpty()) {
            auto* gap = new QWidget(this);
            auto* column = new QVBoxLayout(gap);
            column->setContentsMargins(space::xs, space::s, space::xs, space::s);
            column->addWidget(makeLine(theme(), Qt::Horizontal, gap));
            m_items->addWidget(gap);
        }
        auto* item = new Item(theme(), *page, this);
        item->setCollapsed(m_collapsed);
        m_items->addWidget(item);
        m_entries.append(item);
        connect(item, &QAbstractButton::clicked, this, [this, id = page->id] { emit chosen(id); });
    }
}

void NavigationBar::setCurrent(const QString& pageId) {
    for (Item* item : std::as_const(m_entries))
        item->setChecked(item->id() == pageId);
}

void NavigationBar::setBadge(const QString& pageId, const QString& count) {
    for (Item* item : std::as_const(m_entries)) {
        if (item->id() == pageId)
            item->setBadge(count);
    }
}

void NavigationBar::setCollapsed(bool collapsed) {
    m_collapsed = collapsed;
    setFixedWidth(collapsed ? kCollapsedWidth : kWidth);
    m_brand->setVisible(!collapsed);
    const QString name = collapsed ? tr("Expand navigation") : tr("Collapse navigation");
    m_toggle->setToolTip(name);
    m_toggle->setAccessibleName(name);
    for (Item* item : std::as_const(m_entries))
        item->setCollapsed(collapsed);
}

} // namespace tradepost::ui
