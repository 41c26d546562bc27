#include "backend/services/catalog/imports/runner.h"

#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/imports/spool.h"
#include "backend/services/catalog/imports/under_way.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/write_rules.h"

#include <boost/asio/co_spawn.hpp>
#include <deque>
#include <fmt/format.h>

namespace tradepost::catalog {

using imports::v1::Import;
using imports::v1::ImportRow;
using imports::v1::StoredChunk;

namespace asio = boost::asio;

namespace {
constexpr std::size_t stepsAhead = 2;  // one for the writer while the disk takes the other
constexpr std::size_t chunksAhead = 4; // for both of them

// What follows a byte of the file, at most as many as a chunk has.
std::vector<const ImportChunk::Item*> itemsAfter(const std::vector<std::shared_ptr<const ImportChunk>>& chunks,
                                                 std::int64_t offset) {
    std::vector<const ImportChunk::Item*> items;
    for (const auto& chunk : chunks)
        for (const ImportChunk::Item& item : chunk->items)
            if (item.end > offset && items.size() < ChunkReader::rows)
                items.push_back(&item);
    return items;
}

std::int64_t productsOf(const Import& import) {
    return import.created() + import.updated() + import.unchanged() + import.failed();
}
} // namespace

Import::State ImportRun::goal() const {
    return m_stored.dry_run() ? Import::STAGED : Import::IMPORTED;
}

Task<Result<void>> ImportRun::work() {
    if (!m_stored.checked())
        TP_CO_TRY(co_await check());
    TP_CO_TRY(co_await open());
    TP_CO_TRY(co_await renewPictures(m_stored.offset()));
    TP_CO_TRY(co_await rows());
    TP_CO_TRY(co_await pictures());
    co_return co_await forget(import_store::forgetSkus);
}

Task<Result<void>> ImportRun::rows() {
    m_since = std::chrono::steady_clock::now();
    m_productsBefore = productsOf(m_stored.import());
    m_bytesBefore = m_stored.offset();
    const auto executor = co_await asio::this_coro::executor;
    Chunks chunks;
    const auto begin = [&] {
        auto next = m_stored.dry_run() ? stage(chunks) : step([this, chunks](sql::Transaction& tx, Stored& stored) {
            return write(tx, stored, chunks);
        });
        return UnderWay(executor, std::move(next));
    };
    std::deque<UnderWay<Result<Stored>>> steps;
    std::optional<UnderWay<Result<ImportChunk>>> next; // read while the writer writes
    Result<void> outcome;
    for (bool more = true; outcome;) {
        if (more && !next && chunks.size() < chunksAhead)
            next.emplace(executor, read());
        if (next && (chunks.empty() || next->done())) {
            auto chunk = co_await next->result();
            next.reset();
            if (!chunk)
                outcome = std::unexpected(std::move(chunk).error());
            else if (chunk->items.empty())
                more = false;
            else
                chunks.push_back(std::make_shared<const ImportChunk>(std::move(*chunk)));
            continue;
        }
        if (chunks.empty())
            break;
        while (steps.size() < (m_stored.dry_run() ? 1 : stepsAhead))
            steps.push_back(begin());
        auto written = co_await steps.front().result();
        steps.pop_front();
        take(std::move(written), chunks, outcome);
        m_progress.report(m_stored.offset(), m_stored.import().bytes_total());
        if (outcome)
            outcome = co_await m_progress.checkpoint();
        if (outcome)
            outcome = co_await renewPictures(m_stored.offset());
        if (outcome && m_parts.catchUp && !m_stored.dry_run())
            co_await m_parts.catchUp();
    }
    // What is under way holds on to this object, and what was written counts.
    if (next)
        (void)co_await next->result();
    for (auto& step : steps)
        take(co_await step.result(), chunks, outcome);
    co_return outcome;
}

// A step was answered: it and those before it are on disk.
void ImportRun::take(Result<Stored> written, Chunks& chunks, Result<void>& outcome) {
    if (!written) {
        if (outcome)
            outcome = std::unexpected(std::move(written).error());
        return;
    }
    if (written->chunks() >= m_stored.chunks())
        m_stored = std::move(*written);
    std::erase_if(chunks, [this](const auto& chunk) { return chunk->items.back().end <= m_stored.offset(); });
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

void ImportRun::apply(sql::Transaction& tx, const ImportChunk::Item& item, bool dryRun, StoredChunk& rows) {
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
        return;
    const auto applied = m_importer->applyRow(tx, item.row, item.source.product);
    if (!applied) {
        refuse(m_reader->explain(item.source, applied.error()));
        return;
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
    if (item.pictures.images_size() > 0 && !dryRun) {
        imports::v1::OpenPictures& open = *rows.add_open();
        open = item.pictures;
        open.set_row(rows.rows_size() - 1);
    }
}

void ImportRun::count(Stored& next, const ImportChunk::Item& item, const ImportRow& row) const {
    Import& import = *next.mutable_import();
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
        return;
    }
    const auto missing = static_cast<std::int64_t>(item.missing.size());
    import.set_pictures_total(import.pictures_total() + item.pictures.places_size() + missing);
    import.set_pictures_failed(import.pictures_failed() + missing);
}

// The rows of one more stored chunk, the last of which is told.
void ImportRun::passed(Stored& next, const ImportChunk::Item& last) const {
    Import& import = *next.mutable_import();
    next.set_offset(last.end);
    next.set_line(last.endLine);
    next.set_chunks(next.chunks() + 1);
    import.set_bytes_done(last.end);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_since).count();
    if (seconds <= 0)
        return;
    import.set_products_per_second(static_cast<double>(productsOf(import) - m_productsBefore) / seconds);
    const double bytesPerSecond = static_cast<double>(last.end - m_bytesBefore) / seconds;
    import.set_seconds_left(static_cast<std::int64_t>(static_cast<double>(import.bytes_total() - last.end) /
                                                      std::max(bytesPerSecond, 1.0)));
}

Result<bool> ImportRun::write(sql::Transaction& tx, Stored& stored, const Chunks& chunks) {
    StoredChunk rows;
    const ImportChunk::Item* last = nullptr;
    m_importer->begin(tx);
    for (const ImportChunk::Item* item : itemsAfter(chunks, stored.offset())) {
        apply(tx, *item, false, rows);
        count(stored, *item, *rows.rows().rbegin());
        last = item;
        if (tx.shareIsUsed())
            break;
    }
    if (last == nullptr)
        return false;
    import_store::saveChunk(tx, m_id, stored.pass(), stored.chunks(), rows);
    passed(stored, *last);
    return true;
}

Task<Result<ImportWork::Stored>> ImportRun::stage(Chunks chunks) {
    StoredChunk rows;
    const auto items = itemsAfter(chunks, m_stored.offset());
    const auto tried = co_await m_parts.database.write(
        [&](sql::Transaction& tx) -> Result<void> {
            rows.Clear();
            m_importer->begin(tx);
            for (const ImportChunk::Item* item : items) {
                apply(tx, *item, true, rows);
                if (tx.shareIsUsed())
                    break;
            }
            return fail(Code::Aborted, "DRY_RUN", "Taken back.");
        },
        sql::Priority::Bulk);
    if (tried || tried.error().reason != "DRY_RUN")
        co_return tried ? fail(Code::Internal, "NOT_TAKEN_BACK", "A dry run was not taken back.")
                        : std::unexpected(tried.error());
    co_return co_await step([&](sql::Transaction& tx, Stored& after) -> Result<bool> {
        StoredChunk kept = rows;
        for (int i = 0; i < kept.rows_size(); ++i) {
            ImportRow& row = *kept.mutable_rows(i);
            const ImportChunk::Item& item = *items[static_cast<std::size_t>(i)];
            const SellerId seller = SellerId::parse(item.source.product.seller_id());
            if (row.outcome() != ImportRow::ERROR && !import_store::noteSku(tx, m_id, seller.value(), row.sku())) {
                row.set_outcome(ImportRow::ERROR);
                row.set_raw(item.source.raw);
                setProblem(*row.add_problems(),
                           m_reader->explain(item.source, Error{Code::Aborted, "DUPLICATE_ROW",
                                                                "An earlier row of the file has this SKU.",
                                                                "product.variants[0].sku"}));
            }
            count(after, item, row);
        }
        import_store::saveChunk(tx, m_id, after.pass(), after.chunks(), kept);
        passed(after, *items[static_cast<std::size_t>(kept.rows_size() - 1)]);
        return true;
    });
}

} // namespace tradepost::catalog
