#pragma once

#include "ui/kit/format.h"
#include "ui/kit/theme.h"

#include <QStyledItemDelegate>

namespace tradepost::models {
class QueueModel;
class ThumbnailStore;
} // namespace tradepost::models

namespace tradepost::ui {

// A row of the queue: picture, title and age, below them what was found and whether someone else is at it.
class QueueDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 60;

    // Everything passed must outlive the delegate; `thumbnails` may be null.
    QueueDelegate(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails,
                  const models::QueueModel& queue, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {240, kRowHeight}; }
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

private:
    const Theme& m_theme;
    const Format& m_format;
    models::ThumbnailStore* m_thumbnails;
    const models::QueueModel& m_queue;
};

// A picture in a rounded frame, or the sign that there is none.
void paintThumbnail(QPainter& painter, const Theme& theme, models::ThumbnailStore* thumbnails, const QString& url,
                    const QRect& box);

} // namespace tradepost::ui
