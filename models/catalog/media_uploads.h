#pragma once

#include "models/client/client_interface.h"

#include <QHash>
#include <QStringList>

#include <vector>

namespace tradepost::models {

// Pictures on their way to the store, one after the other, each read on a thread beside the GUI's. Also knows under
// which address a picture that is not public can be seen. GUI thread.
class MediaUploads final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kMaxBytes = 16 << 20; // of one file, the contract's
    static constexpr int kTimeoutMs = 120'000;    // for slow lines

    enum class State { Waiting, Sending, Failed };
    struct Upload {
        int number = 0; // stays
        QString path;
        State state = State::Waiting;
        Error error;
    };

    explicit MediaUploads(client::ClientInterface& client, QObject* parent = nullptr)
        : QObject(parent), m_client(client) {}

    void setSeller(const QString& sellerId) { m_seller = sellerId; } // whose they are
    void add(const QStringList& paths);
    void retry(int number);
    void remove(int number); // what is being sent is dropped when it arrives
    void clear();
    const std::vector<Upload>& uploads() const { return m_uploads; } // in order; those that are done are gone
    bool busy() const;

    // Where to load the picture from: an address of its own for what only the seller sees. The url itself until that is
    // known.
    QString previewOf(const QString& url);

signals:
    void changed();
    void done(const QString& url, bool video); // there now
    void previewKnown(const QString& url);

private:
    void next();
    void send(int number, const QByteArray& bytes);
    void fail(int number, const Error& error);
    Upload* find(int number);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QString m_seller;
    std::vector<Upload> m_uploads;
    QHash<QString, QString> m_previews; // by url; empty: asked for
    int m_number = 0;
};

} // namespace tradepost::models
