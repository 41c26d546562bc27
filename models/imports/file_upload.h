#pragma once

#include "models/client/client_interface.h"
#include "models/imports/import.h"

#include <QTimer>

namespace tradepost::models {

// One file on its way to the store: makes an import for it, then sends it in pieces, each read on a thread beside the
// GUI's. A lost connection is waited for; pieces that arrived already are passed over. GUI thread.
class FileUpload final : public QObject {
    Q_OBJECT
public:
    static constexpr qint64 kPieceBytes = 1 << 20;
    static constexpr int kPieceTimeoutMs = 60'000; // for slow lines

    enum class State { Idle, Sending, Waiting, Done, Failed };

    // `client` must outlive the upload.
    explicit FileUpload(client::ClientInterface& client, QObject* parent = nullptr);

    // A new import of this file; one under way is forgotten.
    void start(const QString& path);
    // The file of an import that was not sent to its end.
    void resume(const QString& importId, const QString& path);
    // After a failure: where it was.
    void retry();
    // Nothing is sent any more. What arrived stays at the store, which drops it by itself after a month.
    void cancel();

    State state() const { return m_state; }
    const QString& path() const { return m_path; }
    const QString& importId() const { return m_importId; }
    qint64 sent() const { return m_sent; }
    qint64 total() const { return m_total; } // -1: not known yet
    const Error& error() const { return m_error; }

signals:
    void changed();
    void created(const tradepost::models::Import& import); // nothing of the file is there yet
    void done(const QString& importId);

private:
    struct Piece {
        QByteArray bytes;
        qint64 size = -1;     // of the file
        qint64 modified = -1; // milliseconds
        QString problem;
    };

    void begin(const QString& importId, const QString& path);
    void create();
    void read();
    void adopt(const Piece& piece);
    void send();
    void arrived(qint64 stored);
    void failed(const Error& error);
    void stop(const Error& error);
    void setState(State state);

    client::ClientInterface& m_client;
    client::CallHandle m_call;
    QTimer m_again;
    State m_state = State::Idle;
    QString m_path;
    QString m_importId;
    quint64 m_run = 0; // answers of the reading thread to former ones are dropped
    Piece m_piece;
    qint64 m_sent = 0;
    qint64 m_total = -1;
    qint64 m_modified = -1;
    int m_attempts = 0;
    Error m_error;
};

} // namespace tradepost::models
