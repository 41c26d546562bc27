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
    : ImportWork(parts, progress, id), m_products(parts.outbox) {}

Task<Result<void>> RollbackRun::work() {
    while (m_stored.rollback_left() > 0) {
        TP_CO_TRY(co_await advance([this](sql::Transaction& tx, Stored& stored) -> Result<bool> {
            undoSome(tx, stored);
            return true;
        }));
        m_progress.report(m_stored.chunks() - m_stored.rollback_left(), m_stored.chunks());
        TP_CO_TRY(co_await m_progress.checkpoint());
        if (m_parts.catchUp)
            co_await m_parts.catchUp();
    }
    co_return Result<void>();
}

// Goes on with the last chunk that is left; its rows say which are done.
void RollbackRun::undoSome(sql::Transaction& tx, Stored& stored) {
    const std::int64_t number = stored.rollback_left() - 1;
    auto chunk = import_store::nextChunk(tx, m_id, stored.pass(), number, false);
    bool left = false;
    if (chunk && chunk->number == number) {
        auto& rows = *chunk->rows.mutable_rows();
        for (int i = rows.size() - 1; i >= 0 && !left; --i) {
            undo(tx, rows[i], stored);
            left = i > 0 && tx.shareIsUsed();
        }
        import_store::saveChunk(tx, m_id, stored.pass(), number, chunk->rows);
    }
    if (!left)
        stored.set_rollback_left(number);
}

void RollbackRun::undo(sql::Transaction& tx, ImportRow& row, Stored& next) {
    if (row.rolled_back() || row.kept() || (row.outcome() != ImportRow::CREATE && row.outcome() != ImportRow::UPDATE))
        return;
    const Change change{UserId(next.user()), m_parts.clock.now(), next.traceparent()};
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
