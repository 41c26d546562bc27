// A file of generated products all the way in, with the search index following and somebody editing meanwhile, then
// out.
//   TRADEPOST_BENCH_PRODUCTS=n (default 50,000)

#include "backend/services/catalog/formats/own_csv.h"
#include "backend/services/catalog/imports/service.h"
#include "backend/services/catalog/loader.h"
#include "backend/services/catalog/schema.h"
#include "backend/services/catalog/service.h"
#include "backend/services/demo/demo.h"
#include "backend/services/search/native_index.h"
#include "backend/services/search/search_projection.h"
#include "tests/support/temporary_directory.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <sys/resource.h>
#include <thread>

namespace {

using namespace tradepost;
namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

std::int64_t products() {
    const char* text = std::getenv("TRADEPOST_BENCH_PRODUCTS");
    return text == nullptr ? 50'000 : std::atoll(text);
}

double seconds(Steady::time_point since) {
    return std::chrono::duration<double>(Steady::now() - since).count();
}

// What the process has computed, and its writers' part in it: unlike time these bear neighbours.
struct Computed {
    double all = 0, writers = 0;
};
Computed computedSeconds() {
    Computed seconds;
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto of = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    seconds.all = of(used.ru_utime) + of(used.ru_stime);
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        std::string name;
        std::ifstream(task.path() / "comm") >> name;
        double nanoseconds = 0;
        std::ifstream(task.path() / "schedstat") >> nanoseconds;
        if (name == "sql-writer")
            seconds.writers += nanoseconds / 1e9;
    }
    return seconds;
}

// What the process has handed to the files of its databases, the log and what is copied from it.
double writtenBytes() {
    std::ifstream io("/proc/self/io");
    std::string name;
    double bytes = 0;
    while (io >> name >> bytes)
        if (name == "wchar:")
            return bytes;
    return 0;
}

