#pragma once

#include "backend/platform/sql/sql.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>

// Tests of a store over both engines:
//
//   class CatalogStoreTest : public test::DatabaseTest {
//       void start() override { store.emplace(db()); ... }
//   };
//   TEST_P(CatalogStoreTest, KeepsProducts) { ... db() ... }
//   TRADEPOST_ON_EVERY_ENGINE(CatalogStoreTest);
namespace tradepost::test {

enum class Engine { Sqlite, Postgres };

// Empty when the engine can be had here.
std::string whyMissing(Engine engine);

// A fresh, empty database: a SQLite file in a temporary directory, or a schema of the program's PostgreSQL server.
class TestDatabase {
public:
    // Throws std::runtime_error.
    explicit TestDatabase(Engine engine);
    sql::Database& operator*() { return *m_database; }
    sql::Database* operator->() { return m_database.get(); }
    void close() { m_database.reset(); }
    void open();                               // the same again, as after a restart
    sql::Config& config() { return m_config; } // takes effect with the next open()
    const std::string& directory() const { return m_directory.path(); }

private:
    TemporaryDirectory m_directory;
    sql::Config m_config;
    std::unique_ptr<sql::Database> m_database;
};

std::unique_ptr<TestDatabase> makeDatabase(Engine engine);

class DatabaseTest : public testing::TestWithParam<Engine> {
protected:
    void SetUp() final;
    void TearDown() final;
    virtual void start() {}  // once the database is there
    virtual void finish() {} // before it goes
    sql::Database& db() { return **m_database; }
    // Closes it and opens it again: what follows sees only what is on disk.
    void reopen();
    TestDatabase& database() { return *m_database; }

private:
    std::unique_ptr<TestDatabase> m_database;
};

std::string engineName(const testing::TestParamInfo<Engine>& info);

} // namespace tradepost::test

#define TRADEPOST_ON_EVERY_ENGINE(Fixture)                                                                             \
    INSTANTIATE_TEST_SUITE_P(Engines, Fixture,                                                                         \
                             testing::Values(tradepost::test::Engine::Sqlite, tradepost::test::Engine::Postgres),      \
                             tradepost::test::engineName)
