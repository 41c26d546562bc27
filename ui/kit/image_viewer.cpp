#include "ui/kit/image_viewer.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>

namespace tradepost::ui {

namespace {
constexpr double kStep = 1.25;
constexpr int kBarHeight = 44;
} // namespace

ImageViewer::ImageViewer(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_bar(new QWidget(this)),
      m_text(makeLabel(theme, TextStyle::Secondary, {}, true, m_bar)),
      m_previous(makeToolButton(theme, "chevron-left", tr("Previous picture"), m_bar)),
      m_next(makeToolButton(theme, "chevron-right", tr("Next picture"), m_bar)) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 180);
    setCursor(Qt::OpenHandCursor);
    m_bar->setCursor(Qt::ArrowCursor);
    auto* whole = makeButton(theme, ButtonKind::Quiet, tr("Fit"), {}, m_bar);
    auto* pixels = makeButton(theme, ButtonKind::Quiet, "100 %", {}, m_bar);
    pixels->setAccessibleName(tr("Pixel for pixel"));
    auto* row = new QHBoxLayout(m_bar);
    row->setContentsMargins(space::s, space::xs, space::s, space::xs);
    row->setSpacing(space::xs);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_text, 1);
    row->addWidget(whole);
    row->addWidget(pixels);
    connect(m_previous, &QToolButton::clicked, this, [this] { setCurrent(m_current - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { setCurrent(m_current + 1); });
    connect(whole, &QPushButton::clicked, this, &ImageViewer::fit);
    connect(pixels, &QPushButton::clicked, this, [this] { zoomTo(1, QRectF(rect()).center()); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    update();
}

void ImageViewer::setImages(const QList<QImage>& images, int current) {
    m_images = images;
    m_current = std::clamp(current, 0, std::max(0, int(images.size()) - 1));
    fit();
}

void ImageViewer::setCurrent(int index) {
    if (index < 0 || index >= m_images.size() || index == m_current)
        return;
    m_current = index;
    fit();
    emit currentChanged(index);
}

double ImageViewer::fittingZoom() const {
    const QSizeF size = image().size();
    if (size.isEmpty())
        return 1;
    const QSizeF room(width(), std::max(1, height() - kBarHeight));
    return std::min({1.0, room.width() / size.width(), room.height() / size.height()});
}

double ImageViewer::zoom() const {
    return m_zoom > 0 ? m_zoom : fittingZoom();
}

QRectF ImageViewer::place() const {
    QRectF rect(QPointF(), QSizeF(image().size()) * zoom());
    rect.moveCenter(m_centre);
    return rect;
}

void ImageViewer::fit() {
    m_zoom = 0;
    keepInside();
    update();
}

void ImageViewer::zoomTo(double zoom, const QPointF& around) {
    const double before = this->zoom();
    const double smallest = fittingZoom();
    const double after = std::clamp(zoom, smallest, std::max(kLargest, smallest));
    m_centre = around + (m_centre - around) * (after / before);
    m_zoom = after > smallest ? after : 0;
    keepInside();
    update();
}

// Smaller than the room, a picture stands in its middle; larger, it covers the room.
void ImageViewer::keepInside() {
    const QRectF room(0, 0, width(), std::max(1, height() - kBarHeight));
    const QSizeF size = QSizeF(image().size()) * zoom();
    const auto along = [](double centre, double extent, double from, double to) {
        if (extent <= to - from)
            return (from + to) / 2;
        return std::clamp(centre, to - extent / 2, from + extent / 2);
    };
    m_centre.setX(along(m_centre.x(), size.width(), room.left(), room.right()));
    m_centre.setY(along(m_centre.y(), size.height(), room.top(), room.bottom()));
}

void ImageViewer::update() {
    const QImage shown = image();
    QString text;
    if (shown.isNull())
        text = tr("No picture");
    else
        text = tr("%1 × %2 pixels, %3 %").arg(shown.width()).arg(shown.height()).arg(qRound(zoom() * 100));
    if (m_images.size() > 1)
        text = tr("%1 of %2").arg(m_current + 1).arg(m_images.size()) + "  ·  " + text;
    m_text->setText(text);
    m_previous->setVisible(m_images.size() > 1);
    m_next->setVisible(m_images.size() > 1);
    m_previous->setEnabled(m_current > 0);
    m_next->setEnabled(m_current + 1 < m_images.size());
    setAccessibleName(text);
    QWidget::update();
}

void ImageViewer::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Tokens& t = m_theme.tokens();
    painter.fillRect(rect(), t.sunken);
    painter.fillRect(0, height() - kBarHeight, width(), 1, t.line);
    painter.setClipRect(0, 0, width(), height() - kBarHeight);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom() < 3);
    if (!image().isNull())
        painter.drawImage(place(), image());
}

void ImageViewer::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_bar->setGeometry(0, height() - kBarHeight + 1, width(), kBarHeight - 1);
    keepInside();
    update();
}

void ImageViewer::wheelEvent(QWheelEvent* event) {
    zoomTo(zoom() * std::pow(kStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void ImageViewer::mousePressEvent(QMouseEvent* event) {
    m_dragged = event->position();
    setCursor(Qt::ClosedHandCursor);
}

void ImageViewer::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton))
        return;
    m_centre += event->position() - std::exchange(m_dragged, event->position());
    keepInside();
    update();
}

void ImageViewer::mouseReleaseEvent(QMouseEvent*) {
    setCursor(Qt::OpenHandCursor);
}

void ImageViewer::keyPressEvent(QKeyEvent* event) {
    const QPointF middle(width() / 2.0, (height() - kBarHeight) / 2.0);
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomTo(zoom() * kStep, middle);
        return;
    case Qt::Key_Minus:
        zoomTo(zoom() / kStep, middle);
        return;
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_1:
        zoomTo(1, middle);
        return;
    case Qt::Key_Left:
        setCurrent(m_current - 1);
        return;
    case Qt::Key_Right:
        setCurrent(m_current + 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace tradepost::ui
