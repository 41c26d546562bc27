#include "models/client/client_interface.h"

namespace tradepost::client {

QString RemoteStore::label() const {
    const QString shown = host.contains(':') ? '[' + host + ']' : host;
    return port == RemoteStore().port ? shown : shown + ':' + QString::number(port);
}

RemoteStore RemoteStore::parse(const QString& text) {
    RemoteStore store;
    const QUrl url("tradepost://" + text.trimmed());
    const bool plain = url.isValid() && url.userInfo().isEmpty() && (url.path().isEmpty() || url.path() == "/") &&
                       !url.hasQuery() && !url.hasFragment();
    if (!plain || url.port(store.port) <= 0)
        return store;
    store.host = url.host();
    store.port = quint16(url.port(store.port));
    return store;
}

void ClientInterface::setConnection(ConnectionState state) {
    if (state == m_connection)
        return;
    m_connection = std::move(state);
    emit connectionChanged(m_connection);
}

void ClientInterface::setUser(User user) {
    if (user == m_user)
        return;
    m_user = std::move(user);
    emit userChanged();
}

} // namespace tradepost::client
