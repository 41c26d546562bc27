#pragma once

#include "models/catalog/product.h"
#include "models/client/client_interface.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <QStringList>

namespace tradepost::models {

// Who did what to a product when, newest first, read page by page. GUI thread.
class ProductHistory final : public QObject {
    Q_OBJECT
public:
    static constexpr int kPage = 50;

    struct Entry {
        QString action; // "update", "publish", ...: the contract's
        QString actorId;
        QDateTime time; // UTC
        QStringList fields;
        QString reason;
        qint64 revision = 0;
        catalog::v1::Product before; // these fields, as they were
    };

    explicit ProductHistory(client::ClientInterface& client, QObject* parent = nullptr)
        : QObject(parent), m_client(client) {}

    void load(const QString& productId); // empty: nothing
    void more();
    bool hasMore() const { return !m_token.empty(); }
    bool loading() const { return m_call.active(); }
    const std::optional<Error>& error() const { return m_error; }
    const std::vector<Entry>& entries() const { return m_entries; }

    // The product as it was right after that entry, going back from what is stored now.
    catalog::v1::Product asOf(std::size_t entry, const catalog::v1::Product& now) const;
    // Whether entries after this one changed what a restore can bring back.
    bool restorable(std::size_t entry) const;
    // What a moderator said last, if that was not an approval: "request_changes" or "reject".
    const Entry* lastRefusal() const;

signals:
    void changed();

private:
    void request();

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_productId;
    std::string m_token;
    std::optional<Error> m_error;
    std::vector<Entry> m_entries;
};

} // namespace tradepost::models
