#pragma once

#include "backend/base/clock.h"
#include "backend/base/ids.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <optional>
#include <string>
#include <vector>

// The tables of the queue, and of who is at what. Functions run inside the caller's transaction.
namespace tradepost::moderation {

class QueueStore {
public:
    // Puts in or replaces. `weight` of the findings, for sorting.
    static void put(sql::Transaction& tx, const v1::QueueItem& item, int weight);
    // With its claim.
    static void remove(sql::Transaction& tx, ProductId id);
    static void clear(sql::Transaction& tx); // but for the claims
    // Without its claim when that has expired at `now`.
    static std::optional<v1::QueueItem> find(sql::Reader& reader, ProductId id, Micros now);

    // A page of the queue: what comes after the row with these keys (the order's columns, ending in the id; empty: from
    // the beginning). `last` becomes the keys of the last row, empty when nothing follows.
    static std::vector<v1::QueueItem> page(sql::Reader& reader, const v1::ListQueueRequest& request, std::size_t size,
                                           const std::vector<sql::Value>& after, Micros now,
                                           std::vector<sql::Value>& last);
    static v1::QueueCounts counts(sql::Reader& reader, Micros now);

    // The moderator who holds an item, other than `self`; falsy when nobody does.
    static UserId heldByOther(sql::Reader& reader, ProductId id, UserId self, Micros now);
    static void claim(sql::Transaction& tx, ProductId id, UserId moderator, Micros until);
    static void release(sql::Transaction& tx, ProductId id, UserId moderator);
};

} // namespace tradepost::moderation
