#pragma once

#include <QNetworkAccessManager>
#include <QObject>
#include <QUrl>

#include <functional>

namespace tradepost::models {

// Where the bytes of a picture come from. GUI thread; `done` runs later, with empty bytes when there is no picture.
class ImageLoader {
public:
    virtual ~ImageLoader() = default;
    virtual void load(const QString& url, std::function<void(QByteArray)> done) = 0;
};

// Over HTTP, with a bounded cache on disk. Paths are taken below `base`, which may change with the store.
class NetworkImageLoader final : public QObject, public ImageLoader {
    Q_OBJECT
public:
    static constexpr qint64 kDiskCacheBytes = 64 << 20;
    static constexpr qint64 kMaxPictureBytes = 4 << 20;

    NetworkImageLoader(const QString& cacheDirectory, std::function<QUrl()> base, QObject* parent = nullptr);
    void load(const QString& url, std::function<void(QByteArray)> done) override;

private:
    QNetworkAccessManager m_network;
    std::function<QUrl()> m_base;
};

} // namespace tradepost::models
