#include "ui/moderation/queue_delegate.h"

#include "models/media/thumbnail_store.h"
#include "models/moderation/queue_model.h"
#include "ui/kit/icons.h"
#include "ui/kit/pill.h"
#include "ui/moderation/moderation_text.h"

#include <QHelpEvent>
#include <QPainterPath>
#include <QToolTip>

namespace tradepost::ui {

namespace {
constexpr int kPicture = 40;
constexpr int kSign = 16;
} // namespace

void paintThumbnail(QPainter& painter, const Theme& theme, models::ThumbnailStore* thumbnails, const QString& url,
                    const QRect& box) {
    const Tokens& t = theme.tokens();
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QImage image = thumbnails && !url.isEmpty() ? thumbnails->image(url) : QImage();
    QPainterPath frame;
    frame.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), kControlRadius, kControlRadius);
    painter.fillPath(frame, image.isNull() ? t.sunken : QColor(Qt::white));
    if (image.isNull()) {
        const int sign = std::min(24, box.width() / 2);
        const QRect middle(box.center().x() - sign / 2 + 1, box.center().y() - sign / 2 + 1, sign, sign);
        painter.drawPixmap(middle, iconPixmap("picture", t.disabled, sign, painter.device()->devicePixelRatioF()));
    } else {
        painter.setClipPath(frame);
        painter.drawImage(box, image);
        painter.setClipping(false);
    }
    painter.setPen(t.line);
    painter.drawPath(frame);
    painter.restore();
}

QueueDelegate::QueueDelegate(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails,
                             const models::QueueModel& queue, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_format(format), m_thumbnails(thumbnails), m_queue(queue) {}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto item = index.data(models::QueueModel::ItemRole).value<models::QueueItem>();
    const Tokens& t = m_theme.tokens();
    const QRect cell = option.rect;
    const bool held = m_queue.heldByOther(item);
    const QColor background = option.state & QStyle::State_Selected    ? m_theme.selected()
                              : option.state & QStyle::State_MouseOver ? m_theme.hovered()
                                                                       : t.surface;
    painter->save();
    painter->fillRect(cell, background);
    painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, t.line);
    if (option.state & QStyle::State_HasFocus)
        painter->fillRect(cell.left(), cell.top(), 3, cell.height() - 1, t.accent);
    const QRect picture(cell.left() + space::m, cell.top() + (cell.height() - 1 - kPicture) / 2, kPicture, kPicture);
    paintThumbnail(*painter, m_theme, m_thumbnails, item.imageUrl, picture);

    const int left = picture.right() + space::m, right = cell.right() - space::m;
    const QRect upper(left, cell.top() + 9, right - left, 20), lower(left, cell.top() + 31, right - left, 20);
    painter->setFont(m_theme.font(TextStyle::Secondary));
    painter->setPen(t.muted);
    const QString age = m_format.relative(item.submitted);
    painter->drawText(upper, Qt::AlignVCenter | Qt::AlignRight, age);
    const int ageWidth = painter->fontMetrics().horizontalAdvance(age);
    const QString kind = item.revision ? tr("Edit") : tr("New");
    painter->drawText(lower.adjusted(0, 0, held ? -kSign - space::xs : 0, 0), Qt::AlignVCenter | Qt::AlignRight, kind);
    if (held)
        painter->drawPixmap(QRect(lower.right() - kSign + 1, lower.center().y() - kSign / 2 + 1, kSign, kSign),
                            iconPixmap("lock", t.muted, kSign, painter->device()->devicePixelRatioF()));
    painter->setFont(m_theme.font(TextStyle::Body));
    painter->setPen(held ? t.muted : t.text);
    const QRect title = upper.adjusted(0, 0, -ageWidth - space::m, 0);
    painter->drawText(title, Qt::AlignVCenter,
                      painter->fontMetrics().elidedText(item.title, Qt::ElideRight, title.width()));
    paintPill(*painter, m_theme, findingsPill(item.findings), lower, background);
    painter->restore();
}

bool QueueDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                              const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const auto item = index.data(models::QueueModel::ItemRole).value<models::QueueItem>();
    QString tip = item.title + '\n' + m_format.exact(item.submitted);
    if (m_queue.heldByOther(item))
        tip += '\n' + tr("Another moderator is at it.");
    QToolTip::showText(event->globalPos(), tip, view);
    return true;
}

} // namespace tradepost::ui
