#include "app/server/backend.h"

#include "app/server/modules.h"
#include "backend/platform/telemetry/log.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>
#include <pthread.h>

namespace tradepost::server {

namespace {

constexpr std::chrono::minutes betweenSweeps{5};

}

std::string databaseUrl(const Settings& settings, const DataDirectory& directory, const std::string& service) {
    const auto configured = settings.databases.find(service);
    return configured != settings.databases.end() ? configured->second : "sqlite:" + directory.file(service + ".db");
}

Backend::Backend(const Settings& given, const DataDirectory& owned)
    : settings(given), directory(owned), cache(static_cast<std::size_t>(given.cacheMegabytes) << 20),
      io(given.ioThreads), feed(events::openSqlFeed(clock)),
      logKeeper({std::chrono::hours(24) * given.keepEventDays, given.keepEvents}, clock, metrics),
      gauges(telemetry::addProcessMetrics(metrics)), m_work(io.get_executor()) {
    for (int i = 0; i < given.ioThreads; ++i) {
        ++m_threadsRunning;
        m_threads.emplace_back([this] {
            ::pthread_setname_np(::pthread_self(), "io");
            io.run();
            --m_threadsRunning;
        });
    }
}

Backend::~Backend() {
    stop();
}

Result<void> Backend::start(const std::vector<std::string>& targets) {
    const auto chosen = modulesFor(targets);
    if (!chosen)
        return std::unexpected(chosen.error());
    for (const Module* module : *chosen) {
        // Noted first: a module that fails half way is taken down as well.
        m_running.push_back(module);
        if (Result<void> started = module->start(*this); !started) {
            Error error = std::move(started).error();
            error.message = fmt::format("The module {} could not be started. {}", module->name, error.message);
            return std::unexpected(std::move(error));
        }
    }
    return {};
}

void Backend::startFeed() {
    m_feedStarted = true;
    feed->start();
    logKeeper.start(betweenSweeps);
    if (operations)
        if (const auto recovered = operations->recover(); !recovered)
            telemetry::log(telemetry::Level::Error, "Interrupted operations could not be dealt with.",
                           {{"reason", recovered.error().reason}});
    if (moderation)
        moderation->startApprovals();
    if (const auto resumed = orderParts.start(); !resumed)
        telemetry::log(telemetry::Level::Error, "Payments that were under way could not be taken up.",
                       {{"reason", resumed.error().reason}});
    for (const events::ConsumerStatus& status : feed->consumers()) {
        const std::string name = status.name;
        const auto find = [this, name](auto value) {
            for (const events::ConsumerStatus& consumer : feed->consumers())
                if (consumer.name == name)
                    return static_cast<double>(value(consumer));
            return 0.0;
        };
        gauges.push_back(metrics.gauge("tradepost_feed_lag_events", "Events a consumer has not dealt with yet.",
                                       {{"consumer", name}, {"log", status.log}},
                                       [find] { return find([](const auto& consumer) { return consumer.lag; }); }));
        gauges.push_back(
            metrics.gauge("tradepost_feed_dead_letters", "Events given up for now, waiting for an operator.",
                          {{"consumer", name}, {"log", status.log}},
                          [find] { return find([](const auto& consumer) { return consumer.deadLetters; }); }));
    }
}

void Backend::stop() {
    if (operations)
        operations->stop();
    logKeeper.stop();
    if (mediaParts)
        mediaParts->stopWaiting();
    orderParts.interrupt();
    if (m_feedStarted)
        feed->stop();
    m_feedStarted = false;
    gauges.clear();
    m_work.reset();
    // Coroutines that are still about finish while their services are there, if they do soon.
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(2);
    while (m_threadsRunning > 0 && std::chrono::steady_clock::now() < patience)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    io.stop();
    for (std::thread& thread : m_threads)
        thread.join();
    m_threads.clear();
    for (auto module = m_running.rbegin(); module != m_running.rend(); ++module)
        (*module)->stop(*this);
    m_running.clear();
    logs.clear();
    m_databases.clear();
}

Result<sql::Database*> Backend::openDatabase(const std::string& service, const std::vector<sql::Schema>& schemas) {
    sql::Config config;
    config.url = databaseUrl(settings, directory, service);
    auto database = sql::openDatabase(config);
    if (!database)
        return std::unexpected(std::move(database).error());
    for (const sql::Schema& schema : schemas)
        TP_TRY((*database)->migrate(schema));
    sql::Database* const opened = database->get();
    m_databases[service] = std::move(*database);
    const telemetry::Labels labels{{"database", service}};
    gauges.push_back(
        metrics.gauge("tradepost_sql_queued_writes", "Writes that wait for their database's writer.", labels, [opened] {
            const auto stats = opened->stats();
            return static_cast<double>(stats.queuedInteractive + stats.queuedBulk);
        }));
    gauges.push_back(metrics.gauge("tradepost_sql_queued_reads", "Reads that wait for a connection.", labels,
                                   [opened] { return static_cast<double>(opened->stats().queuedReads); }));
    return opened;
}

std::unique_ptr<events::Outbox> Backend::openLog(sql::Database& database, const std::string& name) {
    auto log = std::make_unique<events::Outbox>(database, name, clock, ids);
    logKeeper.add(*log);
    logs.push_back(log.get());
    return log;
}

Result<void> Backend::ready() const {
    if (m_caughtUp || !searchProjection)
        return {};
    for (const events::ConsumerStatus& consumer : feed->consumers())
        if (consumer.name == search::SearchProjection::name && consumer.position != events::Position{} &&
            consumer.lag == 0)
            m_caughtUp = true;
    if (m_caughtUp)
        return {};
    return fail(Code::Unavailable, "NOT_READY", "The search index is being built.");
}

Result<void> Backend::waitReady(std::chrono::milliseconds timeout) const {
    const auto until = std::chrono::steady_clock::now() + timeout;
    Result<void> state = ready();
    while (!state && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        state = ready();
    }
    return state;
}

} // namespace tradepost::server
