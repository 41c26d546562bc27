#pragma once

#include "models/media/image_loader.h"

#include <QCache>
#include <QImage>
#include <QSet>
#include <QThreadPool>

namespace tradepost::models {

// Small square pictures by URL, loaded when first asked for and decoded off the GUI thread (SVG and every raster format
// Qt reads). kMaxImages are kept in memory, kMaxLoading are on their way at once; asking again is cheap, so a view just
// asks for what it paints.
class ThumbnailStore final : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxImages = 1'000;
    static constexpr int kMaxLoading = 8;

    // `loader` must outlive the store. `edge` in device pixels.
    ThumbnailStore(ImageLoader& loader, int edge, QObject* parent = nullptr);
    ~ThumbnailStore() override;

    // A null image while it is not here, or does not exist.
    QImage image(const QString& url);
    bool failed(const QString& url) const { return m_failed.contains(url); }
    bool idle() const { return m_loading.isEmpty() && m_queue.isEmpty(); }

signals:
    void arrived(const QString& url);

private:
    void loadNext();
    void decode(const QString& url, const QByteArray& bytes);
    void finish(const QString& url, const QImage& image);

    ImageLoader& m_loader;
    int m_edge;
    QCache<QString, QImage> m_images{kMaxImages};
    QSet<QString> m_failed;
    QSet<QString> m_loading;
    QList<QString> m_queue; // newest last, served first: what is on screen now matters most
    QThreadPool m_pool;
};

// Null when the bytes are no picture. Pictures of absurd size are refused. Any thread.
QImage decodeThumbnail(const QByteArray& bytes, int edge);

} // namespace tradepost::models
