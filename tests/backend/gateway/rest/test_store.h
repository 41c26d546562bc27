#pragma once

#include "backend/base/clock.h"
#include "backend/gateway/rest/gateway.h"
#include "backend/platform/http/server.h"
#include "backend/platform/rpc/registry.h"
#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "tests/support/raw_http.h"

#include "tradepost/catalog/v1/catalog.pb.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tradepost::test {

// A product page of the usual size.
inline catalog::v1::Product sampleProduct() {
    catalog::v1::Product product;
    product.set_id("0k3v9x7c5q2mr");
    product.set_seller_id("0k3v9x7c5q2aa");
    product.set_state(catalog::v1::PUBLISHED);
    product.set_title("Walnut desk lamp with dimmer");
    product.set_description(
        "A lamp of solid walnut with a brass arm. It dims from one to a hundred per cent, remembers "
        "its last setting and takes any E27 bulb. The cord is two metres long and covered in linen.");
    product.set_language("en");
    (*product.mutable_texts())["de"].set_title("Schreibtischlampe aus Nussbaum mit Dimmer");
    product.set_brand("Nordlicht");
    product.set_category_id("0k3v9x7c5q2bb");
    for (const char* colour : {"Natural", "Smoked", "Black"}) {
        auto& variant = *product.add_variants();
        variant.set_sku(std::string("NL-100-") + colour);
        auto& option = *variant.add_options();
        option.set_name("Colour");
        option.set_value(colour);
        variant.mutable_price()->set_amount_minor(12900);
        variant.mutable_price()->set_currency("EUR");
        variant.set_gtin("04012345678901");
        variant.set_weight_g(1850);
        variant.mutable_dimensions()->set_height_mm(480);
    }
    for (const char* name : {"material", "socket", "cord_length"}) {
        auto& attribute = *product.add_attributes();
        attribute.set_name(name);
        attribute.set_text("as described");
    }
    for (int i = 0; i < 3; ++i)
        product.add_images()->set_url("/media/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.svg");
    product.set_slug("walnut-desk-lamp-with-dimmer");
    product.add_tags("lamps");
    product.set_etag("7");
    product.set_revision(7);
    product.mutable_create_time()->set_seconds(1'790'000'000);
    product.mutable_update_time()->set_seconds(1'790'000'500);
    product.mutable_update_time()->set_nanos(250'000'000);
    product.mutable_price()->set_amount_minor(12900);
    product.mutable_price()->set_currency("EUR");
    return product;
}

// A catalog in memory: enough of the contract to see what the edge makes of requests.
class FakeCatalog {
public:
    ResponseCache* cache = nullptr;
    std::atomic<int> reads{0};
    std::function<void()> whileReading; // between the read and its answer
    std::chrono::milliseconds readTime{0};
    catalog::v1::UpdateProductRequest lastUpdate;
    catalog::v1::ListProductsRequest lastList;
    catalog::v1::ProductTransitionRequest lastTransition;
    catalog::v1::CreateProductRequest lastCreate;
    rpc::Principal lastCaller;
    std::string lastLanguage;
    std::atomic<int> openWatches{0};

    void set(catalog::v1::Product product) {
        const std::lock_guard lock(m_mutex);
        m_products[product.id()] = std::move(product);
    }

    Task<Result<catalog::v1::Product>> getProduct(rpc::Context& context,
                                                  const catalog::v1::GetProductRequest& request) {
        ++reads;
        lastLanguage = context.language;
        auto found = read(request.id());
        if (readTime.count() > 0) {
            boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, readTime);
            co_await timer.async_wait(boost::asio::use_awaitable);
        }
        if (whileReading)
            whileReading();
        co_return found;
    }
    Task<Result<catalog::v1::ListProductsResponse>> listProducts(rpc::Context& context,
                                                                 const catalog::v1::ListProductsRequest& request) {
        lastList = request;
        lastCaller = context.principal;
        catalog::v1::ListProductsResponse response;
        response.mutable_position()->set_epoch(1);
        co_return response;
    }
    Task<Result<catalog::v1::Category>> createCategory(rpc::Context&, const catalog::v1::CreateCategoryRequest&) {
        co_return catalog::v1::Category();
    }
    Task<Result<catalog::v1::Product>> createProduct(rpc::Context&, const catalog::v1::CreateProductRequest& request) {
        lastCreate = request;
        auto product = request.product();
        product.set_id("made");
        co_return product;
    }
    Task<Result<catalog::v1::Product>> updateProduct(rpc::Context&, const catalog::v1::UpdateProductRequest& request) {
        lastUpdate = request;
        auto found = read(request.product().id());
        if (!found)
            co_return std::unexpected(found.error());
        if (!request.product().etag().empty() && request.product().etag() != found->etag())
            co_return fail(Code::Aborted, "STALE_ETAG", "Somebody changed it. Read it again.");
        found->set_title(request.product().title());
        found->set_etag(found->etag() + "+");
        set(*found);
        if (cache)
            cache->drop("products/" + found->id());
        co_return *found;
    }
    Task<Result<catalog::v1::Product>> publishProduct(rpc::Context&,
                                                      const catalog::v1::ProductTransitionRequest& request) {
        lastTransition = request;
        if (request.id() == "throws")
            throw std::logic_error("a mistake");
        co_return read(request.id());
    }
    Task<Result<void>> watchProducts(rpc::Context& context, const catalog::v1::WatchProductsRequest& request,
                                     rpc::StreamWriter<catalog::v1::ProductChanges>& writer) {
        ++openWatches;
        const Closing closing{openWatches};
        if (request.after().epoch() == 9)
            co_return fail(Code::Aborted, "POSITION_GONE", "Read again.");
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        const auto heard =
            context.onCancel([&timer] { boost::asio::post(timer.get_executor(), [&timer] { timer.cancel(); }); });
        for (auto position = request.after().position() + 1; !context.cancelled(); ++position) {
            catalog::v1::ProductChanges change;
            change.mutable_position()->set_epoch(1);
            change.mutable_position()->set_position(position);
            change.add_rows()->set_title("line one\nline two");
            if (auto written = co_await writer.write(change); !written)
                co_return written;
            if (position % 3 == 0) { // three at once, then quiet
                boost::system::error_code ec;
                timer.expires_after(quiet);
                co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
            }
        }
        co_return fail(Code::Cancelled, "CANCELLED", "No longer wanted.");
    }
    std::chrono::milliseconds quiet{60'000};

private:
    struct Closing {
        std::atomic<int>& count;
        ~Closing() { --count; }
    };
    Result<catalog::v1::Product> read(const std::string& id) {
        const std::lock_guard lock(m_mutex);
        const auto found = m_products.find(id);
        if (found == m_products.end())
            return notFound("product", id);
        return found->second;
    }
    std::mutex m_mutex;
    std::map<std::string, catalog::v1::Product> m_products;
};

// Tokens are the names of roles: "SELLER".
class FakeAuthenticator final : public rpc::Authenticator {
public:
    Result<rpc::Principal> authenticate(std::string_view token) const override {
        rpc::Role role{};
        if (!options::v1::Role_Parse(std::string(token), &role))
            return fail(Code::Unauthenticated, "BAD_TOKEN", "Sign in again.");
        rpc::Principal principal;
        principal.roles = {role};
        return principal;
    }
};

// A REST gateway over the fake catalog, without a server.
class TestEdge {
public:
    explicit TestEdge(std::function<void(rest::GatewayConfig&)> adjust = {}, std::size_t cacheBytes = 1 << 20)
        : cache(cacheBytes) {
        const std::string service = "tradepost.catalog.v1.CatalogService/";
        registry.add(service + "GetProduct", catalog, &FakeCatalog::getProduct);
        registry.add(service + "ListProducts", catalog, &FakeCatalog::listProducts);
        registry.add(service + "CreateProduct", catalog, &FakeCatalog::createProduct);
        registry.add(service + "UpdateProduct", catalog, &FakeCatalog::updateProduct);
        registry.add(service + "PublishProduct", catalog, &FakeCatalog::publishProduct);
        registry.add(service + "CreateCategory", catalog, &FakeCatalog::createCategory);
        registry.add(service + "WatchProducts", catalog, &FakeCatalog::watchProducts);
        catalog.cache = &cache;
        catalog::v1::Product product;
        product.set_id("p1");
        product.set_title("Lamp");
        product.set_etag("e1");
        product.mutable_price()->set_amount_minor(1999);
        product.mutable_price()->set_currency("EUR");
        catalog.set(product);

        rest::GatewayConfig config;
        config.cache = &cache;
        config.authenticator = &authenticator;
        config.metrics = &metrics;
        if (adjust)
            adjust(config);
        gateway = std::make_unique<rest::Gateway>(registry, std::move(config));
    }

    ResponseCache cache;
    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    FakeCatalog catalog;
    FakeAuthenticator authenticator;
    rpc::Registry registry{metrics, spans, systemClock()};
    boost::asio::io_context io;
    std::unique_ptr<rest::Gateway> gateway;
};

// The same on a free port, run by two threads.
class TestStore : public TestEdge {
public:
    explicit TestStore(http::ServerConfig serverConfig = {}, std::function<void(rest::GatewayConfig&)> adjust = {},
                       std::size_t cacheBytes = 1 << 20)
        : TestEdge(std::move(adjust), cacheBytes) {
        server = std::make_unique<http::Server>(io, std::move(serverConfig), *gateway);
        if (const auto started = server->start(); !started)
            throw std::runtime_error(started.error().message);
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([this] { io.run(); });
    }
    ~TestStore() {
        server->stop(std::chrono::milliseconds(1000));
        work.reset();
        io.stop();
        for (auto& thread : threads)
            thread.join();
    }

    RawHttp connect() const { return RawHttp(server->port()); }
    RawAnswer get(const std::string& target, const std::string& headers = {}) const {
        return connect().exchange("GET " + target + " HTTP/1.1\r\nHost: t\r\n" + headers + "\r\n");
    }
    RawAnswer send(const std::string& method, const std::string& target, const std::string& body,
                   const std::string& headers = "Authorization: Bearer SELLER\r\n") const {
        return connect().exchange(method + " " + target + " HTTP/1.1\r\nHost: t\r\nContent-Length: " +
                                  std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body);
    }

    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
    std::unique_ptr<http::Server> server;
    std::vector<std::thread> threads;
};

} // namespace tradepost::test
