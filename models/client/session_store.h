#pragma once

#include <QString>

#include <optional>

namespace tradepost::client {

// Remembered refresh tokens, one file of mode 0600 per store in one directory of mode 0700. A refresh token is replaced
// at each use, so a file holds the newest one only; it is written to a new file and renamed, so that a crash leaves the
// old or the new one. GUI thread.
class SessionStore {
public:
    explicit SessionStore(QString directory) : m_directory(std::move(directory)) {}

    // False when it could not be written: the session is then not remembered.
    bool save(const QString& store, const QString& refreshToken) const;
    std::optional<QString> load(const QString& store) const;
    void forget(const QString& store) const;

private:
    QString path(const QString& store) const;

    QString m_directory;
};

} // namespace tradepost::client
