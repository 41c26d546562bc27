#include "backend/platform/rpc/contract_check.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <google/protobuf/compiler/importer.h>
#include <gtest/gtest.h>
#include <set>
#include <unistd.h>

namespace tradepost::rpc {

namespace {

namespace pb = google::protobuf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class ContractCheck : public ::testing::Test, private pb::compiler::MultiFileErrorCollector {
protected:
    void SetUp() override { std::filesystem::create_directory(m_folder); }
    void TearDown() override { std::filesystem::remove_all(m_folder); }

    // The set protoc would write for a contract with this method list and these messages.
    pb::FileDescriptorSet compile(const std::string& methods, const std::string& messages) {
        std::ofstream(m_folder / "bad.proto") << R"(syntax = "proto3";
package tradepost.bad.v1;
import "google/api/annotations.proto";
import "google/protobuf/any.proto";
import "google/protobuf/field_mask.proto";
import "tradepost/options/v1/options.proto";
service BadService {
)" << methods << "\n}\n" << messages;
        pb::compiler::DiskSourceTree tree;
        for (const std::string& folder :
             {m_folder.string(), std::string(API_FOLDER), std::string(GOOGLEAPIS_FOLDER), std::string("/usr/include")})
            tree.MapPath("", folder);
        pb::compiler::Importer importer(&tree, this);
        const pb::FileDescriptor* file = importer.Import("bad.proto");
        pb::FileDescriptorSet set;
        std::set<const pb::FileDescriptor*> seen;
        const std::function<void(const pb::FileDescriptor&)> add = [&](const pb::FileDescriptor& each) {
            if (!seen.insert(&each).second)
                return;
            for (int i = 0; i < each.dependency_count(); ++i)
                add(*each.dependency(i));
            auto* proto = set.add_file();
            each.CopyTo(proto);
            each.CopySourceCodeInfoTo(proto);
        };
        if (file != nullptr)
            add(*file);
        pb::FileDescriptorSet reread; // as from a file: options become known extensions
        EXPECT_TRUE(reread.ParseFromString(set.SerializeAsString()));
        return reread;
    }
    std::vector<std::string> faults(const std::string& methods, const std::string& messages) {
        return checkContract(compile(methods, messages));
    }

    const std::filesystem::path m_folder =
        std::filesystem::temp_directory_path() / ("tradepost-contract-" + std::to_string(::getpid()));

private:
    void AddError(const std::string& file, int line, int, const std::string& message) override {
        ADD_FAILURE() << file << ":" << line + 1 << ": " << message;
    }
};

const std::string goodMethod = R"(rpc Get(Request) returns (Request) {
  option (google.api.http) = { get: "/v1/things/{id}" };
  option (tradepost.options.v1.rule) = { roles: [ANYONE] };
})";
const std::string goodMessage = "message Request { string id = 1 [(tradepost.options.v1.field).max_length = 32]; }";

} // namespace

TEST_F(ContractCheck, AcceptsAGoodContract) {
    EXPECT_THAT(faults(goodMethod, goodMessage), IsEmpty());
}

TEST_F(ContractCheck, WantsRolesAndARoute) {
    EXPECT_THAT(
        faults("rpc Get(Request) returns (Request);", goodMessage),
        ElementsAre("bad.proto:8: tradepost.bad.v1.BadService.Get has no HTTP route: add option (google.api.http).",
                    StartsWith("bad.proto:8: tradepost.bad.v1.BadService.Get names no role")));
    EXPECT_THAT(faults(R"(rpc Get(Request) returns (Request) {
  option (google.api.http) = { get: "/v1/things/{id}" };
  option (tradepost.options.v1.rule) = { idempotent: true };
})",
                       goodMessage),
                ElementsAre(HasSubstr("names no role")));
}

TEST_F(ContractCheck, WantsOneMethodForARoute) {
    EXPECT_THAT(
        faults(goodMethod + R"(rpc Fetch(Request2) returns (Request) {
  option (google.api.http) = { get: "/v1/things/{name}" };
  option (tradepost.options.v1.rule) = { roles: [ANYONE] };
})",
               goodMessage + "message Request2 { string name = 1 [(tradepost.options.v1.field).max_length = 9]; }"),
        ElementsAre("bad.proto:11: tradepost.bad.v1.BadService.Fetch has the route GET /v1/things/{} of "
                    "tradepost.bad.v1.BadService.Get."));
}

