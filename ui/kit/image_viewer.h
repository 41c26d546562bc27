#pragma once

#include "ui/kit/widgets.h"

#include <QImage>

namespace tradepost::ui {

// One picture, or several one after the other: fitted or enlarged, moved by dragging. Plus and minus or the wheel
// enlarge, 0 fits, 1 shows pixel for pixel, Left and Right turn to the neighbours.
class ImageViewer final : public QWidget {
    Q_OBJECT
public:
    static constexpr double kLargest = 8; // times its pixels

    explicit ImageViewer(const Theme& theme, QWidget* parent = nullptr);
    void setImages(const QList<QImage>& images, int current = 0);
    void setCurrent(int index); // outside: ignored
    int current() const { return m_current; }
    double zoom() const; // picture's pixels to the widget's
    void fit();
    void zoomTo(double zoom, const QPointF& around); // what is at `around` stays there

signals:
    void currentChanged(int index);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QImage image() const { return m_images.value(m_current); }
    double fittingZoom() const;
    QRectF place() const; // of the picture in the widget
    void keepInside();
    void update();

    const Theme& m_theme;
    QList<QImage> m_images;
    int m_current = 0;
    double m_zoom = 0; // 0: fitted
    QPointF m_centre;  // of the picture, in the widget
    QPointF m_dragged;
    QWidget* m_bar;
    QLabel* m_text;
    QToolButton* m_previous;
    QToolButton* m_next;
};

} // namespace tradepost::ui
