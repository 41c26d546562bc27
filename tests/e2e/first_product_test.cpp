#include "app/server/store_session.h"
#include "tests/e2e/server_process.h"
#include "tests/support/temporary_directory.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace tradepost::e2e {
namespace {

class FirstProduct : public testing::Test {
protected:
    // A session over the private socket: gRPC, as the console's.
    std::unique_ptr<server::StoreSession> connect() {
        server::Settings settings;
        settings.data = data;
        auto session = server::StoreSession::open(settings, {});
        EXPECT_TRUE(session) << session.error().message;
        return session ? std::move(*session) : nullptr;
    }
    bool found() {
        const auto answer = get(server.http(), "/v1/search?q=zirconium");
        return answer.status == 200 && answer.body.find(product.id()) != std::string::npos;
    }
    bool onSale() { return get(server.http(), "/v1/products/" + product.id()).status == 200; }

    void publishOne() {
        const auto session = connect();
        ASSERT_TRUE(session);
        catalog::v1::CreateProductRequest create;
        create.mutable_product()->set_title("Zirconium lamp");
        catalog::v1::Variant* variant = create.mutable_product()->add_variants();
        variant->set_sku("ZL-1");
        variant->mutable_price()->set_amount_minor(1999);
        variant->mutable_price()->set_currency("EUR");
        const auto created = session->call("tradepost.catalog.v1.CatalogService/CreateProduct", create, product);
        ASSERT_TRUE(created) << created.error().message;
        catalog::v1::ProductTransitionRequest publish;
        publish.set_id(product.id());
        const auto published = session->call("tradepost.catalog.v1.CatalogService/PublishProduct", publish, product);
        ASSERT_TRUE(published) << published.error().message;
    }

    test::TemporaryDirectory directory;
    const std::string data = directory.path() + "/s";
    ServerProcess server{data};
    catalog::v1::Product product;
};

TEST_F(FirstProduct, IsOnSaleWithinASecondAndSurvivesACrash) {
    ASSERT_TRUE(server.start()) << server.log();
    publishOne();
    ASSERT_FALSE(HasFatalFailure());
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (!(onSale() && found()) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(onSale());
    EXPECT_TRUE(found());

    server.kill();
    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_TRUE(onSale());
    EXPECT_TRUE(found());
    EXPECT_EQ(server.stop(), 0);
}

TEST_F(FirstProduct, IsGoneFromEverywhereWhenUnpublishIsAcknowledged) {
    ASSERT_TRUE(server.start()) << server.log();
    publishOne();
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_TRUE(onSale()); // and so kept as bytes
    const auto session = connect();
    catalog::v1::ProductTransitionRequest request;
    request.set_id(product.id());
    ASSERT_TRUE(session->call("tradepost.catalog.v1.CatalogService/UnpublishProduct", request, product));
    EXPECT_FALSE(onSale());
    EXPECT_FALSE(found());
}

TEST_F(FirstProduct, OneServerPerDirectory) {
    ASSERT_TRUE(server.start()) << server.log();
    const Finished second = runTool("serve --data " + data + " --http 127.0.0.1:0 --grpc 127.0.0.1:0");
    EXPECT_EQ(second.code, 3);
    EXPECT_NE(second.err.find("process " + std::to_string(server.pid())), std::string::npos) << second.err;
    EXPECT_EQ(runTool("doctor --data " + data).code, 3);
}

TEST_F(FirstProduct, ToolsGoThroughTheRunningServer) {
    ASSERT_TRUE(server.start()) << server.log();
    const Finished added =
        runTool("user add --json --role admin --email boss@example.com --data " + data, "a good password\n");
    EXPECT_EQ(added.code, 0) << added.out << added.err;
    const auto signedIn =
        post(server.http(), "/v1/sessions", R"({"email":"Boss@example.com","password":"a good password"})");
    ASSERT_EQ(signedIn.status, 200) << signedIn.body;
    const std::string token = boost::json::parse(signedIn.body).at("accessToken").as_string().c_str();
    EXPECT_EQ(get(server.http(), "/v1/me", token).status, 200);
    EXPECT_EQ(get(server.http(), "/v1/me").status, 401);
    EXPECT_EQ(post(server.http(), "/v1/sessions", R"({"email":"boss@example.com","password":"wrong password"})").status,
              401);
    server.stop();
    for (const char* secret : {"boss@", "a good password", "wrong password", token.c_str()})
        EXPECT_EQ(server.log().find(secret), std::string::npos) << "secrets and addresses stay out of the log";
    EXPECT_EQ(runTool("doctor --data " + data).code, 0);
}

TEST_F(FirstProduct, ADrainUnderLoadLosesNothingAcknowledged) {
    ASSERT_TRUE(server.start()) << server.log();
    auto session = connect();
    ASSERT_TRUE(session);
    std::vector<std::string> acknowledged;
    std::atomic<int> count{0};
    std::thread load([&] {
        for (int i = 0;; ++i) {
            catalog::v1::CreateProductRequest create;
            create.mutable_product()->set_title("Lamp " + std::to_string(i));
            catalog::v1::Variant* variant = create.mutable_product()->add_variants();
            variant->set_sku("L-" + std::to_string(i));
            variant->mutable_price()->set_amount_minor(100);
            variant->mutable_price()->set_currency("EUR");
            catalog::v1::Product created;
            if (!session->call("tradepost.catalog.v1.CatalogService/CreateProduct", create, created))
                return;
            acknowledged.push_back(created.id());
            ++count;
        }
    });
    while (count < 50)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(server.stop(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
    load.join();
    session.reset();

    ASSERT_TRUE(server.start()) << server.log();
    session = connect();
    ASSERT_TRUE(session);
    for (const std::string& id : acknowledged) {
        catalog::v1::GetProductRequest request;
        request.set_id(id);
        catalog::v1::Product kept;
        EXPECT_TRUE(session->call("tradepost.catalog.v1.CatalogService/GetProduct", request, kept)) << id;
    }
}

TEST_F(FirstProduct, SomebodyElsesDraftIsNotThere) {
    ASSERT_TRUE(server.start()) << server.log();
    publishOne();
    ASSERT_FALSE(HasFatalFailure());
    catalog::v1::ProductTransitionRequest request;
    request.set_id(product.id());
    ASSERT_TRUE(connect()->call("tradepost.catalog.v1.CatalogService/UnpublishProduct", request, product));
    const Finished added = runTool("user add --role seller --new-seller Other --email other@example.com --data " + data,
                                   "a good password\n");
    ASSERT_EQ(added.code, 0) << added.err;
    const auto signedIn =
        post(server.http(), "/v1/sessions", R"({"email":"other@example.com","password":"a good password"})");
    ASSERT_EQ(signedIn.status, 200) << signedIn.body;
    const std::string token = boost::json::parse(signedIn.body).at("accessToken").as_string().c_str();
    EXPECT_EQ(get(server.http(), "/v1/products/" + product.id(), token).status, 404);
    EXPECT_EQ(get(server.http(), "/v1/users", token).status, 403);
}

TEST_F(FirstProduct, TellsItsHealth) {
    ASSERT_TRUE(server.start()) << server.log();
    EXPECT_EQ(get(server.http(), "/healthz").status, 200);
    EXPECT_EQ(get(server.http(), "/readyz").status, 200);
    const std::string metrics = get(server.http(), "/metrics").body;
    for (const char* name :
         {"tradepost_feed_lag_events", "tradepost_sql_queued_writes", "process_resident_memory_bytes"})
        EXPECT_NE(metrics.find(name), std::string::npos) << name;
}

} // namespace
} // namespace tradepost::e2e
