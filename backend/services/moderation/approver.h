#pragma once

#include "backend/platform/rpc/registry.h"
#include "backend/platform/sql/sql.h"

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tradepost::moderation {

// Carries out what rules approve: the feed notes it in a table, a thread of its own calls the catalog. What was noted
// survives a restart; an approval that comes twice, or too late, is refused by the catalog and forgotten.
class Approver {
public:
    // All of them outlive it; calls run on `executor`.
    Approver(sql::Database& database, const rpc::Registry& registry, boost::asio::any_io_executor executor);
    ~Approver(); // stops
    // Once every method is registered; begins with what an earlier process left.
    void start();
    void wake(); // there is something to do

private:
    void run();
    bool round(); // false: nothing was left to do, or it did not work

    sql::Database& m_database;
    const rpc::Registry& m_registry;
    boost::asio::any_io_executor m_executor;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_started = false, m_work = true, m_stop = false;
    std::thread m_thread;
};

} // namespace tradepost::moderation
