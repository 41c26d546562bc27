#pragma once

#include "backend/base/ids.h"
#include "backend/platform/events/events.h"
#include "backend/platform/sql/sql.h"
#include "tradepost/catalog/v1/catalog.pb.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The tables of products. Functions run inside the caller's transaction and leave its effects to it.
namespace tradepost::catalog {

// Who changes something, and when.
struct Change {
    UserId actor;
    Micros at = 0;
    std::string traceparent;
};

// What catalog_history keeps of one change.
struct HistoryEntry {
    std::int64_t revision = 0;
    Micros at = 0;
    UserId actor;
    std::string action;              // "create", "update", "publish", ...
    std::vector<std::string> fields; // changed ones
    v1::Product before;              // only the changed fields, as they were
};

// What is known of a new product before it is inserted, for who inserts many.
struct KnownOfNew {
    bool category = false;      // its category is there
    bool firstSku = false;      // nobody has the SKU of its first variant
    std::string_view slug = {}; // made from its title
    std::string_view body = {}; // as encodedBody() makes it
};

// Products with their bodies, variants, tags, slugs and history, and the event of each change. A refusal comes before
// anything is written, so that one transaction may take many products and leave out the refused ones.
class ProductStore {
public:
    explicit ProductStore(events::Outbox& outbox) : m_outbox(outbox) {}

    static std::optional<v1::Product> find(sql::Reader& reader, ProductId id);
    // By id.
    static void eachInState(sql::Reader& reader, v1::ProductState state,
                            const std::function<void(const v1::Product&)>& onProduct);
    static void eachPublished(sql::Reader& reader, const std::function<void(const v1::Product&)>& onProduct);
    // A row of the grid; ordinal is left 0.
    static std::optional<v1::ProductRow> findRow(sql::Reader& reader, ProductId id);
    static v1::ProductRow rowOf(const v1::Product& product);
    // By its present slug or a former one.
    static std::optional<ProductId> findBySlug(sql::Reader& reader, std::string_view slug);
    static std::optional<ProductId> findBySku(sql::Reader& reader, SellerId seller, std::string_view sku);
    // Newest first.
    static std::vector<HistoryEntry> history(sql::Reader& reader, ProductId id, std::int64_t beforeRevision,
                                             std::size_t limit);

    // Fills id, revision, etag, slug, times and price of a validated product. ALREADY_EXISTS for a SKU or a chosen slug
    // that is taken, INVALID_ARGUMENT for an unknown category.
    Result<events::Position> insert(sql::Transaction& tx, v1::Product& product, ProductId id, const Change& change,
                                    const KnownOfNew& known = {});
    // Writes `after`, which differs from `before` in `fields` (names of product_fields.h, "state"), as the next
    // revision.
    Result<events::Position> update(sql::Transaction& tx, const v1::Product& before, v1::Product& after,
                                    const std::vector<std::string>& fields, std::string_view action,
                                    const Change& change);

private:
    events::Position announce(sql::Transaction& tx, v1::Product& product, v1::ProductState previous,
                              const std::vector<std::string>& fields, const Change& change);

    events::Outbox& m_outbox;
};

std::string etagOf(std::int64_t revision);
// What is stored of a product beside its columns, which it is stripped of.
std::string encodedBody(v1::Product& product);

} // namespace tradepost::catalog