TEST_F(ContractCheck, WantsWhatARouteNames) {
    const auto methodWith = [](const std::string& http) {
        return "rpc Get(Request) returns (Request) { option (google.api.http) = { " + http +
               " }; option (tradepost.options.v1.rule) = { roles: [ANYONE] }; }";
    };
    EXPECT_THAT(faults(methodWith(R"(get: "/v1/things/{name}")"), goodMessage),
                ElementsAre(HasSubstr("the path names {name}")));
    EXPECT_THAT(faults(methodWith(R"(get: "/v1/things/{id.deeper}")"), goodMessage),
                ElementsAre(HasSubstr("the path names {id.deeper}")));
    EXPECT_THAT(faults(methodWith(R"(post: "/v1/things" body: "thing")"), goodMessage),
                ElementsAre(HasSubstr("the body is thing")));
    EXPECT_THAT(faults(methodWith(R"(get: "/v1/things" body: "*")"), goodMessage),
                ElementsAre(HasSubstr("GET has no body")));
    EXPECT_THAT(faults(methodWith(R"(get: "")"), goodMessage), ElementsAre(HasSubstr("without a path")));
}

TEST_F(ContractCheck, WantsALimitOnEverythingACallerMaySend) {
    const auto fault = [this](const std::string& field) {
        return faults(goodMethod, "message Request { string id = 1 [(tradepost.options.v1.field).max_length = 32];\n" +
                                      field + " }\nmessage Part { string text = 1; Request again = 2; }");
    };
    EXPECT_THAT(fault("string x = 2;"),
                ElementsAre("bad.proto:14: tradepost.bad.v1.Request.x may be of any length: add max_length."));
    EXPECT_THAT(fault("bytes x = 2;"), ElementsAre(HasSubstr("add max_length")));
    EXPECT_THAT(fault("repeated int32 x = 2;"), ElementsAre(HasSubstr("add max_items")));
    EXPECT_THAT(fault("repeated string x = 2 [(tradepost.options.v1.field).max_items = 3];"),
                ElementsAre(HasSubstr("add max_length")));
    EXPECT_THAT(fault("map<string, int32> x = 2 [(tradepost.options.v1.field).max_items = 3];"),
                ElementsAre(HasSubstr("add max_length")));
    EXPECT_THAT(fault("Part x = 2;"), ElementsAre(HasSubstr("Part.text may be of any length")));
    EXPECT_THAT(fault("google.protobuf.Any x = 2;"), ElementsAre(HasSubstr("whose size nothing bounds")));
    EXPECT_THAT(fault("int32 x = 2 [(tradepost.options.v1.field) = { min: 5, max: 3 }];"),
                ElementsAre(HasSubstr("nothing can keep")));
    EXPECT_THAT(fault("google.protobuf.FieldMask x = 2; int64 y = 3;"), IsEmpty());
    EXPECT_THAT(fault("string x = 2 [(tradepost.options.v1.field).output_only = true];"), IsEmpty());
}

TEST_F(ContractCheck, WantsALimitOnWhatARouteBindsThoughTheServerSetsIt) {
    EXPECT_THAT(
        faults(goodMethod, "message Request { string id = 1 [(tradepost.options.v1.field).output_only = true]; }"),
        ElementsAre(HasSubstr("Request.id may be of any length")));
}

TEST_F(ContractCheck, TheBuildsProgramFailsForABadContractAndPassesOurs) {
    const auto run = [this](const std::string& file) {
        const std::string command = std::string(CONTRACT_CHECK) + " " + file + " 2> " + (m_folder / "err").string();
        return WEXITSTATUS(std::system(command.c_str()));
    };
    EXPECT_EQ(run(CONTRACT), 0);
    {
        std::ofstream out(m_folder / "bad.pb", std::ios::binary);
        compile("rpc Get(Request) returns (Request);", goodMessage).SerializeToOstream(&out);
    }
    EXPECT_EQ(run((m_folder / "bad.pb").string()), 1);
    std::ifstream err(m_folder / "err");
    std::string line;
    std::getline(err, line);
    EXPECT_THAT(line, StartsWith("bad.proto:8: "));
    EXPECT_EQ(run("/nonexistent"), 2);
}

} // namespace tradepost::rpc
