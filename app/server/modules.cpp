#include "app/server/modules.h"

#include "backend/platform/telemetry/log.h"
#include "backend/services/catalog/review_scan.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/moderation/schema.h"
#include "backend/services/search/native_index.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace tradepost::server {

namespace {

std::vector<sql::Schema> identitySchemas() {
    return {events::Outbox::schema(), identity::store::schema()};
}

Result<void> startIdentity(Backend& backend) {
    auto keys = identity::Keys::open(backend.directory.file("identity.key"));
    if (!keys)
        return std::unexpected(std::move(keys).error());
    backend.keys = std::move(*keys);
    backend.pageTokens = std::make_unique<query::PageTokens>(backend.keys->derive("pages", "all"));
    const auto database = backend.openDatabase("identity", identitySchemas());
    if (!database)
        return std::unexpected(database.error());
    backend.identityLog = backend.openLog(**database, "identity");
    identity::Config config;
    if (backend.settings.passwordPasses != 0)
        config.passwordCost.passes = backend.settings.passwordPasses;
    if (backend.settings.passwordMemory != 0)
        config.passwordCost.memoryBytes = backend.settings.passwordMemory;
    if (backend.settings.accessSeconds != 0)
        config.accessLifetime = std::chrono::seconds(backend.settings.accessSeconds);
    backend.identity = std::make_unique<identity::Service>(**database, *backend.identityLog, *backend.keys,
                                                           backend.clock, backend.ids, config);
    TP_TRY(backend.identity->start());
    backend.identity->registerMethods(backend.registry);
    identity::Service* const service = backend.identity.get();
    backend.gauges.push_back(backend.metrics.gauge("tradepost_identity_password_hashes_queued",
                                                   "Sign-ins that wait for a password to be checked.", {},
                                                   [service] { return static_cast<double>(service->hashesQueued()); }));
    backend.gauges.push_back(
        backend.metrics.gauge("tradepost_identity_token_cache_hits", "Calls whose access token was verified before.",
                              {}, [service] { return static_cast<double>(service->tokenStats().hits); }));
    return {};
}

void stopIdentity(Backend& backend) {
    if (backend.identity)
        backend.identity->stop();
    backend.identity.reset();
    backend.identityLog.reset();
}

std::vector<sql::Schema> notificationsSchemas() {
    return {events::Outbox::schema()};
}

notifications::MailTemplate templateOf(identity::store::MailKind kind) {
    switch (kind) {
    case identity::store::MailKind::ConfirmAddress:
        return notifications::MailTemplate::ConfirmAddress;
    case identity::store::MailKind::AlreadyRegistered:
        return notifications::MailTemplate::AlreadyRegistered;
    case identity::store::MailKind::ResetPassword:
        break;
    }
    return notifications::MailTemplate::ResetPassword;
}

Result<void> startNotifications(Backend& backend) {
    auto maildir = notifications::Maildir::open(backend.directory.file("mail"));
    if (!maildir)
        return std::unexpected(std::move(maildir).error());
    backend.maildir = std::move(*maildir);
    const auto database = backend.openDatabase("notifications", notificationsSchemas());
    if (!database)
        return std::unexpected(database.error());
    identity::Service* const service = backend.identity.get();
    const notifications::MailLookup lookup =
        [service](std::string_view mailId) -> Result<std::optional<notifications::MailFacts>> {
        auto mail = service->mailToSend(mailId);
        if (!mail)
            return std::unexpected(std::move(mail).error());
        if (!*mail)
            return std::nullopt;
        return notifications::MailFacts{templateOf((*mail)->kind), (*mail)->to, (*mail)->name, (*mail)->language,
                                        (*mail)->token};
    };
    return backend.feed->subscribe(*backend.identityLog,
                                   notifications::mailConsumer(**database, *backend.maildir, lookup,
                                                               {backend.settings.mailFrom, backend.settings.shopUrl},
                                                               backend.clock));
}

void stopNotifications(Backend& backend) {
    backend.maildir.reset();
}

std::vector<sql::Schema> operationsSchemas() {
    return {operations::Operations::schema()};
}

Result<void> startOperations(Backend& backend) {
    const auto database = backend.openDatabase("operations", operationsSchemas());
    if (!database)
        return std::unexpected(database.error());
    backend.operations =
        std::make_unique<operations::Operations>(**database, backend.io.get_executor(), backend.clock, backend.ids);
    backend.operationsService =
        std::make_unique<operations::OperationsService>(*backend.operations, *backend.pageTokens);
    const std::string prefix = "tradepost.operations.v1.OperationsService/";
    using Service = operations::OperationsService;
    backend.registry.add(prefix + "GetOperation", *backend.operationsService, &Service::getOperation);
    backend.registry.add(prefix + "ListOperations", *backend.operationsService, &Service::listOperations);
    backend.registry.add(prefix + "CancelOperation", *backend.operationsService, &Service::cancelOperation);
    backend.registry.add(prefix + "WatchOperation", *backend.operationsService, &Service::watchOperation);
    return {};
}

void stopOperations(Backend& backend) {
    if (backend.operations && !backend.operations->stop())
        telemetry::log(telemetry::Level::Warn,
                       "Some operations did not stop in time; they go on after the next start.");
    backend.operationsService.reset();
    backend.operations.reset();
}

std::vector<sql::Schema> catalogSchemas() {
    return {events::Outbox::schema(), catalog::schema(), catalog::import_store::schema()};
}

Result<void> startCatalog(Backend& backend) {
    const auto database = backend.openDatabase("catalog", catalogSchemas());
    if (!database)
        return std::unexpected(database.error());
    backend.catalogLog = backend.openLog(**database, "catalog");
    // Search and the pictures' references, when they run, are started after this; without them there is nothing to wait
    // for.
    const auto searchPassed = [&backend](events::Position position) -> Task<Result<void>> {
        if (backend.searchProjection)
            TP_CO_TRY(co_await backend.feed->passed(search::SearchProjection::name, position, std::chrono::seconds(5)));
        if (backend.mediaParts && backend.mediaParts->references)
            TP_CO_TRY(co_await backend.feed->passed(media::References::name, position, std::chrono::seconds(5)));
        co_return Result<void>();
    };
    catalog::Dependencies use{**database,   *backend.catalogLog,     backend.cache,
                              backend.ids,  backend.clock,           backend.keys->derive("pages", "catalog"),
                              searchPassed, backend.operations.get()};
    if (backend.mediaParts)
        use.holdImages = [&service =
                              *backend.mediaParts->service](std::vector<std::string> urls) -> Task<Result<void>> {
            return holdMedia(service, std::move(urls));
        };
    backend.catalog = std::make_unique<catalog::CatalogService>(std::move(use));
    TP_TRY(backend.catalog->start());
    catalog::registerCatalog(backend.registry, *backend.catalog);
    return {};
}

void stopCatalog(Backend& backend) {
    // Imports work on the service; what does not stop in time is told by stopOperations.
    if (backend.operations)
        backend.operations->stop();
    backend.catalog.reset();
    backend.catalogLog.reset();
}

Result<void> startImports(Backend& backend) {
    const std::string spool = backend.directory.file("imports");
    std::error_code error;
    std::filesystem::create_directories(spool, error);
    if (error)
        return fail(Code::Unavailable, "DIRECTORY_NOT_MADE", "The directory of uploads cannot be made: " + spool + ".");
    std::filesystem::permissions(spool, std::filesystem::perms::owner_all, error);
    sql::Database& database = backend.database("catalog");
    catalog::CatalogService* const products = backend.catalog.get();
    fetch::Config fetching;
    fetching.loopback = backend.settings.importsFromLoopback;
    backend.imports = std::make_unique<catalog::ImportService>(catalog::ImportService::Dependencies{
        database,
        *backend.catalogLog,
        backend.ids,
        backend.clock,
        *backend.operations,
        spool,
        backend.keys->derive("pages", "imports"),
        products->importHook(),
        [products](std::span<const SellerId> sellers) { return products->shareOf(sellers); },
        [products](const std::vector<CategoryId>& ids) { products->dropCategories(ids); },
        {},
        backend.mediaParts ? importPictures(*backend.mediaParts->service) : catalog::PictureParts(),
        fetching});
    catalog::registerImports(backend.registry, *backend.imports);
    return {};
}

void stopImports(Backend& backend) {
    if (backend.imports)
        backend.imports->interrupt();
    if (backend.operations)
        backend.operations->stop();
    backend.imports.reset();
}

Result<void> startSearch(Backend& backend) {
    backend.searchIndex = search::openNativeIndex();
    catalog::CatalogService* const products = backend.catalog.get();
    backend.searchProjection = std::make_unique<search::SearchProjection>(
        *backend.searchIndex, [products](const std::function<void(const catalog::v1::Category&)>& onCategory,
                                         const std::function<void(const catalog::v1::Product&)>& onProduct) {
            return products->scan(onCategory, onProduct);
        });
    identity::Service* const names = backend.identity.get();
    backend.searchService = std::make_unique<search::SearchService>(
        *backend.searchIndex, *backend.pageTokens, [names](SellerId seller) { return names->sellerName(seller); });
    backend.registry.add("tradepost.search.v1.SearchService/Search", *backend.searchService,
                         &search::SearchService::search);
    backend.reindexer = std::make_unique<search::Reindexer>(*backend.searchProjection, *backend.searchIndex,
                                                            *backend.feed, *backend.operations);
    backend.registry.add("tradepost.search.v1.SearchService/Reindex", *backend.reindexer, &search::Reindexer::reindex);
    search::SearchIndex* const index = backend.searchIndex.get();
    backend.gauges.push_back(backend.metrics.gauge("tradepost_search_documents", "Products in the search index.", {},
                                                   [index] { return static_cast<double>(index->stats().documents); }));
    backend.gauges.push_back(backend.metrics.gauge("tradepost_search_index_bytes", "Memory of the search index.", {},
                                                   [index] { return static_cast<double>(index->stats().bytes); }));
    return backend.feed->subscribe(*backend.catalogLog, backend.searchProjection->projection());
}

void stopSearch(Backend& backend) {
    backend.reindexer.reset();
    backend.searchService.reset();
    backend.searchProjection.reset();
    backend.searchIndex.reset();
}

std::vector<sql::Schema> moderationSchemas() {
    return {events::Outbox::schema(), moderation::schema()};
}

Result<void> startModeration(Backend& backend) {
    const auto database = backend.openDatabase("moderation", moderationSchemas());
    if (!database)
        return std::unexpected(database.error());
    sql::Database* const products = &backend.catalogLog->database();
    const auto queuePassed = [&backend](events::Position position) -> Task<Result<void>> {
        co_return co_await backend.feed->passed(moderation::QueueFeed::name, position, std::chrono::seconds(2));
    };
    backend.moderation = std::make_unique<moderation::ModerationService>(moderation::Dependencies{
        **database, backend.registry, backend.ids, backend.clock, *backend.pageTokens, backend.io.get_executor(),
        *backend.operations, [products](const catalog::ReviewScan& scan) { return scanReviews(*products, scan); },
        queuePassed});
    TP_TRY(backend.moderation->start());
    moderation::registerModeration(backend.registry, *backend.moderation);
    return backend.feed->subscribe(*backend.catalogLog, backend.moderation->consumer());
}

void stopModeration(Backend& backend) {
    backend.moderation.reset();
}

Result<void> startEventLog(Backend& backend) {
    backend.eventLog = std::make_unique<eventlog::EventLogService>(*backend.feed, backend.logs, *backend.pageTokens);
    const std::string prefix = "tradepost.events.v1.EventLogService/";
    using Service = eventlog::EventLogService;
    backend.registry.add(prefix + "ListConsumers", *backend.eventLog, &Service::listConsumers);
    backend.registry.add(prefix + "ForgetConsumer", *backend.eventLog, &Service::forgetConsumer);
    backend.registry.add(prefix + "ListDeadLetters", *backend.eventLog, &Service::listDeadLetters);
    backend.registry.add(prefix + "RedriveDeadLetter", *backend.eventLog, &Service::redriveDeadLetter);
    backend.registry.add(prefix + "SkipDeadLetter", *backend.eventLog, &Service::skipDeadLetter);
    return {};
}

void stopEventLog(Backend& backend) {
    backend.eventLog.reset();
}

} // namespace

