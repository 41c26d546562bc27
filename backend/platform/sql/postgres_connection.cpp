#include "backend/platform/sql/connection.h"

#include <charconv>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <thread>

namespace tradepost::sql {

namespace {

// pg_type.dat's numbers, which never change.
enum Oid : unsigned {
    oidBool = 16,
    oidInt8 = 20,
    oidInt2 = 21,
    oidInt4 = 23,
    oidFloat4 = 700,
    oidFloat8 = 701,
    oidNumeric = 1700
};

Error meaningOf(std::string_view state) {
    const std::string code(state);
    if (state == "23505")
        return {Code::AlreadyExists, "UNIQUE_VIOLATION", "A row with the same key exists already.", {}};
    if (state == "53100")
        return {Code::ResourceExhausted,
                "DISK_FULL",
                "The disk of the database server is full; free some space, then try again.",
                {}};
    if (state == "57014")
        return {Code::DeadlineExceeded, "QUERY_TOO_LONG", "The query takes too long; narrow it.", {}};
    if (state == "22021" || state == "22P05")
        return {Code::InvalidArgument, "TEXT_NOT_UTF8", "A text is not valid UTF-8; correct it.", {}};
    if (state == "40001" || state == "40P01" || state == "55P03" || state == "25006")
        return {Code::Unavailable, "STORE_BUSY", "The database is busy (SQLSTATE " + code + "); try again.", {}};
    if (state.empty() || state.starts_with("08") || state.starts_with("57P") || state.starts_with("53") ||
        state.starts_with("58"))
        return {Code::Unavailable,
                "STORE_UNAVAILABLE",
                "The database server cannot be reached" + (code.empty() ? "" : " (SQLSTATE " + code + ")") +
                    "; try again.",
                {}};
    if (state.starts_with("28") || state == "3D000")
        return {Code::Unavailable,
                "STORE_UNAVAILABLE",
                "The database server refuses the sign-in (SQLSTATE " + code + "); check the database url.",
                {}};
    if (state.starts_with("23"))
        return {
            Code::Internal, "CONSTRAINT_VIOLATION", "A rule of the database forbids this (SQLSTATE " + code + ").", {}};
    if (state.starts_with("XX001") || state.starts_with("XX002"))
        return {Code::DataLoss, "STORE_DAMAGED", "The database is damaged; restore it from a backup.", {}};
    return {Code::Internal, "STATEMENT_FAILED", "A statement failed (SQLSTATE " + code + ").", {}};
}

// `?` outside of quotes to :p1, :p2 ..., which SOCI makes $1, $2; given those it trips when it describes an error.
std::string named(std::string_view sql) {
    std::string text;
    text.reserve(sql.size() + 16);
    int count = 0;
    char quote = 0;
    for (const char c : sql) {
        if (quote != 0) {
            if (c == quote)
                quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '?') {
            text += ":p";
            text += std::to_string(++count);
            continue;
        }
        text += c;
    }
    return text;
}

struct Place {
    std::string connection; // libpq's keywords and values
    std::string schema;
};

class PostgresConnection : public Connection {
public:
    PostgresConnection(const Place& place, std::optional<std::chrono::seconds> maxRead) {
        const bool writer = !maxRead;
        try {
            m_session.open(soci::postgresql, place.connection);
        } catch (const soci::soci_error& error) {
            throw Failure{explain(error)};
        }
        // The details of a message hold values.
        PQsetErrorVerbosity(handle(), PQERRORS_TERSE);
        command("SET client_min_messages TO error");
        if (writer) {
            lease(place.schema);
            command("SET synchronous_commit TO on");
            script("CREATE SCHEMA IF NOT EXISTS " + place.schema);
        } else {
            command("SET default_transaction_read_only TO on");
            script(fmt::format("SET statement_timeout TO '{}s'", maxRead->count()));
        }
        command("SET lock_timeout TO '10s'");
        script("SET search_path TO " + place.schema);
    }

