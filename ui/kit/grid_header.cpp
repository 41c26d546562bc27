#include "ui/kit/grid_header.h"

#include <QHoverEvent>
#include <QPainter>

namespace tradepost::ui {

namespace {
constexpr int kArrow = 8; // width of the arrow
constexpr int kGap = 6;

void paintArrow(QPainter& painter, const QRect& box, bool down) {
    const QPointF centre = QRectF(box).center();
    const double way = down ? 1 : -1;
    const QPointF tip(centre.x(), centre.y() + 4 * way);
    painter.drawLine(QPointF(centre.x(), centre.y() - 4 * way), tip);
    painter.drawPolyline(QPolygonF{tip + QPointF(-3, -3 * way), tip, tip + QPointF(3, -3 * way)});
}
} // namespace

GridHeader::GridHeader(const Theme& theme, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme) {
    setFixedHeight(kHeight);
    setHighlightSections(false);
    setSectionsClickable(true);
    setSectionsMovable(false);
    setFont(theme.font(TextStyle::Secondary));
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void GridHeader::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.tokens().sunken);
    painter.fillRect(0, height() - 1, viewport()->width(), 1, m_theme.tokens().line);
    painter.end();
    QHeaderView::paintEvent(event);
}

void GridHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const Tokens& t = m_theme.tokens();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillRect(rect, t.sunken);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, t.line);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const bool right =
        (model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    const QRect inside = rect.adjusted(kPadding, 0, -kPadding, -1);
    painter->setFont(font());
    painter->setPen(sorted || section == m_hovered ? t.text : t.muted);
    const int room = inside.width() - (sorted ? kArrow + kGap : 0);
    const QString label = painter->fontMetrics().elidedText(
        model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString(), Qt::ElideRight, room);
    const int width = painter->fontMetrics().horizontalAdvance(label);
    const int left = right ? inside.right() + 1 - width : inside.left();
    painter->drawText(QRect(left, inside.top(), width + 1, inside.height()), Qt::AlignVCenter | Qt::AlignLeft, label);
    if (sorted) {
        painter->setPen(QPen(t.text, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const int at = right ? left - kGap - kArrow : left + width + kGap;
        paintArrow(*painter, QRect(at, inside.top(), kArrow, inside.height()),
                   sortIndicatorOrder() == Qt::DescendingOrder);
    }
    painter->restore();
}

bool GridHeader::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverEnter ||
        event->type() == QEvent::HoverLeave) {
        const int before = m_hovered;
        m_hovered = event->type() == QEvent::HoverLeave
                        ? -1
                        : logicalIndexAt(static_cast<QHoverEvent*>(event)->position().toPoint());
        if (before != m_hovered)
            viewport()->update();
    }
    return QHeaderView::viewportEvent(event);
}

} // namespace tradepost::ui
