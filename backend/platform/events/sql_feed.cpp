#include "backend/platform/events/consumer_subscription.h"
#include "backend/platform/events/log_rows.h"
#include "backend/platform/events/projection_subscription.h"
#include "backend/platform/telemetry/log.h"

#include <fmt/format.h>

namespace tradepost::events {

namespace {

constexpr int maxPage = 1000;
constexpr int forgottenPerWrite = 1000;

class SqlFeed final : public EventFeed {
public:
    SqlFeed(const Clock& clock, CrashPoint crashPoint)
        : m_clock(clock), m_crashPoint(std::move(crashPoint)), m_ids(clock) {}
    ~SqlFeed() override { stop(); }

    Result<void> subscribe(Outbox& log, Consumer consumer) override;
    Result<void> subscribe(Outbox& log, Projection projection) override;
    void start() override;
    void stop() override;
    Task<Result<void>> passed(std::string consumer, Position position, std::chrono::milliseconds timeout) override;
    std::vector<ConsumerStatus> consumers() const override;
    Result<std::vector<DeadLetter>> deadLetters(const std::string& consumer, std::int64_t afterId, int limit) override;
    Result<Position> rebuild(const std::string& projection, std::function<Result<Position>()> rebuild) override;
    Result<void> forget(Outbox& log, const std::string& consumer) override;
    Result<DeadLetter> redrive(std::int64_t deadLetterId) override;
    Result<DeadLetter> skip(std::int64_t deadLetterId, const std::string& reason) override;

private:
    using Consumers = std::vector<std::shared_ptr<ConsumerSubscription>>;

    std::shared_ptr<Subscription> find(const std::string& name) const;
    Consumers consumerSubscriptions() const;
    Result<void> add(std::shared_ptr<Subscription> subscription);
    Result<std::shared_ptr<ConsumerSubscription>> ownerOf(std::int64_t deadLetterId) const;

    const Clock& m_clock;
    const CrashPoint m_crashPoint;
    IdSource m_ids;
    std::mutex m_subscribing; // one at a time: opening blocks on databases
    mutable std::mutex m_mutex;
    bool m_started = false, m_stopped = false;
    std::vector<std::shared_ptr<Subscription>> m_subscriptions;
};

std::unexpected<Error> nameTaken(const std::string& name) {
    return fail(Code::AlreadyExists, "CONSUMER_EXISTS",
                fmt::format("A consumer named \"{}\" is subscribed already: give each a name of its own.", name),
                "name");
}

std::shared_ptr<Subscription> SqlFeed::find(const std::string& name) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = std::ranges::find(m_subscriptions, name, &Subscription::name);
    return found == m_subscriptions.end() ? nullptr : *found;
}

Result<void> SqlFeed::add(std::shared_ptr<Subscription> subscription) {
    const std::scoped_lock lock(m_mutex);
    if (m_stopped)
        return fail(Code::Unavailable, "FEED_STOPPED", "The feed is stopped: subscribe to a new one.");
    if (m_started)
        subscription->start();
    m_subscriptions.push_back(std::move(subscription));
    return {};
}

Result<void> SqlFeed::subscribe(Outbox& log, Consumer consumer) {
    if (consumer.name.empty())
        return invalid("name", "A consumer needs a name: its cursor is kept by it.");
    if (!consumer.database || !consumer.apply)
        return invalid(consumer.database ? "apply" : "database", "A consumer needs a database and a handler.");
    if (consumer.retry.attempts < 1 || consumer.retry.first.count() < 0 || consumer.retry.most < consumer.retry.first)
        return invalid("retry", "At least one attempt, and pauses that do not shrink.");
    const std::scoped_lock subscribing(m_subscribing);
    if (find(consumer.name))
        return nameTaken(consumer.name);
    auto subscription = std::make_shared<ConsumerSubscription>(log, std::move(consumer), m_clock, m_crashPoint, m_ids);
    TP_TRY(subscription->open());
    return add(std::move(subscription));
}

Result<void> SqlFeed::subscribe(Outbox& log, Projection projection) {
    if (projection.name.empty())
        return invalid("name", "A projection needs a name.");
    if (!projection.apply || !projection.rebuild)
        return invalid(projection.apply ? "rebuild" : "apply", "A projection needs a handler and a way to be rebuilt.");
    const std::scoped_lock subscribing(m_subscribing);
    if (find(projection.name))
        return nameTaken(projection.name);
    return add(std::make_shared<ProjectionSubscription>(log, std::move(projection), m_clock, m_crashPoint));
}

void SqlFeed::start() {
    const std::scoped_lock lock(m_mutex);
    if (m_started || m_stopped)
        return;
    m_started = true;
    for (const auto& subscription : m_subscriptions)
        subscription->start();
}

void SqlFeed::stop() {
    std::vector<std::shared_ptr<Subscription>> subscriptions;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        subscriptions = m_subscriptions;
    }
    for (const auto& subscription : subscriptions)
        subscription->stop();
}

Task<Result<void>> SqlFeed::passed(std::string consumer, Position position, std::chrono::milliseconds timeout) {
    const auto subscription = find(consumer);
    if (!subscription)
        co_return notFound("consumer", consumer);
    const auto until = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        const auto seen = subscription->progress().version();
        const auto dealtWith = subscription->dealtWith();
        if (dealtWith.epoch == position.epoch && dealtWith.value >= position.value)
            co_return Result<void>();
        if (dealtWith.epoch > position.epoch)
            co_return positionGone(subscription->status().log, position, "the log was replaced");
        if (subscription->stopped())
            co_return fail(Code::Unavailable, "FEED_STOPPED", "The feed does not run: try again later.");
        const bool moved = co_await subscription->progress().wait(seen, until);
        if (!moved)
            co_return fail(
                Code::DeadlineExceeded, "CONSUMER_BEHIND",
                fmt::format("The consumer \"{}\" has not come as far as position {} in time: look at its lag.",
                            consumer, position.value));
    }
}

