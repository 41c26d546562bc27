#include "models/media/image_loader.h"

#include <QNetworkDiskCache>
#include <QNetworkReply>

namespace tradepost::models {

NetworkImageLoader::NetworkImageLoader(const QString& cacheDirectory, std::function<QUrl()> base, QObject* parent)
    : QObject(parent), m_base(std::move(base)) {
    auto* cache = new QNetworkDiskCache(this);
    cache->setCacheDirectory(cacheDirectory);
    cache->setMaximumCacheSize(kDiskCacheBytes);
    m_network.setCache(cache);
}

void NetworkImageLoader::load(const QString& url, std::function<void(QByteArray)> done) {
    const QUrl base = m_base();
    const QUrl target = url.startsWith('/') ? base.resolved(QUrl(url)) : QUrl(url);
    // Only web addresses: a product must not make the console read local files.
    if (!target.isValid() || (target.scheme() != "http" && target.scheme() != "https") || target.host().isEmpty()) {
        QMetaObject::invokeMethod(this, [done = std::move(done)] { done({}); }, Qt::QueuedConnection);
        return;
    }
    QNetworkRequest request(target);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::PreferCache);
    request.setTransferTimeout(10'000);
    QNetworkReply* reply = m_network.get(request);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > kMaxPictureBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
        reply->deleteLater();
        done(reply->error() == QNetworkReply::NoError ? reply->readAll() : QByteArray());
    });
}

} // namespace tradepost::models
