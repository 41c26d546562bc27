#include "tests/support/databases.h"

#include "tests/support/postgres.h"

#include <atomic>
#include <stdexcept>

namespace tradepost::test {

std::string whyMissing(Engine engine) {
    return engine == Engine::Postgres ? PostgresServer::whyMissing() : "";
}

TestDatabase::TestDatabase(Engine engine) {
    static std::atomic<int> count{0};
    if (engine == Engine::Sqlite) {
        m_config.url = "sqlite:" + m_directory.path() + "/test.db";
    } else {
        const PostgresServer* server = PostgresServer::shared();
        if (server == nullptr)
            throw std::runtime_error(PostgresServer::whyMissing());
        m_config.url = server->url("test_" + std::to_string(++count));
    }
    open();
}

void TestDatabase::open() {
    auto opened = sql::openDatabase(m_config);
    if (!opened)
        throw std::runtime_error(opened.error().reason + ": " + opened.error().message);
    m_database = std::move(*opened);
}

std::unique_ptr<TestDatabase> makeDatabase(Engine engine) {
    return std::make_unique<TestDatabase>(engine);
}

void DatabaseTest::SetUp() {
    if (const std::string why = whyMissing(GetParam()); !why.empty())
        GTEST_SKIP() << why;
    m_database = makeDatabase(GetParam());
    start();
}

void DatabaseTest::TearDown() {
    if (m_database)
        finish();
    m_database.reset();
}

void DatabaseTest::reopen() {
    m_database->close();
    m_database->open();
}

std::string engineName(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::Sqlite ? "sqlite" : "postgresql";
}

} // namespace tradepost::test
