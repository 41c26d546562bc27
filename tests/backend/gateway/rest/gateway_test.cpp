#include "test_store.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

namespace tradepost::test {
namespace {

namespace json = boost::json;

std::string problemMember(const RawAnswer& answer, std::string_view name) {
    EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    const auto value = json::parse(answer.body);
    const auto* found = value.as_object().if_contains(name);
    return found ? std::string(found->as_string()) : std::string();
}

TEST(Gateway, ReadsAProduct) {
    TestStore store;
    const auto answer = store.get("/v1/products/p1");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.header("content-type"), "application/json");
    EXPECT_EQ(answer.header("etag"), "\"e1\"");
    const auto product = json::parse(answer.body).as_object();
    EXPECT_EQ(product.at("title").as_string(), "Lamp");
    EXPECT_EQ(product.at("price").at("amountMinor").as_string(), "1999");
    EXPECT_EQ(product.at("revision").as_string(), "0") << "zero values are printed";
    EXPECT_EQ(product.at("state").as_string(), "PRODUCT_STATE_UNSPECIFIED");
    EXPECT_TRUE(product.at("variants").as_array().empty());
    EXPECT_FALSE(product.contains("createTime")) << "unset messages are not";
}

TEST(Gateway, AnswersErrorsAsProblems) {
    TestStore store;
    const auto missing = store.get("/v1/products/nope");
    EXPECT_EQ(missing.status, 404);
    EXPECT_EQ(problemMember(missing, "reason"), "NOT_FOUND");
    EXPECT_EQ(store.get("/v1/nothing").status, 404);
    EXPECT_EQ(problemMember(store.get("/v1/nothing"), "reason"), "NO_ROUTE");

    const auto wrongMethod = store.send("DELETE", "/v1/products/p1", "");
    EXPECT_EQ(wrongMethod.status, 405);
    EXPECT_EQ(wrongMethod.header("allow"), "GET, HEAD, PATCH, OPTIONS");

    const auto anonymous = store.get("/v1/products");
    EXPECT_EQ(anonymous.status, 401);
    EXPECT_EQ(anonymous.header("www-authenticate"), "Bearer");
    EXPECT_EQ(problemMember(anonymous, "traceId").size(), 32u);
    EXPECT_EQ(store.get("/v1/products", "Authorization: Bearer nonsense\r\n").status, 401);
    EXPECT_EQ(store.get("/v1/products", "Authorization: Basic eDp5\r\n").status, 401);
    EXPECT_EQ(store.get("/v1/products", "Authorization: Bearer SHOPPER\r\n").status, 403);
    EXPECT_EQ(store.get("/v1/products/p1", "Accept: text/html\r\n").status, 406);
    EXPECT_EQ(store.send("POST", "/v1/products/throws:publish", "{}").status, 500);
}

TEST(Gateway, TakesTheQuery) {
    TestStore store;
    const std::string seller = "Authorization: bearer SELLER\r\n";
    const auto answer =
        store.get("/v1/products?pageSize=7&filter=title%20%3D%20%22caf%C3%A9+au+lait%22&order_by=price", seller);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(store.catalog.lastList.page_size(), 7);
    EXPECT_EQ(store.catalog.lastList.filter(), "title = \"caf\xc3\xa9 au lait\"");
    EXPECT_EQ(store.catalog.lastList.order_by(), "price");

    const auto field = [&](const std::string& target) {
        const auto refused = store.get(target, seller);
        EXPECT_EQ(refused.status, 400) << target;
        return problemMember(refused, "field");
    };
    EXPECT_EQ(field("/v1/products?pageSise=7"), "pageSise");
    EXPECT_EQ(field("/v1/products?pageSize=seven"), "pageSize");
    EXPECT_EQ(field("/v1/products?pageSize=7.5"), "pageSize");
    EXPECT_EQ(field("/v1/products?pageSize=1&page_size=2"), "page_size");
    EXPECT_EQ(field("/v1/products?pageSize=-1"), "pageSize");
    EXPECT_EQ(field("/v1/products?filter=%ff"), "");
    EXPECT_EQ(field("/v1/products?filter=%2"), "");
    EXPECT_EQ(field("/v1/products/p1?id=p2"), "id");
}

TEST(Gateway, DecodesThePath) {
    TestStore store;
    catalog::v1::Product product;
    product.set_id("a b/\xc3\xa9");
    store.catalog.set(product);
    EXPECT_EQ(store.get("/v1/products/a%20b%2F%C3%A9").status, 200);
    EXPECT_EQ(store.get("/v1/products/%ff").status, 400);
    EXPECT_EQ(store.get("/v1/products/%zz").status, 400);
    EXPECT_EQ(store.get("/v1/products/").status, 404);
    EXPECT_EQ(store.get("/v1//products/p1").status, 404);
    EXPECT_EQ(store.get("/v1/products/p1:frobnicate").status, 404);
}

TEST(Gateway, TakesBodies) {
    TestStore store;
    const auto made =
        store.send("POST", "/v1/products?requestId=r1",
                   R"({"title":"Chair","variants":[{"sku":"c1","price":{"amountMinor":"500","currency":"EUR"},)"
                   R"("weight_g":1200}],"texts":{"de":{"title":"Stuhl"}},"id":"ignored"})");
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(made.header("cache-control"), "no-store");
    EXPECT_EQ(store.catalog.lastCreate.request_id(), "r1");
    EXPECT_EQ(store.catalog.lastCreate.product().variants(0).weight_g(), 1200);
    EXPECT_EQ(store.catalog.lastCreate.product().texts().at("de").title(), "Stuhl");
    EXPECT_TRUE(store.catalog.lastCreate.product().id().empty());

    const auto field = [&](const std::string& body, const std::string& target = "/v1/products") {
        const auto refused = store.send("POST", target, body);
        EXPECT_EQ(refused.status, 400) << body;
        return problemMember(refused, "field");
    };
    EXPECT_EQ(field(R"({"title":"x","variants":[{"sku":"a"},{"sku":"b","price":{"amountMinor":1.5}}]})"),
              "product.variants[1].price.amountMinor");
    EXPECT_EQ(field(R"({"title":"x","colour":"red"})"), "product.colour");
    EXPECT_EQ(field(R"({"description":"no title"})"), "product.title") << "the contract's rules";
    EXPECT_EQ(field(R"({"title":"x","variants":[{"sku":"a","price":{"currency":"EUR"},"weightG":-1}]})"),
              "product.variants[0].weightG")
        << "in JSON's spelling";
    EXPECT_EQ(field("{\"title\":"), "");
    EXPECT_EQ(field("{\"title\":\"x\"} trailing"), "");
    EXPECT_EQ(field("{\"title\":\"\xff\"}"), "");
    EXPECT_EQ(field(""), "product");
    EXPECT_EQ(field(R"({"title":"x"})", "/v1/products?product.title=y"), "product.title");

    EXPECT_EQ(store.send("POST", "/v1/products/p1:publish", "").status, 200) << "nothing in it is needed";
    EXPECT_EQ(store.send("POST", "/v1/products/p1:publish?etag=e", "{}").status, 400);
    EXPECT_EQ(store.send("GET", "/v1/products/p1", "{}").status, 400);
}

TEST(Gateway, RefusesOtherContentTypesAndSizes) {
    TestStore store;
    const std::string seller = "Authorization: Bearer SELLER\r\n";
    EXPECT_EQ(store.send("POST", "/v1/products", "<a/>", seller + "Content-Type: text/xml\r\n").status, 415);
    EXPECT_EQ(store
                  .send("POST", "/v1/products", R"({"title":"x"})",
                        seller + "Content-Type: application/json; charset=utf-8\r\n")
                  .status,
              200);
    EXPECT_EQ(store.send("POST", "/v1/products", "x", seller + "Content-Encoding: gzip\r\n").status, 415);
    const auto large =
        store.connect().exchange("POST /v1/products HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\n\r\n");
    EXPECT_EQ(large.status, 413);
    EXPECT_EQ(large.header("connection"), "close");
    std::string deep = "{\"title\":\"x\",\"seo\":";
    for (int i = 0; i < 40; ++i)
        deep += "{\"a\":";
    EXPECT_EQ(store.send("POST", "/v1/products", deep).status, 400);
}

TEST(Gateway, PatchDerivesTheMask) {
    TestStore store;
    const auto answer = store.send("PATCH", "/v1/products/p1",
                                   R"({"title":"Lamp 2","brand":null,"seo":{"title":"S","description":null},)"
                                   R"("tags":["a"],"revision":"9","etag":"e1"})",
                                   "Authorization: Bearer SELLER\r\nContent-Type: application/merge-patch+json\r\n");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto& update = store.catalog.lastUpdate;
    EXPECT_EQ(std::vector<std::string>(update.update_mask().paths().begin(), update.update_mask().paths().end()),
              (std::vector<std::string>{"title", "brand", "seo.title", "seo.description", "tags"}));
    EXPECT_EQ(update.product().id(), "p1");
    EXPECT_EQ(update.product().etag(), "e1");
    EXPECT_EQ(update.product().revision(), 0);
    const auto refused = store.send("PATCH", "/v1/products/p1", R"({"seo":{"titel":"S"}})");
    EXPECT_EQ(problemMember(refused, "field"), "product.seo.titel");
}

TEST(Gateway, AMethodWithoutRequiredFieldsNeedsNoBody) {
    TestStore store;
    const auto post = [&](const std::string& path) {
        return store.connect().exchange("POST " + path +
                                        " HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer SELLER\r\n\r\n");
    };
    EXPECT_EQ(post("/v1/products/p1:publish").status, 200);
    EXPECT_EQ(post("/v1/products").status, 400) << "this one does";
}

TEST(Gateway, PatchMergesMaps) {
    TestStore store;
    const auto answer =
        store.send("PATCH", "/v1/products/p1",
                   R"({"texts":{"de":{"title":"Lampe"},"fr":null,"pt-BR":{"description":null},"it":{}}})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto& update = store.catalog.lastUpdate;
    EXPECT_EQ(std::vector<std::string>(update.update_mask().paths().begin(), update.update_mask().paths().end()),
              (std::vector<std::string>{"texts.de.title", "texts.fr", "texts.`pt-BR`.description"}));
    EXPECT_EQ(update.product().texts().at("de").title(), "Lampe");
    EXPECT_FALSE(update.product().texts().contains("fr"));
    const auto whole = store.send("PATCH", "/v1/products/p1", R"({"texts":null})");
    ASSERT_EQ(whole.status, 200);
    EXPECT_EQ(update.update_mask().paths(0), "texts");
    const auto refused = store.send("PATCH", "/v1/products/p1", R"({"texts":{"de":{"titel":"x"}}})");
    EXPECT_EQ(problemMember(refused, "field"), "product.texts.de.titel");
    EXPECT_EQ(problemMember(store.send("PATCH", "/v1/products/p1", R"({"texts":[]})"), "field"), "product.texts");
    EXPECT_EQ(problemMember(store.send("PATCH", "/v1/products/p1", R"({"texts":{"de":"x"}})"), "field"),
              "product.texts.de");
}

TEST(Gateway, IfMatchGuardsUpdates) {
    TestStore store;
    const std::string seller = "Authorization: Bearer SELLER\r\n";
    EXPECT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"x"})", seller + "If-Match: \"old\"\r\n").status, 412);
    EXPECT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"x"})", seller + "If-Match: \"e1;gz\"\r\n").status,
              200);
    EXPECT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"x"})", seller + "If-Match: *\r\n").status, 200);
    EXPECT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"x"})", seller + "If-Match: W/\"e1\"\r\n").status,
              400);
    store.send("POST", "/v1/products/p1:publish", "{}", seller + "If-Match: \"e7\"\r\n");
    EXPECT_EQ(store.catalog.lastTransition.etag(), "e7");
}

