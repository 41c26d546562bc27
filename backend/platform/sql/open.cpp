#include "backend/platform/sql/migrations.h"
#include "backend/platform/sql/readers.h"
#include "backend/platform/sql/writer.h"

namespace tradepost::sql {

namespace {

class Store : public Database {
public:
    Store(std::unique_ptr<Connector> connector, const Config& config)
        : m_connector(std::move(connector)), m_writer(*m_connector, config.maxQueue),
          m_readers(*m_connector, config.readers, config.maxQueue, m_writer.flusher()) {}

    Result<void> migrate(const Schema& schema) override {
        auto result =
            m_writer.exclusive([&schema](Connection& connection) { return applyMigrations(connection, schema); });
        m_readers.forgetStatements();
        return result;
    }
    std::string_view engine() const override { return m_connector->engine(); }
    Stats stats() const override {
        return {m_writer.queued(Priority::Interactive),
                m_writer.queued(Priority::Bulk),
                m_readers.queued(),
                m_writer.commits(),
                m_writer.writes(),
                m_readers.reads()};
    }

private:
    void enqueueWrite(WriteWork work, Done done, Priority priority) override {
        m_writer.enqueue({std::move(work), std::move(done), priority});
    }
    void enqueueRead(ReadWork work, Done done) override { m_readers.enqueue({std::move(work), std::move(done)}); }

    std::unique_ptr<Connector> m_connector;
    Writer m_writer;
    Readers m_readers;
};

} // namespace

std::unique_ptr<Connector> makeConnector(const Config& config, std::string_view parameters) {
    const std::chrono::seconds maxRead(std::max(config.readSeconds, 1));
    if (config.url.starts_with(sqlitePrefix) && config.url.size() > sqlitePrefix.size())
        return makeSqliteConnector(config.url.substr(sqlitePrefix.size()), config.vfs, maxRead, parameters);
    if (config.url.starts_with("postgresql://") || config.url.starts_with("postgres://"))
        return makePostgresConnector(config.url, maxRead);
    // The url may hold a password, so it is not repeated.
    throw Failure{Error{Code::InvalidArgument, "DATABASE_URL_INVALID",
                        "The database url must be sqlite:/path/file.db or postgresql://host/database?schema=name.",
                        "url"}};
}

Result<std::unique_ptr<Database>> openDatabase(const Config& config) {
    try {
        return std::make_unique<Store>(makeConnector(config), config);
    } catch (Failure& failure) {
        return std::unexpected(std::move(failure.error));
    }
}

} // namespace tradepost::sql
