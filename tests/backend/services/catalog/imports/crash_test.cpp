#include "tests/backend/services/catalog/imports/fixture.h"

#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace tradepost::catalog {
namespace {

std::unique_ptr<sql::Database> openIn(const std::string& directory) {
    sql::Config config;
    config.url = "sqlite:" + directory + "/catalog.db";
    return sql::openDatabase(config).value();
}

// Killed at random moments, the import goes on where it was: every product once, no row twice, nothing lost.
TEST(ImportCrash, NothingIsLostAndNothingTwice) {
    test::TemporaryDirectory directory;
    constexpr int count = 6'000;
    rpc::Context seller = callerWith({rpc::Role::SELLER}, 100, {7});
    std::string id;
    {
        const auto database = openIn(directory.path());
        ImportWorld::migrate(*database);
        ImportWorld world(*database, directory.path());
        id = world.upload(seller, someProducts(count)).id();
    }
    std::mt19937 random(20);
    int killed = 0;
    for (int round = 0; round < 8; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const auto database = openIn(directory.path());
            ImportWorld world(*database, directory.path());
            if (!world.operations->recover())
                ::_exit(1);
            world.start(seller, id); // already at work after the first round
            ::_exit(0);
        }
        ::usleep(20'000 + random() % 120'000);
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) ? 1 : 0;
    }
    EXPECT_GT(killed, 0);
    const auto database = openIn(directory.path());
    ImportWorld world(*database, directory.path());
    ASSERT_TRUE(world.operations->recover());
    imports::v1::Import done = world.wait(seller, id);
    if (done.state() != imports::v1::Import::IMPORTED) // no round came as far as starting it
        done = world.start(seller, id);
    EXPECT_EQ(done.state(), imports::v1::Import::IMPORTED) << done.error_message();
    EXPECT_EQ(done.created(), count);
    EXPECT_EQ(done.failed(), 0);
    EXPECT_EQ(world.rows(seller, id, imports::v1::ListImportRowsRequest::CREATES).size(),
              static_cast<std::size_t>(count));
    const auto stored = database->readNow([](sql::Reader& reader) -> Result<std::pair<std::int64_t, std::int64_t>> {
        return std::pair{
            reader.one("SELECT COUNT(*) FROM catalog_products", [](const sql::Row& row) { return row.integer(0); })
                .value(),
            reader.one("SELECT COUNT(*) FROM catalog_history", [](const sql::Row& row) { return row.integer(0); })
                .value()};
    });
    EXPECT_EQ(*stored, std::pair(std::int64_t{count}, std::int64_t{count}));
}

} // namespace
} // namespace tradepost::catalog
