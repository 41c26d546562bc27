#include "models/client/session_store.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace tradepost::client {

namespace {
constexpr qint64 kMaxTokenBytes = 4096;
constexpr auto kOwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
} // namespace

QString SessionStore::path(const QString& store) const {
    const auto digest = QCryptographicHash::hash(store.toUtf8(), QCryptographicHash::Sha256).toHex().left(32);
    return m_directory + "/session-" + QString::fromLatin1(digest);
}

bool SessionStore::save(const QString& store, const QString& refreshToken) const {
    if (!QDir().mkpath(m_directory))
        return false;
    QFile::setPermissions(m_directory, kOwnerOnly | QFile::ExeOwner);
    QSaveFile file(path(store));
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(kOwnerOnly))
        return false;
    file.write(refreshToken.toUtf8());
    return file.commit();
}

std::optional<QString> SessionStore::load(const QString& store) const {
    QFile file(path(store));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxTokenBytes)
        return std::nullopt;
    const QString token = QString::fromUtf8(file.readAll()).trimmed();
    return token.isEmpty() ? std::nullopt : std::optional(token);
}

void SessionStore::forget(const QString& store) const {
    QFile::remove(path(store));
}

} // namespace tradepost::client
