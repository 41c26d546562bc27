#include "backend/services/catalog/imports/rollback.h"

#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/pending_store.h"
#include "backend/services/catalog/product_fields.h"
#include "backend/services/catalog/product_removal.h"

#include <algorithm>
#include <map>

namespace tradepost::catalog {

using imports::v1::Import;
using imports::v1::ImportRow;

namespace {
constexpr std::string_view action = "rollback";
constexpr std::size_t maxRevisions = 20; // of one row: an edit and a publication are two
} // namespace

RollbackRun::RollbackRun(RunnerParts& parts, operations::Progress& progress, ImportId id)
    : m_parts(parts), m_progress(progress), m_id(id), m_products(parts.outbox) {}

Task<Result<google::protobuf::Any>> RollbackRun::run() {
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
    if (!done && done.error().reason == "INTERRUPTED")
        co_return std::unexpected(done.error());
    Stored ended = m_stored;
    Import& import = *ended.mutable_import();
    import.set_state(done                                   ? Import::ROLLED_BACK
                     : done.error().code == Code::Cancelled ? Import::CANCELLED
                                                            : Import::FAILED);
    if (!done) {
        import.set_error_reason(done.error().reason);
        import.set_error_message(done.error().message);
    }
    const auto saved = co_await save(ended);
    if (!saved || !done)
        co_return std::unexpected(!done ? done.error() : saved.error());
    google::protobuf::Any answer;
    answer.PackFrom(ended.import());
    co_return answer;
}

Task<Result<void>> RollbackRun::save(Stored next) {
    setTime(*next.mutable_import()->mutable_update_time(), m_parts.clock.now());
    co_return co_await m_parts.database.write([&, id = m_id](sql::Transaction& tx) -> Result<void> {
        import_store::save(tx, id, next);
        return {};
    });
}

Task<Result<void>> RollbackRun::work() {
    while (m_stored.rollback_left() > 0) {
        TP_CO_TRY(co_await chunk());
        m_progress.report(m_stored.chunks() - m_stored.rollback_left(), m_stored.chunks());
        TP_CO_TRY(co_await m_progress.checkpoint());
        if (m_parts.catchUp)
            co_await m_parts.catchUp();
    }
    co_return Result<void>();
}

Task<Result<void>> RollbackRun::chunk() {
    auto next = co_await m_parts.database.write(
        [this](sql::Transaction& tx) -> Result<Stored> {
            Stored after = m_stored;
            const std::int64_t number = m_stored.rollback_left() - 1;
            auto chunk = import_store::nextChunk(tx, m_id, m_stored.pass(), number, false);
            if (chunk && chunk->number == number) {
                for (auto row = chunk->rows.mutable_rows()->rbegin(); row != chunk->rows.mutable_rows()->rend(); ++row)
                    undo(tx, *row, after);
                import_store::saveChunk(tx, m_id, m_stored.pass(), number, chunk->rows);
            }
            after.set_rollback_left(number);
            setTime(*after.mutable_import()->mutable_update_time(), m_parts.clock.now());
            import_store::save(tx, m_id, after);
            return after;
        },
        sql::Priority::Bulk);
    if (!next)
        co_return std::unexpected(std::move(next).error());
    m_stored = std::move(*next);
    co_return Result<void>();
}

void RollbackRun::undo(sql::Transaction& tx, ImportRow& row, Stored& next) {
    if (row.rolled_back() || (row.outcome() != ImportRow::CREATE && row.outcome() != ImportRow::UPDATE))
        return;
    const Change change{UserId(m_stored.user()), m_parts.clock.now(), m_stored.traceparent()};
    const bool undone = undoProduct(tx, row, change);
    row.set_rolled_back(undone);
    row.set_kept(!undone);
    Import& import = *next.mutable_import();
    if (undone)
        import.set_rolled_back(import.rolled_back() + 1);
    else
        import.set_kept(import.kept() + 1);
}

bool RollbackRun::undoProduct(sql::Transaction& tx, const ImportRow& row, const Change& change) {
    const ProductId id = ProductId::parse(row.product_id());
    auto now = ProductStore::find(tx, id);
    if (!now || row.waits() || now->state() == v1::ARCHIVED || PendingStore::find(tx, id))
        return false;
    const auto entries = ProductStore::history(tx, id, now->revision() + 1, maxRevisions);
    // Edited since, unless it was this roll back that undid a later row of the same product.
    const bool mine =
        !entries.empty() && entries.front().action == action && entries.front().at >= m_stored.rollback_started_at();
    if (now->revision() != row.revision_after() && !mine)
        return false;
    if (row.outcome() == ImportRow::CREATE) {
        v1::Product gone = *now;
        removeProduct(tx, m_parts.outbox, *now, change);
        gone.set_state(v1::ARCHIVED);
        if (m_parts.onChange)
            m_parts.onChange(tx, gone, false);
        return true;
    }
    v1::Product before = *now;
    std::vector<std::string> fields;
    std::map<std::int64_t, const HistoryEntry*> byRevision; // entries that made none of their own come later
    for (const HistoryEntry& entry : entries)
        if (entry.revision > row.revision_before() && entry.revision <= row.revision_after())
            byRevision[entry.revision] = &entry;
    if (static_cast<std::int64_t>(byRevision.size()) != row.revision_after() - row.revision_before())
        return false;
    for (auto entry = byRevision.rbegin(); entry != byRevision.rend(); ++entry)
        for (const std::string& name : entry->second->fields) {
            if (name == "state") {
                before.set_state(entry->second->before.state());
            } else {
                const auto field = std::ranges::find(
                    productFields(), name, [](const ProductField& each) { return std::string_view(each.name); });
                if (field == productFields().end())
                    return false;
                copyField(entry->second->before, before, *field);
            }
            if (std::ranges::find(fields, name) == fields.end())
                fields.push_back(name);
        }
    if (!m_products.update(tx, *now, before, fields, action, change))
        return false; // its former SKU or slug is somebody else's by now
    if (m_parts.onChange)
        m_parts.onChange(tx, before, false);
    return true;
}

} // namespace tradepost::catalog
