#include "backend/services/catalog/review_policy.h"

#include "backend/base/ids.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace tradepost::catalog {

namespace {
constexpr Micros day = 24 * 3600 * 1'000'000LL;
constexpr std::string_view policyName = "review_policy";

// SKUs and prices, nothing else.
v1::Product pricesOf(const v1::Product& product) {
    v1::Product prices;
    for (const v1::Variant& variant : product.variants()) {
        v1::Variant& price = *prices.add_variants();
        price.set_sku(variant.sku());
        *price.mutable_price() = variant.price();
    }
    return prices;
}

bool within(const v1::ReviewPolicy& policy, const v1::Product& atFirst, const v1::Product& after) {
    if (policy.price_percent() == 0)
        return false;
    for (const v1::Variant& variant : after.variants()) {
        const auto first =
            std::ranges::find(atFirst.variants(), variant.sku(), [](const v1::Variant& v) { return v.sku(); });
        if (first == atFirst.variants().end() || first->price().currency() != variant.price().currency())
            return false;
        const double was = static_cast<double>(first->price().amount_minor());
        const double change = std::abs(static_cast<double>(variant.price().amount_minor()) - was);
        if (change * 100 > was * policy.price_percent())
            return false;
        if (policy.price_amount_minor() > 0 && change > static_cast<double>(policy.price_amount_minor()))
            return false;
    }
    return true;
}
} // namespace

v1::ReviewPolicy readPolicy(sql::Reader& reader) {
    v1::ReviewPolicy policy;
    reader.each(
        "SELECT value FROM catalog_settings WHERE name = ?",
        [&](const sql::Row& row) { policy.ParseFromString(sql::decodeBytes(row.text(0))); }, policyName);
    return policy;
}

void writePolicy(sql::Transaction& tx, const v1::ReviewPolicy& policy) {
    tx.exec("INSERT INTO catalog_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "
            "excluded.value",
            policyName, sql::encodeBytes(policy.SerializeAsString()));
}

bool takePriceChange(sql::Transaction& tx, const v1::ReviewPolicy& policy, const v1::Product& before,
                     const v1::Product& after, Micros at) {
    const std::int64_t id = parseId(before.id());
    const std::int64_t today = at / day;
    v1::Product atFirst = pricesOf(before);
    std::int64_t changes = 0;
    tx.each(
        "SELECT changes, prices FROM catalog_price_days WHERE product_id = ? AND day = ?",
        [&](const sql::Row& row) {
            changes = row.integer(0);
            atFirst.ParseFromString(sql::decodeBytes(row.text(1)));
        },
        id, today);
    if (policy.price_changes_per_day() > 0 && changes >= policy.price_changes_per_day())
        return false;
    // A variant that came after the day's first change counts from now.
    for (const v1::Variant& variant : before.variants())
        if (std::ranges::none_of(atFirst.variants(), [&](const v1::Variant& v) { return v.sku() == variant.sku(); })) {
            v1::Variant& price = *atFirst.add_variants();
            price.set_sku(variant.sku());
            *price.mutable_price() = variant.price();
        }
    if (!within(policy, atFirst, after))
        return false;
    tx.exec("INSERT INTO catalog_price_days (product_id, day, changes, prices) VALUES (?, ?, 1, ?) ON CONFLICT "
            "(product_id) DO UPDATE SET day = excluded.day, changes = ?, prices = excluded.prices",
            id, today, sql::encodeBytes(atFirst.SerializeAsString()), changes + 1);
    return true;
}

} // namespace tradepost::catalog
