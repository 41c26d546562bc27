#pragma once

#include "backend/services/catalog/imports/service.h"
#include "tests/backend/services/catalog/fixture.h"

#include <thread>

namespace tradepost::catalog {

// A catalog with imports; operations run on a thread of their own.
struct ImportWorld {
    ImportWorld(sql::Database& database, const std::string& spool, PictureParts pictures = {},
                fetch::Config fetching = {}) {
        log.emplace(database, "catalog", systemClock(), ids);
        service.emplace(Dependencies{database, *log, cache, ids, systemClock(), "secret", {}});
        EXPECT_TRUE(service->start());
        operations.emplace(database, io.get_executor(), systemClock(), ids);
        imports.emplace(ImportService::Dependencies{
            database, *log, ids, systemClock(), *operations, spool, "secret", service->importHook(),
            [this](std::span<const SellerId> sellers) { return service->shareOf(sellers); },
            [this](const std::vector<CategoryId>& changed) { service->dropCategories(changed); },
            [this]() -> Task<void> {
                ++chunks;
                if (afterChunk)
                    afterChunk();
                co_return;
            },
            std::move(pictures), fetching});
        thread = std::thread([this] { io.run(); });
    }
    static void migrate(sql::Database& database) {
        for (const sql::Schema& each :
             {events::Outbox::schema(), schema(), import_store::schema(), operations::Operations::schema()})
            EXPECT_TRUE(database.migrate(each));
    }
    ~ImportWorld() {
        imports->interrupt();
        operations->stop();
        guard.reset();
        thread.join();
        imports.reset();
        operations.reset();
        service.reset();
        log.reset();
    }

