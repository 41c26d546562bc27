#include "backend/services/catalog/pending_store.h"

#include "backend/services/catalog/messages.h"
#include "backend/services/catalog/product_fields.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <algorithm>
#include <fmt/ranges.h>
#include <google/protobuf/util/message_differencer.h>

namespace tradepost::catalog {

namespace {
using google::protobuf::util::MessageDifferencer;

const ProductField* fieldNamed(std::string_view name) {
    const auto found =
        std::ranges::find(productFields(), name, [](const ProductField& f) { return std::string_view(f.name); });
    return found == productFields().end() ? nullptr : &*found;
}

const v1::Variant* variantOf(const v1::Product& product, const std::string& sku) {
    for (const v1::Variant& variant : product.variants())
        if (variant.sku() == sku)
            return &variant;
    return nullptr;
}

// What the pending revision left alone in a variant follows what is on sale.
v1::Variant mergeVariant(const v1::Variant& base, const v1::Variant& live, const v1::Variant& proposed) {
    v1::Variant merged = proposed;
    const auto& reflection = *v1::Variant::GetReflection();
    for (int i = 0; i < v1::Variant::descriptor()->field_count(); ++i) {
        const auto* field = v1::Variant::descriptor()->field(i);
        MessageDifferencer differencer;
        if (!differencer.CompareWithFields(base, proposed, {field}, {field}))
            continue;
        v1::Variant copy = live;
        reflection.SwapFields(&copy, &merged, {field});
    }
    return merged;
}

void mergeVariants(const v1::Product& base, const v1::Product& live, v1::Product& proposed) {
    google::protobuf::RepeatedPtrField<v1::Variant> merged;
    for (const v1::Variant& variant : proposed.variants()) {
        const v1::Variant* was = variantOf(base, variant.sku());
        const v1::Variant* now = variantOf(live, variant.sku());
        if (was && now)
            *merged.Add() = mergeVariant(*was, *now, variant);
        else if (!was || !MessageDifferencer::Equals(*was, variant))
            *merged.Add() = variant; // new here, or changed here and gone there
    }
    for (const v1::Variant& variant : live.variants())
        if (!variantOf(base, variant.sku()) && !variantOf(proposed, variant.sku()))
            *merged.Add() = variant;
    proposed.mutable_variants()->Swap(&merged);
}

std::string encode(const v1::Product& product) {
    return sql::encodeBytes(product.SerializeAsString());
}

constexpr std::string_view columns =
    "revision, state, fields, base, proposed, author_id, created_at, updated_at, reason";

Pending pendingOf(const sql::Row& row, std::size_t first) {
    Pending pending;
    pending.revision = row.integer(first);
    pending.state = static_cast<v1::ProductState>(row.integer(first + 1));
    const std::string& fields = row.text(first + 2);
    for (std::size_t at = 0; at < fields.size();) {
        const std::size_t end = std::min(fields.find(',', at), fields.size());
        pending.fields.push_back(fields.substr(at, end - at));
        at = end + 1;
    }
    pending.base.ParseFromString(sql::decodeBytes(row.text(first + 3)));
    pending.proposed.ParseFromString(sql::decodeBytes(row.text(first + 4)));
    pending.author = UserId(row.integer(first + 5));
    pending.created = row.integer(first + 6);
    pending.updated = row.integer(first + 7);
    pending.reason = row.text(first + 8);
    return pending;
}
} // namespace

std::string Pending::etag() const {
    return "p" + std::to_string(revision);
}

v1::Product candidateOf(const v1::Product& live, const Pending& pending) {
    v1::Product candidate = live;
    for (const std::string& name : pending.fields) {
        const ProductField* field = fieldNamed(name);
        if (!field)
            continue;
        if (name == "variants" && !sameField(live, pending.base, *field)) {
            v1::Product merged = pending.proposed;
            mergeVariants(pending.base, live, merged);
            copyField(merged, candidate, *field);
        } else {
            copyField(pending.proposed, candidate, *field);
        }
    }
    if (candidate.variants_size() > 0)
        *candidate.mutable_price() = std::ranges::min_element(candidate.variants(), {}, [](const v1::Variant& v) {
                                         return v.price().amount_minor();
                                     })->price();
    return candidate;
}

std::vector<std::string> differingFields(const v1::Product& a, const v1::Product& b) {
    std::vector<std::string> fields;
    for (const ProductField& field : productFields())
        if (!sameField(a, b, field))
            fields.emplace_back(field.name);
    return fields;
}

std::string combinedEtag(const v1::Product& live, const std::optional<Pending>& pending) {
    return pending ? live.etag() + pending->etag() : live.etag();
}

void showPending(v1::Product& live, const std::optional<Pending>& pending) {
    if (!pending)
        return;
    live.set_etag(combinedEtag(live, pending));
    v1::PendingSummary& summary = *live.mutable_pending();
    summary.set_etag(pending->etag());
    summary.set_state(pending->state);
    for (const std::string& field : pending->fields)
        summary.add_fields(field);
    summary.set_reason(pending->reason);
}

v1::PendingRevision describe(const v1::Product& live, const Pending& pending) {
    v1::PendingRevision revision;
    revision.set_product_id(live.id());
    revision.set_etag(pending.etag());
    revision.set_state(pending.state);
    *revision.mutable_product() = candidateOf(live, pending);
    for (std::string& field : differingFields(live, revision.product()))
        revision.add_fields(std::move(field));
    revision.set_author_id(pending.author.text());
    setTime(*revision.mutable_create_time(), pending.created);
    setTime(*revision.mutable_update_time(), pending.updated);
    revision.set_reason(pending.reason);
    return revision;
}

std::optional<Pending> PendingStore::find(sql::Reader& reader, ProductId id) {
    static const std::string text = fmt::format("SELECT {} FROM catalog_pending WHERE product_id = ?", columns);
    return reader.one(text, [](const sql::Row& row) { return pendingOf(row, 0); }, id.value());
}

void PendingStore::eachSubmitted(sql::Reader& reader,
                                 const std::function<void(const v1::Product& live, const Pending&)>& onPending) {
    static const std::string text = fmt::format(
        "SELECT product_id, {} FROM catalog_pending WHERE state = ? AND product_id > ? ORDER BY product_id LIMIT ?",
        columns);
    constexpr std::size_t pageSize = 200; // whole products: held in memory a page at a time
    std::int64_t last = 0;
    for (std::size_t rows = pageSize; rows == pageSize;) {
        std::vector<std::pair<ProductId, Pending>> page;
        reader.each(
            text, [&](const sql::Row& row) { page.emplace_back(ProductId(row.integer(0)), pendingOf(row, 1)); },
            v1::SUBMITTED, last, pageSize);
        rows = page.size();
        for (const auto& [id, pending] : page) {
            last = id.value();
            if (const auto live = ProductStore::find(reader, id))
                onPending(*live, pending);
        }
    }
}

events::Position PendingStore::save(sql::Transaction& tx, const v1::Product& live, Pending& pending,
                                    std::string_view action, const Change& change, const Why& why) {
    const ProductId id = ProductId::parse(live.id());
    pending.revision = appendHistory(tx, live, action, pending.fields, change);
    explain(tx, pending.revision, id, why);
    pending.updated = change.at;
    tx.exec("INSERT INTO catalog_pending (product_id, revision, state, fields, base, proposed, author_id, created_at, "
            "updated_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (product_id) DO UPDATE SET "
            "revision = excluded.revision, state = excluded.state, fields = excluded.fields, base = excluded.base, "
            "proposed = excluded.proposed, author_id = excluded.author_id, updated_at = excluded.updated_at, "
            "reason = excluded.reason",
            id.value(), pending.revision, pending.state, fmt::format("{}", fmt::join(pending.fields, ",")),
            encode(pending.base), encode(pending.proposed), pending.author.value(), pending.created, pending.updated,
            pending.reason);
    return announce(tx, live, pending, change);
}

events::Position PendingStore::announce(sql::Transaction& tx, const v1::Product& live, const Pending& pending,
                                        const Change& change) {
    v1::PendingRevisionChanged event;
    *event.mutable_revision() = describe(live, pending);
    event.set_actor_id(change.actor.text());
    return m_outbox.append(tx, event, live.id(), change.traceparent);
}

events::Position PendingStore::remove(sql::Transaction& tx, const v1::Product& live, std::string_view action,
                                      const Change& change) {
    tx.exec("DELETE FROM catalog_pending WHERE product_id = ?", parseId(live.id()));
    if (!action.empty())
        appendHistory(tx, live, action, {}, change);
    v1::PendingRevisionChanged event;
    event.mutable_revision()->set_product_id(live.id());
    event.set_gone(true);
    event.set_actor_id(change.actor.text());
    return m_outbox.append(tx, event, live.id(), change.traceparent);
}

} // namespace tradepost::catalog
