#include "backend/services/moderation/queue_store.h"

#include "backend/services/moderation/examiner.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace tradepost::moderation {

namespace {
constexpr Micros day = 24 * 3600 * 1'000'000LL;
constexpr std::int32_t oldestTold = 30; // days
constexpr int kinds = 10;               // findings, and 0 for all items

Micros microsOf(const google::protobuf::Timestamp& time) {
    return time.seconds() * 1'000'000 + time.nanos() / 1000;
}
void setTime(google::protobuf::Timestamp& time, Micros at) {
    time.set_seconds(at / 1'000'000);
    time.set_nanos(static_cast<std::int32_t>(at % 1'000'000) * 1000);
}

constexpr std::string_view columns =
    "i.product_id, i.etag, i.is_revision, i.seller_id, i.category_id, i.title, i.image_url, i.price_minor, "
    "i.currency, i.submitted_at, i.findings, i.lightness, c.moderator_id, c.until";
constexpr std::string_view claimed = "LEFT JOIN moderation_claims c ON c.product_id = i.product_id";

v1::QueueItem itemOf(const sql::Row& row, Micros now) {
    v1::QueueItem item;
    item.ParseFromString(sql::decodeBytes(row.text(10))); // the findings only
    item.set_product_id(formatId(row.integer(0)));
    item.set_etag(row.text(1));
    item.set_revision(row.integer(2) != 0);
    item.set_seller_id(SellerId(row.integer(3)).text());
    item.set_category_id(CategoryId(row.integer(4)).text());
    item.set_title(row.text(5));
    item.set_image_url(row.text(6));
    item.mutable_price()->set_amount_minor(row.integer(7));
    item.mutable_price()->set_currency(row.text(8));
    setTime(*item.mutable_submit_time(), row.integer(9));
    if (row.integer(13) > now) {
        item.set_claimed_by(UserId(row.integer(12)).text());
        setTime(*item.mutable_claim_expire_time(), row.integer(13));
    }
    return item;
}

std::int64_t maskOfItem(const v1::QueueItem& item) {
    std::int64_t mask = 0;
    for (const v1::Finding& finding : item.findings())
        mask |= maskOf(finding.kind());
    return mask;
}

void count(sql::Transaction& tx, int kind, Micros submitted, int by) {
    tx.exec("INSERT INTO moderation_counts (kind, day, items) VALUES (?, ?, ?) ON CONFLICT (kind, day) DO UPDATE SET "
            "items = moderation_counts.items + excluded.items",
            kind, submitted / day, by);
}

// The item's rows beside its own.
void putFindings(sql::Transaction& tx, std::int64_t id, Micros submitted, std::int64_t mask) {
    count(tx, 0, submitted, 1);
    for (int kind = 1; kind < kinds; ++kind)
        if ((mask & maskOf(static_cast<v1::FindingKind>(kind))) != 0) {
            tx.exec("INSERT INTO moderation_findings (kind, submitted_at, product_id) VALUES (?, ?, ?)", kind,
                    submitted, id);
            count(tx, kind, submitted, 1);
        }
}

bool removeFindings(sql::Transaction& tx, std::int64_t id) {
    const auto known = tx.one(
        "SELECT submitted_at, finding_mask FROM moderation_items WHERE product_id = ?",
        [](const sql::Row& row) { return std::pair(row.integer(0), row.integer(1)); }, id);
    if (!known)
        return false;
    count(tx, 0, known->first, -1);
    for (int kind = 1; kind < kinds; ++kind)
        if ((known->second & maskOf(static_cast<v1::FindingKind>(kind))) != 0) {
            tx.exec("DELETE FROM moderation_findings WHERE kind = ? AND submitted_at = ? AND product_id = ?", kind,
                    known->first, id);
            count(tx, kind, known->first, -1);
        }
    return true;
}

// One way through the queue: where its rows come from, in which order, and the keys of a row.
struct Walk {
    std::string from, order;
    std::vector<std::string> keys;
    bool descending = false;
};

Walk walkOf(const v1::ListQueueRequest& request) {
    const bool newest = request.order() == v1::ListQueueRequest::NEWEST_FIRST;
    const std::string direction = newest ? " DESC" : "";
    if (request.finding() != v1::FINDING_KIND_UNSPECIFIED)
        return {fmt::format("moderation_findings f JOIN moderation_items i ON i.product_id = f.product_id {} WHERE "
                            "f.kind = ?",
                            claimed),
                fmt::format("f.submitted_at{0}, f.product_id{0}", direction),
                {"f.submitted_at", "f.product_id"},
                newest};
    const std::string from = fmt::format("moderation_items i {} WHERE 1=1", claimed);
    if (request.order() == v1::ListQueueRequest::MOST_FINDINGS_FIRST)
        return {from,
                "i.lightness, i.submitted_at, i.product_id",
                {"i.lightness", "i.submitted_at", "i.product_id"},
                false};
    return {
        from, fmt::format("i.submitted_at{0}, i.product_id{0}", direction), {"i.submitted_at", "i.product_id"}, newest};
}

// "(a, b) > (?, ?)": both engines walk an index by it.
std::string afterKeys(const Walk& walk) {
    std::string names, marks;
    for (const std::string& key : walk.keys) {
        names += (names.empty() ? "" : ", ") + key;
        marks += marks.empty() ? "?" : ", ?";
    }
    return fmt::format(" AND ({}) {} ({})", names, walk.descending ? "<" : ">", marks);
}
} // namespace

