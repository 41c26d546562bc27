#include "backend/services/catalog/history.h"

#include "backend/services/catalog/messages.h"

#include <fmt/ranges.h>

namespace tradepost::catalog {

std::int64_t appendHistory(sql::Transaction& tx, const v1::Product& product, std::string_view action,
                           const std::vector<std::string>& fields, const Change& change) {
    const std::int64_t id = parseId(product.id());
    const std::int64_t position =
        tx.insert("INSERT INTO catalog_history (previous, product_id, revision, changed_at, actor_id, action, fields, "
                  "before) VALUES ((SELECT history FROM catalog_products WHERE id = ?), ?, ?, ?, ?, ?, ?, '')",
                  "position", id, id, product.revision(), change.at, change.actor.value(), action,
                  fmt::format("{}", fmt::join(fields, ",")));
    tx.exec("UPDATE catalog_products SET history = ? WHERE id = ?", position, id);
    return position;
}

std::int64_t lastHistory(sql::Reader& reader, ProductId id) {
    return reader
        .one(
            "SELECT history FROM catalog_products WHERE id = ?", [](const sql::Row& row) { return row.integer(0); },
            id.value())
        .value_or(0);
}

void explain(sql::Transaction& tx, std::int64_t position, ProductId id, const Why& why) {
    if (why.reason.empty() && why.note.empty())
        return;
    tx.exec("INSERT INTO catalog_reasons (position, product_id, reason, note) VALUES (?, ?, ?, ?)", position,
            id.value(), why.reason, why.note);
}

HistoryPage readHistoryPage(sql::Reader& reader, ProductId id, std::int64_t from, std::size_t limit, bool withNotes) {
    HistoryPage page;
    page.next = from != 0 ? from : lastHistory(reader, id);
    while (page.next != 0 && page.entries.size() < limit) {
        const std::int64_t position = page.next;
        page.next = 0;
        reader.each(
            "SELECT h.previous, h.revision, h.changed_at, h.actor_id, h.action, h.fields, h.before, r.reason, r.note "
            "FROM catalog_history h LEFT JOIN catalog_reasons r ON r.position = h.position WHERE h.position = ?",
            [&](const sql::Row& row) {
                page.next = row.integer(0);
                v1::ProductHistoryEntry& entry = page.entries.emplace_back();
                entry.set_revision(row.integer(1));
                setTime(*entry.mutable_time(), row.integer(2));
                entry.set_actor_id(UserId(row.integer(3)).text());
                entry.set_action(row.text(4));
                const std::string& fields = row.text(5);
                for (std::size_t at = 0; at < fields.size();) {
                    const std::size_t end = std::min(fields.find(',', at), fields.size());
                    entry.add_fields(fields.substr(at, end - at));
                    at = end + 1;
                }
                if (!row.text(6).empty())
                    entry.mutable_before()->ParseFromString(sql::decodeBytes(row.text(6)));
                entry.set_reason(row.text(7));
                if (withNotes)
                    entry.set_note(row.text(8));
            },
            position);
    }
    return page;
}

} // namespace tradepost::catalog
