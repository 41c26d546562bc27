#pragma once

#include "app/server/data_directory.h"
#include "app/server/media_module.h"
#include "app/server/order_modules.h"
#include "app/server/settings.h"
#include "backend/base/clock.h"
#include "backend/base/ids.h"
#include "backend/platform/blobs/blob_store.h"
#include "backend/platform/cache/response_cache.h"
#include "backend/platform/events/events.h"
#include "backend/platform/events/log_keeper.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/sql/sql.h"
#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "backend/services/catalog/imports/service.h"
#include "backend/services/catalog/service.h"
#include "backend/services/eventlog/service.h"
#include "backend/services/identity/service.h"
#include "backend/services/moderation/service.h"
#include "backend/services/notifications/notifications.h"
#include "backend/services/operations/operations.h"
#include "backend/services/operations/service.h"
#include "backend/services/search/reindexer.h"
#include "backend/services/search/search_projection.h"
#include "backend/services/search/search_service.h"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tradepost::server {

struct Module;

// As configured, else a SQLite file in the data directory.
std::string databaseUrl(const Settings& settings, const DataDirectory& directory, const std::string& service);

// The modules of one process and what they share: the threads, the registry, the feed, the databases. Parts are made by
// the modules' start functions (modules.cpp) and are null when their module does not run. Without edges: those belong
// to `serve`, and command-line tools use a Backend in their own process.
class Backend {
public:
    Backend(const Settings& settings, const DataDirectory& directory);
    ~Backend(); // stops
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    // Starts the modules named and all they need, in the table's order. "all": every one.
    Result<void> start(const std::vector<std::string>& targets);
    // The feed delivers from here on; readiness follows.
    void startFeed();
    // In the reverse order. The edges have stopped before.
    void stop();

    // An error says what is not there yet. Quick, thread-safe.
    Result<void> ready() const;
    // Blocks until ready() or `timeout`.
    Result<void> waitReady(std::chrono::milliseconds timeout) const;

    // The database of a service, opened and migrated; closed by stop().
    Result<sql::Database*> openDatabase(const std::string& service, const std::vector<sql::Schema>& schemas);
    // A service's log, whose old events are dropped while the feed runs.
    std::unique_ptr<events::Outbox> openLog(sql::Database& database, const std::string& name);
    sql::Database& database(const std::string& service) { return *m_databases.at(service); } // one that was opened

    const Settings settings;
    const DataDirectory& directory;
    const Clock& clock = systemClock();
    IdSource ids{clock};
    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    rpc::Registry registry{metrics, spans, clock};
    ResponseCache cache;
    boost::asio::io_context io;
    std::unique_ptr<events::EventFeed> feed;
    events::LogKeeper logKeeper;
    std::vector<events::Outbox*> logs; // of this process
    std::vector<telemetry::Metrics::Handle> gauges;

    // Parts, by module.
    std::optional<identity::Keys> keys;
    std::unique_ptr<query::PageTokens> pageTokens;
    std::unique_ptr<events::Outbox> identityLog;
    std::unique_ptr<identity::Service> identity;
    std::optional<notifications::Maildir> maildir;
    std::unique_ptr<operations::Operations> operations;
    std::unique_ptr<operations::OperationsService> operationsService;
    std::unique_ptr<blobs::BlobStore> media;
    std::unique_ptr<MediaParts> mediaParts;
    std::unique_ptr<events::Outbox> catalogLog;
    std::unique_ptr<catalog::CatalogService> catalog;
    std::unique_ptr<catalog::ImportService> imports;
    std::unique_ptr<search::SearchIndex> searchIndex;
    std::unique_ptr<search::SearchProjection> searchProjection;
    std::unique_ptr<search::SearchService> searchService;
    std::unique_ptr<search::Reindexer> reindexer;
    std::unique_ptr<moderation::ModerationService> moderation;
    OrderParts orderParts;
    std::unique_ptr<eventlog::EventLogService> eventLog;

private:
    std::map<std::string, std::unique_ptr<sql::Database>> m_databases;
    std::vector<const Module*> m_running; // in the order of starting
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    std::vector<std::thread> m_threads;
    std::atomic<int> m_threadsRunning{0};
    mutable std::atomic<bool> m_caughtUp{false}; // once; later lag is for the metrics
    bool m_feedStarted = false;
};

} // namespace tradepost::server
