#include "backend/services/catalog/imports/runner.h"

#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/imports/spool.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/write_rules.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <fmt/format.h>

namespace tradepost::catalog {

using imports::v1::Import;
using imports::v1::ImportRow;
using imports::v1::StoredChunk;

namespace asio = boost::asio;

ImportRun::ImportRun(RunnerParts& parts, operations::Progress& progress, ImportId id)
    : m_parts(parts), m_progress(progress), m_id(id) {}

Task<Result<google::protobuf::Any>> ImportRun::run() {
    auto found = co_await m_parts.database.read([id = m_id](sql::Reader& reader) -> Result<Stored> {
        auto stored = import_store::find(reader, id);
        return stored ? Result<Stored>(std::move(*stored)) : notFound("import", id.text());
    });
    if (!found)
        co_return std::unexpected(std::move(found).error());
    m_stored = std::move(*found);
    m_stored.mutable_import()->set_operation_id(m_progress.id().text());
    TP_CO_TRY(co_await save(m_stored));
    const Result<void> done = co_await work();
    // A server that stops leaves the import as it is: it goes on after the next start.
    if (!done && done.error().reason == "INTERRUPTED")
        co_return std::unexpected(done.error());
    Stored ended = m_stored;
    Import& import = *ended.mutable_import();
    import.set_seconds_left(0);
    if (done) {
        import.set_state(ended.dry_run() ? Import::STAGED : Import::IMPORTED);
    } else {
        import.set_state(done.error().code == Code::Cancelled ? Import::CANCELLED : Import::FAILED);
        import.set_error_reason(done.error().reason);
        import.set_error_message(done.error().message);
    }
    TP_CO_TRY(co_await save(std::move(ended)));
    if (!done)
        co_return std::unexpected(done.error());
    google::protobuf::Any answer;
    answer.PackFrom(m_stored.import());
    co_return answer;
}

Task<Result<void>> ImportRun::work() {
    if (!m_stored.checked())
        TP_CO_TRY(co_await check());
    TP_CO_TRY(co_await open());
    TP_CO_TRY(co_await renewPictures(m_stored.offset()));
    m_since = std::chrono::steady_clock::now();
    m_productsBefore = m_stored.import().created() + m_stored.import().updated() + m_stored.import().unchanged() +
                       m_stored.import().failed();
    m_bytesBefore = m_stored.offset();
    auto chunk = co_await read();
    for (;;) {
        if (!chunk)
            co_return std::unexpected(std::move(chunk).error());
        if (chunk->items.empty())
            break;
        // The next chunk is read while this one is written.
        using namespace asio::experimental::awaitable_operators;
        auto [written, next] = co_await (write(*chunk) && read());
        TP_CO_TRY(written);
        chunk = std::move(next);
        m_progress.report(m_stored.offset(), m_stored.import().bytes_total());
        TP_CO_TRY(co_await m_progress.checkpoint());
        TP_CO_TRY(co_await renewPictures(m_stored.offset()));
        if (m_parts.catchUp && !m_stored.dry_run())
            co_await m_parts.catchUp();
    }
    TP_CO_TRY(co_await pictures());
    for (bool more = m_stored.dry_run(); more;) {
        const auto forgotten = co_await m_parts.database.write(
            [id = m_id](sql::Transaction& tx) -> Result<bool> { return import_store::forgetSkus(tx, id); },
            sql::Priority::Bulk);
        if (!forgotten)
            co_return std::unexpected(forgotten.error());
        more = *forgotten;
    }
    co_return Result<void>();
}

Task<Result<void>> ImportRun::check() {
    const auto overrides = overridesOf(m_stored.import().options());
    if (!overrides)
        co_return std::unexpected(overrides.error());
    const auto prepare = [this, &overrides]() -> Task<Result<formats::PreparedFile>> {
        co_return formats::prepareFile(uploadPath(m_parts.spool, m_id), convertedPath(m_parts.spool, m_id), *overrides,
                                       [this] { return !m_progress.cancelRequested(); });
    };
    const auto file = co_await asio::co_spawn(m_parts.threads, prepare, asio::use_awaitable);
    if (!file)
        co_return std::unexpected(file.error());
    Stored next = m_stored;
    next.set_checked(true);
    next.set_converted(file->path != uploadPath(m_parts.spool, m_id));
    next.set_data_offset(file->shape.dataOffset);
    next.set_data_line(file->shape.dataLine);
    next.set_offset(file->shape.dataOffset);
    next.set_line(file->shape.dataLine);
    setShape(*next.mutable_import()->mutable_shape(), file->shape);
    next.mutable_import()->set_rows_total(file->records);
    next.mutable_import()->set_bytes_total(file->bytes);
    next.mutable_import()->set_state(next.dry_run() ? Import::STAGING : Import::IMPORTING);
    co_return co_await save(std::move(next));
}

Task<Result<void>> ImportRun::open() {
    auto categories = co_await m_parts.database.read(
        [](sql::Reader& reader) -> Result<std::vector<v1::Category>> { return CategoryStore::all(reader); });
    if (!categories)
        co_return std::unexpected(std::move(categories).error());
    const auto mapping = m_stored.mapped() ? std::optional(m_stored.mapping()) : std::nullopt;
    auto reader = formats::openProducts(preparedFile(m_stored, m_parts.spool, m_id), mapping,
                                        m_stored.import().options().currency(), m_stored.offset(), m_stored.line());
    if (!reader)
        co_return std::unexpected(std::move(reader).error());
    const std::string& format = m_stored.import().shape().format();
    const bool optional = m_stored.mapped() ? m_stored.mapping().optional_category()
                                            : format == "shopify" || format.starts_with("google");
    if (spool::sizeOf(picturesPath(m_parts.spool, m_id)) > 0) {
        auto zip = formats::openZip(picturesPath(m_parts.spool, m_id));
        if (!zip)
            co_return std::unexpected(std::move(zip).error());
        m_zip = std::move(*zip);
    }
    m_reader = std::make_unique<ChunkReader>(
        std::move(*reader), std::make_shared<const CategoryResolver>(std::move(*categories)),
        ChunkReader::Options{m_stored.import().options().publish(), m_stored.import().options().seller_id(), optional,
                             m_stored.import().options().pictures() == imports::v1::ImportOptions::FETCH,
                             m_zip ? &*m_zip : nullptr, format != "google-xml"});
    m_importer = std::make_unique<Importer>(m_parts.outbox, m_parts.ids, m_parts.clock, importerOptions(),
                                            m_stored.dry_run() ? Importer::OnChange() : m_parts.onChange);
    co_return Result<void>();
}

Importer::Options ImportRun::importerOptions() const {
    return {principalOf(m_stored), false, m_stored.traceparent(), m_stored.started_at()};
}

Task<Result<ImportChunk>> ImportRun::read() {
    const auto parse = [this]() -> Task<Result<ImportChunk>> { co_return m_reader->read(); };
    co_return co_await asio::co_spawn(m_parts.threads, parse, asio::use_awaitable);
}

StoredChunk ImportRun::apply(sql::Transaction& tx, const ImportChunk& chunk) {
    StoredChunk rows;
    rows.mutable_rows()->Reserve(static_cast<int>(chunk.items.size()));
    for (const ImportChunk::Item& item : chunk.items) {
        ImportRow& told = *rows.add_rows();
        told.set_line(item.source.line);
        if (item.source.product.variants_size() > 0)
            told.set_sku(item.source.product.variants(0).sku());
        const auto refuse = [&](const formats::Problem& problem) {
            told.set_outcome(ImportRow::ERROR);
            told.set_raw(item.source.raw);
            setProblem(*told.add_problems(), problem);
        };
        for (const formats::Problem& problem : item.source.problems)
            refuse(problem);
        if (!item.source.problems.empty())
            continue;
        const auto applied = m_importer->applyRow(tx, item.row, item.source.product);
        if (!applied) {
            refuse(m_reader->explain(item.source, applied.error()));
            continue;
        }
        told.set_outcome(applied->outcome == Importer::Outcome::Created   ? ImportRow::CREATE
                         : applied->outcome == Importer::Outcome::Updated ? ImportRow::UPDATE
                                                                          : ImportRow::UNCHANGED);
        told.set_product_id(applied->id.text());
        told.set_revision_before(applied->before);
        told.set_revision_after(applied->after);
        told.set_waits(applied->waits);
        for (const formats::Problem& problem : item.missing)
            setProblem(*told.add_problems(), problem);
        if (item.pictures.images_size() > 0 && !m_stored.dry_run()) {
            imports::v1::OpenPictures& open = *rows.add_open();
            open = item.pictures;
            open.set_row(rows.rows_size() - 1);
        }
    }
    return rows;
}

void ImportRun::count(Stored& next, const ImportChunk& chunk, const StoredChunk& rows) const {
    Import& import = *next.mutable_import();
    for (const ImportRow& row : rows.rows())
        switch (row.outcome()) {
        case ImportRow::CREATE:
            import.set_created(import.created() + 1);
            break;
        case ImportRow::UPDATE:
            import.set_updated(import.updated() + 1);
            break;
        case ImportRow::UNCHANGED:
            import.set_unchanged(import.unchanged() + 1);
            break;
        default:
            import.set_failed(import.failed() + 1);
        }
    for (int i = 0; i < rows.rows_size(); ++i)
        if (rows.rows(i).outcome() != ImportRow::ERROR) {
            const ImportChunk::Item& item = chunk.items[static_cast<std::size_t>(i)];
            const auto missing = static_cast<std::int64_t>(item.missing.size());
            import.set_pictures_total(import.pictures_total() + item.pictures.places_size() + missing);
            import.set_pictures_failed(import.pictures_failed() + missing);
        }
    next.set_offset(chunk.end);
    next.set_line(chunk.endLine);
    next.set_chunks(next.chunks() + 1);
    import.set_bytes_done(chunk.end);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_since).count();
    const std::int64_t products = import.created() + import.updated() + import.unchanged() + import.failed();
    if (seconds > 0) {
        import.set_products_per_second(static_cast<double>(products - m_productsBefore) / seconds);
        const double bytesPerSecond = static_cast<double>(chunk.end - m_bytesBefore) / seconds;
        import.set_seconds_left(static_cast<std::int64_t>(static_cast<double>(import.bytes_total() - chunk.end) /
                                                          std::max(bytesPerSecond, 1.0)));
    }
    setTime(*import.mutable_update_time(), m_parts.clock.now());
}

