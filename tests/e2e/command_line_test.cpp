#include "tests/e2e/server_process.h"
#include "tests/support/temporary_directory.h"

#include <boost/json.hpp>
#include <fstream>
#include <gtest/gtest.h>

namespace tradepost::e2e {
namespace {

TEST(CommandLine, EveryCommandExplainsItself) {
    for (const char* command :
         {"", "serve", "demo", "import", "export", "reindex", "user", "user add", "doctor", "version"}) {
        const Finished help = runTool(std::string(command) + " --help");
        EXPECT_EQ(help.code, 0) << command;
        EXPECT_NE(help.out.find("Exit codes"), std::string::npos) << command;
    }
}

TEST(CommandLine, WrongUsageIsTold) {
    test::TemporaryDirectory directory;
    for (const std::string& wrong :
         {std::string(""), std::string("sing"), std::string("serve"), std::string("demo --data x --products none"),
          "serve --data " + directory.path() + " --http nowhere",
          "serve --data " + directory.path() + " --target nothing", "doctor --data " + directory.path() + "/missing",
          "import --data " + directory.path() + "/s /no/such/file"})
        EXPECT_EQ(runTool(wrong).code, 2) << wrong;
}

TEST(CommandLine, AnUnknownSettingIsNamed) {
    test::TemporaryDirectory directory;
    std::ofstream(directory.path() + "/tradepost.toml") << "htttp = \"127.0.0.1:0\"\n";
    const Finished served = runTool("serve --data " + directory.path());
    EXPECT_EQ(served.code, 2);
    EXPECT_NE(served.err.find("htttp"), std::string::npos) << served.err;
}

TEST(CommandLine, ADemoStoreIsSoundAndGoesOutAndIn) {
    test::TemporaryDirectory directory;
    const std::string store = directory.path() + "/demo", file = directory.path() + "/products.jsonl";
    const Finished demo = runTool("demo --json --products 60 --seed 3 --data " + store);
    ASSERT_EQ(demo.code, 0) << demo.err;
    const auto made = boost::json::parse(demo.out);
    EXPECT_EQ(made.at("products").as_int64(), 60);
    EXPECT_EQ(made.at("signIns").as_array().size(), 5);
    EXPECT_EQ(runTool("demo --products 5 --data " + store).code, 1) << "a store is never overwritten";

    const Finished doctor = runTool("doctor --json --data " + store);
    EXPECT_EQ(doctor.code, 0) << doctor.out;
    EXPECT_TRUE(boost::json::parse(doctor.out).at("ok").as_bool());
    const Finished index = runTool("reindex --json --data " + store);
    EXPECT_EQ(index.code, 0) << index.out;
    EXPECT_TRUE(boost::json::parse(index.out).at("equal").as_bool());

    const Finished exported = runTool("export --json --data " + store + " --output " + file);
    ASSERT_EQ(exported.code, 0) << exported.out;
    EXPECT_EQ(boost::json::parse(exported.out).at("products").as_int64(), 60);
    const Finished imported = runTool("import --json --data " + store + " " + file);
    EXPECT_EQ(imported.code, 0) << imported.out;
    EXPECT_EQ(boost::json::parse(imported.out).at("created").as_int64(), 0) << "they are there already";
}

} // namespace
} // namespace tradepost::e2e
