#include "tests/e2e/server_process.h"
#include "tests/support/temporary_directory.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tradepost::e2e {
namespace {

// The contract as a client sees it that has no protos of ours: by reflection alone. Optional: needs grpcurl.
class Grpcurl : public testing::Test {
protected:
    void SetUp() override {
        if (runProgram("command -v grpcurl").code != 0)
            GTEST_SKIP() << "grpcurl is not in $PATH; go install github.com/fullstorydev/grpcurl/cmd/grpcurl@latest";
        ASSERT_TRUE(server.start()) << server.log();
    }
    Finished ask(const std::string& arguments, const std::string& options = {}) {
        return runProgram("grpcurl -plaintext " + options + " " + server.grpc() + " " + arguments);
    }
    Finished call(const std::string& method, const std::string& json, const std::string& options = {}) {
        return ask(method, options + " -d '" + json + "'");
    }

    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ServerProcess server{data};
};

TEST_F(Grpcurl, ListsAndDescribes) {
    const Finished listed = ask("list");
    ASSERT_EQ(listed.code, 0) << listed.err;
    for (const char* service :
         {"grpc.health.v1.Health", "tradepost.catalog.v1.CatalogService", "tradepost.identity.v1.IdentityService"})
        EXPECT_NE(listed.out.find(service), std::string::npos) << listed.out;
    const Finished described = ask("describe tradepost.catalog.v1.CatalogService.GetProduct");
    ASSERT_EQ(described.code, 0) << described.err;
    EXPECT_NE(described.out.find("/v1/products/{id}"), std::string::npos) << described.out;
    EXPECT_EQ(ask("describe tradepost.catalog.v1.Product").code, 0);
}

TEST_F(Grpcurl, CallsAndIsToldWhatIsWrong) {
    const Finished health = call("grpc.health.v1.Health/Check", "{}");
    EXPECT_NE(health.out.find("SERVING"), std::string::npos) << health.err;

    const Finished missing = call("tradepost.catalog.v1.CatalogService/GetProduct", R"({"id": "nonsense"})");
    EXPECT_EQ(missing.code, 64 + 5) << "NOT_FOUND";
    EXPECT_NE(missing.err.find("google.rpc.ErrorInfo"), std::string::npos)
        << "the details are readable: " << missing.err;

    ASSERT_EQ(runTool("user add --role admin --email boss@example.com --data " + data, "a good password\n").code, 0);
    const Finished session = call("tradepost.identity.v1.IdentityService/SignIn",
                                  R"({"email": "boss@example.com", "password": "a good password"})");
    ASSERT_EQ(session.code, 0) << session.err;
    const std::string token = boost::json::parse(session.out).at("accessToken").as_string().c_str();
    const std::string me = "tradepost.identity.v1.IdentityService/GetMe";
    EXPECT_EQ(call(me, "{}").code, 64 + 16) << "UNAUTHENTICATED";
    const Finished told = call(me, "{}", "-H 'authorization: Bearer " + token + "'");
    EXPECT_NE(told.out.find("boss@example.com"), std::string::npos) << told.err;
}

} // namespace
} // namespace tradepost::e2e
