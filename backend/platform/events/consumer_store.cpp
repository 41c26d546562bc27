#include "backend/platform/events/consumer_store.h"

#include "backend/platform/events/log_rows.h"

namespace tradepost::events {

std::optional<StoredConsumer> findConsumer(sql::Reader& reader, const std::string& name) {
    return reader.one(
        "SELECT consumer_id, log, epoch, position FROM events_cursors WHERE consumer = ?",
        [](const sql::Row& row) {
            return StoredConsumer{row.integer(0), row.text(1), {row.integer(2), row.integer(3)}};
        },
        name);
}

StoredConsumer addConsumer(sql::Transaction& tx, const std::string& name, const std::string& log, Position cursor) {
    const auto id = tx.insert("INSERT INTO events_cursors (consumer, log, epoch, position) VALUES (?, ?, ?, ?)",
                              "consumer_id", name, log, cursor.epoch, cursor.value);
    return {id, log, cursor};
}

bool forgetPart(sql::Transaction& tx, const std::string& name, int limit) {
    const auto known = findConsumer(tx, name);
    if (!known)
        return false;
    // The inbox holds as many rows as the log.
    if (tx.exec("DELETE FROM events_inbox WHERE consumer_id = ? AND event_id IN "
                "(SELECT event_id FROM events_inbox WHERE consumer_id = ? ORDER BY event_id LIMIT ?)",
                known->id, known->id, limit) == limit)
        return true;
    tx.exec("DELETE FROM events_parked WHERE consumer_id = ?", known->id);
    tx.exec("DELETE FROM events_dead_letters WHERE consumer_id = ?", known->id);
    forgetAllAttempts(tx, known->id);
    tx.exec("DELETE FROM events_cursors WHERE consumer_id = ?", known->id);
    return true;
}

void saveCursor(sql::Transaction& tx, std::int64_t consumerId, Position cursor) {
    tx.exec("UPDATE events_cursors SET epoch = ?, position = ? WHERE consumer_id = ?", cursor.epoch, cursor.value,
            consumerId);
}

bool takeIntoInbox(sql::Transaction& tx, std::int64_t consumerId, const Delivered& delivered) {
    return tx.exec("INSERT INTO events_inbox (consumer_id, event_id, position) VALUES (?, ?, ?) "
                   "ON CONFLICT (consumer_id, event_id) DO NOTHING",
                   consumerId, delivered.event.id.value(), delivered.position.value) == 1;
}

std::vector<std::int64_t> inboxBelow(sql::Reader& reader, std::int64_t consumerId, std::int64_t position, int limit) {
    return reader.all(
        "SELECT event_id FROM events_inbox WHERE consumer_id = ? AND position < ? ORDER BY event_id LIMIT ?",
        [](const sql::Row& row) { return row.integer(0); }, consumerId, position, limit);
}

void dropFromInbox(sql::Transaction& tx, std::int64_t consumerId, const std::vector<std::int64_t>& eventIds) {
    for (const auto eventId : eventIds)
        tx.exec("DELETE FROM events_inbox WHERE consumer_id = ? AND event_id = ?", consumerId, eventId);
}

void park(sql::Transaction& tx, std::int64_t consumerId, const Delivered& delivered) {
    const auto& [position, event] = delivered;
    tx.exec("INSERT INTO events_parked (consumer_id, epoch, position, event_id, type, event_key, time, traceparent, "
            "payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            consumerId, position.epoch, position.value, event.id.value(), event.type, event.key, event.time,
            event.traceparent, sql::encodeBytes(event.payload.bytes()));
}

void unpark(sql::Transaction& tx, std::int64_t seq) {
    tx.exec("DELETE FROM events_parked WHERE seq = ?", seq);
}

std::vector<Parked> readParked(sql::Reader& reader, std::int64_t consumerId, const std::string& source,
                               const std::string& key, std::size_t limit) {
    return reader.all(
        "SELECT seq, epoch, position, event_id, type, event_key, time, traceparent, payload "
        "FROM events_parked WHERE consumer_id = ? AND event_key = ? ORDER BY seq LIMIT ?",
        [&](const sql::Row& row) { return Parked{row.integer(0), readDelivered(row, 2, row.integer(1), source)}; },
        consumerId, key, limit);
}

std::map<std::int64_t, int> readAttempts(sql::Reader& reader, std::int64_t consumerId) {
    std::map<std::int64_t, int> attempts;
    reader.each(
        "SELECT event_id, attempts FROM events_attempts WHERE consumer_id = ?",
        [&](const sql::Row& row) { attempts[row.integer(0)] = static_cast<int>(row.integer(1)); }, consumerId);
    return attempts;
}

void saveAttempts(sql::Transaction& tx, std::int64_t consumerId, std::int64_t eventId, int attempts) {
    tx.exec("INSERT INTO events_attempts (consumer_id, event_id, attempts) VALUES (?, ?, ?) "
            "ON CONFLICT (consumer_id, event_id) DO UPDATE SET attempts = excluded.attempts",
            consumerId, eventId, attempts);
}

void forgetAttempts(sql::Transaction& tx, std::int64_t consumerId, std::int64_t eventId) {
    tx.exec("DELETE FROM events_attempts WHERE consumer_id = ? AND event_id = ?", consumerId, eventId);
}

void forgetAllAttempts(sql::Transaction& tx, std::int64_t consumerId) {
    tx.exec("DELETE FROM events_attempts WHERE consumer_id = ?", consumerId);
}

void addDeadLetter(sql::Transaction& tx, std::int64_t consumerId, std::int64_t letterId, const Delivered& delivered,
                   const std::string& cause, int attempts, Micros now) {
    const auto& [position, event] = delivered;
    tx.exec("INSERT INTO events_dead_letters (id, consumer_id, epoch, position, event_id, type, event_key, time, "
            "traceparent, payload, cause, attempts, created, state, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
            letterId, consumerId, position.epoch, position.value, event.id.value(), event.type, event.key, event.time,
            event.traceparent, sql::encodeBytes(event.payload.bytes()), cause, attempts, now, DeadLetterState::Waiting);
}

namespace {

// Parked events count only for the letter that still waits: a key has at most one.
std::string selectLetters(std::string_view rest) {
    return std::string("SELECT d.id, c.consumer, d.cause, d.attempts, d.created, d.state, d.note, c.log, d.epoch, "
                       "CASE WHEN d.state = 1 AND d.event_id <> 0 THEN (SELECT COUNT(*) FROM events_parked p "
                       "WHERE p.consumer_id = d.consumer_id AND p.event_key = d.event_key) ELSE 0 END, "
                       "d.position, d.event_id, d.type, d.event_key, d.time, d.traceparent, d.payload "
                       "FROM events_dead_letters d JOIN events_cursors c ON c.consumer_id = d.consumer_id ")
        .append(rest);
}

DeadLetter readDeadLetter(const sql::Row& row) {
    DeadLetter letter;
    letter.id = row.integer(0);
    letter.consumer = row.text(1);
    letter.cause = row.text(2);
    letter.attempts = static_cast<int>(row.integer(3));
    letter.created = row.integer(4);
    letter.state = static_cast<DeadLetterState>(row.integer(5));
    letter.note = row.text(6);
    letter.parked = static_cast<int>(row.integer(9));
    letter.delivered = readDelivered(row, 10, row.integer(8), row.text(7));
    return letter;
}

} // namespace

std::optional<DeadLetter> findDeadLetter(sql::Reader& reader, std::int64_t letterId) {
    static const std::string byId = selectLetters("WHERE d.id = ?");
    return reader.one(byId, readDeadLetter, letterId);
}

std::vector<DeadLetter> listDeadLetters(sql::Reader& reader, const std::string& consumer, std::int64_t afterId,
                                        int limit) {
    static const std::string ofAll = selectLetters("WHERE d.id > ? ORDER BY d.id LIMIT ?");
    static const std::string ofOne = selectLetters("WHERE c.consumer = ? AND d.id > ? ORDER BY d.id LIMIT ?");
    if (consumer.empty())
        return reader.all(ofAll, readDeadLetter, afterId, limit);
    return reader.all(ofOne, readDeadLetter, consumer, afterId, limit);
}

void settleDeadLetter(sql::Transaction& tx, std::int64_t letterId, DeadLetterState state, const std::string& note) {
    tx.exec("UPDATE events_dead_letters SET state = ?, note = ? WHERE id = ?", state, note, letterId);
}

void noteFailedRedrive(sql::Transaction& tx, std::int64_t letterId, const std::string& cause) {
    tx.exec("UPDATE events_dead_letters SET attempts = attempts + 1, cause = ? WHERE id = ?", cause, letterId);
}

void dropSettledLetters(sql::Transaction& tx, Micros createdBefore) {
    tx.exec("DELETE FROM events_dead_letters WHERE state <> 1 AND created < ?", createdBefore);
}

std::int64_t countWaiting(sql::Reader& reader, std::int64_t consumerId) {
    return reader
        .one(
            "SELECT COUNT(*) FROM events_dead_letters WHERE consumer_id = ? AND state = 1",
            [](const sql::Row& row) { return row.integer(0); }, consumerId)
        .value_or(0);
}

BlockedKeys readBlockedKeys(sql::Reader& reader, std::int64_t consumerId) {
    BlockedKeys keys;
    reader.each(
        "SELECT DISTINCT event_key FROM events_dead_letters WHERE consumer_id = ? AND state = 1 AND event_id <> 0",
        [&](const sql::Row& row) { keys.dead.insert(row.text(0)); }, consumerId);
    reader.each(
        "SELECT DISTINCT event_key FROM events_parked WHERE consumer_id = ?",
        [&](const sql::Row& row) {
            if (!keys.dead.contains(row.text(0)))
                keys.draining.insert(row.text(0));
        },
        consumerId);
    return keys;
}

} // namespace tradepost::events