TEST(Gateway, TheIdempotencyKeyIsTheRequestId) {
    TestStore store;
    const std::string key = "Authorization: Bearer SELLER\r\nIdempotency-Key: order-17\r\n";
    ASSERT_EQ(store.send("POST", "/v1/products", R"({"title":"x"})", key).status, 200);
    EXPECT_EQ(store.catalog.lastCreate.request_id(), "order-17");
    // A change that says what it makes of the product needs none; one that cannot tell a repeated call says so.
    EXPECT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"x"})", key).status, 200);
    const auto refused = store.send("POST", "/v1/categories", R"({"name":"Lamps"})",
                                    "Authorization: Bearer ADMIN\r\nIdempotency-Key: order-17\r\n");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(problemMember(refused, "field"), "Idempotency-Key");
}

TEST(Gateway, CachesForShoppersUntilDropped) {
    TestStore store;
    const auto first = store.get("/v1/products/p1");
    const auto second = store.get("/v1/products/p1");
    EXPECT_EQ(store.catalog.reads, 1);
    EXPECT_EQ(first.body, second.body);
    EXPECT_EQ(second.header("etag"), "\"e1\"");
    const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    const auto traced = store.get("/v1/products/p1", "Traceparent: 00-" + trace + "-00f067aa0ba902b7-00\r\n");
    EXPECT_EQ(traced.header("traceparent").substr(3, 32), trace) << "answers from the cache continue the trace too";
    EXPECT_NE(traced.header("traceparent").substr(36, 16), "00f067aa0ba902b7");
    EXPECT_EQ(traced.header("traceparent").substr(52), "-00");
    EXPECT_EQ(second.header("traceparent").size(), 55u);
    EXPECT_NE(second.header("traceparent"), store.get("/v1/products/p1").header("traceparent"));
    EXPECT_EQ(second.header("content-type"), "application/json");
    EXPECT_EQ(store.get("/v1/products/p1", "Authorization: Bearer SHOPPER\r\n").status, 200);
    EXPECT_EQ(store.catalog.reads, 1);
    EXPECT_EQ(store.get("/v1/products/p1", "Authorization: Bearer nonsense\r\n").status, 401) << "not from the cache";
    store.get("/v1/products/p1", "Authorization: Bearer SELLER\r\n");
    EXPECT_EQ(store.catalog.reads, 2) << "sellers see more than shoppers: not from the cache";
    store.get("/v1/products/p1", "Accept-Language: de-AT, en;q=0.5\r\n");
    EXPECT_EQ(store.catalog.reads, 3);
    EXPECT_EQ(store.catalog.lastLanguage, "de-at");
    EXPECT_EQ(store.get("/v1/products/p1", "If-None-Match: \"e1\"\r\n").status, 304);
    EXPECT_EQ(store.get("/v1/products/p1", "If-None-Match: W/\"x\", \"e1;gz\"\r\n").status, 304);

    EXPECT_EQ(store.get("/v1/products/none").status, 404);
    EXPECT_EQ(store.get("/v1/products/none").status, 404);
    EXPECT_EQ(store.catalog.reads, 4) << "what is not there is remembered too";

    ASSERT_EQ(store.send("PATCH", "/v1/products/p1", R"({"title":"New"})").status, 200);
    const auto changed = store.get("/v1/products/p1");
    EXPECT_NE(changed.body.find("New"), std::string::npos);
    EXPECT_EQ(store.get("/v1/products/p1", "If-None-Match: \"e1\"\r\n").status, 200);
}

