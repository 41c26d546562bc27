#include "backend/platform/sql/migrations.h"

#include <fmt/format.h>

namespace tradepost::sql {

namespace {

void replaceAll(std::string& text, std::string_view macro, std::string_view value) {
    for (auto at = text.find(macro); at != std::string::npos; at = text.find(macro, at + value.size()))
        text.replace(at, macro.size(), value);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Statements end with a ';' that ends its line, so that one within a line (a string, a trigger's body) does not.
std::vector<std::string> statementsOf(std::string sql, const Connection& connection) {
    replaceAll(sql, "$AUTOINCREMENT", connection.autoIncrement());
    replaceAll(sql, "$KEY", connection.integerKey());
    replaceAll(sql, "$BINARY", connection.binaryCollation());
    replaceAll(sql, "$CLUSTERED", connection.clustered());
    std::vector<std::string> statements;
    std::string statement;
    std::string_view rest = sql;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        const auto last = line.find_last_not_of(" \t\r");
        const bool ends = last != std::string_view::npos && line[last] == ';';
        statement.append(line.substr(0, ends ? last : line.size())).append("\n");
        if (ends || rest.empty()) {
            if (!isBlank(statement))
                statements.push_back(statement);
            statement.clear();
        }
    }
    return statements;
}

std::int64_t recordedVersion(Connection& connection, const std::string& component) {
    const Value args[] = {component};
    std::int64_t version = 0;
    connection.run("SELECT version FROM schema_versions WHERE component = ?", args,
                   [&](const Row& row) { version = row.integer(0); });
    return version;
}

Result<void> check(const Schema& schema) {
    int expected = 1;
    for (const Migration& migration : schema.migrations)
        if (migration.version != expected++)
            return fail(Code::Internal, "SCHEMA_INVALID",
                        fmt::format("The migrations of {} are not numbered 1, 2, 3 ... at {}.", schema.component,
                                    migration.version));
    return {};
}

} // namespace

Result<void> applyMigrations(Connection& connection, const Schema& schema) {
    TP_TRY(check(schema));
    try {
        connection.script(
            "CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version BIGINT NOT NULL)");
        const std::int64_t version = recordedVersion(connection, schema.component);
        if (version > static_cast<std::int64_t>(schema.migrations.size()))
            return fail(
                Code::FailedPrecondition, "SCHEMA_TOO_NEW",
                fmt::format("The database's {} is at version {}, this program knows {} only. Run a newer program.",
                            schema.component, version, schema.migrations.size()));
        for (const Migration& migration : schema.migrations) {
            if (migration.version <= version)
                continue;
            connection.beginWrite();
            for (const std::string& statement : statementsOf(migration.sql, connection))
                connection.script(statement);
            const Value args[] = {schema.component, static_cast<std::int64_t>(migration.version)};
            connection.change("INSERT INTO schema_versions (component, version) VALUES (?, ?) "
                              "ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                              args);
            connection.commit();
        }
    } catch (Failure& failure) {
        connection.rollback();
        failure.error.message = fmt::format("The schema of {} could not be brought up to date. {}", schema.component,
                                            failure.error.message);
        connection.forgetStatements();
        return std::unexpected(std::move(failure.error));
    }
    connection.forgetStatements();
    return {};
}

} // namespace tradepost::sql
