#include "test_store.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

namespace tradepost::test {
namespace {

namespace json = boost::json;

class OpenApi : public testing::Test {
protected:
    TestStore store;
    std::string text = store.get("/openapi.json").body;
    json::value document = json::parse(text);
    const json::value& at(std::string_view pointer) const { return document.at_pointer(pointer); }
};

TEST_F(OpenApi, IsValidByAPublicValidator) {
    const auto file = std::filesystem::temp_directory_path() / ("openapi-" + std::to_string(getpid()) + ".json");
    std::ofstream(file) << text;
    const auto command = std::string(TRADEPOST_VALIDATE) + " " + TRADEPOST_VENV + " " + file.string();
    const int status = WEXITSTATUS(std::system(command.c_str()));
    std::filesystem::remove(file);
    if (status == 77)
        GTEST_SKIP() << "openapi-spec-validator is not here and cannot be installed";
    EXPECT_EQ(status, 0);
}

TEST_F(OpenApi, NamesEveryRouteOnce) {
    EXPECT_EQ(at("/openapi").as_string(), "3.1.0");
    // {id} of GET and {product.id} of PATCH are one path.
    EXPECT_TRUE(at("/paths/~1v1~1products~1{id}").as_object().contains("get"));
    EXPECT_TRUE(at("/paths/~1v1~1products~1{id}").as_object().contains("patch"));
    EXPECT_TRUE(at("/paths/~1v1~1products~1{id}:publish").as_object().contains("post"));
    EXPECT_TRUE(at("/paths/~1v1~1products:watch/get/responses/200/content").as_object().contains("text/event-stream"));
    EXPECT_EQ(at("/paths/~1v1~1products~1{id}/patch/requestBody/content/application~1merge-patch+json/schema/$ref")
                  .as_string(),
              "#/components/schemas/catalog.v1.Product.Patch");
}

TEST_F(OpenApi, TellsTheRulesAndComments) {
    const auto& product = at("/components/schemas/catalog.v1.Product");
    EXPECT_EQ(product.at("properties").at("title").at("maxLength").as_int64(), 300);
    EXPECT_EQ(product.at("required").as_array(), json::array{"title"});
    EXPECT_TRUE(product.at("properties").at("state").at("readOnly").as_bool());
    EXPECT_EQ(product.at("properties").at("variants").at("maxItems").as_int64(), 500);
    EXPECT_EQ(product.at("properties").at("revision").at("type").as_string(), "string");
    EXPECT_EQ(product.at("properties").at("etag").at("description").as_string(),
              "of this revision; sent back with an update, a stale one is refused");
    EXPECT_FALSE(at("/components/schemas/catalog.v1.Product.Patch").as_object().contains("required"));
    EXPECT_NE(at("/paths/~1v1~1products~1{id}/get/description").as_string().find("A shopper gets what is published"),
              json::string::npos);
    std::set<std::string> parameters;
    for (const auto& each : at("/paths/~1v1~1products/get/parameters").as_array())
        parameters.insert(std::string(each.at("name").as_string()));
    EXPECT_EQ(parameters, (std::set<std::string>{"pageSize", "pageToken", "filter", "orderBy"}));
    EXPECT_EQ(at("/paths/~1v1~1products/get/parameters/0/schema/maximum").as_int64(), 1000);
    EXPECT_TRUE(at("/paths/~1v1~1products~1{id}/get/responses").as_object().contains("304")) << "it has an ETag";
    EXPECT_FALSE(at("/paths/~1v1~1products/get/responses").as_object().contains("304"));
}

TEST_F(OpenApi, TellsWhoMayCall) {
    const auto& open = at("/paths/~1v1~1products~1{id}/get/security").as_array();
    EXPECT_TRUE(open.at(0).as_object().empty()) << "no token is fine";
    EXPECT_EQ(at("/paths/~1v1~1products/get/security").as_array().size(), 1u);
    EXPECT_EQ(at("/paths/~1v1~1products/post/x-roles").as_array(), json::array{"SELLER"});
}

} // namespace
} // namespace tradepost::test
