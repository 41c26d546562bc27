#pragma once

#include "backend/services/catalog/product_store.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradepost::catalog {

// The tables of categories: a row each, and the closure of the tree (every pair of ancestor and descendant), which
// makes "with its subtree" an index lookup. Functions run inside the caller's transaction.
class CategoryStore {
public:
    explicit CategoryStore(events::Outbox& outbox) : m_outbox(outbox) {}

    static bool exists(sql::Reader& reader, CategoryId id);
    static std::optional<v1::Category> find(sql::Reader& reader, CategoryId id); // with path and ancestors
    static std::vector<v1::Category> all(sql::Reader& reader);                   // without path and ancestors
    // The attribute definitions that hold in a category: its own, then those of its ancestors that it does not replace.
    static std::vector<v1::AttributeDefinition> definitions(sql::Reader& reader, CategoryId id);
    // Different after every change of the tree: for who keeps what it learned of categories.
    static std::string version(sql::Reader& reader);
    static std::vector<CategoryId> subtree(sql::Reader& reader, CategoryId root);

    // Fills id, slug, path, ancestors and etag of a validated category.
    Result<events::Position> insert(sql::Transaction& tx, v1::Category& category, CategoryId id, const Change& change);
    // Writes `after` as the next revision; a new parent moves the subtree. Announces what looks different now: with a
    // new name or parent or other definitions the whole subtree, whose ids are the answer.
    Result<std::vector<CategoryId>> update(sql::Transaction& tx, const v1::Category& before, v1::Category& after,
                                           const Change& change);

private:
    events::Position announce(sql::Transaction& tx, v1::Category& category, const Change& change);
    // The change itself, before what it touches below the category.
    events::Position announceChange(sql::Transaction& tx, v1::Category& category, const Change& change);

    events::Outbox& m_outbox;
};

} // namespace tradepost::catalog
