#include "backend/platform/events/events.h"
#include "backend/platform/events/log_rows.h"
#include "backend/platform/events/recent_events.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

namespace tradepost::events {

namespace {

constexpr std::size_t maxPayload = std::size_t{1} << 20;
// A batch of events ends with the query that takes it over this.
constexpr std::size_t maxBatchBytes = std::size_t{8} << 20;
constexpr std::size_t rowsPerQuery = 64;

// Equal messages give equal bytes, maps included, so that runs of the simulator repeat.
std::string serialise(const google::protobuf::Message& message) {
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream coded(&stream);
        coded.SetSerializationDeterministic(true);
        message.SerializeToCodedStream(&coded);
    }
    return bytes;
}

std::int64_t lastPosition(sql::Reader& reader) {
    return reader
        .one("SELECT position FROM events_log ORDER BY position DESC LIMIT 1",
             [](const sql::Row& row) { return row.integer(0); })
        .value_or(0);
}

// What appends leave for readers in this process. Shared with the callbacks of commits, which may outlive the Outbox.
class Signal {
public:
    void wake() {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [id, wake] : m_listeners)
            wake();
    }
    std::uint64_t add(std::function<void()> wake) {
        const std::scoped_lock lock(m_mutex);
        m_listeners.emplace(++m_lastId, std::move(wake));
        return m_lastId;
    }
    std::uint64_t addReader(std::string consumer, std::function<Position()> dealtWith) {
        const std::scoped_lock lock(m_mutex);
        m_readers.emplace(++m_lastId, std::pair(std::move(consumer), std::move(dealtWith)));
        return m_lastId;
    }
    // Returns only when no call of it is under way.
    void remove(std::uint64_t id) {
        const std::scoped_lock lock(m_mutex);
        m_listeners.erase(id);
        m_readers.erase(id);
    }
    std::vector<std::pair<std::string, Position>> readers() const {
        const std::scoped_lock lock(m_mutex);
        std::vector<std::pair<std::string, Position>> positions;
        for (const auto& [id, reader] : m_readers)
            positions.emplace_back(reader.first, reader.second());
        return positions;
    }
    // 0: not known, look it up. Only what a commit made certain is kept.
    std::atomic<std::int64_t> epoch{0};
    std::atomic<std::int64_t> compactedTo{0};
    RecentEvents recent;

private:
    mutable std::mutex m_mutex;
    std::uint64_t m_lastId = 0;
    std::map<std::uint64_t, std::function<void()>> m_listeners;
    std::map<std::uint64_t, std::pair<std::string, std::function<Position()>>> m_readers;
};

Outbox::Listener handleFor(std::shared_ptr<Signal> signal, std::uint64_t id) {
    return {nullptr, [signal = std::move(signal), id](void*) { signal->remove(id); }};
}

} // namespace

struct Outbox::State {
    sql::Database& database;
    std::string name;
    const Clock& clock;
    IdSource& ids;
    // The epoch of a log that has no row yet: told to readers now, written by the first append.
    std::int64_t firstEpoch;
    std::shared_ptr<Signal> signal = std::make_shared<Signal>();

    LogState read(sql::Reader& reader) const { return readLogState(reader).value_or(LogState{name, firstEpoch, 1}); }
    // As read(), and makes the row when it is missing.
    LogState ensure(sql::Transaction& tx) const {
        auto state = readLogState(tx);
        if (!state) {
            state = LogState{name, firstEpoch, 1};
            tx.exec("INSERT INTO events_log_state (one, name, epoch, first_kept) VALUES (1, ?, ?, ?)", name, firstEpoch,
                    1);
        }
        if (state->name != name)
            throw sql::Failure{Error{Code::FailedPrecondition,
                                     "OTHER_LOG",
                                     fmt::format("This database holds the log \"{}\", not \"{}\": give each log a "
                                                 "database of its own.",
                                                 state->name, name),
                                     {}}};
        tx.afterCommit([signal = signal, epoch = state->epoch] { signal->epoch.store(epoch); });
        return *state;
    }
};

Outbox::Outbox(sql::Database& database, std::string name, const Clock& clock, IdSource& ids)
    : m_state(new State{database, std::move(name), clock, ids, ids.next()}) {}

Outbox::~Outbox() = default;

