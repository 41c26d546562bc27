#include "backend/platform/events/consumer_subscription.h"

#include "backend/platform/events/log_rows.h"
#include "backend/platform/telemetry/log.h"

#include <fmt/format.h>

namespace tradepost::events {

namespace {

// Over these, reading waits for the held events.
constexpr std::size_t maxHeldEvents = 10'000, maxHeldBytes = std::size_t{64} << 20;
// A transaction keeps the database's other writers waiting: the number of events in one follows from what they take.
constexpr auto longTransaction = std::chrono::milliseconds(10), shortTransaction = std::chrono::milliseconds(4);
constexpr std::size_t minChunk = 16;
constexpr auto retryRound = std::chrono::milliseconds(10);
constexpr Micros lettersKept = std::int64_t{90} * 24 * 3600 * 1'000'000;
constexpr std::int64_t unsavedPositions = 4096; // of events the consumer does not want
constexpr int prunedPerRound = 1000;
constexpr std::size_t maxCause = 2000;
constexpr RetryPolicy databaseFault{
    .attempts = 0, .first = std::chrono::milliseconds(10), .most = std::chrono::milliseconds(2'000)};

// The database's own trouble: tried again for as long as it lasts, and no fault of the event.
bool isDatabaseTrouble(const Error& error) {
    return error.code == Code::Unavailable || error.code == Code::ResourceExhausted;
}

Delivered gapBefore(const std::string& log, std::int64_t epoch, std::int64_t firstKept) {
    Delivered gap;
    gap.position = {epoch, firstKept - 1};
    gap.event.source = log;
    gap.event.type = gapType;
    return gap;
}

} // namespace

ConsumerSubscription::ConsumerSubscription(Outbox& log, Consumer consumer, const Clock& clock,
                                           const CrashPoint& crashPoint, IdSource& ids)
    : Subscription(log, consumer.name, clock, crashPoint), m_consumer(std::move(consumer)), m_ids(ids) {}

ConsumerSubscription::~ConsumerSubscription() {
    stop();
}

Result<void> ConsumerSubscription::open() {
    Position end;
    const auto first = log().database().readNow([&](sql::Reader& reader) -> Result<Position> {
        end = log().end(reader);
        return log().firstKept(reader);
    });
    if (!first)
        return std::unexpected(first.error());
    const Position beginning{first->epoch, first->value - 1};
    m_holdBack = log().holdBack(name(), [this] {
        const std::scoped_lock lock(m_savedMutex);
        return m_saved;
    });
    TP_TRY(log().database().writeNow([&](sql::Transaction& tx) -> Result<void> {
        log().registerConsumer(tx, name(), beginning);
        return {};
    }));
    const auto stored = database().writeNow([&](sql::Transaction& tx) -> Result<StoredConsumer> {
        dropSettledLetters(tx, clock().now() - lettersKept);
        if (auto known = findConsumer(tx, name())) {
            if (known->log != log().name())
                return fail(Code::FailedPrecondition, "OTHER_LOG",
                            fmt::format("The consumer \"{}\" reads the log \"{}\", not \"{}\": give it another name.",
                                        name(), known->log, log().name()));
            return *known;
        }
        auto added = addConsumer(tx, name(), log().name(), beginning);
        if (first->value > 1)
            addDeadLetter(tx, added.id, m_ids.next(), gapBefore(log().name(), first->epoch, first->value),
                          "The consumer was added after these and all events before them had been dropped from the "
                          "log: bring its state up from the service's, then skip this letter.",
                          0, clock().now());
        return added;
    });
    if (!stored)
        return std::unexpected(stored.error());
    m_id = stored->id;
    saved(stored->cursor);
    noteEnd(end);
    setDealtWith(stored->cursor);
    const auto waiting =
        database().readNow([&](sql::Reader& reader) -> Result<std::int64_t> { return countWaiting(reader, m_id); });
    if (!waiting)
        return std::unexpected(waiting.error());
    setDeadLetters(*waiting);
    return {};
}

void ConsumerSubscription::start() {
    {
        const std::scoped_lock lock(m_commandMutex);
        m_accepting = true;
    }
    Subscription::start();
}

void ConsumerSubscription::run() {
    try {
        load();
        while (!stopping()) {
            auto next = TimePoint::max();
            bool worked = serveCommands();
            worked |= drainParked(next);
            worked |= retryHeld(next);
            worked |= readLog(next);
            worked |= pruneInbox();
            if (!worked)
                sleepUntil(next);
        }
        const auto cursor = cursorFor(m_read);
        if (cursor != m_saved)
            write([&](sql::Transaction& tx) { saveCursor(tx, m_id, cursor); });
    } catch (const Stopped&) {
    }
}

void ConsumerSubscription::ended() {
    const std::scoped_lock lock(m_commandMutex);
    m_accepting = false;
    for (const auto& command : m_commands)
        command->answer.set_value(fail(Code::Unavailable, "FEED_STOPPED", "The feed stops: try again later."));
    m_commands.clear();
    for (auto& [key, drain] : m_draining)
        answer(drain);
}

// Everything in memory, anew from the tables.
void ConsumerSubscription::load() {
    forgetHeld();
    m_readOnce = false;
    for (int failures = 1;; ++failures) {
        const auto loaded = database().readNow([&](sql::Reader& reader) -> Result<std::pair<Position, BlockedKeys>> {
            m_attempts = readAttempts(reader, m_id);
            return std::pair(findConsumer(reader, name()).value().cursor, readBlockedKeys(reader, m_id));
        });
        if (loaded) {
            m_read = loaded->first;
            saved(m_read);
            m_dead = loaded->second.dead;
            for (const auto& key : loaded->second.draining)
                m_draining.try_emplace(key);
            return;
        }
        waitOut(loaded.error(), failures);
    }
}

std::string ConsumerSubscription::causeOf(const Error& error) {
    std::string cause = fmt::format("{}/{}: {}", codeName(error.code), error.reason, error.message);
    if (cause.size() > maxCause)
        cause.resize(maxCause);
    return cause;
}

bool ConsumerSubscription::wants(const Delivered& delivered) {
    const auto& types = m_consumer.types;
    if (!types.empty() && std::ranges::find(types, delivered.event.type) == types.end())
        return false;
    for (int failures = 1; m_consumer.concerns; ++failures) {
        try {
            return m_consumer.concerns(delivered);
        } catch (const sql::Failure& failure) {
            waitOut(failure.error, failures);
        }
    }
    return true;
}

bool ConsumerSubscription::blocked(const std::string& key) const {
    return m_dead.contains(key) || m_draining.contains(key);
}

void ConsumerSubscription::saved(Position cursor) {
    const std::scoped_lock lock(m_savedMutex);
    m_saved = cursor;
}

Position ConsumerSubscription::cursorFor(Position read, const std::string* key, const Delivered* next) const {
    auto before = next ? next->position.value - 1 : read.value;
    for (const auto& [heldKey, held] : m_held)
        if (!key || heldKey != *key)
            before = std::min(before, held.events.front().position.value - 1);
    return {read.epoch, std::min(before, read.value)};
}

void ConsumerSubscription::waitOut(const Error& error, int failures) {
    if (failures == 1)
        telemetry::log(telemetry::Level::Warn, "A consumer waits for its database",
                       {{"consumer", name()}, {"reason", error.reason}});
    backOff(databaseFault, failures);
    if (stopping())
        throw Stopped();
}

void ConsumerSubscription::write(const std::function<void(sql::Transaction&)>& fn) {
    for (int failures = 1;; ++failures) {
        bool crashed = false;
        const auto result = database().writeNow([&](sql::Transaction& tx) -> Result<void> {
            try {
                fn(tx);
            } catch (const Crashed&) {
                crashed = true;
                return fail(Code::Internal, "CRASHED", "");
            }
            return {};
        });
        if (crashed)
            throw Crashed();
        if (result)
            return;
        waitOut(result.error(), failures);
    }
}

Result<void> ConsumerSubscription::callHandler(sql::Transaction& tx, const Delivered& delivered) {
    try {
        return m_consumer.apply(tx, delivered);
    } catch (const std::exception&) {
        // Its text may hold anything, personal data too.
        return fail(Code::Internal, "HANDLER_THREW", "The consumer's handler threw an exception: see its code.");
    }
}

Result<void> ConsumerSubscription::applyOne(sql::Transaction& tx, const Work& work) {
    if (work.parkedSeq != 0)
        unpark(tx, work.parkedSeq);
    else if (!takeIntoInbox(tx, m_id, *work.delivered))
        return {};
    if (work.what == Do::Park) {
        park(tx, m_id, *work.delivered);
        return {};
    }
    crashPoint("taken");
    TP_TRY(callHandler(tx, *work.delivered));
    if (const auto id = work.delivered->event.id.value(); m_attempts.contains(id))
        forgetAttempts(tx, m_id, id);
    crashPoint("applied");
    return {};
}

std::optional<ConsumerSubscription::Refusal>
ConsumerSubscription::applyAll(std::span<const Work> work,
                               const std::function<std::optional<Position>(std::size_t)>& cursorAfter) {
    std::optional<Refusal> refusal;
    std::size_t count = work.size();
    for (int failures = 0;;) {
        const auto cursor = cursorAfter(count);
        if (count == 0 && !cursor)
            return refusal;
        std::optional<std::size_t> at;
        bool trouble = false, crashed = false;
        std::chrono::steady_clock::duration took{};
        const auto result = database().writeNow([&](sql::Transaction& tx) -> Result<void> {
            at.reset();
            trouble = false;
            const auto begin = std::chrono::steady_clock::now();
            try {
                for (std::size_t i = 0; i < count; ++i) {
                    at = i;
                    TP_TRY(applyOne(tx, work[i]));
                }
                at.reset();
                if (cursor)
                    saveCursor(tx, m_id, *cursor);
                crashPoint("cursor saved");
                took = std::chrono::steady_clock::now() - begin;
                return {};
            } catch (const sql::Failure& failure) {
                trouble = isDatabaseTrouble(failure.error);
                throw;
            } catch (const Crashed&) {
                crashed = true;
                return fail(Code::Internal, "CRASHED", "");
            }
        });
        if (crashed)
            throw Crashed();
        if (result) {
            crashPoint("committed");
            for (std::size_t i = 0; i < count && !m_attempts.empty(); ++i)
                m_attempts.erase(work[i].delivered->event.id.value());
            if (cursor)
                saved(*cursor);
            if (took > longTransaction)
                m_chunk = std::max(minChunk, m_chunk / 2);
            else if (took < shortTransaction)
                m_chunk = std::min(batchSize, m_chunk * 2);
            return refusal;
        }
        if (at && !trouble) {
            refusal = Refusal{*at, result.error()};
            count = *at;
            if (count == 0)
                return refusal;
            continue;
        }
        waitOut(result.error(), ++failures);
    }
}

bool ConsumerSubscription::readLog(TimePoint& next) {
    if (m_heldEvents >= maxHeldEvents || m_heldBytes >= maxHeldBytes)
        return false;
    auto batch = readAfter(m_read);
    if (!batch && batch.error().reason == "POSITION_GONE") {
        telemetry::log(telemetry::Level::Warn, "A consumer's position is gone; it starts at the log's beginning",
                       {{"consumer", name()}, {"cause", batch.error().message}});
        restartLog();
        return true;
    }
    if (!batch) {
        next = std::min(next, clock().steady() + pause(databaseFault, ++m_readFailures));
        return false;
    }
    m_readFailures = 0;
    if (batch->empty())
        return false;
    crashPoint("read");
    process(*batch);
    return true;
}

Result<std::vector<Delivered>> ConsumerSubscription::readAfter(Position position) {
    m_firstKept = std::max(m_firstKept, log().compactedTo());
    // The first time the table is asked, which knows where a log ends that was put back from a backup.
    if (auto recent = std::exchange(m_readOnce, true) ? log().recentAfter(position, batchSize) : std::nullopt)
        return std::move(*recent);
    return log().database().readNow([&](sql::Reader& reader) {
        m_firstKept = log().firstKept(reader).value;
        return log().readAfter(reader, position, batchSize);
    });
}

// The log was replaced or compacted: go on from its beginning. What was taken before stands in the inbox.
void ConsumerSubscription::restartLog() {
    Position first;
    for (int failures = 1;; ++failures) {
        const auto read =
            log().database().readNow([&](sql::Reader& reader) -> Result<Position> { return log().firstKept(reader); });
        if (read) {
            first = *read;
            break;
        }
        waitOut(read.error(), failures);
    }
    const bool gap = first.epoch == m_read.epoch && m_read.value + 1 < first.value;
    const Position beginning{first.epoch, first.value - 1};
    write([&](sql::Transaction& tx) {
        saveCursor(tx, m_id, beginning);
        forgetAllAttempts(tx, m_id);
        if (gap)
            addDeadLetter(
                tx, m_id, m_ids.next(), gapBefore(log().name(), first.epoch, first.value),
                fmt::format("The events from {} to {} were dropped from the log before the consumer saw them: "
                            "bring its state up from the service's, then skip this letter.",
                            m_read.value + 1, first.value - 1),
                0, clock().now());
    });
    if (gap)
        setDeadLetters(status().deadLetters + 1);
    forgetHeld();
    m_attempts.clear();
    m_read = beginning;
    saved(beginning);
    setDealtWith(beginning);
}

void ConsumerSubscription::process(std::vector<Delivered>& batch) {
    std::vector<bool> wanted;
    wanted.reserve(batch.size());
    for (const auto& delivered : batch)
        wanted.push_back(wants(delivered));
    for (std::size_t from = 0; from < batch.size();) {
        std::vector<Work> work;
        std::size_t end = from; // of what this transaction deals with
        for (; end < batch.size() && work.size() < m_chunk; ++end)
            if (const auto& event = batch[end].event; wanted[end] && !m_held.contains(event.key))
                work.push_back({&batch[end], blocked(event.key) ? Do::Park : Do::Apply, 0, end});
        const auto refusal = applyAll(work, [&](std::size_t count) -> std::optional<Position> {
            const auto until = count == work.size() ? end : work[count].index;
            const auto cursor = cursorFor(until == 0 ? m_read : batch[until - 1].position);
            if (count == 0 && cursor.value - m_saved.value < unsavedPositions)
                return std::nullopt;
            return cursor;
        });
        const auto to = refusal ? work[refusal->at].index : end;
        for (std::size_t i = from; i < to; ++i)
            if (const auto held = m_held.find(batch[i].event.key); held != m_held.end() && wanted[i])
                addHeld(held->second, batch[i]);
        if (to > 0)
            m_read = batch[to - 1].position;
        from = to;
        if (refusal) {
            m_read = batch[to].position;
            hold(batch[to], refusal->error);
            ++from;
        }
        setDealtWith(cursorFor(m_read));
    }
}

void ConsumerSubscription::addHeld(Held& held, const Delivered& delivered) {
    m_heldBytes += delivered.event.payload.size();
    ++m_heldEvents;
    held.events.push_back(delivered);
}

void ConsumerSubscription::dropHeld(Held& held, std::size_t number) {
    for (std::size_t i = 0; i < number; ++i) {
        m_heldBytes -= held.events.front().event.payload.size();
        --m_heldEvents;
        held.events.pop_front();
    }
}

void ConsumerSubscription::forgetHeld() {
    m_held.clear();
    m_heldEvents = m_heldBytes = 0;
}

void ConsumerSubscription::hold(const Delivered& delivered, const Error& error) {
    const auto key = delivered.event.key;
    auto& held = m_held[key];
    addHeld(held, delivered);
    refusedAgain(key, held, error);
}

// The first held event of the key was refused.
void ConsumerSubscription::refusedAgain(const std::string& key, Held& held, const Error& error) {
    const int attempts = countAttempt(held.events.front());
    held.cause = causeOf(error);
    held.due = clock().steady() + pause(m_consumer.retry, attempts);
    if (attempts >= m_consumer.retry.attempts)
        bury(key, attempts);
}

int ConsumerSubscription::countAttempt(const Delivered& delivered) {
    const auto id = delivered.event.id.value();
    const int attempts = ++m_attempts[id];
    write([&](sql::Transaction& tx) { saveAttempts(tx, m_id, id, attempts); });
    crashPoint("attempt counted");
    return attempts;
}

bool ConsumerSubscription::retryHeld(TimePoint& next) {
    const auto now = clock().steady();
    std::vector<std::string> due;
    for (const auto& [key, held] : m_held) {
        if (held.due > now)
            next = std::min(next, held.due);
        else if (due.size() < keysPerRound)
            due.push_back(key);
    }
    for (const auto& key : due) {
        retryKey(key, m_held.at(key));
        if (clock().steady() - now > retryRound)
            break;
    }
    return !due.empty();
}

void ConsumerSubscription::retryKey(const std::string& key, Held& held) {
    std::vector<Work> work;
    for (std::size_t i = 0; i < std::min(held.events.size(), m_chunk); ++i)
        work.push_back({&held.events[i]});
    const auto refusal = applyAll(work, [&](std::size_t count) -> std::optional<Position> {
        if (count == 0)
            return std::nullopt;
        return cursorFor(m_read, &key, count < held.events.size() ? &held.events[count] : nullptr);
    });
    const auto done = refusal ? refusal->at : work.size();
    dropHeld(held, done);
    if (refusal)
        refusedAgain(key, held, refusal->error);
    else if (held.events.empty())
        m_held.erase(key);
    setDealtWith(cursorFor(m_read));
}

// The first held event of the key becomes a dead letter, those behind it are parked.
void ConsumerSubscription::bury(const std::string& key, int attempts) {
    auto& held = m_held.at(key);
    const auto cursor = cursorFor(m_read, &key);
    write([&](sql::Transaction& tx) {
        const auto& dead = held.events.front();
        if (takeIntoInbox(tx, m_id, dead))
            addDeadLetter(tx, m_id, m_ids.next(), dead, held.cause, attempts, clock().now());
        forgetAttempts(tx, m_id, dead.event.id.value());
        for (std::size_t i = 1; i < held.events.size(); ++i)
            if (takeIntoInbox(tx, m_id, held.events[i]))
                park(tx, m_id, held.events[i]);
        saveCursor(tx, m_id, cursor);
        crashPoint("dead letter written");
    });
    crashPoint("dead letter committed");
    saved(cursor);
    telemetry::log(telemetry::Level::Warn, "An event became a dead letter; later ones of its key wait for it",
                   {{"consumer", name()}, {"event", held.events.front().event.id.text()}, {"cause", held.cause}},
                   held.events.front().event.traceparent);
    m_attempts.erase(held.events.front().event.id.value());
    m_dead.insert(key);
    dropHeld(held, held.events.size());
    m_held.erase(m_held.find(key));
    setDeadLetters(status().deadLetters + 1);
}

bool ConsumerSubscription::pruneInbox() {
    if (m_prunedBelow >= m_firstKept)
        return false;
    const auto old = database().readNow([&](sql::Reader& reader) -> Result<std::vector<std::int64_t>> {
        return inboxBelow(reader, m_id, m_firstKept, prunedPerRound);
    });
    if (!old)
        return false;
    if (!old->empty())
        write([&](sql::Transaction& tx) { dropFromInbox(tx, m_id, *old); });
    if (old->size() < prunedPerRound)
        m_prunedBelow = m_firstKept;
    return true;
}

} // namespace tradepost::events
