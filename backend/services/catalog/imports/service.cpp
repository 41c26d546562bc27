#include "backend/services/catalog/imports/service.h"

#include "backend/base/money.h"
#include "backend/services/catalog/formats/mapping.h"
#include "backend/services/catalog/imports/rollback.h"
#include "backend/services/catalog/imports/spool.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/write_rules.h"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

namespace tradepost::catalog {

using imports::v1::Import;

namespace asio = boost::asio;

namespace {
constexpr int defaultPage = 50, previewRows = 20;
constexpr const char *runKind = "products.importFile", *rollbackKind = "products.rollBackImport";

bool seesAll(const rpc::Principal& caller) {
    return caller.has(rpc::Role::OPERATOR);
}

bool isBusy(Import::State state) {
    return state == Import::CHECKING || state == Import::STAGING || state == Import::IMPORTING ||
           state == Import::ROLLING_BACK;
}

std::unexpected<Error> noMedia(std::string field) {
    return fail(Code::FailedPrecondition, "NO_MEDIA",
                "This server keeps no pictures: leave them where they are, with https:// addresses.", std::move(field));
}

std::unexpected<Error> wrongState(const Import& import, std::string_view needed) {
    return fail(Code::FailedPrecondition, "WRONG_STATE",
                fmt::format("The import is {}; this needs one that {}.", Import::State_Name(import.state()), needed),
                "id");
}
} // namespace

ImportService::ImportService(Dependencies dependencies)
    : m_use(std::move(dependencies)), m_fetcher(m_use.fetching),
      m_parts{m_use.database, m_use.outbox,   m_use.ids,      m_use.clock,  m_threads,
              m_use.spool,    m_use.onChange, m_use.pictures, m_use.catchUp},
      m_tokens(m_use.pageTokenSecret) {
    m_parts.pictures.fetcher = &m_fetcher;
    m_parts.pictures.threads = &m_fetchers;
    m_use.operations.onResume(runKind, work(false));
    m_use.operations.onResume(rollbackKind, work(true));
}

ImportService::~ImportService() {
    m_fetcher.stop();
    m_threads.join();
    m_fetchers.join();
}

operations::Work ImportService::work(bool rollback) {
    return [this, rollback](operations::Progress& progress) -> Task<Result<google::protobuf::Any>> {
        const ImportId id = ImportId::parse(progress.input());
        setActive(id, true); // it is already, but after a restart
        struct Active {
            ImportService& service;
            ImportId id;
            ~Active() { service.setActive(id, false); }
        } active{*this, id};
        if (rollback) {
            RollbackRun run(m_parts, progress, id);
            co_return co_await run.run();
        }
        ImportRun run(m_parts, progress, id);
        co_return co_await run.run();
    };
}

bool ImportService::setActive(ImportId id, bool active) {
    const std::scoped_lock lock(m_mutex);
    return active ? m_active.insert(id).second : m_active.erase(id) > 0;
}

bool ImportService::isActive(ImportId id) {
    const std::scoped_lock lock(m_mutex);
    return m_active.contains(id);
}

Task<Result<ImportService::Stored>> ImportService::visible(rpc::Context& context, std::string text) {
    const ImportId id = ImportId::parse(text);
    if (!id)
        co_return notFound("import", text);
    auto stored = co_await m_use.database.read([id](sql::Reader& reader) -> Result<Stored> {
        auto found = import_store::find(reader, id);
        return found ? Result<Stored>(std::move(*found)) : notFound("import", id.text());
    });
    if (stored && stored->import().owner_id() != context.principal.user.text() && !seesAll(context.principal))
        co_return notFound("import", text);
    co_return stored;
}

// With what only its operation knows.
Task<Result<Import>> ImportService::shown(Stored stored) {
    Import import = std::move(*stored.mutable_import());
    if (!isBusy(import.state()))
        co_return import;
    if (const OperationId operationId = OperationId::parse(import.operation_id()))
        if (const auto operation = co_await m_use.operations.get(operationId))
            import.set_paused(operation->state() == operations::v1::Operation::PAUSED);
    const ImportId id = ImportId::parse(import.id());
    if (isActive(id))
        co_return import;
    // It may have ended since it was read; what it leaves is written before it ends.
    auto again = co_await m_use.database.read([id](sql::Reader& reader) -> Result<Stored> {
        auto found = import_store::find(reader, id);
        return found ? Result<Stored>(std::move(*found)) : notFound("import", id.text());
    });
    if (!again)
        co_return std::unexpected(std::move(again).error());
    import = std::move(*again->mutable_import());
    if (isBusy(import.state())) {
        import.set_state(Import::FAILED);
        import.set_error_reason("INTERRUPTED");
        import.set_error_message("The server stopped in its midst; start it again to go on.");
    }
    co_return import;
}

Task<Result<Import>> ImportService::createImport(rpc::Context& context,
                                                 const imports::v1::CreateImportRequest& request) {
    const ImportId id = m_use.ids.next<ImportId>();
    Stored stored;
    Import& import = *stored.mutable_import();
    import.set_id(id.text());
    import.set_file_name(request.file_name());
    import.set_owner_id(context.principal.user.text());
    import.set_file_bytes(request.file_bytes());
    *import.mutable_options() = request.options();
    import.set_state(Import::UPLOADING);
    import.set_seconds_left(-1);
    setTime(*import.mutable_create_time(), m_use.clock.now());
    *import.mutable_update_time() = import.create_time();
    TP_CO_TRY(co_await takeOptions(context, stored));
    TP_CO_TRY(spool::create(uploadPath(m_use.spool, id)));
    TP_CO_TRY(spool::create(picturesPath(m_use.spool, id)));
    spool::dropOld(m_use.spool, m_use.clock.now());
    auto saved = co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<Import> {
        import_store::insert(tx, id, context.principal.user, stored);
        return stored.import();
    });
    co_return saved;
}

