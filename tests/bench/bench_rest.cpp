#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/routes.h"
#include "backend/platform/http/reader.h"
#include "backend/platform/http/render.h"
#include "tests/backend/gateway/rest/test_store.h"

#include <benchmark/benchmark.h>

#include <cstring>

namespace tradepost {
namespace {

void writeProduct(benchmark::State& state) {
    const rest::JsonCodec codec;
    const auto product = test::sampleProduct();
    std::string out;
    for (auto _ : state) {
        out.clear();
        codec.write(out, product);
        benchmark::DoNotOptimize(out);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * out.size()));
}
BENCHMARK(writeProduct);

void readProduct(benchmark::State& state) {
    const rest::JsonCodec codec;
    std::string text;
    codec.write(text, test::sampleProduct());
    for (auto _ : state) {
        catalog::v1::Product product;
        if (!codec.read(text, product, "product"))
            state.SkipWithError("refused");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(readProduct);

void findRoute(benchmark::State& state) {
    test::TestStore store;
    const rest::Routes routes(store.registry);
    for (auto _ : state)
        benchmark::DoNotOptimize(routes.find(http::Verb::post, "/v1/products/0k3v9x7c5q2mr:publish"));
}
BENCHMARK(findRoute);

// Everything of a request but the socket. `state.range(0)`: 0 a cached page, 1 an unknown address.
void answerRequest(benchmark::State& state) {
    test::TestStore store;
    auto product = test::sampleProduct();
    product.set_id("0k3v9x7c5q2mr");
    store.catalog.set(product);
    store.get("/v1/products/0k3v9x7c5q2mr");
    const std::string targets[] = {"/v1/products/0k3v9x7c5q2mr", "/v1/nothing"};
    const auto text = "GET " + targets[state.range(0)] + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";
    http::RequestReader reader{http::Limits{}};
    http::Response response;
    std::string out;
    for (auto _ : state) {
        const auto space = reader.space();
        std::memcpy(space.data(), text.data(), text.size());
        reader.commit(text.size());
        response.clear();
        if (reader.advance() != http::RequestReader::Progress::Complete ||
            !store.gateway->answerNow(reader.request(), response))
            state.SkipWithError("not answered at once");
        out.clear();
        http::render(out, reader.request(), response, {}, true);
        benchmark::DoNotOptimize(out);
        reader.next();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(answerRequest)->Arg(0)->Arg(1);

} // namespace
} // namespace tradepost

BENCHMARK_MAIN();
