#include "backend/services/catalog/product_query.h"

#include "tradepost/catalog/v1/catalog.pb.h"

namespace tradepost::catalog {

namespace {
// Above it, reading the ordered index and skipping other sellers' entries costs less than sorting.
constexpr double largeShare = 0.02;

std::vector<std::pair<std::string, std::int64_t>> stateNames() {
    std::vector<std::pair<std::string, std::int64_t>> names;
    const auto& values = *v1::ProductState_descriptor();
    for (int i = 0; i < values.value_count(); ++i)
        if (values.value(i)->number() != v1::PRODUCT_STATE_UNSPECIFIED)
            names.emplace_back(values.value(i)->name(), values.value(i)->number());
    return names;
}

// Ids sort by the time of making, so that order needs no index of its own.
const std::vector<query::Field>& sortFields() {
    static const std::vector<query::Field> fields = [] {
        std::vector<query::Field> made = filterFields();
        for (query::Field& field : made)
            if (field.name == "create_time")
                field.column = "p.id";
        return made;
    }();
    return fields;
}
} // namespace

const std::vector<query::Field>& filterFields() {
    using query::FieldType;
    static const std::vector<query::Field> fields = {
        {"id", "p.id", FieldType::Id, true, {}, {}},
        {"state", "p.state", FieldType::Enum, true, stateNames(), {}},
        {"seller_id", "p.seller_id", FieldType::Id, false, {}, {}},
        {"category_id",
         "k.ancestor_id",
         FieldType::Id,
         false,
         {},
         "p.category_id IN (SELECT k.descendant_id FROM catalog_category_closure k WHERE {})"},
        {"brand", "p.brand", FieldType::Text, true, {}, {}},
        {"title", "p.title", FieldType::Text, true, {}, {}},
        {"price", "p.price_minor", FieldType::Integer, true, {}, {}},
        {"currency", "p.currency", FieldType::Text, false, {}, {}},
        {"update_time", "p.updated_at", FieldType::Timestamp, true, {}, {}},
        {"create_time", "p.created_at", FieldType::Timestamp, true, {}, {}},
        {"slug", "p.slug", FieldType::Text, false, {}, {}},
        {"sku", "v.sku", FieldType::Text, false, {}, "p.id IN (SELECT v.product_id FROM catalog_variants v WHERE {})"},
        {"tag", "t.tag", FieldType::Text, false, {}, "p.id IN (SELECT t.product_id FROM catalog_tags t WHERE {})"},
        {"gtin",
         "v.gtin",
         FieldType::Text,
         false,
         {},
         "p.id IN (SELECT v.product_id FROM catalog_variants v WHERE v.gtin <> '' AND {})"},
    };
    return fields;
}

bool seesEverything(const rpc::Principal& caller) {
    return caller.has(rpc::Role::MODERATOR) || caller.has(rpc::Role::OPERATOR);
}

Result<ProductQuery> makeProductQuery(std::string_view filter, std::string_view orderBy, const rpc::Principal& caller,
                                      double shareOfSeller) {
    auto where = query::parseFilter(filter, filterFields());
    if (!where)
        return std::unexpected(std::move(where).error());
    auto order = query::parseOrderBy(orderBy, "update_time desc", sortFields(), "id");
    if (!order)
        return std::unexpected(std::move(order).error());
    ProductQuery made{std::move(*where), std::move(*order)};
    if (!seesEverything(caller)) {
        // Adding 0 keeps the engines from choosing the seller's index.
        std::string test = shareOfSeller > largeShare ? " AND p.seller_id + 0" : " AND p.seller_id";
        std::string marks;
        for (const SellerId seller : caller.sellers) {
            marks += marks.empty() ? "?" : ", ?";
            made.where.args.emplace_back(seller.value());
        }
        if (caller.sellers.empty())
            made.where.sql += " AND 1=0";
        else
            made.where.sql += caller.sellers.size() == 1 ? test + " = ?" : test + " IN (" + marks + ")";
    }
    return made;
}

} // namespace tradepost::catalog