TEST(Gateway, ASlowReaderDoesNotBringBackWhatWasDropped) {
    TestStore store;
    store.catalog.whileReading = [&] {
        store.catalog.whileReading = nullptr;
        catalog::v1::Product product;
        product.set_id("p1");
        product.set_title("Changed meanwhile");
        store.catalog.set(product);
        store.cache.drop("products/p1");
    };
    EXPECT_NE(store.get("/v1/products/p1").body.find("Lamp"), std::string::npos) << "it was read before the change";
    EXPECT_NE(store.get("/v1/products/p1").body.find("Changed meanwhile"), std::string::npos);
}

TEST(Gateway, HeadAnswersAsGetWithoutBody) {
    TestStore store;
    for (int i = 0; i < 2; ++i) { // from the service, then from the cache
        auto client = store.connect();
        const auto head = client.exchange("HEAD /v1/products/p1 HTTP/1.1\r\nHost: t\r\n\r\n", true);
        EXPECT_EQ(head.status, 200);
        EXPECT_EQ(head.header("content-length"), std::to_string(store.get("/v1/products/p1").body.size()));
        EXPECT_EQ(client.exchange("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n").body, "ok\n") << "nothing was left over";
    }
}

TEST(Gateway, CompressesWhatIsWorthIt) {
    TestStore store;
    catalog::v1::Product product;
    product.set_id("long");
    product.set_etag("l");
    product.set_description(std::string(5000, 'x'));
    store.catalog.set(product);
    for (int i = 0; i < 2; ++i) {
        const auto plain = store.get("/v1/products/long");
        const auto packed = store.get("/v1/products/long", "Accept-Encoding: br, gzip\r\n");
        EXPECT_EQ(packed.header("content-encoding"), "gzip");
        EXPECT_EQ(packed.header("etag"), "\"l;gz\"");
        EXPECT_LT(packed.body.size(), plain.body.size() / 5);
        EXPECT_EQ(plain.header("content-encoding"), "");
        EXPECT_EQ(store.get("/v1/products/long", "Accept-Encoding: gzip;q=0\r\n").header("content-encoding"), "");
        EXPECT_EQ(store.get("/v1/products/p1", "Accept-Encoding: gzip\r\n").header("content-encoding"), "")
            << "too small";
    }
    EXPECT_EQ(store.catalog.reads, 2);
}

