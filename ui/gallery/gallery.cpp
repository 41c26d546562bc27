#include "ui/gallery/gallery.h"

#include "ui/gallery/items.h"

#include <QListWidget>
#include <QScrollArea>

namespace tradepost::ui {

namespace {
constexpr int kListWidth = 208;
}

namespace gallery {

Sheet::Sheet(const GalleryContext& context)
    : Panel(context.theme, Surface::Surface), m_theme(context.theme), m_column(new QVBoxLayout(this)) {
    m_column->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    m_column->setSpacing(space::xl);
    m_column->addStretch(1);
}

void Sheet::add(const QString& caption, const QList<QWidget*>& parts, bool stretched) {
    auto* block = new QVBoxLayout;
    block->setSpacing(space::s);
    block->addWidget(makeLabel(m_theme, TextStyle::Secondary, caption, true, this));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::l);
    for (QWidget* part : parts)
        row->addWidget(part, stretched ? 1 : 0, Qt::AlignTop);
    if (!stretched)
        row->addStretch(1);
    block->addLayout(row);
    m_column->insertLayout(m_column->count() - 1, block);
}

} // namespace gallery

std::vector<GalleryItem> galleryItems() {
    std::vector<GalleryItem> items;
    for (auto& part : {gallery::controlItems(), gallery::listItems(), gallery::feedbackItems()})
        items.insert(items.end(), part.begin(), part.end());
    return items;
}

Gallery::Gallery(GalleryContext context, QWidget* parent)
    : QWidget(parent), m_context(context), m_items(galleryItems()), m_list(new QListWidget(this)),
      m_area(new QScrollArea(this)) {
    setWindowTitle("Gallery – Tradepost");
    resize(1280, 800);
    m_list->setFixedWidth(kListWidth);
    m_list->setAccessibleName("Widgets");
    m_list->setStyleSheet("QListWidget { padding: 12px 8px; } QListWidget::item { height: 32px; padding-left: 8px; }");
    for (const GalleryItem& item : m_items)
        m_list->addItem(item.title);
    m_area->setWidgetResizable(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_list);
    row->addWidget(makeLine(context.theme, Qt::Vertical, this));
    row->addWidget(m_area, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &Gallery::openItem);
    m_list->setCurrentRow(0);
}

bool Gallery::open(const QString& id) {
    const auto item = std::ranges::find(m_items, id, &GalleryItem::id);
    if (item == m_items.end())
        return false;
    m_list->setCurrentRow(int(item - m_items.begin()));
    return true;
}

void Gallery::openItem(int item) {
    if (item >= 0)
        m_area->setWidget(m_items[std::size_t(item)].make(m_context));
}

} // namespace tradepost::ui
