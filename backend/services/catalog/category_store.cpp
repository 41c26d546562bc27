#include "backend/services/catalog/category_store.h"

#include "backend/services/catalog/slugs.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/util/message_differencer.h>

namespace tradepost::catalog {

namespace {
constexpr std::int64_t categorySlugs = 2; // catalog_slugs.kind
constexpr std::int64_t maxDepth = 20;

constexpr std::string_view pathSeparator = " > ";
constexpr std::string_view versionName = "categories";

v1::Category readRow(const sql::Row& row) {
    v1::Category category;
    category.ParseFromString(sql::decodeBytes(row.text(6))); // holds the localised names and the definitions only
    category.set_id(formatId(row.integer(0)));
    category.set_parent_id(CategoryId(row.integer(1)).text());
    category.set_name(row.text(2));
    category.set_slug(row.text(3));
    category.set_sort_index(static_cast<std::int32_t>(row.integer(4)));
    category.set_etag(etagOf(row.integer(5)));
    return category;
}

std::string encodeNames(const v1::Category& category) {
    v1::Category names;
    *names.mutable_names() = category.names();
    *names.mutable_attributes() = category.attributes();
    return sql::encodeBytes(names.SerializeAsString());
}

bool takeSlug(sql::Transaction& tx, const std::string& slug, std::int64_t id) {
    return tx.exec("INSERT INTO catalog_slugs (kind, slug, target_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                   categorySlugs, slug, id) == 1;
}

Result<void> claimSlug(sql::Transaction& tx, v1::Category& category, std::int64_t id) {
    if (category.slug().empty()) {
        std::string made = makeSlug(category.name());
        if (!made.empty() && takeSlug(tx, made, id)) {
            category.set_slug(std::move(made));
            return {};
        }
        category.set_slug(made.empty() ? formatId(id) : fmt::format("{}-{}", made, formatId(id)));
    }
    if (takeSlug(tx, category.slug(), id))
        return {};
    const auto owner = tx.one(
        "SELECT target_id FROM catalog_slugs WHERE kind = ? AND slug = ?",
        [](const sql::Row& row) { return row.integer(0); }, categorySlugs, category.slug());
    if (owner == id)
        return {};
    return fail(Code::AlreadyExists, "SLUG_TAKEN",
                fmt::format("The slug {} belongs, or belonged, to category {}; choose another one.", category.slug(),
                            formatId(owner.value_or(0))),
                "category.slug");
}

std::int64_t deepest(sql::Reader& reader, std::string_view sql, std::int64_t id) {
    return reader.one(sql, [](const sql::Row& row) { return row.integer(0); }, id).value_or(0);
}

// The parent exists, is not below the category itself, and leaves room for the depth of what comes below it.
Result<void> checkParent(sql::Transaction& tx, const std::string& parentId, std::int64_t id) {
    if (parentId.empty())
        return {};
    const CategoryId parent = CategoryId::parse(parentId);
    if (!parent || !CategoryStore::exists(tx, parent))
        return invalid("category.parent_id", fmt::format("There is no category {}.", parentId.substr(0, 32)),
                       "UNKNOWN_CATEGORY");
    const auto within = tx.one(
        "SELECT 1 FROM catalog_category_closure WHERE ancestor_id = ? AND descendant_id = ?",
        [](const sql::Row& row) { return row.integer(0); }, id, parent.value());
    if (within)
        return invalid("category.parent_id", "A category cannot be moved below itself.", "CATEGORY_CYCLE");
    const std::int64_t above =
        deepest(tx, "SELECT MAX(distance) FROM catalog_category_closure WHERE descendant_id = ?", parent.value());
    const std::int64_t below =
        deepest(tx, "SELECT MAX(distance) FROM catalog_category_closure WHERE ancestor_id = ?", id);
    if (above + 1 + below >= maxDepth)
        return invalid("category.parent_id", fmt::format("The tree would become deeper than {} levels.", maxDepth),
                       "TREE_TOO_DEEP");
    return {};
}

// Puts the subtree of `id`, which is a root so far, below `parent`.
void attach(sql::Transaction& tx, std::int64_t id, std::int64_t parent) {
    if (parent == 0)
        return;
    tx.exec("INSERT INTO catalog_category_closure (ancestor_id, descendant_id, distance) "
            "SELECT a.ancestor_id, d.descendant_id, a.distance + d.distance + 1 FROM catalog_category_closure a, "
            "catalog_category_closure d WHERE a.descendant_id = ? AND d.ancestor_id = ?",
            parent, id);
}

void detach(sql::Transaction& tx, std::int64_t id) {
    tx.exec("DELETE FROM catalog_category_closure WHERE descendant_id IN (SELECT descendant_id FROM "
            "catalog_category_closure WHERE "
            "ancestor_id = ?) AND ancestor_id NOT IN (SELECT descendant_id FROM catalog_category_closure WHERE "
            "ancestor_id = ?)",
            id, id);
}

bool sameDefinitions(const v1::Category& a, const v1::Category& b) {
    return std::ranges::equal(a.attributes(), b.attributes(), google::protobuf::util::MessageDifferencer::Equals);
}

void fillPath(sql::Reader& reader, v1::Category& category) {
    category.clear_ancestor_ids();
    std::string path;
    reader.each(
        "SELECT c.id, c.name FROM catalog_category_closure k JOIN catalog_categories c ON c.id = k.ancestor_id "
        "WHERE k.descendant_id = ? ORDER BY k.distance DESC",
        [&](const sql::Row& row) {
            path.append(path.empty() ? "" : pathSeparator).append(row.text(1));
            if (const std::string id = formatId(row.integer(0)); id != category.id())
                category.add_ancestor_ids(id);
        },
        parseId(category.id()));
    category.set_path(path);
}
} // namespace

bool CategoryStore::exists(sql::Reader& reader, CategoryId id) {
    return reader
        .one(
            "SELECT 1 FROM catalog_categories WHERE id = ?", [](const sql::Row& row) { return row.integer(0); },
            id.value())
        .has_value();
}

std::optional<v1::Category> CategoryStore::find(sql::Reader& reader, CategoryId id) {
    auto category =
        reader.one("SELECT id, parent_id, name, slug, sort_index, revision, names FROM catalog_categories WHERE id = ?",
                   readRow, id.value());
    if (category)
        fillPath(reader, *category);
    return category;
}

std::vector<v1::Category> CategoryStore::all(sql::Reader& reader) {
    return reader.all("SELECT id, parent_id, name, slug, sort_index, revision, names FROM catalog_categories", readRow);
}

std::vector<v1::AttributeDefinition> CategoryStore::definitions(sql::Reader& reader, CategoryId id) {
    std::vector<v1::AttributeDefinition> found;
    reader.each(
        "SELECT c.names FROM catalog_category_closure k JOIN catalog_categories c ON c.id = k.ancestor_id "
        "WHERE k.descendant_id = ? ORDER BY k.distance",
        [&](const sql::Row& row) {
            v1::Category category;
            category.ParseFromString(sql::decodeBytes(row.text(0)));
            for (v1::AttributeDefinition& definition : *category.mutable_attributes())
                if (std::ranges::none_of(found, [&](const auto& nearer) { return nearer.name() == definition.name(); }))
                    found.push_back(std::move(definition));
        },
        id.value());
    return found;
}

std::string CategoryStore::version(sql::Reader& reader) {
    return reader
        .one(
            "SELECT value FROM catalog_settings WHERE name = ?", [](const sql::Row& row) { return row.text(0); },
            versionName)
        .value_or("");
}

std::vector<CategoryId> CategoryStore::subtree(sql::Reader& reader, CategoryId root) {
    return reader.all(
        "SELECT descendant_id FROM catalog_category_closure WHERE ancestor_id = ? ORDER BY distance, descendant_id",
        [](const sql::Row& row) { return CategoryId(row.integer(0)); }, root.value());
}

Result<events::Position> CategoryStore::insert(sql::Transaction& tx, v1::Category& category, CategoryId id,
                                               const Change& change) {
    TP_TRY(checkParent(tx, category.parent_id(), id.value()));
    TP_TRY(claimSlug(tx, category, id.value()));
    category.set_id(id.text());
    category.set_etag(etagOf(1));
    const std::int64_t parent = CategoryId::parse(category.parent_id()).value();
    tx.exec("INSERT INTO catalog_categories (id, parent_id, name, slug, sort_index, revision, names) VALUES (?, ?, ?, "
            "?, ?, 1, ?)",
            id.value(), parent, category.name(), category.slug(), category.sort_index(), encodeNames(category));
    tx.exec("INSERT INTO catalog_category_closure (ancestor_id, descendant_id, distance) VALUES (?, ?, 0)", id.value(),
            id.value());
    attach(tx, id.value(), parent);
    fillPath(tx, category);
    return announceChange(tx, category, change);
}

Result<std::vector<CategoryId>> CategoryStore::update(sql::Transaction& tx, const v1::Category& before,
                                                      v1::Category& after, const Change& change) {
    const CategoryId id = CategoryId::parse(before.id());
    const std::int64_t revision = std::stoll(before.etag()) + 1;
    const bool moved = before.parent_id() != after.parent_id();
    if (after.slug() != before.slug())
        TP_TRY(claimSlug(tx, after, id.value()));
    if (moved) {
        TP_TRY(checkParent(tx, after.parent_id(), id.value()));
        detach(tx, id.value());
        attach(tx, id.value(), CategoryId::parse(after.parent_id()).value());
    }
    tx.exec("UPDATE catalog_categories SET parent_id = ?, name = ?, slug = ?, sort_index = ?, revision = ?, names = ? "
            "WHERE id = ?",
            CategoryId::parse(after.parent_id()).value(), after.name(), after.slug(), after.sort_index(), revision,
            encodeNames(after), id.value());
    after.set_etag(etagOf(revision));
    fillPath(tx, after);
    announceChange(tx, after, change);
    std::vector<CategoryId> touched{id};
    if (moved || before.name() != after.name() || !sameDefinitions(before, after)) {
        touched = subtree(tx, id);
        for (const CategoryId below : touched) {
            if (below == id)
                continue;
            if (auto category = find(tx, below))
                announce(tx, *category, change);
        }
    }
    return touched;
}

events::Position CategoryStore::announceChange(sql::Transaction& tx, v1::Category& category, const Change& change) {
    const events::Position position = announce(tx, category, change);
    tx.exec("INSERT INTO catalog_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "
            "excluded.value",
            versionName, fmt::format("{}/{}", position.epoch, position.value));
    return position;
}

events::Position CategoryStore::announce(sql::Transaction& tx, v1::Category& category, const Change& change) {
    v1::CategoryChanged event;
    event.set_actor_id(change.actor.text());
    *event.mutable_category() = category;
    return m_outbox.append(tx, event, category.id(), change.traceparent);
}

} // namespace tradepost::catalog