// Checks the options and keeps the mapping they name as it is now, or the one that was given.
Task<Result<void>> ImportService::takeOptions(rpc::Context& context, Stored& stored,
                                              const imports::v1::Mapping* given) {
    if (given) {
        if (auto checked = formats::CompiledMapping::check(*given); !checked) {
            Error error = std::move(checked).error();
            error.field = "mapping." + error.field;
            co_return std::unexpected(std::move(error));
        }
        stored.mutable_import()->mutable_options()->set_mapping(given->name());
    }
    const imports::v1::ImportOptions options = stored.import().options();
    if (const auto overrides = overridesOf(options); !overrides)
        co_return std::unexpected(overrides.error());
    if (!options.currency().empty())
        if (const auto currency = Currency::parse(options.currency(), "options.currency"); !currency)
            co_return std::unexpected(currency.error());
    if (!options.seller_id().empty())
        if (const auto seller = rpc::accountOf(context.principal, options.seller_id(), "product.seller_id"); !seller)
            co_return std::unexpected(seller.error());
    if (options.pictures() == imports::v1::ImportOptions::FETCH && !m_use.pictures.keep)
        co_return noMedia("options.pictures");
    stored.set_mapped(given || !options.mapping().empty());
    stored.clear_mapping();
    if (given)
        *stored.mutable_mapping() = *given;
    if (given || !stored.mapped())
        co_return Result<void>();
    auto mapping = co_await m_use.database.read([owner = context.principal.user, name = options.mapping()](
                                                    sql::Reader& reader) -> Result<imports::v1::Mapping> {
        auto found = import_store::findMapping(reader, owner, name);
        return found ? Result<imports::v1::Mapping>(std::move(*found)) : notFound("mapping", name);
    });
    if (!mapping)
        co_return std::unexpected(std::move(mapping).error());
    *stored.mutable_mapping() = std::move(*mapping);
    co_return Result<void>();
}

Task<Result<Import>> ImportService::uploadImportData(rpc::Context& context,
                                                     const imports::v1::UploadImportDataRequest& request) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    if (stored->import().state() != Import::UPLOADING)
        co_return wrongState(stored->import(), "has not been started");
    if (request.pictures() && !m_use.pictures.keep)
        co_return noMedia("pictures");
    const ImportId id = ImportId::parse(request.id());
    const auto append = [&]() -> Task<Result<std::int64_t>> {
        if (request.pictures())
            co_return spool::append(picturesPath(m_use.spool, id), request.offset(), request.data(), maxPicturesBytes);
        co_return spool::append(uploadPath(m_use.spool, id), request.offset(), request.data(), maxUploadBytes);
    };
    const auto size = co_await asio::co_spawn(m_threads, append, asio::use_awaitable);
    if (!size)
        co_return std::unexpected(size.error());
    Import& import = *stored->mutable_import();
    import.set_uploaded_bytes(spool::sizeOf(uploadPath(m_use.spool, id)));
    import.set_pictures_bytes(spool::sizeOf(picturesPath(m_use.spool, id)));
    co_return std::move(*stored->mutable_import());
}

// An upload that was cut off must not be taken for the whole file.
Result<void> ImportService::wholeUpload(const Import& import) const {
    const std::int64_t size = spool::sizeOf(uploadPath(m_use.spool, ImportId::parse(import.id())));
    if (size >= import.file_bytes())
        return {};
    return fail(Code::FailedPrecondition, "UPLOAD_INCOMPLETE",
                fmt::format("Only {} of {} bytes have arrived: send the rest first.", size, import.file_bytes()), "id");
}

