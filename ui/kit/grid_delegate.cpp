#include "ui/kit/grid_delegate.h"

#include "models/media/thumbnail_store.h"
#include "ui/kit/icons.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainterPath>
#include <QToolTip>

namespace tradepost::ui {

namespace {
constexpr int kCellPadding = 12;
constexpr int kCompactRow = 30; // rows lower than this are compact

bool rightAligned(ColumnKind kind) {
    return kind == ColumnKind::Money || kind == ColumnKind::Number;
}
} // namespace

GridDelegate::GridDelegate(const Theme& theme, const Format& format, models::ThumbnailStore* thumbnails,
                           std::vector<GridColumn> columns, GridRoles roles, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_format(format), m_thumbnails(thumbnails),
      m_columns(std::move(columns)), m_roles(roles) {}

QRect GridDelegate::actionRect(const QRect& firstCell) {
    return {firstCell.right() - 30, firstCell.top() + (firstCell.height() - 24) / 2, 24, 24};
}

QString GridDelegate::cellText(const QModelIndex& index, const GridColumn& column) const {
    switch (column.kind) {
    case ColumnKind::Money:
        return m_format.money(index.data(m_roles.raw).value<models::Price>());
    case ColumnKind::Time:
        return m_format.relative(index.data(m_roles.raw).toDateTime());
    case ColumnKind::Number:
        return m_format.count(index.data(m_roles.raw).toLongLong());
    case ColumnKind::Status:
        return column.pill(index.data(m_roles.raw)).text;
    default:
        return index.data(Qt::DisplayRole).toString();
    }
}

void GridDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const GridColumn& column = m_columns[std::size_t(index.column())];
    const QRect cell = option.rect;
    const Tokens& t = m_theme.tokens();
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = index.row() == m_hovered;
    const QColor background = selected ? m_theme.selected() : hovered ? m_theme.hovered() : t.surface;
    painter->save();
    painter->fillRect(cell, background);
    painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, t.line);
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(t.accent, 2));
        painter->drawRect(cell.adjusted(1, 1, -1, -2));
    }
    const QRect content = cell.adjusted(kCellPadding, 0, -kCellPadding, -1);
    if (m_roles.skeleton >= 0 && index.data(m_roles.skeleton).toBool()) {
        paintSkeleton(*painter, content, column, index.row());
        painter->restore();
        return;
    }
    const bool gone = m_roles.gone >= 0 && index.data(m_roles.gone).toBool();
    if (column.kind == ColumnKind::Status) {
        paintPill(*painter, m_theme, column.pill(index.data(m_roles.raw)), content, background);
        painter->restore();
        return;
    }
    QRect textRect = content;
    const bool wrong = m_roles.wrong >= 0 && index.data(m_roles.wrong).toBool();
    if (wrong)
        paintWrong(*painter, cell, textRect);
    if (column.kind == ColumnKind::Picture) {
        const int edge = cell.height() < kCompactRow ? 20 : 28;
        const QRect box(content.left(), cell.top() + (cell.height() - 1 - edge) / 2, edge, edge);
        paintPicture(*painter, box, index.data(m_roles.image).toString());
        textRect.setLeft(box.right() + 10);
        if (hovered) {
            const QRect action = actionRect(cell);
            textRect.setRight(action.left() - 4);
            painter->drawPixmap(action.adjusted(4, 4, -4, -4),
                                iconPixmap("edit", t.muted, 16, painter->device()->devicePixelRatioF()));
        }
    }
    QFont font = m_theme.font(column.kind == ColumnKind::Identifier ? TextStyle::Identifier : TextStyle::Body);
    font.setStrikeOut(gone);
    painter->setFont(font);
    const bool quiet = gone || column.kind == ColumnKind::Time || column.kind == ColumnKind::Identifier;
    painter->setPen(wrong ? t.bad : quiet ? t.muted : t.text);
    const auto elide = column.kind == ColumnKind::Identifier ? Qt::ElideMiddle : Qt::ElideRight;
    const QString shown = painter->fontMetrics().elidedText(cellText(index, column), elide, textRect.width());
    painter->drawText(textRect, Qt::AlignVCenter | (rightAligned(column.kind) ? Qt::AlignRight : Qt::AlignLeft), shown);
    painter->restore();
}

