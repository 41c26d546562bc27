#pragma once

#include <QTcpServer>
#include <QTcpSocket>

namespace tradepost::test {

// Stands between a client and a server and fails on demand. Works in the event loop of its thread.
class FaultyProxy : public QObject {
public:
    enum class Mode {
        Forward,
        Silent,  // keeps connections open and passes nothing on
        Garbage, // answers whatever the client sends with bytes that mean nothing
        Dead     // ends every connection, and each new one at once
    };

    explicit FaultyProxy(quint16 server) : m_server(server) {
        connect(&m_listener, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* client = m_listener.nextPendingConnection())
                join(client);
        });
        m_listener.listen(QHostAddress::LocalHost);
    }
    quint16 port() const { return m_listener.serverPort(); }
    void setMode(Mode mode) {
        m_mode = mode;
        if (mode == Mode::Dead)
            for (QTcpSocket* socket : findChildren<QTcpSocket*>())
                socket->abort();
    }

private:
    void join(QTcpSocket* client) {
        client->setParent(this);
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        if (m_mode == Mode::Dead) {
            client->abort();
            return;
        }
        auto* server = new QTcpSocket(this);
        connect(server, &QTcpSocket::disconnected, server, &QObject::deleteLater);
        connect(client, &QTcpSocket::disconnected, server, &QTcpSocket::disconnectFromHost);
        connect(server, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
        connect(client, &QTcpSocket::readyRead, this, [this, client, server] { pass(client, server); });
        connect(server, &QTcpSocket::connected, this, [this, client, server] { pass(client, server); });
        connect(server, &QTcpSocket::readyRead, this, [this, client, server] {
            const QByteArray bytes = server->readAll();
            if (m_mode == Mode::Forward)
                client->write(bytes);
        });
        server->connectToHost(QHostAddress::LocalHost, m_server);
    }
    void pass(QTcpSocket* client, QTcpSocket* server) {
        if (m_mode == Mode::Garbage)
            client->write(QByteArray(2'000, '\xa7'));
        else if (m_mode == Mode::Forward && server->state() == QAbstractSocket::ConnectedState)
            server->write(client->readAll());
        if (m_mode != Mode::Forward)
            client->readAll();
    }

    QTcpServer m_listener;
    quint16 m_server;
    Mode m_mode = Mode::Forward;
};

} // namespace tradepost::test
