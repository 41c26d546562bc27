#include "ui/catalog/editor/product_card.h"

#include "models/media/thumbnail_store.h"
#include "ui/kit/icons.h"

#include <QPainterPath>

namespace tradepost::ui {

namespace {
constexpr int kPicture = 200;
constexpr int kTexts = 116;
constexpr int kTitleHeight = 38; // two lines
} // namespace

ProductCard::ProductCard(Workspace& workspace, models::MediaUploads& uploads, QWidget* parent)
    : QWidget(parent), m_workspace(workspace), m_uploads(uploads) {
    setFixedSize(sizeHint());
    if (workspace.thumbnails)
        connect(workspace.thumbnails, &models::ThumbnailStore::arrived, this, qOverload<>(&QWidget::update));
    connect(&uploads, &models::MediaUploads::previewKnown, this, qOverload<>(&QWidget::update));
}

QSize ProductCard::sizeHint() const {
    return {kWidth, kPicture + kTexts};
}

void ProductCard::setContent(const Content& content) {
    if (content == m_content)
        return;
    m_content = content;
    setAccessibleName(QStringList{content.brand, content.title, content.price}.join(", "));
    update();
}

void ProductCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const Theme& theme = m_workspace.theme;
    const Tokens& t = theme.tokens();
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCardRadius, kCardRadius);
    painter.fillPath(frame, t.raised);
    painter.setClipPath(frame);
    const QRect picture(0, 0, width(), kPicture);
    painter.fillRect(picture, t.sunken);
    const QImage image = m_workspace.thumbnails && !m_content.image.isEmpty()
                             ? m_workspace.thumbnails->image(m_uploads.previewOf(m_content.image))
                             : QImage();
    if (image.isNull())
        painter.drawPixmap(picture.center() - QPoint(20, 20),
                           iconPixmap("picture", t.disabled, 40, devicePixelRatioF()));
    else
        painter.drawImage(QRect(picture.center().x() - kPicture / 2, 0, kPicture, kPicture), image);
    painter.setClipping(false);
    painter.setPen(t.line);
    painter.drawPath(frame);
    painter.drawLine(0, kPicture, width(), kPicture);

    QRect area = QRect(space::m, kPicture + space::s, width() - 2 * space::m, kTexts - space::s);
    const auto write = [&](TextStyle style, const QColor& color, const QString& text, int height, int flags) {
        painter.setFont(theme.font(style));
        painter.setPen(color);
        painter.drawText(QRect(area.left(), area.top(), area.width(), height), flags, text);
    };
    painter.setFont(theme.font(TextStyle::Secondary));
    write(TextStyle::Secondary, t.muted,
          painter.fontMetrics().elidedText(m_content.brand, Qt::ElideRight, area.width()), 18,
          Qt::AlignLeft | Qt::AlignVCenter);
    area.adjust(0, 20, 0, 0);
    painter.save();
    painter.setClipRect(QRect(area.left(), area.top(), area.width(), kTitleHeight));
    write(TextStyle::Body, t.text, m_content.title, kTitleHeight, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap);
    painter.restore();
    area.adjust(0, kTitleHeight + 4, 0, 0);
    write(TextStyle::Section, t.text, m_content.price, 22, Qt::AlignLeft | Qt::AlignVCenter);
    if (!m_content.before.isEmpty()) {
        const int left = painter.fontMetrics().horizontalAdvance(m_content.price) + space::s;
        QFont struck = theme.font(TextStyle::Secondary);
        struck.setStrikeOut(true);
        painter.setFont(struck);
        painter.setPen(t.muted);
        painter.drawText(QRect(area.left() + left, area.top(), area.width() - left, 22), Qt::AlignVCenter,
                         m_content.before);
    }
    area.adjust(0, 22, 0, 0);
    write(TextStyle::Secondary, t.muted, m_content.note, 18, Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace tradepost::ui