const std::vector<Module>& modules() {
    static const std::vector<Module> table{
        {"identity", {}, startIdentity, stopIdentity, identitySchemas},
        {"notifications", {"identity"}, startNotifications, stopNotifications, notificationsSchemas},
        {"operations", {"identity"}, startOperations, stopOperations, operationsSchemas},
        {"media", {"identity"}, startMedia, stopMedia, mediaSchemas},
        {"catalog", {"identity", "operations"}, startCatalog, stopCatalog, catalogSchemas},
        {"imports", {"identity", "operations", "catalog"}, startImports, stopImports},
        {"media-references", {"media", "catalog"}, startMediaReferences, stopMediaReferences, mediaReferencesSchemas},
        {"search", {"identity", "catalog", "operations"}, startSearch, stopSearch},
        {"moderation", {"identity", "operations", "catalog"}, startModeration, stopModeration, moderationSchemas},
        {"inventory", {"identity"}, startInventory, stopInventory, inventorySchemas},
        {"sandbox", {"identity"}, startSandbox, stopSandbox, sandboxSchemas},
        {"payments", {"identity", "sandbox"}, startPayments, stopPayments, paymentsSchemas},
        {"orders", {"identity"}, startOrders, stopOrders, ordersSchemas},
        {"cart", {"identity", "catalog", "inventory"}, startCart, stopCart, cartSchemas},
        {"checkout", {"cart", "inventory", "payments", "orders"}, startCheckout, stopCheckout},
        {"eventlog", {"identity"}, startEventLog, stopEventLog},
    };
    return table;
}

Result<std::vector<const Module*>> modulesFor(const std::vector<std::string>& targets) {
    std::vector<std::string_view> wanted;
    for (const std::string& target : targets) {
        const bool known = target == "all" ||
                           std::ranges::any_of(modules(), [&](const Module& module) { return module.name == target; });
        if (!known) {
            std::string names = "all";
            for (const Module& module : modules())
                names += fmt::format(", {}", module.name);
            return invalid("target", fmt::format("There is no module '{}'. There are: {}.", target, names),
                           "UNKNOWN_MODULE");
        }
        wanted.emplace_back(target);
    }
    const auto isWanted = [&](std::string_view name) { return std::ranges::find(wanted, name) != wanted.end(); };
    // From below, because what a module needs stands above it.
    std::vector<const Module*> chosen;
    for (auto module = modules().rbegin(); module != modules().rend(); ++module) {
        if (!isWanted("all") && !isWanted(module->name))
            continue;
        chosen.push_back(&*module);
        wanted.insert(wanted.end(), module->needs.begin(), module->needs.end());
    }
    std::ranges::reverse(chosen);
    return chosen;
}

} // namespace tradepost::server