    template<class T>
    T run(Task<T> task) {
        return boost::asio::co_spawn(io, std::move(task), boost::asio::use_future).get();
    }
    template<class Request, class Response>
    Result<Response> call(Task<Result<Response>> (ImportService::*method)(rpc::Context&, const Request&),
                          rpc::Context& caller, const Request& request) {
        return run(((*imports).*method)(caller, request));
    }
    imports::v1::GetImportRequest named(const std::string& id) {
        imports::v1::GetImportRequest request;
        request.set_id(id);
        return request;
    }
    imports::v1::Import upload(rpc::Context& caller, const std::string& text,
                               const imports::v1::ImportOptions& options = {}) {
        imports::v1::CreateImportRequest create;
        create.set_file_name("products.csv");
        *create.mutable_options() = options;
        auto import = call(&ImportService::createImport, caller, create);
        EXPECT_TRUE(import) << import.error().message;
        imports::v1::UploadImportDataRequest data;
        data.set_id(import->id());
        data.set_data(text);
        EXPECT_EQ(call(&ImportService::uploadImportData, caller, data)->uploaded_bytes(),
                  static_cast<std::int64_t>(text.size()));
        return *import;
    }
    imports::v1::Import start(rpc::Context& caller, const std::string& id, bool dryRun = false) {
        imports::v1::StartImportRequest request;
        request.set_id(id);
        request.set_dry_run(dryRun);
        const auto started = call(&ImportService::startImport, caller, request);
        EXPECT_TRUE(started) << started.error().message;
        return wait(caller, id);
    }
    imports::v1::Import wait(rpc::Context& caller, const std::string& id) {
        for (;;) {
            const auto import = call(&ImportService::getImport, caller, named(id));
            EXPECT_TRUE(import) << import.error().message;
            using I = imports::v1::Import;
            if (!import || (import->state() != I::CHECKING && import->state() != I::STAGING &&
                            import->state() != I::IMPORTING && import->state() != I::ROLLING_BACK))
                return import.value_or(I());
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    imports::v1::Import import(rpc::Context& caller, const std::string& text,
                               const imports::v1::ImportOptions& options = {}) {
        return start(caller, upload(caller, text, options).id());
    }
    std::vector<imports::v1::ImportRow> rows(rpc::Context& caller, const std::string& id,
                                             imports::v1::ListImportRowsRequest::Filter filter, int page = 1000) {
        imports::v1::ListImportRowsRequest request;
        request.set_id(id);
        request.set_filter(filter);
        request.set_page_size(page);
        std::vector<imports::v1::ImportRow> all;
        do {
            const auto listed = call(&ImportService::listImportRows, caller, request).value();
            EXPECT_LE(listed.rows_size(), page);
            all.insert(all.end(), listed.rows().begin(), listed.rows().end());
            request.set_page_token(listed.next_page_token());
        } while (!request.page_token().empty());
        return all;
    }
    std::string badRows(rpc::Context& caller, const std::string& id) {
        imports::v1::ReadBadRowsRequest request;
        request.set_id(id);
        std::string text;
        do {
            const auto read = call(&ImportService::readBadRows, caller, request).value();
            text += read.data();
            request.set_page_token(read.next_page_token());
        } while (!request.page_token().empty());
        return text;
    }
    std::string exported(rpc::Context& caller, const std::string& filter = {}) {
        class Taker final : public rpc::StreamWriterBase {
        public:
            Task<Result<void>> writeMessage(const google::protobuf::Message& message) override {
                text += static_cast<const imports::v1::ExportChunk&>(message).data();
                co_return Result<void>();
            }
            std::string text;
        } taker;
        rpc::StreamWriter<imports::v1::ExportChunk> writer(taker);
        imports::v1::ExportProductsRequest request;
        request.set_filter(filter);
        const auto done = run(imports->exportProducts(caller, request, writer));
        EXPECT_TRUE(done) << done.error().message;
        return taker.text;
    }

    IdSource ids{systemClock()};
    ResponseCache cache{1 << 20};
    boost::asio::io_context io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{io.get_executor()};
    std::optional<events::Outbox> log;
    std::optional<CatalogService> service;
    std::optional<operations::Operations> operations;
    std::optional<ImportService> imports;
    std::atomic<int> chunks{0};
    std::function<void()> afterChunk;
    std::thread thread;
};

inline std::string someProducts(int count, int from = 0, const char* title = "Lamp") {
    std::string text = "sku,title,price,currency,tags\n";
    for (int i = from; i < from + count; ++i)
        text += fmt::format("S{},{} {},{}.5,EUR,light|new\n", i, title, i, i);
    return text;
}

class ImportsTest : public test::DatabaseTest {
public:
    void start() override {
        ImportWorld::migrate(db());
        open();
    }
    void finish() override { world.reset(); }
    virtual void open() {
        world = std::make_unique<ImportWorld>(db(), database().directory());
        ASSERT_TRUE(world->operations->recover());
    }
    void restart() {
        world.reset();
        reopen();
        open();
    }
    std::int64_t number(const std::string& query) {
        std::int64_t found = 0;
        db().readNow([&](sql::Reader& reader) -> Result<void> {
                reader.run(query, {}, [&](const sql::Row& row) { found = row.integer(0); });
                return {};
            })
            .value();
        return found;
    }
    std::int64_t products() { return number("SELECT COUNT(*) FROM catalog_products"); }
    std::int64_t eventCount() { return number("SELECT COUNT(*) FROM catalog_history"); }
    std::optional<v1::Product> bySku(const std::string& sku) {
        return db()
            .readNow([&](sql::Reader& reader) -> Result<std::optional<v1::Product>> {
                const auto id = ProductStore::findBySku(reader, SellerId(7), sku);
                return id ? ProductStore::find(reader, *id) : std::nullopt;
            })
            .value();
    }

    std::unique_ptr<ImportWorld> world;
    rpc::Context seller = callerWith({rpc::Role::SELLER}, 100, {7});
    rpc::Context rival = callerWith({rpc::Role::SELLER}, 101, {8});
    rpc::Context op = callerWith({rpc::Role::OPERATOR}, 103);
};

} // namespace tradepost::catalog
