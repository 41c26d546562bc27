#pragma once

#include "backend/platform/sql/sql.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>

namespace tradepost::test {

// Holds the writer inside a function until it is opened, so that what is queued meanwhile becomes one batch.
class WriterGate {
public:
    explicit WriterGate(sql::Database& db)
        : m_held(std::async(std::launch::async, [this, &db] {
              return db.writeNow([this](sql::Transaction&) -> Result<void> {
                  m_entered.set_value();
                  m_opened.get_future().wait();
                  return {};
              });
          })) {
        m_entered.get_future().wait();
    }
    Result<void> open() {
        m_opened.set_value();
        return m_held.get();
    }

private:
    std::promise<void> m_entered;
    std::promise<void> m_opened;
    std::future<Result<void>> m_held;
};

// Writes that are queued in order and answered together.
class Flight {
public:
    explicit Flight(sql::Database& db) : m_db(db) {}

    using Fn = std::function<Result<void>(sql::Transaction&)>;
    void add(Fn fn, sql::Priority priority = sql::Priority::Interactive) {
        m_outcomes.push_back(std::unexpected(Error{Code::Unknown, "PENDING", {}, {}}));
        boost::asio::co_spawn(m_context, write(std::move(fn), priority, m_outcomes.size() - 1), boost::asio::detached);
        m_context.poll();
    }
    // Waits for all of them.
    const std::vector<Result<void>>& land() {
        m_context.run();
        return m_outcomes;
    }

private:
    Task<void> write(Fn fn, sql::Priority priority, std::size_t index) {
        auto outcome = co_await m_db.write(std::move(fn), priority);
        m_outcomes[index] = std::move(outcome);
    }

    sql::Database& m_db;
    boost::asio::io_context m_context;
    std::vector<Result<void>> m_outcomes;
};

inline std::string reasonOf(const Result<void>& outcome) {
    return outcome ? "" : outcome.error().reason;
}

} // namespace tradepost::test