Task<Result<void>> ImportRun::write(const ImportChunk& chunk) {
    if (m_stored.dry_run())
        co_return co_await stage(chunk);
    auto next = co_await m_parts.database.write(
        [&](sql::Transaction& tx) -> Result<Stored> {
            Stored after = m_stored;
            const StoredChunk rows = apply(tx, chunk);
            count(after, chunk, rows);
            import_store::saveChunk(tx, m_id, after.pass(), m_stored.chunks(), rows);
            import_store::save(tx, m_id, after);
            return after;
        },
        sql::Priority::Bulk);
    if (!next)
        co_return std::unexpected(std::move(next).error());
    m_stored = std::move(*next);
    co_return Result<void>();
}

Task<Result<void>> ImportRun::stage(const ImportChunk& chunk) {
    StoredChunk rows;
    const auto tried = co_await m_parts.database.write(
        [&](sql::Transaction& tx) -> Result<void> {
            rows = apply(tx, chunk);
            return fail(Code::Aborted, "DRY_RUN", "Taken back.");
        },
        sql::Priority::Bulk);
    if (tried || tried.error().reason != "DRY_RUN")
        co_return tried ? fail(Code::Internal, "NOT_TAKEN_BACK", "A dry run was not taken back.")
                        : std::unexpected(tried.error());
    auto next = co_await m_parts.database.write(
        [&](sql::Transaction& tx) -> Result<Stored> {
            Stored after = m_stored;
            StoredChunk kept = rows;
            for (int i = 0; i < kept.rows_size(); ++i) {
                ImportRow& row = *kept.mutable_rows(i);
                const auto& source = chunk.items[static_cast<std::size_t>(i)].source;
                if (row.outcome() == ImportRow::ERROR ||
                    import_store::noteSku(tx, m_id, SellerId::parse(source.product.seller_id()).value(), row.sku()))
                    continue;
                row.set_outcome(ImportRow::ERROR);
                row.set_raw(source.raw);
                setProblem(*row.add_problems(),
                           m_reader->explain(source, Error{Code::Aborted, "DUPLICATE_ROW",
                                                           "An earlier row of the file has this SKU.",
                                                           "product.variants[0].sku"}));
            }
            count(after, chunk, kept);
            import_store::saveChunk(tx, m_id, after.pass(), m_stored.chunks(), kept);
            import_store::save(tx, m_id, after);
            return after;
        },
        sql::Priority::Bulk);
    if (!next)
        co_return std::unexpected(std::move(next).error());
    m_stored = std::move(*next);
    co_return Result<void>();
}

Task<Result<void>> ImportRun::save(Stored next) {
    setTime(*next.mutable_import()->mutable_update_time(), m_parts.clock.now());
    const auto saved = co_await m_parts.database.write([&, id = m_id](sql::Transaction& tx) -> Result<void> {
        import_store::save(tx, id, next);
        return {};
    });
    if (saved)
        m_stored = std::move(next);
    co_return saved;
}

} // namespace tradepost::catalog