Task<Result<imports::v1::PreviewImportResponse>>
ImportService::previewImport(rpc::Context& context, const imports::v1::PreviewImportRequest& request) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    TP_CO_TRY(wholeUpload(stored->import()));
    if (request.has_options())
        *stored->mutable_import()->mutable_options() = request.options();
    TP_CO_TRY(co_await takeOptions(context, *stored, request.has_mapping() ? &request.mapping() : nullptr));
    const auto overrides = overridesOf(stored->import().options());
    const ImportId id = ImportId::parse(request.id());
    const auto look = [&]() -> Task<Result<imports::v1::PreviewImportResponse>> {
        imports::v1::PreviewImportResponse response;
        const std::string path = uploadPath(m_use.spool, id);
        auto shape = formats::detectFile(path, *overrides);
        if (!shape)
            co_return std::unexpected(std::move(shape).error());
        setShape(*response.mutable_shape(), *shape);
        const auto table = formats::firstRows(path, *shape, previewRows);
        if (!table)
            co_return std::unexpected(table.error());
        for (const formats::TableRow& row : *table)
            setRow(*response.add_table(), row);
        if (!stored->mapped() && shape->format == formats::Format::Unknown)
            co_return response;
        const auto rows =
            formats::previewProducts(path, *shape, stored->mapped() ? std::optional(stored->mapping()) : std::nullopt,
                                     stored->import().options().currency(), previewRows);
        if (!rows)
            co_return std::unexpected(rows.error());
        setShape(*response.mutable_shape(), *shape);
        for (const formats::ProductRow& row : *rows) {
            imports::v1::PreviewRow& told = *response.add_rows();
            told.set_line(row.line);
            for (const formats::Problem& problem : row.problems)
                setProblem(*told.add_problems(), problem);
            if (row.problems.empty())
                (void)google::protobuf::util::MessageToJsonString(row.product, told.mutable_json());
        }
        co_return response;
    };
    co_return co_await asio::co_spawn(m_threads, look, asio::use_awaitable);
}

Task<Result<Import>> ImportService::startImport(rpc::Context& context, const imports::v1::StartImportRequest& request) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    Import& import = *stored->mutable_import();
    const bool busy = isActive(ImportId::parse(request.id()));
    if (busy)
        co_return co_await shown(std::move(*stored));
    const bool fresh = import.state() == Import::UPLOADING || import.state() == Import::STAGED ||
                       (stored->dry_run() && !request.dry_run());
    const bool again =
        import.state() == Import::CANCELLED || import.state() == Import::FAILED || isBusy(import.state());
    if (!fresh && (!again || stored->rollback_started_at() != 0))
        co_return wrongState(import, "is uploaded, staged, cancelled or failed");
    if (fresh) {
        TP_CO_TRY(wholeUpload(import));
        if (request.has_options()) {
            *import.mutable_options() = request.options();
            stored->set_checked(false);
        }
        if (request.has_mapping())
            stored->set_checked(false);
        // What was staged is what comes in: a mapping that was taken stays as it was, unless another is given.
        if (request.has_options() || request.has_mapping() || !stored->mapped())
            TP_CO_TRY(co_await takeOptions(context, *stored, request.has_mapping() ? &request.mapping() : nullptr));
        stored->set_pass(stored->pass() + 1);
        stored->set_chunks(0);
        stored->set_offset(stored->data_offset());
        stored->set_line(stored->data_line());
        stored->set_started_at(m_use.clock.now());
        stored->set_dry_run(request.dry_run());
        import.clear_created();
        import.clear_updated();
        import.clear_unchanged();
        import.clear_failed();
        import.clear_bytes_done();
        stored->set_pictures_chunk(0);
        import.clear_pictures_total();
        import.clear_pictures_done();
        import.clear_pictures_failed();
    }
    import.clear_error_reason();
    import.clear_error_message();
    import.set_state(!stored->checked() ? Import::CHECKING : stored->dry_run() ? Import::STAGING : Import::IMPORTING);
    import.set_uploaded_bytes(spool::sizeOf(uploadPath(m_use.spool, ImportId::parse(request.id()))));
    import.set_pictures_bytes(spool::sizeOf(picturesPath(m_use.spool, ImportId::parse(request.id()))));
    co_return co_await launch(context, std::move(*stored), false);
}

Task<Result<Import>> ImportService::rollBackImport(rpc::Context& context,
                                                   const imports::v1::GetImportRequest& request) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    Import& import = *stored->mutable_import();
    const bool busy = isActive(ImportId::parse(request.id()));
    if ((busy && import.state() == Import::ROLLING_BACK) || import.state() == Import::ROLLED_BACK)
        co_return co_await shown(std::move(*stored));
    if (busy || stored->dry_run() || stored->chunks() == 0)
        co_return wrongState(import, "has imported something and does not run: cancel it first");
    if (stored->rollback_started_at() == 0) {
        stored->set_rollback_started_at(m_use.clock.now());
        stored->set_rollback_left(stored->chunks());
    }
    import.clear_error_reason();
    import.clear_error_message();
    import.set_state(Import::ROLLING_BACK);
    co_return co_await launch(context, std::move(*stored), true);
}

