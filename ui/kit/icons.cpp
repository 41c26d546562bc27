#include "ui/kit/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace tradepost::ui {

namespace {

QByteArray svgOf(const QString& name) {
    static QHash<QString, QByteArray> known;
    if (const auto it = known.constFind(name); it != known.constEnd())
        return *it;
    QFile file(":/icons/" + name + ".svg");
    QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    known.insert(name, bytes);
    return bytes;
}

class TintedEngine final : public QIconEngine {
public:
    TintedEngine(const Theme& theme, QString name, Tone tone, bool onAccent)
        : m_theme(theme), m_name(std::move(name)), m_tone(tone), m_onAccent(onAccent) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const int edge = std::min(rect.width(), rect.height());
        const QRect square(rect.x() + (rect.width() - edge) / 2, rect.y() + (rect.height() - edge) / 2, edge, edge);
        painter->drawPixmap(square, iconPixmap(m_name, color(mode), edge, painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return scaledPixmap(size, mode, state, 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override {
        // Qt asks in device pixels.
        const int edge = std::min(size.width(), size.height());
        QPixmap pixmap = iconPixmap(m_name, color(mode), edge, 1.0);
        pixmap.setDevicePixelRatio(scale);
        return pixmap;
    }
    QIconEngine* clone() const override { return new TintedEngine(m_theme, m_name, m_tone, m_onAccent); }

private:
    QColor color(QIcon::Mode mode) const {
        if (mode == QIcon::Disabled)
            return m_theme.tokens().disabled;
        return m_onAccent ? m_theme.tokens().onAccent : m_theme.tone(m_tone);
    }

    const Theme& m_theme;
    QString m_name;
    Tone m_tone;
    bool m_onAccent;
};

} // namespace

QPixmap iconPixmap(const QString& name, const QColor& color, int edge, qreal scale) {
    const QString key = "tp:" + name + color.name() + QString::number(edge) + '@' + QString::number(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray svg = svgOf(name);
    svg.replace("stroke=\"#000\"", "stroke=\"" + color.name().toLatin1() + '"');
    QSvgRenderer renderer(svg);
    const int pixels = qRound(edge * scale);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(const Theme& theme, const QString& name, Tone tone) {
    return QIcon(new TintedEngine(theme, name, tone, false));
}
QIcon iconOnAccent(const Theme& theme, const QString& name) {
    return QIcon(new TintedEngine(theme, name, Tone::Accent, true));
}

QPixmap brandMark(const Theme& theme, int edge, qreal scale) {
    const Tokens& t = theme.tokens();
    QPixmap mark(QSize(edge, edge) * scale);
    mark.setDevicePixelRatio(scale);
    mark.fill(Qt::transparent);
    QPainter painter(&mark);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.accent);
    painter.drawRoundedRect(QRectF(0, 0, edge, edge), edge / 4.0, edge / 4.0);
    const int inside = edge * 5 / 7;
    painter.drawPixmap((edge - inside) / 2, (edge - inside) / 2, iconPixmap("brand", t.onAccent, inside, scale));
    return mark;
}

} // namespace tradepost::ui