// A tinted ground with a mark at its left; what follows is written beside it.
void GridDelegate::paintWrong(QPainter& painter, const QRect& cell, QRect& text) const {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.tokens().bad, 1));
    painter.setBrush(m_theme.tint(Tone::Bad));
    const int edge = cell.height() < kCompactRow ? 2 : 4;
    painter.drawRoundedRect(QRectF(cell).adjusted(4.5, edge + 0.5, -4.5, -edge - 1.5), 4, 4);
    const QRect mark(cell.left() + kCellPadding, cell.top() + (cell.height() - 1 - 14) / 2, 14, 14);
    painter.drawPixmap(mark, iconPixmap("alert", m_theme.tokens().bad, 14, painter.device()->devicePixelRatioF()));
    text.setLeft(mark.right() + 6);
    painter.restore();
}

void GridDelegate::paintSkeleton(QPainter& painter, const QRect& cell, const GridColumn& column, int row) const {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.tokens().line);
    QRect bar = cell;
    if (column.kind == ColumnKind::Picture) {
        const int edge = cell.height() < kCompactRow ? 20 : 28;
        painter.drawRoundedRect(QRect(cell.left(), cell.top() + (cell.height() - edge) / 2, edge, edge), 4, 4);
        bar.setLeft(cell.left() + edge + 10);
    }
    // Uneven, as text is, and the same for a row each time it is painted.
    const int percent = 45 + (row * 37 + column.width) % 40;
    const int width = bar.width() * (column.kind == ColumnKind::Picture ? percent : std::min(percent, 70)) / 100;
    const int left = rightAligned(column.kind) ? bar.right() - width : bar.left();
    painter.drawRoundedRect(QRect(left, cell.center().y() - 4, width, 9), 4, 4);
}

void GridDelegate::paintPicture(QPainter& painter, const QRect& box, const QString& url) const {
    const Tokens& t = m_theme.tokens();
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QImage image = m_thumbnails ? m_thumbnails->image(url) : QImage();
    QPainterPath frame;
    frame.addRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.fillPath(frame, image.isNull() ? t.sunken : QColor(Qt::white));
    if (image.isNull()) {
        const QRect middle(box.center().x() - 7, box.center().y() - 7, 16, 16);
        painter.drawPixmap(middle, iconPixmap("picture", t.disabled, 16, painter.device()->devicePixelRatioF()));
    } else {
        painter.setClipPath(frame);
        painter.drawImage(box, image);
        painter.setClipping(false);
    }
    painter.setPen(t.line);
    painter.drawPath(frame);
    painter.restore();
}

bool GridDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                             const QModelIndex& index) {
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const GridColumn& column = m_columns[std::size_t(index.column())];
    QString tip;
    if (column.kind == ColumnKind::Time) {
        tip = m_format.exact(index.data(m_roles.raw).toDateTime());
    } else {
        const QString text = cellText(index, column);
        const bool wrong = m_roles.wrong >= 0 && index.data(m_roles.wrong).toBool();
        const int room = option.rect.width() - 2 * kCellPadding -
                         (column.kind == ColumnKind::Picture ? 38
                          : wrong                            ? 20
                                                             : 0);
        const auto style = column.kind == ColumnKind::Identifier ? TextStyle::Identifier : TextStyle::Body;
        if (QFontMetrics(m_theme.font(style)).horizontalAdvance(text) > room)
            tip = text;
        // What the model says about a cell comes first.
        if (const QString told = index.data(Qt::ToolTipRole).toString(); !told.isEmpty())
            tip = told;
    }
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), tip, view);
    return true;
}

} // namespace tradepost::ui