std::vector<ConsumerStatus> SqlFeed::consumers() const {
    std::vector<ConsumerStatus> all;
    const std::scoped_lock lock(m_mutex);
    for (const auto& subscription : m_subscriptions)
        all.push_back(subscription->status());
    return all;
}

SqlFeed::Consumers SqlFeed::consumerSubscriptions() const {
    Consumers found;
    const std::scoped_lock lock(m_mutex);
    for (const auto& subscription : m_subscriptions)
        if (auto consumer = std::dynamic_pointer_cast<ConsumerSubscription>(subscription))
            found.push_back(std::move(consumer));
    return found;
}

Result<std::vector<DeadLetter>> SqlFeed::deadLetters(const std::string& consumer, std::int64_t afterId, int limit) {
    if (limit < 1 || limit > maxPage)
        return invalid("limit", fmt::format("Ask for 1 to {} dead letters.", maxPage));
    std::vector<DeadLetter> letters;
    std::set<sql::Database*> seen;
    for (const auto& subscription : consumerSubscriptions()) {
        if (!seen.insert(&subscription->database()).second)
            continue;
        auto some = subscription->database().readNow([&](sql::Reader& reader) -> Result<std::vector<DeadLetter>> {
            return listDeadLetters(reader, consumer, afterId, limit);
        });
        if (!some)
            return std::unexpected(some.error());
        std::ranges::move(*some, std::back_inserter(letters));
    }
    std::ranges::sort(letters, {}, &DeadLetter::id);
    if (letters.size() > static_cast<std::size_t>(limit))
        letters.resize(static_cast<std::size_t>(limit));
    return letters;
}

Result<std::shared_ptr<ConsumerSubscription>> SqlFeed::ownerOf(std::int64_t deadLetterId) const {
    const auto subscriptions = consumerSubscriptions();
    std::set<sql::Database*> seen;
    for (const auto& subscription : subscriptions) {
        if (!seen.insert(&subscription->database()).second)
            continue;
        const auto letter =
            subscription->database().readNow([&](sql::Reader& reader) -> Result<std::optional<DeadLetter>> {
                return findDeadLetter(reader, deadLetterId);
            });
        if (!letter)
            return std::unexpected(letter.error());
        if (!*letter)
            continue;
        const auto owner = std::ranges::find(subscriptions, (*letter)->consumer,
                                             [](const auto& each) -> const std::string& { return each->name(); });
        if (owner == subscriptions.end())
            return fail(Code::FailedPrecondition, "CONSUMER_NOT_SUBSCRIBED",
                        fmt::format("The consumer \"{}\" does not run in this process.", (*letter)->consumer));
        return *owner;
    }
    return notFound("dead letter", formatId(deadLetterId));
}

Result<Position> SqlFeed::rebuild(const std::string& projection, std::function<Result<Position>()> rebuild) {
    const auto subscription = std::dynamic_pointer_cast<ProjectionSubscription>(find(projection));
    if (!subscription)
        return notFound("projection", projection);
    return subscription->rebuildBy(std::move(rebuild));
}

Result<void> SqlFeed::forget(Outbox& log, const std::string& consumer) {
    const std::scoped_lock subscribing(m_subscribing); // it must not come back meanwhile
    if (find(consumer))
        return fail(Code::FailedPrecondition, "CONSUMER_RUNS",
                    fmt::format("The consumer \"{}\" runs: only one that is gone can be forgotten.", consumer), "name");
    // Its tables first: when they cannot be cleared, the log still tells of it.
    std::set<sql::Database*> databases{&log.database()};
    for (const auto& subscription : consumerSubscriptions())
        databases.insert(&subscription->database());
    bool known = false;
    for (auto* const database : databases) {
        for (bool more = true; more;) {
            const auto part = database->writeNow(
                [&](sql::Transaction& tx) -> Result<bool> { return forgetPart(tx, consumer, forgottenPerWrite); },
                sql::Priority::Bulk);
            if (!part)
                return std::unexpected(part.error());
            more = *part;
            known |= more;
        }
    }
    const auto registered =
        log.database().writeNow([&](sql::Transaction& tx) -> Result<bool> { return log.forgetConsumer(tx, consumer); });
    if (!registered)
        return std::unexpected(registered.error());
    if (!*registered && !known)
        return notFound("consumer", consumer);
    telemetry::log(telemetry::Level::Info, "A consumer is forgotten", {{"consumer", consumer}, {"log", log.name()}});
    return {};
}

Result<DeadLetter> SqlFeed::redrive(std::int64_t deadLetterId) {
    const auto owner = ownerOf(deadLetterId);
    if (!owner)
        return std::unexpected(owner.error());
    return (*owner)->redrive(deadLetterId);
}

Result<DeadLetter> SqlFeed::skip(std::int64_t deadLetterId, const std::string& reason) {
    if (reason.empty())
        return invalid("reason", "Say why the event is given up: the reason is kept with it.");
    const auto owner = ownerOf(deadLetterId);
    if (!owner)
        return std::unexpected(owner.error());
    return (*owner)->skip(deadLetterId, reason);
}

} // namespace

std::unique_ptr<EventFeed> openSqlFeed(const Clock& clock, CrashPoint crashPoint) {
    return std::make_unique<SqlFeed>(clock, std::move(crashPoint));
}

} // namespace tradepost::events