double residentMegabytes() {
    std::ifstream status("/proc/self/statm");
    std::int64_t total = 0, resident = 0;
    status >> total >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

// Categories into the store, products into a file of ours.
class FileSink final : public demo::DemoSink {
public:
    FileSink(catalog::Loader& loader, const std::string& path) : m_loader(loader), m_out(path, std::ios::binary) {
        catalog::formats::writeOwnHeader(m_text);
    }
    Result<void> seller(const identity::v1::Seller&) override { return {}; }
    Result<void> user(const demo::DemoUser&) override { return {}; }
    Result<void> category(const catalog::v1::Category& category) override {
        const auto loaded = m_loader.category(category);
        return loaded ? Result<void>() : std::unexpected(loaded.error());
    }
    Result<void> images(std::span<const demo::DemoImage>) override { return {}; }
    Result<void> product(catalog::v1::Product product) override {
        catalog::formats::writeOwnProduct(m_text, product);
        if (m_text.size() > (1u << 20))
            flush();
        return {};
    }
    void flush() {
        m_out << m_text;
        m_out.flush();
        m_text.clear();
    }

private:
    catalog::Loader& m_loader;
    std::ofstream m_out;
    std::string m_text;
};

struct World {
    World() {
        sql::Config config;
        config.url = "sqlite:" + directory.path() + "/catalog.db";
        database = sql::openDatabase(config).value();
        for (const sql::Schema& each : {events::Outbox::schema(), catalog::schema(), catalog::import_store::schema()})
            database->migrate(each).value();
        config.url = "sqlite:" + directory.path() + "/operations.db";
        operationsDatabase = sql::openDatabase(config).value();
        operationsDatabase->migrate(operations::Operations::schema()).value();
        log.emplace(*database, "catalog", systemClock(), ids);
        {
            catalog::Loader loader(*database, *log, ids, systemClock());
            FileSink sink(loader, file());
            demo::generateDemo({1, products()}, sink).value();
            sink.flush();
            catalog::v1::Product edited;
            edited.set_title("Edited while the import runs");
            edited.set_seller_id(formatId(7));
            edited.set_id(editedId = formatId(ids.next()));
            auto& variant = *edited.add_variants();
            variant.set_sku("EDITED");
            variant.mutable_price()->set_amount_minor(1);
            variant.mutable_price()->set_currency("EUR");
            loader.product(std::move(edited)).value();
            loader.flush().value();
        }
        service.emplace(
            catalog::Dependencies{*database, *log, cache, ids, systemClock(), "secret",
                                  [](events::Position) -> Task<Result<void>> { co_return Result<void>(); }});
        service->start().value();
        projection.emplace(*index, [this](const auto& onCategory, const auto& onProduct) {
            return service->scan(onCategory, onProduct);
        });
        feed = events::openSqlFeed(systemClock());
        feed->subscribe(*log, projection->projection()).value();
        feed->start();
        operations.emplace(*operationsDatabase, io.get_executor(), systemClock(), ids);
        imports.emplace(catalog::ImportService::Dependencies{
            *database,
            *log,
            ids,
            systemClock(),
            *operations,
            directory.path(),
            "secret",
            service->importHook(),
            [this](std::span<const SellerId> sellers) { return service->shareOf(sellers); },
            [this](const std::vector<CategoryId>& changed) { service->dropCategories(changed); },
            {}});
        operations->recover().value();
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([this] { io.run(); });
        admin.principal.user = UserId(1);
        admin.principal.roles = {rpc::Role::ADMIN};
    }
    ~World() {
        operations->stop();
        feed->stop();
        guard.reset();
        for (std::thread& thread : threads)
            thread.join();
        imports.reset();
    }
    std::string file() const { return directory.path() + "/products.csv"; }
    template<class T>
    auto run(Task<Result<T>> task) {
        return asio::co_spawn(io, std::move(task), asio::use_future).get().value();
    }

    test::TemporaryDirectory directory;
    IdSource ids{systemClock()};
    ResponseCache cache{64 << 20};
    std::unique_ptr<sql::Database> database, operationsDatabase;
    std::optional<events::Outbox> log;
    std::optional<catalog::CatalogService> service;
    std::unique_ptr<search::SearchIndex> index = search::openNativeIndex();
    std::optional<search::SearchProjection> projection;
    std::unique_ptr<events::EventFeed> feed;
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
    std::vector<std::thread> threads;
    std::optional<operations::Operations> operations;
    std::optional<catalog::ImportService> imports;
    rpc::Context admin;
    std::string editedId;
};

World& world() {
    static World made;
    return made;
}

// Changes one product every 20 ms until told to stop; answers with what each change took, in ms.
Task<std::vector<double>> edit(World& w, const std::atomic<bool>& stop) {
    std::vector<double> took;
    asio::steady_timer timer(w.io);
    while (!stop) {
        catalog::v1::UpdateProductRequest request;
        request.mutable_product()->set_id(w.editedId);
        request.mutable_product()->set_title("Edited " + std::to_string(took.size()));
        request.mutable_update_mask()->add_paths("title");
        const auto since = Steady::now();
        const auto done = co_await w.service->updateProduct(w.admin, request);
        if (!done)
            throw std::runtime_error(done.error().message);
        took.push_back(seconds(since) * 1e3);
        timer.expires_after(std::chrono::milliseconds(20));
        co_await timer.async_wait(asio::use_awaitable);
    }
    std::ranges::sort(took);
    co_return took;
}

void import(benchmark::State& state) {
    World& w = world();
    for (auto _ : state) {
        imports::v1::CreateImportRequest create;
        create.set_file_name("products.csv");
        create.mutable_options()->set_publish(imports::v1::ALL);
        auto job = w.run(w.imports->createImport(w.admin, create));
        std::ifstream in(w.file(), std::ios::binary);
        imports::v1::UploadImportDataRequest data;
        data.set_id(job.id());
        data.mutable_data()->resize(8u << 20);
        while (in.read(data.mutable_data()->data(), 8u << 20), in.gcount() > 0) {
            data.mutable_data()->resize(static_cast<std::size_t>(in.gcount()));
            w.run(w.imports->uploadImportData(w.admin, data));
            data.set_offset(data.offset() + in.gcount());
            data.mutable_data()->resize(8u << 20);
        }
        data.Clear();
        const double residentBefore = residentMegabytes(),
                     indexBefore = static_cast<double>(w.index->stats().bytes) / 1e6;
        std::atomic<bool> stop{false};
        auto edits = asio::co_spawn(w.io, edit(w, stop), asio::use_future);
        const auto since = Steady::now();
        const Computed before = computedSeconds();
        const double writtenBefore = writtenBytes();
        const std::uint64_t commitsBefore = w.database->stats().commits;
        imports::v1::StartImportRequest start;
        start.set_id(job.id());
        w.run(w.imports->startImport(w.admin, start));
        imports::v1::GetImportRequest get;
        get.set_id(job.id());
        double mostGrowth = 0;
        do {
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            job = w.run(w.imports->getImport(w.admin, get));
            mostGrowth = std::max(mostGrowth, residentMegabytes() - residentBefore -
                                                  (static_cast<double>(w.index->stats().bytes) / 1e6 - indexBefore));
        } while (job.state() != imports::v1::Import::IMPORTED && job.state() != imports::v1::Import::FAILED);
        const double durable = seconds(since);
        const auto end =
            w.database->readNow([&](sql::Reader& reader) -> Result<events::Position> { return w.log->end(reader); });
        w.run(w.feed->passed(std::string(search::SearchProjection::name), *end, std::chrono::minutes(10)));
        const double searchable = seconds(since);
        const Computed after = computedSeconds();
        stop = true;
        const std::vector<double> took = edits.get();
        if (job.failed() > 0 || job.created() != products())
            state.SkipWithError(("not everything went in: " + job.error_message()).c_str());
        state.counters["durable_per_s"] = static_cast<double>(products()) / durable;
        state.counters["searchable_per_s"] = static_cast<double>(products()) / searchable;
        state.counters["cpu_us_each"] = (after.all - before.all) * 1e6 / static_cast<double>(products());
        state.counters["writer_cpu_us_each"] = (after.writers - before.writers) * 1e6 / static_cast<double>(products());
        state.counters["written_kB_each"] = (writtenBytes() - writtenBefore) / 1e3 / static_cast<double>(products());
        state.counters["commits"] = static_cast<double>(w.database->stats().commits - commitsBefore);
        state.counters["growth_MB"] = mostGrowth;
        state.counters["index_MB"] = static_cast<double>(w.index->stats().bytes) / 1e6 - indexBefore;
        state.counters["edit_median_ms"] = took[took.size() / 2];
        state.counters["edit_p99_ms"] = took[took.size() * 99 / 100];
        state.counters["edit_max_ms"] = took.back();
    }
}

class CountingWriter final : public rpc::StreamWriterBase {
public:
    Task<Result<void>> writeMessage(const google::protobuf::Message& message) override {
        if (bytes == 0)
            first = seconds(since);
        bytes += static_cast<const imports::v1::ExportChunk&>(message).data().size();
        mostResident = std::max(mostResident, residentMegabytes());
        co_return Result<void>();
    }
    const Steady::time_point since = Steady::now();
    double first = 0, mostResident = 0;
    std::size_t bytes = 0;
};

Task<Result<std::size_t>> exportAll(World& w, CountingWriter& counting) {
    rpc::StreamWriter<imports::v1::ExportChunk> writer(counting);
    const imports::v1::ExportProductsRequest request;
    TP_CO_TRY(co_await w.imports->exportProducts(w.admin, request, writer));
    co_return counting.bytes;
}

void exporting(benchmark::State& state) {
    World& w = world();
    for (auto _ : state) {
        const double before = residentMegabytes();
        CountingWriter counting;
        w.run(exportAll(w, counting));
        state.counters["first_byte_ms"] = counting.first * 1e3;
        state.counters["growth_MB"] = counting.mostResident - before;
        state.counters["products_per_s"] = static_cast<double>(products()) / seconds(counting.since);
        state.counters["MB"] = static_cast<double>(counting.bytes) / 1e6;
    }
}

// Reading and checking alone, on one thread.
void reading(benchmark::State& state) {
    World& w = world();
    for (auto _ : state) {
        const auto file =
            catalog::formats::prepareFile(w.file(), w.directory.path() + "/converted", {}, [] { return true; }).value();
        auto categories = w.database->readNow([](sql::Reader& reader) -> Result<std::vector<catalog::v1::Category>> {
            return catalog::CategoryStore::all(reader);
        });
        catalog::ChunkReader reader(
            catalog::formats::openProducts(file, {}, "", file.shape.dataOffset, file.shape.dataLine).value(),
            std::make_shared<const catalog::CategoryResolver>(std::move(*categories)), {});
        while (!reader.read().value().items.empty()) {
        }
    }
    state.SetItemsProcessed(state.iterations() * products());
}

BENCHMARK(reading)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(import)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(exporting)->Iterations(1)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

BENCHMARK_MAIN();
