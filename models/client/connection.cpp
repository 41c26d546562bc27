#include "models/client/connection.h"

#include <QVersionNumber>

namespace tradepost::client {

bool versionsCompatible(const QString& ours, const QString& theirs) {
    const auto a = QVersionNumber::fromString(ours);
    const auto b = QVersionNumber::fromString(theirs);
    if (a.majorVersion() != b.majorVersion())
        return false;
    return a.majorVersion() > 0 || a.minorVersion() == b.minorVersion();
}

} // namespace tradepost::client
