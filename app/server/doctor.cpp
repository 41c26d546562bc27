#include "app/server/backend.h"
#include "app/server/modules.h"
#include "app/server/tools.h"
#include "backend/platform/blobs/disk_blobs.h"
#include "backend/platform/events/inspection.h"
#include "backend/services/inventory/integrity.h"
#include "backend/services/search/native_index.h"

#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>

namespace tradepost::server {

namespace {

constexpr int longestRead = 24 * 3600; // seconds
constexpr std::size_t mostNamed = 5;   // in one finding

// One thing looked at.
struct Finding {
    std::string name;
    std::string problem; // empty: it is good
};

class Examination {
public:
    Examination(const Settings& settings, const DataDirectory& directory)
        : m_settings(settings), m_directory(directory) {}
    const std::vector<Finding>& findings() const { return m_findings; }

    void examine() {
        add("lock", ""); // it was taken
        permissions("data directory", m_directory.path(), 0700);
        permissions("key file", m_directory.file("identity.key"), 0600);
        for (const Module& module : modules())
            if (module.schemas != nullptr)
                database(std::string(module.name), module.schemas());
        logs();
        if (m_sound.contains("catalog")) {
            index();
            pictures();
        }
        if (m_sound.contains("inventory"))
            stock();
        if (m_sound.contains("orders") && m_sound.contains("payments"))
            money();
    }

private:
    void add(std::string name, std::string problem) { m_findings.push_back({std::move(name), std::move(problem)}); }

    void permissions(const std::string& name, const std::string& path, unsigned most) {
        struct stat info{};
        if (::stat(path.c_str(), &info) != 0)
            add(name, "It is missing.");
        else
            add(name, (info.st_mode & 0777 & ~most) == 0
                          ? std::string()
                          : fmt::format("Others have access to it: run chmod {:o} {}", most, path));
    }

    sql::Config configOf(const std::string& service) const {
        sql::Config config;
        config.url = databaseUrl(m_settings, m_directory, service);
        config.readSeconds = longestRead;
        return config;
    }

    void database(const std::string& service, const std::vector<sql::Schema>& schemas) {
        const sql::Config config = configOf(service);
        const bool sqlite = config.url.starts_with("sqlite:");
        std::string damage, outdated;
        const auto read = sql::inspect(config, [&](sql::Reader& reader, const sql::SchemaVersions& versions) {
            if (sqlite)
                reader.each("PRAGMA integrity_check(5)", [&](const sql::Row& row) {
                    if (row.text(0) != "ok")
                        damage += row.text(0) + "; ";
                });
            for (const sql::Schema& schema : schemas)
                outdated += compare(schema, versions);
            const bool hasLog = std::ranges::any_of(schemas, [](const sql::Schema& schema) {
                return schema.component == events::Outbox::schema().component;
            });
            if (damage.empty() && outdated.empty() && hasLog)
                readLogs(service, reader, sqlite);
        });
        add(service + " database", read ? damage : read.error().message);
        if (!read || !damage.empty())
            return;
        add(service + " schema", outdated);
        if (outdated.empty())
            m_sound.insert(service);
    }

    static std::string compare(const sql::Schema& schema, const sql::SchemaVersions& versions) {
        const auto recorded = versions.find(schema.component);
        const std::int64_t has = recorded == versions.end() ? 0 : recorded->second;
        const auto wants = static_cast<std::int64_t>(schema.migrations.size());
        if (has < wants)
            return fmt::format("{} needs migration from {} to {}: the next start of the server does it. ",
                               schema.component, has, wants);
        if (has > wants)
            return fmt::format("{} is at version {}, this program knows {} only: run a newer one. ", schema.component,
                               has, wants);
        return {};
    }

    void readLogs(const std::string& service, sql::Reader& reader, bool sqlite) {
        if (const auto log = events::inspectLog(reader)) {
            const auto there = log->end.value - log->firstKept.value + 1;
            // PostgreSQL leaves out the positions of what was rolled back.
            add("log of " + service, log->events == there || !sqlite
                                         ? std::string()
                                         : fmt::format("Of its {} events {} are missing: its readers will not see what "
                                                       "they told.",
                                                       there, there - log->events));
            m_logs.emplace(log->name, *log);
        }
        std::ranges::move(events::inspectConsumers(reader), std::back_inserter(m_consumers));
    }

    void logs() {
        for (const events::ConsumerStatus& consumer : m_consumers) {
            std::string problem;
            if (consumer.deadLetters > 0)
                problem = fmt::format("{} dead letters wait for an operator. ", consumer.deadLetters);
            const auto log = m_logs.find(consumer.log);
            if (log != m_logs.end() && consumer.position.epoch == log->second.end.epoch) {
                if (consumer.position.value > log->second.end.value)
                    problem += "It stands behind the end of its log, so the log was cut.";
                else if (consumer.position.value + 1 < log->second.firstKept.value)
                    problem += fmt::format("The events {} to {} were dropped before it saw them.",
                                           consumer.position.value + 1, log->second.firstKept.value - 1);
            }
            add("consumer " + consumer.name, problem);
        }
    }

    void index() {
        const auto index = search::openNativeIndex();
        search::SearchProjection projection(*index,
                                            [this](const std::function<void(const catalog::v1::Category&)>& onCategory,
                                                   const std::function<void(const catalog::v1::Product&)>& onProduct) {
                                                return scan(onCategory, onProduct);
                                            });
        const auto built = projection.rebuild();
        const auto check = built ? projection.check() : Result<search::IndexCheck>(std::unexpected(built.error()));
        if (!check)
            return add("search index", check.error().message);
        add("search index", check->equal()
                                ? std::string()
                                : fmt::format("Made from the catalog it lacks {} products, has {} stale and "
                                              "{} too many, and differs in {} categories.",
                                              check->missing, check->stale, check->surplus, check->categories));
    }

