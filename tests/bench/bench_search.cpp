// The search index by itself: building, searching, changing. Documents are those of the demo store.
//   bench_search [--benchmark_filter=...]     TRADEPOST_BENCH_PRODUCTS=n (default 200,000) sets the size searched in

#include "backend/services/demo/demo.h"
#include "backend/services/search/native_index.h"
#include "backend/services/search/product_document.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdlib>
#include <map>

namespace tradepost::search {
namespace {

struct Collector final : demo::DemoSink {
    Batch batch;
    Result<void> seller(const identity::v1::Seller&) override { return {}; }
    Result<void> user(const demo::DemoUser&) override { return {}; }
    Result<void> category(const catalog::v1::Category& category) override {
        batch.categories.push_back(toCategory(category));
        return {};
    }
    Result<void> images(std::span<const demo::DemoImage>) override { return {}; }
    Result<void> product(catalog::v1::Product product) override {
        batch.upserts.push_back(toDocument(product));
        return {};
    }
};

std::int64_t productsSearched() {
    const char* wanted = std::getenv("TRADEPOST_BENCH_PRODUCTS");
    return wanted ? std::atoll(wanted) : 200'000;
}

const Batch& documents(std::int64_t count) {
    static std::map<std::int64_t, Batch> made;
    const auto [at, isNew] = made.try_emplace(count);
    if (isNew) {
        Collector collector;
        if (!demo::generateDemo({1, count}, collector))
            std::abort();
        at->second = std::move(collector.batch);
    }
    return at->second;
}

SearchIndex& index() {
    static const std::unique_ptr<SearchIndex> made = [] {
        auto fresh = openNativeIndex();
        fresh->apply(documents(productsSearched()));
        return fresh;
    }();
    return *made;
}

std::size_t textBytes(const Batch& batch) {
    std::size_t bytes = 0;
    for (const Document& document : batch.upserts) {
        bytes += document.brand.size();
        for (const LocalizedText& text : document.texts)
            bytes += text.title.size() + text.description.size();
        for (const AttributeValue& attribute : document.attributes)
            bytes += attribute.value.size();
    }
    return bytes;
}

void build(benchmark::State& state) {
    const Batch& batch = documents(state.range(0));
    IndexStats stats;
    for (auto unused : state) {
        state.PauseTiming();
        Batch copy = batch;
        auto fresh = openNativeIndex();
        state.ResumeTiming();
        fresh->apply(std::move(copy));
        stats = fresh->stats();
        state.PauseTiming();
        fresh.reset();
        state.ResumeTiming();
    }
    const auto each = [&](std::uint64_t bytes) {
        return static_cast<double>(bytes) / static_cast<double>(stats.documents);
    };
    state.counters["bytes_per_product"] = each(stats.bytes);
    state.counters["of_that_stored_text"] = each(stats.storedTextBytes);
    state.SetBytesProcessed(static_cast<std::int64_t>(textBytes(batch)) *
                            static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(build)->Arg(2'000)->Arg(20'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

void search(benchmark::State& state, const Query& query) {
    index();
    std::vector<double> times;
    Answer answer;
    for (auto unused : state) {
        const auto from = std::chrono::steady_clock::now();
        answer = index().search(query);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
    }
    std::ranges::sort(times);
    state.counters["matches"] = static_cast<double>(answer.total);
    state.counters["p99_ms"] = times[times.size() * 99 / 100];
}

Query words(const char* text, bool facets = true) {
    Query query;
    query.text = text;
    query.language = "en";
    query.limit = 20;
    if (facets)
        query.facets = {"category", "brand", "price"};
    return query;
}
Query filtered() {
    Query query = words("headphones");
    query.brands = {"Sonora", "Auralis"};
    query.priceMax = 20'000;
    query.attributes = {{"colour", "Black"}};
    query.facets = {"category", "brand", "price", "colour"};
    return query;
}
Query everything() {
    Query query = words("");
    query.sort = Sort::Price;
    return query;
}
BENCHMARK_CAPTURE(search, rare, words("helix goose earbuds auralis"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, several_words, words("wireless headphones black"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, one_word, words("headphones"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, filtered, filtered())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, broad, words("comes"))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, broad_without_facets, words("comes", false))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, everything_by_price, everything())->Unit(benchmark::kMillisecond);

// Batches as the log delivers them: `range` products a batch, spread over the catalog.
template<bool pricesOnly>
void change(benchmark::State& state) {
    const Batch& all = documents(productsSearched());
    const auto size = static_cast<std::size_t>(state.range(0));
    std::size_t at = 0;
    std::int64_t price = 1;
    for (auto unused : state) {
        state.PauseTiming();
        Batch batch;
        for (std::size_t i = 0; i < size; ++i) {
            at = (at + 7919) % all.upserts.size();
            Document document = all.upserts[at];
            document.price.minor = ++price;
            if constexpr (!pricesOnly)
                document.texts[0].title += " " + std::to_string(price);
            batch.upserts.push_back(std::move(document));
        }
        index();
        state.ResumeTiming();
        index().apply(std::move(batch));
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(size) * static_cast<std::int64_t>(state.iterations()));
    state.counters["segments"] = static_cast<double>(index().stats().segments);
}
BENCHMARK(change<true>)->Name("change_price")->Arg(1)->Arg(64)->Arg(512)->UseRealTime();
BENCHMARK(change<false>)->Name("change_text")->Arg(1)->Arg(64)->Arg(512)->UseRealTime();

} // namespace
} // namespace tradepost::search

BENCHMARK_MAIN();