TEST(Gateway, CarriesTheTrace) {
    TestStore store;
    const std::string id = "4bf92f3577b34da6a3ce929d0e0e4736";
    const auto answer =
        store.get("/v1/products", "Authorization: Bearer SELLER\r\ntraceparent: 00-" + id + "-00f067aa0ba902b7-01\r\n");
    EXPECT_EQ(answer.header("traceparent").substr(3, 32), id);
    EXPECT_EQ(problemMember(store.get("/v1/products", "traceparent: 00-" + id + "-00f067aa0ba902b7-01\r\n"), "traceId"),
              id);
}

class Files final : public http::Handler {
public:
    bool answerNow(const http::Request& request, http::Response& out) override {
        out.body = "now ";
        out.body += request.path();
        return request.path().ends_with("now");
    }
    Task<http::Response> handle(const http::Request& request) override {
        http::Response out;
        out.body = "later " + request.body();
        co_return out;
    }
    bool admit(const http::Request&, std::uint64_t& bodyLimit, http::Response&) override {
        bodyLimit = 5;
        return true;
    }
    std::string allowedMethods(const http::Request&) override { return "GET, PUT"; }
};

TEST(Gateway, LeavesToAMountWhatItServes) {
    Files files;
    TestStore store({}, [&](rest::GatewayConfig& config) {
        config.mounts.push_back(
            {[](const http::Request& request) { return request.path().starts_with("/files/"); }, &files});
    });
    EXPECT_EQ(store.get("/files/now").body, "now /files/now");
    EXPECT_EQ(store.get("/files/x").body, "later ");
    EXPECT_EQ(store.send("PUT", "/files/x", "bytes").body, "later bytes");
    EXPECT_EQ(store.send("PUT", "/files/x", "too many").status, 413);
    EXPECT_EQ(store.send("OPTIONS", "/files/x", "").header("allow"), "GET, PUT, OPTIONS");
    EXPECT_EQ(store.get("/filesnow").status, 404);
}

TEST(Gateway, ServesItsPages) {
    bool ready = false;
    TestStore store({}, [&](rest::GatewayConfig& config) {
        config.ready = [&]() -> Result<void> {
            if (!ready)
                return fail(Code::Unavailable, "STARTING", "The search index is being built.");
            return {};
        };
    });
    EXPECT_EQ(store.get("/healthz").body, "ok\n");
    EXPECT_EQ(store.get("/readyz").status, 503);
    ready = true;
    EXPECT_EQ(store.get("/readyz").status, 200);
    store.get("/v1/products/p1");
    store.get("/v1/products/p1");
    EXPECT_NE(store.get("/metrics").body.find("tradepost_rest_cached_answers_total 1"), std::string::npos);
    EXPECT_NE(store.get("/docs").body.find("<!doctype html>"), std::string::npos);
    EXPECT_EQ(store.send("POST", "/healthz", "").status, 405);
}

} // namespace
} // namespace tradepost::test
