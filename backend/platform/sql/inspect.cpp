#include "backend/platform/sql/connection.h"
#include "backend/platform/sql/readers.h"

#include <filesystem>
#include <optional>

namespace tradepost::sql {

namespace {

namespace fs = std::filesystem;

// A SQLite file opened so that it stays as it is. Without a write-ahead log it is declared unchanging, which the lock
// of its directory makes true; with one SQLite needs an index of it in a file beside, which goes again if it was not
// there.
class Untouched {
public:
    explicit Untouched(const std::string& path)
        : m_index(path + "-shm"), m_hadIndex(exists(m_index)),
          m_hasLog(exists(path + "-wal") && !isEmpty(path + "-wal")) {
        if (!exists(path))
            throw Failure{Error{Code::NotFound, "NO_DATABASE", "There is no database file " + path + ".", {}}};
    }
    ~Untouched() {
        std::error_code ignored;
        if (m_hasLog && !m_hadIndex)
            fs::remove(m_index, ignored);
    }
    Untouched(const Untouched&) = delete;
    Untouched& operator=(const Untouched&) = delete;
    std::string_view parameters() const { return m_hasLog ? "mode=ro" : "immutable=1"; }

private:
    static bool exists(const std::string& path) {
        std::error_code ignored;
        return fs::exists(path, ignored);
    }
    static bool isEmpty(const std::string& path) {
        std::error_code ignored;
        return fs::file_size(path, ignored) == 0;
    }
    const std::string m_index;
    const bool m_hadIndex, m_hasLog;
};

SchemaVersions recordedVersions(Reader& reader, bool sqlite) {
    SchemaVersions versions;
    const auto table =
        reader.one(sqlite ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_versions'"
                          : "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = "
                            "'schema_versions'",
                   [](const Row& row) { return row.integer(0); });
    if (table)
        reader.each("SELECT component, version FROM schema_versions",
                    [&](const Row& row) { versions[row.text(0)] = row.integer(1); });
    return versions;
}

} // namespace

Result<void> inspect(const Config& config, const std::function<void(Reader&, const SchemaVersions&)>& fn) {
    try {
        std::optional<Untouched> untouched;
        if (config.url.starts_with(sqlitePrefix))
            untouched.emplace(config.url.substr(sqlitePrefix.size()));
        const auto connector = makeConnector(config, untouched ? untouched->parameters() : "");
        const auto connection = connector->openReader();
        connection->beginRead();
        Snapshot snapshot(*connection);
        fn(snapshot, recordedVersions(snapshot, untouched.has_value()));
        connection->rollback();
    } catch (Failure& failure) {
        return std::unexpected(std::move(failure.error));
    }
    return {};
}

} // namespace tradepost::sql
