#include "backend/platform/sql/sql.h"
#include "tests/e2e/server_process.h"
#include "tests/e2e/shop.h"
#include "tests/support/temporary_directory.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace tradepost::e2e {
namespace {

namespace fs = std::filesystem;

std::string contentOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

// Every file below `folder` with its bytes; the lock names the process that took it last.
std::map<std::string, std::string> everythingIn(const std::string& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.path().filename() != "LOCK")
            // SQLite's index of a write-ahead log holds the marks of who reads.
            files[entry.path()] = entry.path().string().ends_with("-shm") ? "" : contentOf(entry.path());
    return files;
}

class Doctor : public testing::Test {
protected:
    void SetUp() override {
        const Finished made = runTool("demo --products 30 --seed 3 --data " + store);
        ASSERT_EQ(made.code, 0) << made.err;
    }
    // What it complains of, by what it looked at. Nothing in the store may change.
    std::map<std::string, std::string> complaints() {
        const auto before = everythingIn(store);
        const Finished finished = runTool("doctor --json --data " + store);
        EXPECT_EQ(everythingIn(store), before) << "doctor changed something";
        const auto told = boost::json::parse(finished.out);
        std::map<std::string, std::string> found;
        for (const auto& check : told.at("checks").as_array())
            if (!check.at("ok").as_bool())
                found[check.at("name").as_string().c_str()] = check.at("detail").as_string().c_str();
        EXPECT_EQ(finished.code, found.empty() ? 0 : 1) << finished.out << finished.err;
        EXPECT_EQ(told.at("ok").as_bool(), found.empty());
        return found;
    }
    void change(const std::string& service, const std::vector<std::string>& statements) {
        sql::Config config;
        config.url = "sqlite:" + store + "/" + service + ".db";
        const auto database = sql::openDatabase(config);
        ASSERT_TRUE(database);
        const auto done = (*database)->writeNow([&](sql::Transaction& tx) -> Result<void> {
            for (const std::string& statement : statements)
                tx.change(statement, {});
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }

    test::TemporaryDirectory directory;
    const std::string store = directory.path() + "/s";
    using Complaints = std::map<std::string, std::string>;
};

TEST_F(Doctor, TellsWhatNeedsMigrationAndLeavesItToTheServer) {
    EXPECT_EQ(complaints(), Complaints());
    ServerProcess server(store);
    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(complaints(), Complaints());

    change("catalog",
           {"DROP TABLE events_attempts", "UPDATE schema_versions SET version = 1 WHERE component = 'events'"});
    const auto outdated = complaints();
    EXPECT_EQ(outdated.size(), 1);
    EXPECT_NE(outdated.at("catalog schema").find("events needs migration from 1 to 2"), std::string::npos);

    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_EQ(server.stop(), 0);
    EXPECT_EQ(complaints(), Complaints());

    change("catalog", {"UPDATE schema_versions SET version = 99 WHERE component = 'catalog'"});
    EXPECT_NE(complaints().at("catalog schema").find("version 99"), std::string::npos);
}

TEST_F(Doctor, ReadsWhatACrashLeftInTheWriteAheadLog) {
    ServerProcess server(store);
    ASSERT_TRUE(server.start()) << server.log();
    catalog::v1::CreateCategoryRequest create;
    create.mutable_category()->set_name("Zirconium lamps");
    catalog::v1::Category category;
    ASSERT_TRUE(connectTo(store)->call("tradepost.catalog.v1.CatalogService/CreateCategory", create, category));
    server.kill();
    ASSERT_GT(fs::file_size(store + "/catalog.db-wal"), 0);
    EXPECT_EQ(complaints(), Complaints());
    fs::remove(store + "/catalog.db-shm"); // as in a copy
    EXPECT_EQ(complaints(), Complaints());
}

TEST_F(Doctor, FindsDamageGapsAndWhatIsMissing) {
    ServerProcess server(store);
    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_EQ(server.stop(), 0);

    change("identity", {"INSERT INTO events_log (event_id, type, event_key, time, traceparent, payload) "
                        "VALUES (1, '', '', 0, '', ''), (2, '', '', 0, '', ''), (3, '', '', 0, '', '')",
                        "DELETE FROM events_log WHERE position = (SELECT MAX(position) - 1 FROM events_log)",
                        "INSERT INTO events_log_state (one, name, epoch, first_kept) SELECT 1, 'identity', 7, "
                        "MIN(position) FROM events_log WHERE true ON CONFLICT DO NOTHING"});
    EXPECT_NE(complaints().at("log of identity").find("1 are missing"), std::string::npos);

    fs::permissions(store + "/identity.key", fs::perms(0644));
    EXPECT_TRUE(complaints().contains("key file"));

    std::vector<fs::path> pictures;
    for (const auto& entry : fs::recursive_directory_iterator(store + "/media"))
        if (entry.is_regular_file())
            pictures.push_back(entry.path());
    ASSERT_GE(pictures.size(), 2);
    fs::permissions(pictures[0], fs::perms(0640));
    std::fstream(pictures[0], std::ios::in | std::ios::out).write("x", 1);
    for (std::size_t i = 1; i < pictures.size(); ++i)
        fs::remove(pictures[i]);
    const auto damaged = complaints();
    EXPECT_EQ(damaged.at("pictures").substr(0, 2), "1 ");
    EXPECT_TRUE(damaged.contains("products' pictures"));

    const auto size = static_cast<std::streamoff>(fs::file_size(store + "/catalog.db"));
    std::fstream file(store + "/catalog.db", std::ios::in | std::ios::out | std::ios::binary);
    for (std::streamoff at = 8192; at < size; at += 4096) {
        file.seekp(at);
        file.write(std::string(600, '\x5a').data(), 600);
    }
    file.close();
    const auto broken = complaints();
    EXPECT_TRUE(broken.contains("catalog database"));
    EXPECT_FALSE(broken.contains("search index")) << "it cannot be told";
}

} // namespace
} // namespace tradepost::e2e
