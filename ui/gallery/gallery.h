#pragma once

#include "ui/kit/format.h"
#include "ui/kit/settings.h"
#include "ui/kit/theme.h"

#include <QWidget>

class QListWidget;
class QScrollArea;

namespace tradepost::models {
class ThumbnailStore;
}

namespace tradepost::ui {

// What items are made with; everything outlives the gallery.
struct GalleryContext {
    const Theme& theme;
    Settings& settings;
    const Format& format;
    models::ThumbnailStore* thumbnails;
};

// One widget of the kit, or a few that belong together, in all their states.
struct GalleryItem {
    QString id;    // of the picture's name
    QString title; // in the list at the left
    std::function<QWidget*(const GalleryContext&)> make;
};

std::vector<GalleryItem> galleryItems();

// The window that shows them.
class Gallery final : public QWidget {
    Q_OBJECT
public:
    explicit Gallery(GalleryContext context, QWidget* parent = nullptr);
    bool open(const QString& id); // false: there is no such item

private:
    void openItem(int item);

    GalleryContext m_context;
    std::vector<GalleryItem> m_items;
    QListWidget* m_list;
    QScrollArea* m_area;
};

} // namespace tradepost::ui