void QueueStore::put(sql::Transaction& tx, const v1::QueueItem& item, int weight) {
    const std::int64_t id = parseId(item.product_id());
    const Micros submitted = microsOf(item.submit_time());
    const std::int64_t mask = maskOfItem(item);
    removeFindings(tx, id);
    v1::QueueItem findings;
    *findings.mutable_findings() = item.findings();
    tx.exec("INSERT INTO moderation_items (product_id, etag, is_revision, seller_id, category_id, title, image_url, "
            "price_minor, currency, submitted_at, finding_mask, lightness, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
            "?, ?, ?, ?, ?) ON CONFLICT (product_id) DO UPDATE SET etag = excluded.etag, is_revision = "
            "excluded.is_revision, seller_id = excluded.seller_id, category_id = excluded.category_id, title = "
            "excluded.title, image_url = excluded.image_url, price_minor = excluded.price_minor, currency = "
            "excluded.currency, submitted_at = excluded.submitted_at, finding_mask = excluded.finding_mask, lightness "
            "= excluded.lightness, findings = excluded.findings",
            id, item.etag(), item.revision() ? 1 : 0, parseId(item.seller_id()), parseId(item.category_id()),
            item.title(), item.image_url(), item.price().amount_minor(), item.price().currency(), submitted, mask,
            -weight, sql::encodeBytes(findings.SerializeAsString()));
    putFindings(tx, id, submitted, mask);
}

void QueueStore::remove(sql::Transaction& tx, ProductId id) {
    if (!removeFindings(tx, id.value()))
        return;
    tx.exec("DELETE FROM moderation_items WHERE product_id = ?", id.value());
    tx.exec("DELETE FROM moderation_claims WHERE product_id = ?", id.value());
    tx.exec("DELETE FROM moderation_approvals WHERE product_id = ?", id.value());
}

void QueueStore::clear(sql::Transaction& tx) {
    tx.exec("DELETE FROM moderation_items");
    tx.exec("DELETE FROM moderation_findings");
    tx.exec("DELETE FROM moderation_counts");
    tx.exec("DELETE FROM moderation_approvals");
}

