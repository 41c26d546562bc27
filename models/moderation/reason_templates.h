#pragma once

#include "models/client/client_interface.h"
#include "models/moderation/review.h"

namespace tradepost::models {

struct ReasonTemplate {
    QString id;
    QString name;
    Verdict verdict = Verdict::Reject;
    QHash<QString, QString> texts; // by BCP 47 tag

    // In the language, else in English, else in any.
    QString text(const QString& language) const;
};

// Prepared reasons for the seller. GUI thread.
class ReasonTemplates final : public QObject {
    Q_OBJECT
public:
    // `client` must outlive it.
    explicit ReasonTemplates(client::ClientInterface& client, QObject* parent = nullptr)
        : QObject(parent), m_client(client) {}

    void load();
    std::vector<ReasonTemplate> of(Verdict verdict) const; // by name

signals:
    void changed();

private:
    client::ClientInterface& m_client;
    client::CallHandle m_call;
    std::vector<ReasonTemplate> m_all;
};

} // namespace tradepost::models