sql::Schema Outbox::schema() {
    return {"events",
            {{1, R"(
CREATE TABLE events_log_state (
    one BIGINT PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    first_kept BIGINT NOT NULL
);
CREATE TABLE events_log (
    position $AUTOINCREMENT,
    event_id BIGINT NOT NULL,
    type TEXT NOT NULL,
    event_key TEXT NOT NULL,
    time BIGINT NOT NULL,
    traceparent TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE TABLE events_readers (
    consumer TEXT $BINARY PRIMARY KEY,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL
);
CREATE TABLE events_cursors (
    consumer_id $AUTOINCREMENT,
    consumer TEXT $BINARY NOT NULL UNIQUE,
    log TEXT NOT NULL,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL
);
CREATE TABLE events_inbox (
    consumer_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, event_id)
);
CREATE TABLE events_dead_letters (
    id BIGINT PRIMARY KEY,
    consumer_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    type TEXT NOT NULL,
    event_key TEXT $BINARY NOT NULL,
    time BIGINT NOT NULL,
    traceparent TEXT NOT NULL,
    payload TEXT NOT NULL,
    cause TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created BIGINT NOT NULL,
    state BIGINT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX events_dead_letters_by_consumer ON events_dead_letters (consumer_id, state, id);
CREATE TABLE events_parked (
    seq $AUTOINCREMENT,
    consumer_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    position BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    type TEXT NOT NULL,
    event_key TEXT $BINARY NOT NULL,
    time BIGINT NOT NULL,
    traceparent TEXT NOT NULL,
    payload TEXT NOT NULL
);
CREATE INDEX events_parked_by_key ON events_parked (consumer_id, event_key, seq);
)"},
             {2, R"(
CREATE TABLE events_attempts (
    consumer_id BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    PRIMARY KEY (consumer_id, event_id)
);
)"}}};
}

Position Outbox::append(sql::Transaction& tx, const google::protobuf::Message& payload, std::string key,
                        std::string traceparent) {
    std::string bytes = serialise(payload);
    if (bytes.size() > maxPayload)
        throw sql::Failure{Error{
            Code::InvalidArgument,
            "EVENT_TOO_LARGE",
            fmt::format("An event of {} bytes is over the limit of {}: put less into it.", bytes.size(), maxPayload),
            {}}};
    std::int64_t epoch = m_state->signal->epoch.load();
    if (epoch == 0)
        epoch = m_state->ensure(tx).epoch;
    const auto delivered = std::make_shared<Delivered>(
        Delivered{{epoch, 0},
                  {m_state->ids.next<EventId>(), m_state->name, payload.GetDescriptor()->full_name(), std::move(key),
                   m_state->clock.now(), std::move(traceparent), std::move(bytes)}});
    const Event& event = delivered->event;
    delivered->position.value = tx.insert(
        "INSERT INTO events_log (event_id, type, event_key, time, traceparent, payload) VALUES (?, ?, ?, ?, ?, ?)",
        "position", event.id.value(), event.type, event.key, event.time, event.traceparent,
        sql::encodeBytes(event.payload.bytes()));
    tx.afterCommit([signal = m_state->signal, delivered] { signal->recent.add(delivered); });
    tx.afterCommitOnce(m_state->signal.get(), [signal = m_state->signal] { signal->wake(); });
    return delivered->position;
}

const std::string& Outbox::name() const {
    return m_state->name;
}

Position Outbox::end(sql::Reader& reader) const {
    return {m_state->read(reader).epoch, lastPosition(reader)};
}

Position Outbox::firstKept(sql::Reader& reader) const {
    const auto state = m_state->read(reader);
    return {state.epoch, state.firstKept};
}

Result<std::vector<Delivered>> Outbox::readAfter(sql::Reader& reader, Position after, std::size_t limit) const {
    const auto state = m_state->read(reader);
    if (after.epoch != state.epoch)
        return positionGone(name(), after, "the log was replaced");
    if (after.value + 1 < state.firstKept)
        return positionGone(name(), after, "events after it were compacted away");
    std::vector<Delivered> found;
    std::size_t bytes = 0;
    auto last = after.value;
    for (bool more = true; more && found.size() < limit && bytes < maxBatchBytes;) {
        const auto chunk = std::min(limit - found.size(), rowsPerQuery);
        const auto before = found.size();
        reader.each(
            "SELECT position, event_id, type, event_key, time, traceparent, payload FROM events_log "
            "WHERE position > ? ORDER BY position LIMIT ?",
            [&](const sql::Row& row) {
                found.push_back(readDelivered(row, 0, state.epoch, state.name));
                bytes += found.back().event.payload.size();
            },
            last, chunk);
        more = found.size() - before == chunk;
        if (more)
            last = found.back().position.value;
    }
    if (const auto end = found.empty() ? lastPosition(reader) : after.value; after.value > end) {
        m_state->signal->recent.restart({state.epoch, end}); // what is held is not in the log any more
        return positionGone(name(), after, "the log ends before it");
    }
    return found;
}

std::optional<std::vector<Delivered>> Outbox::recentAfter(Position after, std::size_t limit) const {
    return m_state->signal->recent.after(after, limit);
}

Result<std::int64_t> Outbox::compact(sql::Transaction& tx, Position keepFrom, std::int64_t atMost) {
    const auto state = m_state->ensure(tx);
    if (keepFrom.epoch != state.epoch)
        return positionGone(name(), keepFrom, "the log was replaced");
    const auto oldest = tx.one("SELECT position FROM events_log ORDER BY position LIMIT 1",
                               [](const sql::Row& row) { return row.integer(0); });
    if (!oldest)
        return 0;
    std::int64_t floor = std::min({keepFrom.value, lastPosition(tx), *oldest + atMost});
    // A reader of another epoch has yet to come over to this one, and starts at the beginning.
    const auto keepFor = [&](Position reader) {
        floor = std::min(floor, reader.epoch == state.epoch ? reader.value + 1 : state.firstKept);
    };
    for (const auto& [consumer, position] : m_state->signal->readers()) {
        tx.exec("UPDATE events_readers SET epoch = ?, position = ? WHERE consumer = ?", position.epoch, position.value,
                consumer);
        keepFor(position);
    }
    tx.each("SELECT epoch, position FROM events_readers",
            [&](const sql::Row& row) { keepFor({row.integer(0), row.integer(1)}); });
    if (floor <= *oldest)
        return 0;
    const auto dropped = tx.exec("DELETE FROM events_log WHERE position < ?", floor);
    tx.exec("UPDATE events_log_state SET first_kept = ?", floor);
    tx.afterCommit([signal = m_state->signal, floor] { signal->compactedTo.store(floor); });
    return dropped;
}

std::int64_t Outbox::compactedTo() const {
    return m_state->signal->compactedTo.load();
}

Position Outbox::newEpoch(sql::Transaction& tx) {
    const auto signal = m_state->signal;
    signal->epoch.store(0); // appends of this transaction look it up
    const auto state = m_state->ensure(tx);
    const auto epoch = std::max(state.epoch + 1, m_state->ids.next());
    tx.exec("UPDATE events_log_state SET epoch = ?", epoch);
    const Position end{epoch, lastPosition(tx)};
    tx.afterCommit([signal, end] {
        signal->epoch.store(end.epoch);
        signal->recent.restart(end);
        signal->wake();
    });
    return end;
}

sql::Database& Outbox::database() const {
    return m_state->database;
}

Outbox::Listener Outbox::onAppend(std::function<void()> wake) {
    return handleFor(m_state->signal, m_state->signal->add(std::move(wake)));
}

Position Outbox::latest() const {
    return m_state->signal->recent.latest();
}

void Outbox::registerConsumer(sql::Transaction& tx, const std::string& consumer, Position dealtWith) {
    m_state->ensure(tx); // the epoch that the consumer was told must be the log's from now on
    tx.exec("INSERT INTO events_readers (consumer, epoch, position) VALUES (?, ?, ?) ON CONFLICT (consumer) DO NOTHING",
            consumer, dealtWith.epoch, dealtWith.value);
}

bool Outbox::forgetConsumer(sql::Transaction& tx, const std::string& consumer) {
    return tx.exec("DELETE FROM events_readers WHERE consumer = ?", consumer) > 0;
}

std::vector<std::pair<std::string, Position>> Outbox::registeredConsumers(sql::Reader& reader) const {
    return reader.all(
        "SELECT consumer, epoch, position FROM events_readers ORDER BY consumer",
        [](const sql::Row& row) { return std::pair(row.text(0), Position{row.integer(1), row.integer(2)}); });
}

Outbox::Listener Outbox::holdBack(std::string consumer, std::function<Position()> dealtWith) {
    return handleFor(m_state->signal, m_state->signal->addReader(std::move(consumer), std::move(dealtWith)));
}

} // namespace tradepost::events
