#pragma once

#include "backend/base/error.h"

#include <optional>

namespace tradepost::sql {

// An engine's write-ahead log whose commits are in it, but on the disk only after flush(). Used by one thread at a
// time, which need not be the one that commits.
class CommitLog {
public:
    virtual ~CommitLog() = default;
    // Puts every commit that had returned when this was called onto the disk. After an error nothing is known of them.
    virtual std::optional<Error> flush() = 0;
};

} // namespace tradepost::sql
