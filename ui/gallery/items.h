#pragma once

#include "ui/gallery/gallery.h"
#include "ui/kit/widgets.h"

class QVBoxLayout;

namespace tradepost::ui::gallery {

std::vector<GalleryItem> controlItems();
std::vector<GalleryItem> listItems();
std::vector<GalleryItem> feedbackItems();

// A page of an item: captioned parts one under the other.
class Sheet final : public Panel {
public:
    explicit Sheet(const GalleryContext& context);
    // Side by side below a caption; the sheet takes them over.
    void add(const QString& caption, const QList<QWidget*>& parts, bool stretched = false);

private:
    const Theme& m_theme;
    QVBoxLayout* m_column;
};

} // namespace tradepost::ui::gallery
