#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QProcess>
#include <QTimer>

namespace tradepost::client {

// The bundled backend of a local store, as a child process: started on a data directory, found ready by the
// DIR/server.json it writes, stopped with its owner (also when the owner is killed). A data directory already served by
// another console's backend is joined, not started again; one that is just ending, as after a crash, is waited for. GUI
// thread; never blocks except in the destructor.
class LocalBackend : public QObject {
    Q_OBJECT
public:
    struct Address {
        QString socket; // unix socket of mode 0600
        QString http;   // "127.0.0.1:8080": REST, for media
        QString version;
    };

    // `program`: the path of tradepostd.
    LocalBackend(QString program, QString dataDirectory, QObject* parent = nullptr);
    // Asks the child to stop, waits up to 5 s, then kills it.
    ~LocalBackend() override;

    // Emits ready() or failed() later. Does nothing while starting; starts again after a failure or exit.
    void start();
    bool running() const { return m_process && m_process->state() == QProcess::Running; }

signals:
    void ready(const tradepost::client::LocalBackend::Address& address);
    // With what the backend said last, for people.
    void failed(const QString& message);
    // The child ended after it had been ready.
    void exited();

private:
    void launch();
    void poll();
    void fail(const QString& message);
    bool join();
    std::optional<Address> readAddress(qint64 pid) const;
    QString socketPath() const;

    QString m_program;
    QString m_dataDirectory;
    QPointer<QProcess> m_process;
    QByteArray m_lastOutput;
    QTimer m_poll;
    QTimer m_again; // while another process still holds the data
    qint64 m_deadline = 0;
    qint64 m_busyUntil = 0;
    bool m_ready = false;
};

} // namespace tradepost::client
