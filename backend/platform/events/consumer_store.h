#pragma once

#include "backend/platform/events/events.h"

#include <map>
#include <set>

// A consumer's tables, in its own database: cursor, inbox, dead letters and parked events.
namespace tradepost::events {

struct StoredConsumer {
    std::int64_t id = 0;
    std::string log;
    Position cursor;
};

// An event that waits behind a dead letter of its key, in the order of parking.
struct Parked {
    std::int64_t seq = 0;
    Delivered delivered;
};

// A letter that tells of events dropped before the consumer saw them has this type, and cannot be redriven.
inline constexpr std::string_view gapType = "tradepost.events.Gap";

std::optional<StoredConsumer> findConsumer(sql::Reader& reader, const std::string& name);
StoredConsumer addConsumer(sql::Transaction& tx, const std::string& name, const std::string& log, Position cursor);
// Everything that is known of a consumer, in parts: false when nothing was left.
bool forgetPart(sql::Transaction& tx, const std::string& name, int limit);
void saveCursor(sql::Transaction& tx, std::int64_t consumerId, Position cursor);

// Puts the event into the inbox; false when it stands there: this consumer has taken care of it.
bool takeIntoInbox(sql::Transaction& tx, std::int64_t consumerId, const Delivered& delivered);
// Events of the inbox that the log no longer holds, hence will never be delivered again.
std::vector<std::int64_t> inboxBelow(sql::Reader& reader, std::int64_t consumerId, std::int64_t position, int limit);
void dropFromInbox(sql::Transaction& tx, std::int64_t consumerId, const std::vector<std::int64_t>& eventIds);

void park(sql::Transaction& tx, std::int64_t consumerId, const Delivered& delivered);
void unpark(sql::Transaction& tx, std::int64_t seq);
std::vector<Parked> readParked(sql::Reader& reader, std::int64_t consumerId, const std::string& source,
                               const std::string& key, std::size_t limit);

// How often an event that is to be tried again was refused.
std::map<std::int64_t, int> readAttempts(sql::Reader& reader, std::int64_t consumerId);
void saveAttempts(sql::Transaction& tx, std::int64_t consumerId, std::int64_t eventId, int attempts);
void forgetAttempts(sql::Transaction& tx, std::int64_t consumerId, std::int64_t eventId);
void forgetAllAttempts(sql::Transaction& tx, std::int64_t consumerId);

void addDeadLetter(sql::Transaction& tx, std::int64_t consumerId, std::int64_t letterId, const Delivered& delivered,
                   const std::string& cause, int attempts, Micros now);
// With the name of its consumer.
std::optional<DeadLetter> findDeadLetter(sql::Reader& reader, std::int64_t letterId);
// By id; an empty `consumer` stands for all.
std::vector<DeadLetter> listDeadLetters(sql::Reader& reader, const std::string& consumer, std::int64_t afterId,
                                        int limit);
void settleDeadLetter(sql::Transaction& tx, std::int64_t letterId, DeadLetterState state, const std::string& note);
void noteFailedRedrive(sql::Transaction& tx, std::int64_t letterId, const std::string& cause);
void dropSettledLetters(sql::Transaction& tx, Micros createdBefore);
std::int64_t countWaiting(sql::Reader& reader, std::int64_t consumerId);

struct BlockedKeys {
    std::set<std::string> dead;     // wait for an operator
    std::set<std::string> draining; // their dead letter is settled, what was parked behind it is not applied yet
};
BlockedKeys readBlockedKeys(sql::Reader& reader, std::int64_t consumerId);

} // namespace tradepost::events
