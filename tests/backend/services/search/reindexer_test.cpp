#include "backend/services/search/reindexer.h"

#include "backend/services/search/native_index.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>

namespace tradepost::search {
namespace {

using operations::v1::Operation;

class ReindexerTest : public testing::Test {
protected:
    ReindexerTest() {
        EXPECT_TRUE(m_database->migrate(events::Outbox::schema()));
        EXPECT_TRUE(m_database->migrate(operations::Operations::schema()));
        EXPECT_TRUE(m_feed->subscribe(m_log, m_projection.projection()));
        m_feed->start();
        m_thread = std::thread([this] { m_io.run(); });
        EXPECT_TRUE(run(m_feed->passed(SearchProjection::name, end(), std::chrono::seconds(20))));
    }
    ~ReindexerTest() override {
        m_operations.stop();
        m_feed->stop();
        m_work.reset();
        m_thread.join();
    }
    template<class T>
    T run(Task<T> task) {
        return boost::asio::co_spawn(m_io, std::move(task), boost::asio::use_future).get();
    }
    events::Position end() {
        return m_database->readNow([&](sql::Reader& reader) -> Result<events::Position> { return m_log.end(reader); })
            .value();
    }
    CatalogScan scan() {
        return [this](const auto&, const auto& onProduct) -> Result<events::Position> {
            for (std::int64_t i = 1; i <= m_products; ++i) {
                catalog::v1::Product product;
                product.set_id(formatId(i));
                product.set_title("Lamp");
                product.set_state(catalog::v1::PUBLISHED);
                onProduct(product);
                if (i == m_holdAt)
                    m_held.get_future().wait();
            }
            return end();
        };
    }
    Result<Operation> reindex() { return run(m_reindexer.reindex(m_context, {})); }
    Operation ended(const std::string& id) {
        for (;;) {
            const auto operation = run(m_operations.get(OperationId::parse(id))).value();
            if (operations::hasEnded(operation.state()))
                return operation;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }

    std::atomic<std::int64_t> m_products{3}, m_holdAt{0};
    std::promise<void> m_held;
    boost::asio::io_context m_io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work{m_io.get_executor()};
    std::thread m_thread;
    IdSource m_ids{systemClock()};
    rpc::Context m_context;
    test::TestDatabase m_database{test::Engine::Sqlite};
    events::Outbox m_log{*m_database, "catalog", systemClock(), m_ids};
    std::unique_ptr<SearchIndex> m_index = openNativeIndex();
    SearchProjection m_projection{*m_index, scan()};
    std::unique_ptr<events::EventFeed> m_feed = events::openSqlFeed(systemClock());
    operations::Operations m_operations{*m_database, m_io.get_executor(), systemClock(), m_ids};
    Reindexer m_reindexer{m_projection, *m_index, *m_feed, m_operations};
};

TEST_F(ReindexerTest, RebuildsWithProgressAndCompares) {
    m_products = 5; // three of them are indexed: the log told nothing of the others
    const auto started = reindex();
    ASSERT_TRUE(started) << started.error().message;
    EXPECT_EQ(started->kind(), "search.reindex");
    const Operation operation = ended(started->id());
    ASSERT_EQ(operation.state(), Operation::SUCCEEDED) << operation.error().message();
    EXPECT_EQ(operation.done(), 5);
    v1::ReindexResult result;
    ASSERT_TRUE(operation.response().UnpackTo(&result));
    EXPECT_EQ(result.products(), 5);
    EXPECT_EQ(result.missing() + result.stale() + result.surplus() + result.categories(), 0);
    EXPECT_EQ(m_index->stats().documents, 5u);
}

TEST_F(ReindexerTest, OneAtATimeAndCancelledLeavesTheIndexAsItWas) {
    m_products = 5;
    m_holdAt = 2;
    const auto first = reindex();
    ASSERT_TRUE(first) << first.error().message;
    EXPECT_EQ(reindex().error().reason, "REINDEX_RUNS");
    ASSERT_TRUE(run(m_operations.cancel(OperationId::parse(first->id()))));
    m_held.set_value();
    EXPECT_EQ(ended(first->id()).state(), Operation::CANCELLED);
    EXPECT_EQ(m_index->stats().documents, 3u);
    m_holdAt = 0;
    const auto second = reindex();
    ASSERT_TRUE(second) << second.error().message;
    EXPECT_EQ(ended(second->id()).state(), Operation::SUCCEEDED);
    EXPECT_EQ(m_index->stats().documents, 5u);
}

} // namespace
} // namespace tradepost::search
