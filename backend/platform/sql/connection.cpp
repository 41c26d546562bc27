#include "backend/platform/sql/connection.h"

#include <cstring>
#include <spdlog/spdlog.h>

namespace tradepost::sql {

namespace {

constexpr std::size_t maxStatements = 256; // filters put together at run time must not pile up

} // namespace

// Marks a statement as running: a callback may run the same text again, which then needs a statement of its own.
class Connection::Use {
public:
    Use(Connection& connection, Statement& statement) : m_connection(connection), m_statement(statement) {
        statement.busy = true;
    }
    ~Use() {
        m_statement.busy = false;
        if (!m_done)
            m_connection.abandon(m_statement);
    }
    void done() { m_done = true; }

private:
    Connection& m_connection;
    Statement& m_statement;
    bool m_done = false;
};

std::unique_ptr<Connection::Statement> Connection::prepare(std::string_view sql, std::span<const Value> args) {
    auto statement = std::make_unique<Statement>(m_session, args.size());
    for (std::size_t i = 0; i < args.size(); ++i) {
        Parameter& parameter = statement->parameters[i];
        // A NULL has no type; text serves, and the first value of another type prepares the statement anew.
        parameter.type = args[i].index() == 0 ? 3 : args[i].index();
        switch (parameter.type) {
        case 1:
            statement->soci.exchange(soci::use(std::as_const(parameter.integer), parameter.indicator));
            break;
        case 2:
            statement->soci.exchange(soci::use(std::as_const(parameter.real), parameter.indicator));
            break;
        default:
            statement->soci.exchange(soci::use(std::as_const(parameter.text), parameter.indicator));
        }
    }
    statement->soci.alloc();
    statement->soci.prepare(translate(sql));
    statement->soci.define_and_bind();
    return statement;
}

Connection::Statement& Connection::find(std::string_view sql, std::span<const Value> args,
                                        std::unique_ptr<Statement>& own) {
    const auto found = m_statements.find(sql);
    if (found != m_statements.end()) {
        Statement& statement = *found->second;
        const auto fits = [&] {
            if (statement.parameters.size() != args.size())
                return false;
            for (std::size_t i = 0; i < args.size(); ++i)
                if (args[i].index() != 0 && args[i].index() != statement.parameters[i].type)
                    return false;
            return true;
        };
        if (!statement.busy && fits())
            return statement;
        own = prepare(sql, args);
        if (statement.busy)
            return *own;
        found->second = std::move(own);
        return *found->second;
    }
    own = prepare(sql, args);
    if (m_statements.size() >= maxStatements)
        std::erase_if(m_statements, [](const auto& entry) { return !entry.second->busy; });
    return *m_statements.emplace(std::string(sql), std::move(own)).first->second;
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Value> args,
                                 const std::function<void(const Row&)>& onRow) {
    // PostgreSQL's text ends at a NUL, SQLite's does not: no text may hold one.
    for (const Value& value : args)
        if (const auto* text = std::get_if<std::string>(&value);
            text != nullptr && std::memchr(text->data(), 0, text->size()) != nullptr)
            throw Failure{Error{Code::InvalidArgument, "NUL_IN_TEXT", "A text holds a NUL character; remove it.", {}}};
    try {
        std::unique_ptr<Statement> own;
        Statement& statement = find(sql, args, own);
        for (std::size_t i = 0; i < args.size(); ++i) {
            Parameter& parameter = statement.parameters[i];
            parameter.indicator = soci::i_ok;
            switch (args[i].index()) {
            case 0:
                parameter.indicator = soci::i_null;
                break;
            case 1:
                parameter.integer = std::get<1>(args[i]);
                break;
            case 2:
                parameter.real = std::get<2>(args[i]);
                break;
            default:
                parameter.text = std::get<3>(args[i]);
            }
        }
        Use use(*this, statement);
        const bool gotRow = statement.soci.execute(true);
        deliver(statement, gotRow, onRow);
        use.done();
        return onRow ? 0 : changedBy(statement);
    } catch (const soci::soci_error& error) {
        Error meaning = explain(error);
        // INTERNAL too: a plan that a change of the schema made stale is gone with its statement.
        if (dropsFailedStatements() || meaning.code == Code::Internal)
            if (const auto found = m_statements.find(sql); found != m_statements.end() && !found->second->busy)
                m_statements.erase(found);
        if (meaning.code == Code::Internal)
            spdlog::error("sql: {} in: {}", meaning.reason, sql);
        throw Failure{std::move(meaning)};
    }
}

void Connection::run(std::string_view sql, std::span<const Value> args, const std::function<void(const Row&)>& onRow) {
    execute(sql, args, onRow);
}

std::int64_t Connection::change(std::string_view sql, std::span<const Value> args) {
    return execute(sql, args, {});
}

std::int64_t Connection::insert(std::string_view sql, std::string_view key, std::span<const Value> args) {
    std::int64_t made = 0;
    run(std::string(sql).append(" RETURNING ").append(key), args, [&](const Row& row) { made = row.integer(0); });
    return made;
}

void Connection::script(const std::string& sql) {
    try {
        soci::statement statement(m_session);
        statement.alloc();
        statement.prepare(sql, soci::details::st_one_time_query);
        statement.define_and_bind();
        statement.execute(true);
    } catch (const soci::soci_error& error) {
        Error meaning = explain(error);
        spdlog::error("sql: {} in: {}", meaning.reason, sql);
        throw Failure{std::move(meaning)};
    }
}

void Connection::rollback() noexcept {
    try {
        if (usable() && inTransaction())
            command("ROLLBACK");
    } catch (const std::exception&) {
        spdlog::error("sql: the rollback failed");
    } catch (const Failure& failure) {
        spdlog::error("sql: the rollback failed: {}", failure.error.reason);
    }
}

} // namespace tradepost::sql
