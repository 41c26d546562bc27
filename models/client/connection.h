#pragma once

#include <QDateTime>
#include <QMetaType>
#include <QString>
#include <QStringList>

#include <set>

namespace tradepost::client {

enum class Phase {
    SignedOut,  // nothing open, or the session ended: see message
    Starting,   // the bundled backend of a local store is starting
    Connecting, // address known, first answer awaited
    Online,
    Reconnecting,    // was online; next attempt at retryAt
    Refused,         // the store will not have us: see message
    VersionMismatch, // the backend speaks another version: see serverVersion
};

struct ConnectionState {
    Phase phase = Phase::SignedOut;
    QString message;   // for people; empty when there is nothing to say
    QString storeName; // "Local store", "shop.example.org"
    bool local = false;
    bool untrusted = false; // SignedOut: because of the store's certificate
    QDateTime retryAt;      // Reconnecting: when the next attempt starts
    int attempt = 0;        // Reconnecting: failed attempts so far
    int latencyMs = -1;     // Online: of the last probe
    QString serverVersion;  // empty until the backend told

    bool operator==(const ConnectionState&) const = default;
};

enum class Role { Seller, Moderator, Operator, Admin };

struct User {
    QString id;
    QString email;
    QString displayName;
    std::set<Role> roles;
    QStringList sellerIds;

    bool has(Role role) const { return roles.contains(role) || roles.contains(Role::Admin); }
    bool operator==(const User&) const = default;
};

// "0.1.0" and "0.1.7" understand each other, "0.1" and "0.2" do not promise to; from 1.0 on only the first number
// counts.
bool versionsCompatible(const QString& ours, const QString& theirs);

} // namespace tradepost::client

Q_DECLARE_METATYPE(tradepost::client::ConnectionState)