    void stock() {
        inventory::v1::StockCheck check;
        const auto read = sql::inspect(configOf("inventory"), [&](sql::Reader& reader, const sql::SchemaVersions&) {
            check = inventory::checkStock(reader);
        });
        if (!read)
            return add("stock", read.error().message);
        std::string problem;
        for (int i = 0; i < std::min<int>(check.differences_size(), mostNamed); ++i) {
            const auto& each = check.differences(i);
            problem += fmt::format("{} of {} is {}, its {} say {}. ", each.figure(), each.sku(), each.stored(),
                                   each.source(), each.summed());
        }
        add("stock", problem.empty() ? problem : problem + "Make it anew with POST /v1/stock:rebuild.");
    }

    // Every order is paid for, with its amount. The other way round is not asked: what was captured for no order is on
    // its way back.
    void money() {
        std::map<std::int64_t, std::pair<std::int64_t, std::string>> captured; // by saga
        auto read = sql::inspect(configOf("payments"), [&](sql::Reader& reader, const sql::SchemaVersions&) {
            reader.each(
                "SELECT id, amount_minor, currency FROM payments_payments WHERE state = ?",
                [&](const sql::Row& row) { captured[row.integer(0)] = {row.integer(1), row.text(2)}; },
                payments::v1::CAPTURED);
        });
        std::vector<std::string> unpaid;
        if (read)
            read = sql::inspect(configOf("orders"), [&](sql::Reader& reader, const sql::SchemaVersions&) {
                reader.each(
                    "SELECT id, saga_id, total_minor, currency FROM orders_orders WHERE state = ?",
                    [&](const sql::Row& row) {
                        const auto paid = captured.find(row.integer(1));
                        if (paid == captured.end() || paid->second != std::pair(row.integer(2), row.text(3)))
                            unpaid.push_back(formatId(row.integer(0)));
                    },
                    orders::v1::CONFIRMED);
            });
        if (!read)
            return add("payments of orders", read.error().message);
        add("payments of orders", told(unpaid, "orders are not paid for as they should be"));
    }

    Result<events::Position> scan(const std::function<void(const catalog::v1::Category&)>& onCategory,
                                  const std::function<void(const catalog::v1::Product&)>& onProduct) const {
        TP_TRY(sql::inspect(configOf("catalog"), [&](sql::Reader& reader, const sql::SchemaVersions&) {
            catalog::CatalogService::eachOnSale(reader, onCategory, onProduct);
        }));
        return events::Position{};
    }

    // Each one whole, and all that products on sale show.
    void pictures() {
        const std::string folder = m_directory.file("media");
        std::error_code ignored;
        std::set<blobs::BlobId> there;
        if (std::filesystem::exists(folder, ignored)) {
            const auto store = blobs::openDiskBlobs({.directory = folder, .readOnly = true});
            std::vector<std::string> damaged;
            const auto listed = store ? (*store)->each([&](const blobs::BlobId& id) {
                there.insert(id);
                if (!(*store)->verify(id))
                    damaged.push_back(id.text());
            })
                                      : Result<void>(std::unexpected(store.error()));
            add("pictures", listed ? told(damaged, "differ from their names") : listed.error().message);
        }
        std::vector<std::string> missing;
        const auto scanned = scan([](const catalog::v1::Category&) {},
                                  [&](const catalog::v1::Product& product) {
                                      for (const catalog::v1::Image& image : product.images())
                                          if (const auto id = pictureOf(image.url()); id && !there.contains(*id))
                                              missing.push_back(product.id());
                                  });
        add("products' pictures",
            scanned ? told(missing, "products on sale show pictures that are not there") : scanned.error().message);
    }

    static std::optional<blobs::BlobId> pictureOf(std::string_view url) {
        constexpr std::string_view prefix = "/media/";
        if (!url.starts_with(prefix))
            return std::nullopt; // somebody else's
        url.remove_prefix(prefix.size());
        return blobs::BlobId::parse(url.substr(0, url.find('.')));
    }

    static std::string told(const std::vector<std::string>& ids, std::string_view what) {
        if (ids.empty())
            return {};
        std::string text = fmt::format("{} {}:", ids.size(), what);
        for (std::size_t i = 0; i < std::min(ids.size(), mostNamed); ++i)
            text += " " + ids[i];
        return text + (ids.size() > mostNamed ? " ..." : "");
    }

    const Settings& m_settings;
    const DataDirectory& m_directory;
    std::vector<Finding> m_findings;
    std::set<std::string> m_sound; // databases that can be read further
    std::map<std::string, events::LogContent> m_logs;
    std::vector<events::ConsumerStatus> m_consumers;
};

} // namespace

int doctor(const Settings& settings, const Output& output) {
    if (const auto there = mustHoldStore(settings); !there)
        return output.failure(there.error());
    auto directory = DataDirectory::take(settings.data);
    if (!directory)
        return output.failure(directory.error());
    Examination examination(settings, *directory);
    examination.examine();
    bool good = true;
    boost::json::array checks;
    for (const Finding& finding : examination.findings()) {
        const bool fine = finding.problem.empty();
        good = good && fine;
        output.line(fmt::format("{:<4} {}{}{}", fine ? "ok" : "BAD", finding.name, fine ? "" : ": ", finding.problem));
        checks.push_back({{"name", finding.name}, {"ok", fine}, {"detail", finding.problem}});
    }
    output.result({{"ok", good}, {"checks", std::move(checks)}});
    return good ? Success : Failed;
}

} // namespace tradepost::server
