#pragma once

#include "models/client/client_interface.h"

#include <QHash>

namespace tradepost::models {

// Sellers by name; each is asked for once, when first wanted. GUI thread.
class SellerNames final : public QObject {
    Q_OBJECT
public:
    // `client` must outlive it.
    explicit SellerNames(client::ClientInterface& client, QObject* parent = nullptr)
        : QObject(parent), m_client(client) {}

    // Empty until the store told; `changed` follows.
    QString name(const QString& sellerId);

signals:
    void changed();

private:
    client::ClientInterface& m_client;
    QHash<QString, QString> m_names;
};

} // namespace tradepost::models
