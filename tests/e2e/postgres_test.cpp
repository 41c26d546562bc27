#include "tests/e2e/server_process.h"
#include "tests/e2e/shop.h"
#include "tests/support/postgres.h"
#include "tests/support/temporary_directory.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace tradepost::e2e {
namespace {

TEST(OnPostgres, AProductIsSoldAndThereAfterARestart) {
    const auto* const postgres = test::PostgresServer::shared();
    if (postgres == nullptr)
        GTEST_SKIP() << test::PostgresServer::whyMissing();
    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ASSERT_TRUE(std::filesystem::create_directory(data));
    std::filesystem::permissions(data, std::filesystem::perms::owner_all);
    {
        std::ofstream settings(data + "/tradepost.toml");
        settings << "[databases]\n";
        for (const std::string service :
             {"cart", "catalog", "identity", "inventory", "media", "media-references", "moderation", "notifications",
              "operations", "orders", "payments", "sandbox"}) {
            std::string schema = service;
            std::ranges::replace(schema, '-', '_');
            settings << service << " = \"" << postgres->url(schema) << "\"\n";
        }
    }
    ServerProcess server(data);
    ASSERT_TRUE(server.start()) << server.log();
    const Finished added =
        runTool("user add --role seller --new-seller Lamps --email s@example.com --data " + data, "a good password\n");
    EXPECT_EQ(added.code, 0) << added.err;
    auto session = connectTo(data);
    ASSERT_TRUE(session);
    const catalog::v1::Product product = sell(*session, "Zirconium lamp", "ZL-1");
    session.reset();
    const auto onSale = [&] { return get(server.http(), "/v1/products/" + product.id()); };
    EXPECT_EQ(onSale().status, 200) << onSale().body;
    EXPECT_FALSE(signIn(server.http(), "s@example.com", "a good password").empty());

    EXPECT_EQ(server.stop(), 0) << server.log();
    for (const auto& entry : std::filesystem::directory_iterator(data))
        EXPECT_NE(entry.path().extension(), ".db") << "nothing goes into SQLite";
    EXPECT_EQ(runTool("doctor --data " + data).code, 0) << runTool("doctor --data " + data).out;

    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_NE(onSale().body.find("Zirconium lamp"), std::string::npos) << onSale().body;
    EXPECT_NE(get(server.http(), "/v1/search?q=zirconium").body.find(product.id()), std::string::npos);
    EXPECT_FALSE(signIn(server.http(), "s@example.com", "a good password").empty());
    server.kill();
    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_EQ(onSale().status, 200) << "after a crash: the leases of the writers are taken over";
    EXPECT_EQ(server.stop(), 0);
}

} // namespace
} // namespace tradepost::e2e
