#include "backend/services/catalog/product_store.h"

#include "backend/base/money.h"
#include "backend/services/catalog/category_store.h"
#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/product_fields.h"
#include "backend/services/catalog/slugs.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace tradepost::catalog {

namespace {
constexpr std::int64_t productSlugs = 1;  // catalog_slugs.kind
constexpr std::size_t maxBytes = 900'000; // with room for an event's own fields below its limit of 1 MiB

// The cheapest variant's.
const common::v1::Money& lowestPrice(const v1::Product& product) {
    return std::ranges::min_element(product.variants(), {},
                                    [](const v1::Variant& v) { return v.price().amount_minor(); })
        ->price();
}

std::string bodyOf(const v1::Product& product) {
    v1::Product body = product;
    return encodedBody(body);
}

std::string imageOf(const v1::Product& product) {
    return product.images_size() > 0 ? product.images(0).url() : std::string();
}

// Of the columns both statements select first: id, seller, state, title, brand, category, price, currency.
template<class Message>
void readCommon(const sql::Row& row, Message& out) {
    out.set_id(formatId(row.integer(0)));
    out.set_seller_id(formatId(row.integer(1)));
    out.set_state(static_cast<v1::ProductState>(row.integer(2)));
    out.set_title(row.text(3));
    out.set_brand(row.text(4));
    out.set_category_id(CategoryId(row.integer(5)).text());
    out.mutable_price()->set_amount_minor(row.integer(6));
    out.mutable_price()->set_currency(row.text(7));
}

// No variant that is new in `after`, from the one at `first` on, has a SKU of another product of the seller.
Result<void> checkSkus(sql::Transaction& tx, const v1::Product& before, const v1::Product& after, std::int64_t id,
                       int first = 0) {
    const std::int64_t seller = parseId(after.seller_id());
    for (int i = first; i < after.variants_size(); ++i) {
        const std::string& sku = after.variants(i).sku();
        if (std::ranges::any_of(before.variants(), [&](const v1::Variant& old) { return old.sku() == sku; }))
            continue;
        const auto taken = tx.one(
            "SELECT product_id FROM catalog_variants WHERE sku = ? AND seller_id = ?",
            [](const sql::Row& row) { return row.integer(0); }, sku, seller);
        if (taken && *taken != id)
            return fail(Code::AlreadyExists, "SKU_TAKEN",
                        fmt::format("The SKU {} already belongs to product {} of this seller; choose another one.", sku,
                                    formatId(*taken)),
                        fmt::format("product.variants[{}].sku", i));
    }
    return {};
}

void insertVariants(sql::Transaction& tx, const v1::Product& product, std::int64_t id,
                    const std::vector<int>& ordinals) {
    std::vector<sql::Value> values;
    values.reserve(7 * ordinals.size());
    for (const int ordinal : ordinals) {
        const v1::Variant& variant = product.variants(ordinal);
        values.emplace_back(id);
        values.emplace_back(std::int64_t{ordinal});
        values.emplace_back(parseId(product.seller_id()));
        values.emplace_back(variant.sku());
        values.emplace_back(variant.gtin());
        values.emplace_back(variant.price().amount_minor());
        values.emplace_back(variant.price().currency());
    }
    tx.insertRows("INSERT INTO catalog_variants (product_id, ordinal, seller_id, sku, gtin, price_minor, currency)", 7,
                  values);
}

void updateVariants(sql::Transaction& tx, const v1::Product& before, const v1::Product& after, std::int64_t id) {
    // Rows whose keys change go before any comes, so that two variants may swap their SKUs.
    std::vector<int> renewed;
    for (int i = 0; i < std::max(before.variants_size(), after.variants_size()); ++i) {
        const v1::Variant* old = i < before.variants_size() ? &before.variants(i) : nullptr;
        const v1::Variant* now = i < after.variants_size() ? &after.variants(i) : nullptr;
        if (old && now && old->sku() == now->sku()) {
            const bool same = old->gtin() == now->gtin() &&
                              old->price().amount_minor() == now->price().amount_minor() &&
                              old->price().currency() == now->price().currency();
            if (!same)
                tx.exec("UPDATE catalog_variants SET price_minor = ?, currency = ?, gtin = ? WHERE product_id = ? AND "
                        "ordinal = ?",
                        now->price().amount_minor(), now->price().currency(), now->gtin(), id, i);
            continue;
        }
        if (old)
            tx.exec("DELETE FROM catalog_variants WHERE product_id = ? AND ordinal = ?", id, i);
        if (now)
            renewed.push_back(i);
    }
    insertVariants(tx, after, id, renewed);
}

void insertTags(sql::Transaction& tx, const v1::Product& product, std::int64_t id) {
    std::vector<sql::Value> values;
    for (const std::string& tag : product.tags()) {
        values.emplace_back(tag);
        values.emplace_back(id);
    }
    tx.insertRows("INSERT INTO catalog_tags (tag, product_id)", 2, values);
}

bool takeSlug(sql::Transaction& tx, const std::string& slug, std::int64_t id) {
    return tx.exec("INSERT INTO catalog_slugs (kind, slug, target_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                   productSlugs, slug, id) == 1;
}

// Takes the product's slug, or one made from the title (`ready`, if it has been) when it has none. A former slug stays
// with its product.
Result<void> claimSlug(sql::Transaction& tx, v1::Product& product, std::int64_t id, std::string_view ready = {}) {
    if (product.slug().empty()) {
        std::string made = ready.empty() ? makeSlug(product.title()) : std::string(ready);
        if (!made.empty() && takeSlug(tx, made, id)) {
            product.set_slug(std::move(made));
            return {};
        }
        // The id makes it unique whatever stands there.
        product.set_slug(made.empty() ? formatId(id) : fmt::format("{}-{}", made, formatId(id)));
    }
    if (takeSlug(tx, product.slug(), id))
        return {};
    const auto owner = ProductStore::findBySlug(tx, product.slug());
    if (owner && owner->value() == id)
        return {};
    return fail(Code::AlreadyExists, "SLUG_TAKEN",
                fmt::format("The slug {} belongs, or belonged, to product {}; choose another one.", product.slug(),
                            owner ? owner->text() : std::string()),
                "product.slug");
}

Result<void> checkCategory(sql::Transaction& tx, const std::string& id) {
    if (id.empty())
        return {};
    const CategoryId category = CategoryId::parse(id);
    if (!category || !CategoryStore::exists(tx, category))
        return invalid("product.category_id", fmt::format("There is no category {}.", id.substr(0, 32)),
                       "UNKNOWN_CATEGORY");
    return {};
}

Result<void> checkSize(const v1::Product& product) {
    if (const std::size_t bytes = product.ByteSizeLong(); bytes > maxBytes)
        return invalid(
            "product",
            fmt::format("The product has {} bytes in all; {} are allowed. Shorten its texts.", bytes, maxBytes),
            "PRODUCT_TOO_LARGE");
    return {};
}

bool has(const std::vector<std::string>& fields, std::string_view name) {
    return std::ranges::find(fields, name) != fields.end();
}

// Touches only the columns, and with them the indexes, that the change is about.
void updateRow(sql::Transaction& tx, const v1::Product& after, const std::vector<std::string>& fields, std::int64_t id,
               Micros at, std::int64_t history) {
    const auto only = [&](std::string_view name) { return fields.size() == 1 && fields[0] == name; };
    const std::int64_t revision = after.revision();
    if (only("title")) {
        tx.exec("UPDATE catalog_products SET title = ?, updated_at = ?, revision = ?, history = ? WHERE id = ?",
                after.title(), at, revision, history, id);
    } else if (only("state")) {
        tx.exec("UPDATE catalog_products SET state = ?, updated_at = ?, revision = ?, history = ? WHERE id = ?",
                after.state(), at, revision, history, id);
    } else if (only("variants")) {
        tx.exec("UPDATE catalog_products SET price_minor = ?, currency = ?, first_sku = ?, variant_count = ?, "
                "updated_at = ?, "
                "revision = ?, history = ? WHERE id = ?",
                after.price().amount_minor(), after.price().currency(), after.variants(0).sku(), after.variants_size(),
                at, revision, history, id);
    } else if (std::ranges::none_of(productFields(),
                                    [&](const ProductField& f) { return f.column && has(fields, f.name); }) &&
               !has(fields, "variants") && !has(fields, "state") && !has(fields, "images")) {
        tx.exec("UPDATE catalog_products SET updated_at = ?, revision = ?, history = ? WHERE id = ?", at, revision,
                history, id);
    } else {
        tx.exec("UPDATE catalog_products SET state = ?, title = ?, brand = ?, category_id = ?, price_minor = ?, "
                "currency = ?, "
                "first_sku = ?, variant_count = ?, image_url = ?, slug = ?, updated_at = ?, revision = ?, history = ? "
                "WHERE id = ?",
                after.state(), after.title(), after.brand(), CategoryId::parse(after.category_id()).value(),
                after.price().amount_minor(), after.price().currency(), after.variants(0).sku(), after.variants_size(),
                imageOf(after), after.slug(), at, revision, history, id);
    }
}

// Answers with the entry's position, which the product's row is to name.
std::int64_t writeHistory(sql::Transaction& tx, std::int64_t id, std::int64_t revision, std::string_view action,
                          const std::string& fields, const std::string& before, const Change& change) {
    return tx.insert(
        "INSERT INTO catalog_history (previous, product_id, revision, changed_at, actor_id, action, fields, before) "
        "VALUES (COALESCE((SELECT history FROM catalog_products WHERE id = ?), 0), ?, ?, ?, ?, ?, ?, ?)",
        "position", id, id, revision, change.at, change.actor.value(), action, fields, before);
}

HistoryEntry readHistory(const sql::Row& row) {
    HistoryEntry entry{row.integer(0), row.integer(1), UserId(row.integer(2)), row.text(3), {}, {}};
    const std::string& fields = row.text(4);
    for (std::size_t at = 0; at < fields.size();) {
        const std::size_t end = std::min(fields.find(',', at), fields.size());
        entry.fields.push_back(fields.substr(at, end - at));
        at = end + 1;
    }
    entry.before.ParseFromString(sql::decodeBytes(row.text(5)));
    return entry;
}
} // namespace

std::string etagOf(std::int64_t revision) {
    return std::to_string(revision);
}

std::string encodedBody(v1::Product& product) {
    stripColumns(product);
    return sql::encodeBytes(product.SerializeAsString());
}

namespace {
// The whole product: a condition follows.
constexpr std::string_view wholeProduct =
    "SELECT p.id, p.seller_id, p.state, p.title, p.brand, p.category_id, p.price_minor, p.currency, p.slug, "
    "p.created_at, p.updated_at, p.revision, b.body FROM catalog_products p "
    "JOIN catalog_bodies b ON b.product_id = p.id WHERE ";

v1::Product productOf(const sql::Row& row) {
    v1::Product product;
    if (!product.ParseFromString(sql::decodeBytes(row.text(12))))
        throw sql::Failure{Error{Code::DataLoss,
                                 "BODY_UNREADABLE",
                                 fmt::format("The body of product {} cannot be read.", formatId(row.integer(0))),
                                 {}}};
    readCommon(row, product);
    product.set_slug(row.text(8));
    setTime(*product.mutable_create_time(), row.integer(9));
    setTime(*product.mutable_update_time(), row.integer(10));
    product.set_revision(row.integer(11));
    product.set_etag(etagOf(row.integer(11)));
    return product;
}
} // namespace

std::optional<v1::Product> ProductStore::find(sql::Reader& reader, ProductId id) {
    static const std::string text = fmt::format("{}p.id = ?", wholeProduct);
    return reader.one(text, productOf, id.value());
}

void ProductStore::eachPublished(sql::Reader& reader, const std::function<void(const v1::Product&)>& onProduct) {
    eachInState(reader, v1::PUBLISHED, onProduct);
}

void ProductStore::eachInState(sql::Reader& reader, v1::ProductState state,
                               const std::function<void(const v1::Product&)>& onProduct) {
    // A page at a time, because a result of all products would be held in memory as a whole.
    constexpr std::int64_t pageSize = 1'000;
    static const std::string text = fmt::format("{}p.state = ? AND p.id > ? ORDER BY p.id LIMIT ?", wholeProduct);
    std::int64_t last = 0;
    for (std::int64_t rows = pageSize; rows == pageSize;) {
        rows = 0;
        reader.each(
            text,
            [&](const sql::Row& row) {
                ++rows;
                last = row.integer(0);
                onProduct(productOf(row));
            },
            state, last, pageSize);
    }
}

std::optional<v1::ProductRow> ProductStore::findRow(sql::Reader& reader, ProductId id) {
    return reader.one(
        "SELECT id, seller_id, state, title, brand, category_id, price_minor, currency, first_sku, variant_count, "
        "image_url, "
        "updated_at, revision FROM catalog_products WHERE id = ?",
        [](const sql::Row& row) {
            v1::ProductRow found;
            readCommon(row, found);
            found.set_first_sku(row.text(8));
            found.set_variant_count(static_cast<std::int32_t>(row.integer(9)));
            found.set_image_url(row.text(10));
            setTime(*found.mutable_update_time(), row.integer(11));
            found.set_etag(etagOf(row.integer(12)));
            return found;
        },
        id.value());
}

v1::ProductRow ProductStore::rowOf(const v1::Product& product) {
    v1::ProductRow row;
    row.set_id(product.id());
    row.set_title(product.title());
    row.set_brand(product.brand());
    row.set_seller_id(product.seller_id());
    row.set_category_id(product.category_id());
    row.set_state(product.state());
    *row.mutable_price() = product.price();
    row.set_variant_count(product.variants_size());
    row.set_first_sku(product.variants_size() > 0 ? product.variants(0).sku() : std::string());
    row.set_image_url(imageOf(product));
    *row.mutable_update_time() = product.update_time();
    row.set_etag(product.etag());
    return row;
}

std::optional<ProductId> ProductStore::findBySlug(sql::Reader& reader, std::string_view slug) {
    return reader.one(
        "SELECT target_id FROM catalog_slugs WHERE kind = ? AND slug = ?",
        [](const sql::Row& row) { return ProductId(row.integer(0)); }, productSlugs, slug);
}

std::optional<ProductId> ProductStore::findBySku(sql::Reader& reader, SellerId seller, std::string_view sku) {
    return reader.one(
        "SELECT product_id FROM catalog_variants WHERE sku = ? AND seller_id = ?",
        [](const sql::Row& row) { return ProductId(row.integer(0)); }, sku, seller.value());
}

std::vector<HistoryEntry> ProductStore::history(sql::Reader& reader, ProductId id, std::int64_t beforeRevision,
                                                std::size_t limit) {
    std::vector<HistoryEntry> entries;
    auto position = reader.one(
        "SELECT history FROM catalog_products WHERE id = ?", [](const sql::Row& row) { return row.integer(0); },
        id.value());
    while (position.value_or(0) != 0 && entries.size() < limit) {
        const std::int64_t now = *position;
        position.reset();
        reader.each(
            "SELECT revision, changed_at, actor_id, action, fields, before, previous FROM catalog_history WHERE "
            "position = ?",
            [&](const sql::Row& row) {
                position = row.integer(6);
                if (row.integer(0) < beforeRevision)
                    entries.push_back(readHistory(row));
            },
            now);
    }
    return entries;
}

Result<events::Position> ProductStore::insert(sql::Transaction& tx, v1::Product& product, ProductId id,
                                              const Change& change, const KnownOfNew& known) {
    TP_TRY(checkSize(product));
    if (!known.category)
        TP_TRY(checkCategory(tx, product.category_id()));
    TP_TRY(checkSkus(tx, v1::Product::default_instance(), product, id.value(), known.firstSku ? 1 : 0));
    TP_TRY(claimSlug(tx, product, id.value(), known.slug));
    product.set_id(id.text());
    product.set_revision(1);
    product.set_etag(etagOf(1));
    setTime(*product.mutable_create_time(), change.at);
    setTime(*product.mutable_update_time(), change.at);
    *product.mutable_price() = lowestPrice(product);

    const std::int64_t history =
        tx.insert("INSERT INTO catalog_history (previous, product_id, revision, changed_at, actor_id, action, fields, "
                  "before) VALUES (0, ?, 1, ?, ?, 'create', '', '')",
                  "position", id.value(), change.at, change.actor.value());
    tx.exec("INSERT INTO catalog_products (id, seller_id, state, title, brand, category_id, price_minor, currency, "
            "first_sku, "
            "variant_count, image_url, slug, created_at, updated_at, revision, history) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            id.value(), parseId(product.seller_id()), product.state(), product.title(), product.brand(),
            CategoryId::parse(product.category_id()).value(), product.price().amount_minor(),
            product.price().currency(), product.variants(0).sku(), product.variants_size(), imageOf(product),
            product.slug(), change.at, change.at, history);
    tx.exec("INSERT INTO catalog_bodies (product_id, body) VALUES (?, ?)", id.value(),
            known.body.empty() ? bodyOf(product) : std::string(known.body));
    std::vector<int> ordinals(static_cast<std::size_t>(product.variants_size()));
    std::iota(ordinals.begin(), ordinals.end(), 0);
    insertVariants(tx, product, id.value(), ordinals);
    insertTags(tx, product, id.value());
    return announce(tx, product, v1::PRODUCT_STATE_UNSPECIFIED, {}, change);
}

Result<events::Position> ProductStore::update(sql::Transaction& tx, const v1::Product& before, v1::Product& after,
                                              const std::vector<std::string>& fields, std::string_view action,
                                              const Change& change) {
    const std::int64_t id = parseId(before.id());
    TP_TRY(checkSize(after));
    if (has(fields, "category_id"))
        TP_TRY(checkCategory(tx, after.category_id()));
    if (has(fields, "variants"))
        TP_TRY(checkSkus(tx, before, after, id));
    if (has(fields, "slug"))
        TP_TRY(claimSlug(tx, after, id));
    after.set_revision(before.revision() + 1);
    after.set_etag(etagOf(after.revision()));
    setTime(*after.mutable_update_time(), change.at);

    v1::Product old;
    std::string names;
    bool bodyChanged = false;
    for (const std::string& name : fields) {
        names.append(names.empty() ? "" : ",").append(name);
        if (name == "state") {
            old.set_state(before.state());
            continue;
        }
        const auto field =
            std::ranges::find(productFields(), name, [](const ProductField& f) { return std::string_view(f.name); });
        copyField(before, old, *field);
        bodyChanged |= !field->column;
    }
    if (has(fields, "variants")) {
        *after.mutable_price() = lowestPrice(after);
        updateVariants(tx, before, after, id);
    }
    if (has(fields, "tags")) {
        tx.exec("DELETE FROM catalog_tags WHERE product_id = ?", id);
        insertTags(tx, after, id);
    }
    const std::int64_t position =
        writeHistory(tx, id, after.revision(), action, names, sql::encodeBytes(old.SerializeAsString()), change);
    updateRow(tx, after, fields, id, change.at, position);
    if (bodyChanged)
        tx.exec("UPDATE catalog_bodies SET body = ? WHERE product_id = ?", bodyOf(after), id);
    return announce(tx, after, before.state(), fields, change);
}

events::Position ProductStore::announce(sql::Transaction& tx, v1::Product& product, v1::ProductState previous,
                                        const std::vector<std::string>& fields, const Change& change) {
    v1::ProductChanged event;
    event.set_previous_state(previous);
    event.set_actor_id(change.actor.text());
    event.mutable_changed_fields()->Add(fields.begin(), fields.end());
    // Lent, not copied: this runs for every write.
    event.unsafe_arena_set_allocated_product(&product);
    struct Lending {
        v1::ProductChanged& event;
        ~Lending() { event.unsafe_arena_release_product(); }
    } lending{event};
    return m_outbox.append(tx, event, product.id(), change.traceparent);
}

} // namespace tradepost::catalog