std::optional<v1::QueueItem> QueueStore::find(sql::Reader& reader, ProductId id, Micros now) {
    static const std::string text =
        fmt::format("SELECT {} FROM moderation_items i {} WHERE i.product_id = ?", columns, claimed);
    return reader.one(text, [now](const sql::Row& row) { return itemOf(row, now); }, id.value());
}

std::vector<v1::QueueItem> QueueStore::page(sql::Reader& reader, const v1::ListQueueRequest& request, std::size_t size,
                                            const std::vector<sql::Value>& after, Micros now,
                                            std::vector<sql::Value>& last) {
    const Walk walk = walkOf(request);
    std::string sql = fmt::format("SELECT {} FROM {}", columns, walk.from);
    std::vector<sql::Value> args;
    if (request.finding() != v1::FINDING_KIND_UNSPECIFIED)
        args.emplace_back(static_cast<std::int64_t>(request.finding()));
    if (!request.seller_id().empty()) {
        sql += " AND i.seller_id = ?";
        args.emplace_back(parseId(request.seller_id()));
    }
    if (!after.empty()) {
        sql += afterKeys(walk);
        args.insert(args.end(), after.begin(), after.end());
    }
    sql += fmt::format(" ORDER BY {} LIMIT {}", walk.order, size + 1);
    std::vector<v1::QueueItem> items;
    bool more = false;
    std::vector<sql::Value> keys;
    reader.run(sql, args, [&](const sql::Row& row) {
        if (items.size() == size) {
            more = true;
            return;
        }
        items.push_back(itemOf(row, now));
        keys.clear();
        if (walk.keys.size() == 3)
            keys.emplace_back(row.integer(11));
        keys.emplace_back(row.integer(9));
        keys.emplace_back(row.integer(0));
    });
    last = more ? keys : std::vector<sql::Value>();
    return items;
}

v1::QueueCounts QueueStore::counts(sql::Reader& reader, Micros now) {
    v1::QueueCounts counts;
    std::map<std::int64_t, std::int64_t> byKind;
    std::map<std::int32_t, std::int64_t> byAge;
    reader.each("SELECT kind, day, items FROM moderation_counts WHERE items > 0", [&](const sql::Row& row) {
        byKind[row.integer(0)] += row.integer(2);
        if (row.integer(0) == 0)
            byAge[static_cast<std::int32_t>(std::clamp<std::int64_t>(now / day - row.integer(1), 0, oldestTold))] +=
                row.integer(2);
    });
    for (const auto& [kind, count] : byKind) {
        if (kind == 0) {
            counts.set_total(count);
            continue;
        }
        v1::QueueCounts::OfFinding& told = *counts.add_findings();
        told.set_kind(static_cast<v1::FindingKind>(kind));
        told.set_count(count);
    }
    for (const auto& [days, count] : byAge) {
        v1::QueueCounts::OfAge& told = *counts.add_ages();
        told.set_days(days);
        told.set_count(count);
    }
    return counts;
}

UserId QueueStore::heldByOther(sql::Reader& reader, ProductId id, UserId self, Micros now) {
    return reader
        .one(
            "SELECT moderator_id FROM moderation_claims WHERE product_id = ? AND moderator_id <> ? AND until > ?",
            [](const sql::Row& row) { return UserId(row.integer(0)); }, id.value(), self.value(), now)
        .value_or(UserId());
}

void QueueStore::claim(sql::Transaction& tx, ProductId id, UserId moderator, Micros until) {
    tx.exec("INSERT INTO moderation_claims (product_id, moderator_id, until) VALUES (?, ?, ?) ON CONFLICT (product_id) "
            "DO UPDATE SET moderator_id = excluded.moderator_id, until = excluded.until",
            id.value(), moderator.value(), until);
}

void QueueStore::release(sql::Transaction& tx, ProductId id, UserId moderator) {
    tx.exec("DELETE FROM moderation_claims WHERE product_id = ? AND moderator_id = ?", id.value(), moderator.value());
}

} // namespace tradepost::moderation