// Writes what the operation needs, then starts it.
Task<Result<Import>> ImportService::launch(rpc::Context& context, Stored stored, bool rollback) {
    const ImportId id = ImportId::parse(stored.import().id());
    if (!setActive(id, true))
        co_return wrongState(stored.import(), "does not run already");
    stored.set_user(context.principal.user.value());
    stored.clear_roles();
    for (const rpc::Role role : context.principal.roles)
        stored.add_roles(role);
    stored.clear_sellers();
    for (const SellerId seller : context.principal.sellers)
        stored.add_sellers(seller.value());
    stored.set_traceparent(context.traceparent);
    const auto save = [&]() -> Task<Result<void>> {
        co_return co_await m_use.database.write([&, id](sql::Transaction& tx) -> Result<void> {
            import_store::save(tx, id, stored);
            return {};
        });
    };
    if (const auto saved = co_await save(); !saved) {
        setActive(id, false);
        co_return std::unexpected(saved.error());
    }
    operations::NewOperation operation;
    operation.kind = rollback ? rollbackKind : runKind;
    operation.title = fmt::format("{} {}",
                                  rollback           ? "Roll back of"
                                  : stored.dry_run() ? "Check of"
                                                     : "Import of",
                                  stored.import().file_name());
    operation.owner = context.principal.user;
    operation.input = id.text();
    auto started = co_await m_use.operations.start(std::move(operation), work(rollback));
    if (!started) {
        setActive(id, false);
        stored.mutable_import()->set_state(Import::FAILED);
        stored.mutable_import()->set_error_reason(started.error().reason);
        stored.mutable_import()->set_error_message(started.error().message);
        (void)co_await save();
        co_return std::unexpected(std::move(started).error());
    }
    stored.mutable_import()->set_operation_id(started->id()); // the work writes it down
    co_return std::move(*stored.mutable_import());
}

Task<Result<Import>> ImportService::getImport(rpc::Context& context, const imports::v1::GetImportRequest& request) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    co_return co_await shown(std::move(*stored));
}

Task<Result<imports::v1::ListImportsResponse>>
ImportService::listImports(rpc::Context& context, const imports::v1::ListImportsRequest& request) {
    ImportId before;
    if (!request.page_token().empty()) {
        const auto last = m_tokens.open(request.page_token(), "imports", "");
        if (!last)
            co_return std::unexpected(last.error());
        before = ImportId(std::get<std::int64_t>(last->at(0)));
    }
    const int size = request.page_size() > 0 ? request.page_size() : defaultPage;
    const auto owner = seesAll(context.principal) ? std::nullopt : std::optional(context.principal.user);
    auto found = co_await m_use.database.read([=](sql::Reader& reader) -> Result<std::vector<Import>> {
        return import_store::list(reader, owner, before, size + 1);
    });
    if (!found)
        co_return std::unexpected(std::move(found).error());
    imports::v1::ListImportsResponse response;
    for (Import& import : *found) {
        if (response.imports_size() == size) {
            const std::int64_t last = ImportId::parse(response.imports(size - 1).id()).value();
            response.set_next_page_token(m_tokens.make("imports", "", {sql::Value(last)}));
            break;
        }
        *response.add_imports() = std::move(import);
    }
    co_return response;
}

Task<Result<Import>>
ImportService::steer(rpc::Context& context, const imports::v1::GetImportRequest& request,
                     Task<Result<operations::v1::Operation>> (operations::Operations::*method)(OperationId)) {
    auto stored = co_await visible(context, request.id());
    if (!stored)
        co_return std::unexpected(std::move(stored).error());
    const OperationId operation = OperationId::parse(stored->import().operation_id());
    if (operation)
        if (const auto done = co_await (m_use.operations.*method)(operation); !done)
            co_return std::unexpected(done.error());
    co_return co_await getImport(context, request);
}

Task<Result<Import>> ImportService::pauseImport(rpc::Context& context, const imports::v1::GetImportRequest& request) {
    return steer(context, request, &operations::Operations::pause);
}

Task<Result<Import>> ImportService::resumeImport(rpc::Context& context, const imports::v1::GetImportRequest& request) {
    return steer(context, request, &operations::Operations::resume);
}

Task<Result<Import>> ImportService::cancelImport(rpc::Context& context, const imports::v1::GetImportRequest& request) {
    return steer(context, request, &operations::Operations::cancel);
}

} // namespace tradepost::catalog