    void beginWrite() override { command("BEGIN"); }
    void beginRead() override { command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    // PostgreSQL answers the COMMIT of a transaction that failed with a silent rollback.
    void commit() override {
        if (PQtransactionStatus(handle()) != PQTRANS_INTRANS)
            throw Failure{meaningOf("25P02")};
        Connection::commit();
    }
    // In one round trip.
    void nextSavepoint(const std::string& name) override {
        script("RELEASE SAVEPOINT " + name + "; SAVEPOINT " + name);
    }
    bool inTransaction() override {
        const auto status = PQtransactionStatus(handle());
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
    }
    bool usable() override { return PQstatus(handle()) == CONNECTION_OK; }
    bool survivesFailures() const override { return false; }
    std::string_view autoIncrement() const override { return "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"; }
    std::string_view integerKey() const override { return "BIGINT PRIMARY KEY"; }
    std::string_view binaryCollation() const override { return "COLLATE \"C\""; }
    std::size_t rowsPerInsert() const override { return 8; } // bounds how many statements are kept prepared

private:
    PGconn* handle() { return static_cast<soci::postgresql_session_backend*>(m_session.get_backend())->conn_; }

    // One writer per schema: with two, a later position becomes visible before an earlier one. The lock ends with the
    // connection; that of a predecessor that died may take the server a moment to notice.
    void lease(const std::string& schema) {
        const Value args[] = {schema};
        for (int attempt = 0; attempt < 20; ++attempt) {
            bool taken = false;
            run("SELECT pg_try_advisory_lock(hashtextextended('tradepost ' || ?, 0))", args,
                [&](const Row& row) { taken = row.integer(0) != 0; });
            if (taken)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        throw Failure{Error{Code::FailedPrecondition,
                            "STORE_IN_USE",
                            "Another server writes to the schema " + schema + "; stop it, or use another schema.",
                            {}}};
    }

    std::string translate(std::string_view sql) const override { return named(sql); }
    bool dropsFailedStatements() const override { return false; }

    // Read from libpq's result by the column's type: SOCI makes a double of every NUMERIC, and a SUM of BIGINTs is one.
    void deliver(Statement& statement, bool gotRow, const std::function<void(const Row&)>& onRow) override {
        if (!gotRow || !onRow)
            return;
        auto& backend = *static_cast<soci::postgresql_statement_backend*>(statement.soci.get_backend());
        const PGresult* result = backend.result_.get_result();
        const int rows = PQntuples(result);
        const int columns = PQnfields(result);
        statement.row.resize(static_cast<std::size_t>(columns));
        for (int row = 0; row < rows; ++row) {
            for (int i = 0; i < columns; ++i)
                readColumn(result, row, i, statement.row[static_cast<std::size_t>(i)]);
            onRow(Row(statement.row));
        }
    }

    static void readColumn(const PGresult* result, int row, int column, Value& value) {
        if (PQgetisnull(result, row, column) != 0) {
            value = std::monostate();
            return;
        }
        const std::string_view text(PQgetvalue(result, row, column),
                                    static_cast<std::size_t>(PQgetlength(result, row, column)));
        const char* end = text.data() + text.size();
        std::int64_t integer = 0;
        double real = 0;
        switch (PQftype(result, column)) {
        case oidBool:
            value = static_cast<std::int64_t>(text == "t");
            return;
        case oidInt2:
        case oidInt4:
        case oidInt8:
            std::from_chars(text.data(), end, integer);
            value = integer;
            return;
        case oidNumeric:
            if (const auto parsed = std::from_chars(text.data(), end, integer);
                parsed.ec == std::errc() && parsed.ptr == end) {
                value = integer;
                return;
            }
            [[fallthrough]];
        case oidFloat4:
        case oidFloat8:
            std::from_chars(text.data(), end, real);
            value = real;
            return;
        default:
            if (auto* held = std::get_if<std::string>(&value))
                held->assign(text);
            else
                value.emplace<std::string>(text);
        }
    }

    std::int64_t changedBy(Statement& statement) override { return statement.soci.get_affected_rows(); }
    // SOCI forgets the buffers of an execution that failed; unbinding frees them.
    void abandon(Statement& statement) noexcept override {
        statement.soci.undefine_and_bind();
        statement.soci.define_and_bind();
    }

    Error explain(const soci::soci_error& error) override {
        const auto* ours = dynamic_cast<const soci::postgresql_soci_error*>(&error);
        const std::string state = ours != nullptr ? ours->sqlstate() : "";
        // Without a state the server never answered; SOCI puts blanks in its place.
        return meaningOf(state.find_first_not_of(" 0") == std::string::npos ? std::string_view()
                                                                            : std::string_view(state));
    }
};

class PostgresConnector : public Connector {
public:
    PostgresConnector(Place place, std::chrono::seconds maxRead) : m_place(std::move(place)), m_maxRead(maxRead) {}
    std::unique_ptr<Connection> openWriter() override {
        return std::make_unique<PostgresConnection>(m_place, std::nullopt);
    }
    std::unique_ptr<Connection> openReader() override {
        return std::make_unique<PostgresConnection>(m_place, m_maxRead);
    }
    std::string_view engine() const override { return "postgresql"; }

private:
    Place m_place;
    std::chrono::seconds m_maxRead;
};

[[noreturn]] void refuseUrl(std::string message) {
    throw Failure{Error{Code::InvalidArgument, "DATABASE_URL_INVALID", std::move(message), "url"}};
}

// Takes the parameter `schema` out of the url, which libpq does not know.
std::string cutSchema(std::string& url) {
    const auto query = url.find('?');
    if (query == std::string::npos)
        return "public";
    std::string schema = "public";
    std::string kept;
    std::string_view rest = std::string_view(url).substr(query + 1);
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const std::string_view part = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (part.starts_with("schema="))
            schema = part.substr(7);
        else if (!part.empty())
            kept += (kept.empty() ? "?" : "&") + std::string(part);
    }
    url = url.substr(0, query) + kept;
    return schema;
}

std::string quoted(std::string_view value) {
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + "'";
}

} // namespace

std::unique_ptr<Connector> makePostgresConnector(const std::string& url, std::chrono::seconds maxRead) {
    std::string plain = url;
    Place place;
    place.schema = cutSchema(plain);
    if (place.schema.empty() || place.schema.size() > 63 || (place.schema[0] >= '0' && place.schema[0] <= '9') ||
        place.schema.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
        refuseUrl("The schema in the database url must be of the letters a to z, digits and underscores.");
    char* complaint = nullptr; // repeats the url, password and all
    PQconninfoOption* options = PQconninfoParse(plain.c_str(), &complaint);
    PQfreemem(complaint);
    if (options == nullptr)
        refuseUrl("The database url is not one of PostgreSQL: postgresql://user@host:port/database?schema=name.");
    bool timeout = false;
    for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
        if (option->val == nullptr)
            continue;
        timeout |= std::string_view(option->keyword) == "connect_timeout";
        place.connection += fmt::format("{}={} ", option->keyword, quoted(option->val));
    }
    PQconninfoFree(options);
    // A server that went away without a word is noticed within these.
    place.connection += timeout ? "tcp_user_timeout=20000" : "connect_timeout=5 tcp_user_timeout=20000";
    return std::make_unique<PostgresConnector>(std::move(place), maxRead);
}

} // namespace tradepost::sql
