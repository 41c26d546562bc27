#include "backend/platform/events/consumer_subscription.h"
#include "backend/platform/telemetry/log.h"

#include <fmt/format.h>

// What ConsumerSubscription does with dead letters and the events parked behind them.
namespace tradepost::events {

namespace {

constexpr std::size_t parkedPerRound = 64;

} // namespace

Result<DeadLetter> ConsumerSubscription::execute(std::int64_t letterId, bool skip, const std::string& reason) {
    auto command = std::make_shared<Command>();
    command->letterId = letterId;
    command->skip = skip;
    command->reason = reason;
    auto answered = command->answer.get_future();
    {
        const std::scoped_lock lock(m_commandMutex);
        if (!m_accepting)
            return fail(Code::Unavailable, "FEED_STOPPED", "The feed does not run: try again later.");
        m_commands.push_back(std::move(command));
    }
    wake();
    return answered.get();
}

Result<DeadLetter> ConsumerSubscription::redrive(std::int64_t letterId) {
    return execute(letterId, false, {});
}

Result<DeadLetter> ConsumerSubscription::skip(std::int64_t letterId, const std::string& reason) {
    return execute(letterId, true, reason);
}

bool ConsumerSubscription::serveCommands() {
    std::shared_ptr<Command> command;
    {
        const std::scoped_lock lock(m_commandMutex);
        if (m_commands.empty())
            return false;
        command = std::move(m_commands.front());
        m_commands.pop_front();
    }
    try {
        serve(command);
    } catch (...) {
        command->answer.set_value(fail(Code::Unavailable, "FEED_STOPPED", "The feed stopped meanwhile: look again."));
        throw;
    }
    return true;
}

void ConsumerSubscription::serve(const std::shared_ptr<Command>& command) {
    const auto read = database().readNow([&](sql::Reader& reader) -> Result<std::optional<DeadLetter>> {
        return findDeadLetter(reader, command->letterId);
    });
    if (!read)
        return command->answer.set_value(std::unexpected(read.error()));
    if (!*read || (*read)->consumer != name())
        return command->answer.set_value(notFound("dead letter", formatId(command->letterId)));
    const auto& letter = **read;
    const auto wanted = command->skip ? DeadLetterState::Skipped : DeadLetterState::Redriven;
    if (letter.state == wanted)
        return command->answer.set_value(letter);
    if (letter.state != DeadLetterState::Waiting)
        return command->answer.set_value(
            fail(Code::FailedPrecondition, "ALREADY_SETTLED",
                 "The dead letter is already settled the other way: nothing is left to do."));
    const bool gap = letter.delivered.event.type == gapType;
    if (gap && !command->skip)
        return command->answer.set_value(fail(Code::FailedPrecondition, "CANNOT_REDRIVE_GAP",
                                              "The events are no longer there: bring the consumer's state up from the "
                                              "service's, then skip this letter."));

    bool crashed = false, refused = false;
    const auto result = database().writeNow([&](sql::Transaction& tx) -> Result<void> {
        refused = false;
        try {
            if (!command->skip) {
                if (auto applied = callHandler(tx, letter.delivered); !applied) {
                    refused = true;
                    return applied;
                }
                crashPoint("redriven");
            }
            settleDeadLetter(tx, letter.id, wanted, command->reason);
            crashPoint("settled");
            return {};
        } catch (const Crashed&) {
            crashed = true;
            return fail(Code::Internal, "CRASHED", "");
        }
    });
    if (crashed)
        throw Crashed();
    if (!result) {
        const auto& error = result.error();
        const bool trouble = !refused && (error.code == Code::Unavailable || error.code == Code::ResourceExhausted);
        if (trouble)
            return command->answer.set_value(std::unexpected(error));
        write([&](sql::Transaction& tx) { noteFailedRedrive(tx, letter.id, causeOf(error)); });
        return command->answer.set_value(fail(
            Code::FailedPrecondition, "REFUSED_AGAIN",
            fmt::format("The consumer refused the event again ({}): mend the cause, then redrive.", error.message)));
    }
    crashPoint("settled and committed");
    setDeadLetters(status().deadLetters - 1);
    if (gap) {
        auto settled = letter;
        settled.state = wanted;
        settled.note = command->reason;
        return command->answer.set_value(std::move(settled));
    }
    m_dead.erase(letter.delivered.event.key);
    m_draining[letter.delivered.event.key].waiting.push_back(command);
}

// Reads the letters anew: what was parked behind them is applied by now.
void ConsumerSubscription::answer(Drain& drain) {
    for (const auto& command : std::exchange(drain.waiting, {})) {
        auto letter = database().readNow([&](sql::Reader& reader) -> Result<DeadLetter> {
            auto found = findDeadLetter(reader, command->letterId);
            if (!found)
                return notFound("dead letter", formatId(command->letterId));
            return *std::move(found);
        });
        command->answer.set_value(std::move(letter));
    }
}

bool ConsumerSubscription::drainParked(TimePoint& next) {
    const auto now = clock().steady();
    std::vector<std::string> due;
    for (const auto& [key, drain] : m_draining) {
        if (drain.due > now)
            next = std::min(next, drain.due);
        else if (due.size() < keysPerRound)
            due.push_back(key);
    }
    for (const auto& key : due)
        if (drainKey(key, m_draining.at(key))) {
            answer(m_draining.at(key));
            m_draining.erase(key);
        }
    return !due.empty();
}

// True when the key no longer drains: nothing is left of it, or its next event became a dead letter itself.
bool ConsumerSubscription::drainKey(const std::string& key, Drain& drain) {
    const auto parked = database().readNow([&](sql::Reader& reader) -> Result<std::vector<Parked>> {
        return readParked(reader, m_id, log().name(), key, parkedPerRound);
    });
    if (!parked) {
        drain.due = clock().steady() + pause(m_consumer.retry, 1);
        return false;
    }
    if (parked->empty())
        return true;
    std::vector<Work> work;
    for (const auto& event : *parked)
        work.push_back({&event.delivered, Do::Apply, event.seq});
    const auto refusal = applyAll(work, [](std::size_t) { return std::nullopt; });
    if (!refusal)
        return false;
    const auto& head = (*parked)[refusal->at];
    const int attempts = countAttempt(head.delivered);
    drain.due = clock().steady() + pause(m_consumer.retry, attempts);
    if (attempts < m_consumer.retry.attempts) {
        answer(drain);
        return false;
    }
    write([&](sql::Transaction& tx) {
        unpark(tx, head.seq);
        addDeadLetter(tx, m_id, m_ids.next(), head.delivered, causeOf(refusal->error), attempts, clock().now());
        forgetAttempts(tx, m_id, head.delivered.event.id.value());
        crashPoint("dead letter written");
    });
    crashPoint("dead letter committed");
    telemetry::log(telemetry::Level::Warn, "A parked event became a dead letter",
                   {{"consumer", name()}, {"event", head.delivered.event.id.text()}}, head.delivered.event.traceparent);
    m_attempts.erase(head.delivered.event.id.value());
    m_dead.insert(key);
    setDeadLetters(status().deadLetters + 1);
    return true;
}

} // namespace tradepost::events
