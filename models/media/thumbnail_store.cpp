#include "models/media/thumbnail_store.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QPointer>
#include <QSvgRenderer>

namespace tradepost::models {

namespace {
constexpr int kMaxQueued = 256;
constexpr int kMaxFailed = 10'000;
constexpr int kMaxSourceEdge = 16'384;
} // namespace

QImage decodeThumbnail(const QByteArray& bytes, int edge) {
    if (bytes.isEmpty())
        return {};
    QImage result(edge, edge, QImage::Format_ARGB32_Premultiplied);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QByteArray start = bytes.left(512).trimmed();
    if (start.startsWith("<svg") || start.startsWith("<?xml")) {
        QSvgRenderer renderer(bytes);
        if (!renderer.isValid())
            return {};
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        renderer.render(&painter, QRectF(0, 0, edge, edge));
        return result;
    }
    QBuffer buffer;
    buffer.setData(bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kMaxSourceEdge || size.height() > kMaxSourceEdge)
        return {};
    reader.setScaledSize(size.scaled(edge, edge, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    if (image.isNull())
        return {};
    painter.drawImage(QPoint((edge - image.width()) / 2, (edge - image.height()) / 2), image);
    return result;
}

ThumbnailStore::ThumbnailStore(ImageLoader& loader, int edge, QObject* parent)
    : QObject(parent), m_loader(loader), m_edge(edge) {
    m_pool.setMaxThreadCount(1);
}

ThumbnailStore::~ThumbnailStore() {
    m_pool.waitForDone();
}

QImage ThumbnailStore::image(const QString& url) {
    if (url.isEmpty())
        return {};
    if (const QImage* known = m_images.object(url))
        return *known;
    if (!m_failed.contains(url) && !m_loading.contains(url)) {
        m_queue.removeOne(url);
        m_queue.append(url);
        if (m_queue.size() > kMaxQueued)
            m_queue.removeFirst();
        loadNext();
    }
    return {};
}

void ThumbnailStore::loadNext() {
    while (!m_queue.isEmpty() && m_loading.size() < kMaxLoading) {
        const QString url = m_queue.takeLast();
        m_loading.insert(url);
        m_loader.load(url, [guard = QPointer(this), url](const QByteArray& bytes) {
            if (guard)
                guard->decode(url, bytes);
        });
    }
}

void ThumbnailStore::decode(const QString& url, const QByteArray& bytes) {
    m_pool.start([this, url, bytes] {
        const QImage image = decodeThumbnail(bytes, m_edge);
        QMetaObject::invokeMethod(this, [this, url, image] { finish(url, image); }, Qt::QueuedConnection);
    });
}

void ThumbnailStore::finish(const QString& url, const QImage& image) {
    m_loading.remove(url);
    if (!image.isNull()) {
        m_images.insert(url, new QImage(image));
    } else if (m_failed.size() < kMaxFailed) {
        m_failed.insert(url);
    }
    loadNext();
    emit arrived(url);
}

} // namespace tradepost::models
