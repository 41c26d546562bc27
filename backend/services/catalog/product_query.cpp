#include "backend/services/catalog/product_query.h"

#include "tradepost/catalog/v1/catalog.pb.h"

#include <algorithm>
#include <fmt/format.h>

namespace tradepost::catalog {

namespace {
// Above it, reading the ordered index and skipping other sellers' entries costs less than sorting.
constexpr double largeShare = 0.02;
// A column as an expression, which no index serves. The engines give it the column's collation.
std::string hidden(const query::Field& field) {
    return field.column + (field.type == query::FieldType::Text ? " || ''" : " + 0");
}

// Where the products of a term are counted without touching the products themselves, and what is in the way of an index
// when such a field is only to be tested.
struct Child {
    std::string_view field, table, test;
};
constexpr Child children[] = {
    {"category_id", "catalog_category_closure k JOIN catalog_products p ON p.category_id = k.descendant_id",
     "EXISTS (SELECT 1 FROM catalog_category_closure k WHERE k.descendant_id = p.category_id + 0 AND {})"},
    {"sku", "catalog_variants v", "EXISTS (SELECT 1 FROM catalog_variants v WHERE v.product_id = p.id AND {})"},
    {"gtin", "catalog_variants v",
     "EXISTS (SELECT 1 FROM catalog_variants v WHERE v.product_id = p.id AND v.gtin <> '' AND {})"},
    {"tag", "catalog_tags t", "EXISTS (SELECT 1 FROM catalog_tags t WHERE t.product_id = p.id AND {})"},
};

const Child* childOf(const query::Field& field) {
    const auto found = std::ranges::find(children, field.name, &Child::field);
    return found == std::end(children) ? nullptr : found;
}

bool hasIndex(const query::Field& field) {
    return field.name != "currency" && field.name != "slug" && field.name != "create_time";
}

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
const std::vector<query::Field>& unindexedFields() {
    static const std::vector<query::Field> fields = [] {
        std::vector<query::Field> made = filterFields();
        for (query::Field& field : made)
            if (const Child* child = childOf(field))
                field.existsIn = child->test;
            else
                field.column = hidden(field);
        return made;
    }();
    return fields;
}

// For lists that are sorted.
const std::vector<query::Field>& sortedFields() {
    static const std::vector<query::Field> fields = [] {
        std::vector<query::Field> made = sortFields();
        for (query::Field& field : made)
            field.column = hidden(field);
        return made;
    }();
    return fields;
}

void add(query::Condition& to, const query::Condition& condition) {
    to.sql += " AND " + condition.sql;
    to.args.insert(to.args.end(), condition.args.begin(), condition.args.end());
}

// The term as a condition on products.
query::Condition conditionOf(const query::Term& term) {
    std::string sql = term.test;
    if (!term.field->existsIn.empty()) {
        sql = term.field->existsIn;
        sql.replace(sql.find("{}"), 2, term.test);
    }
    return {"(" + sql + ")", {term.value}};
}

// At most `most`.
std::int64_t countUpTo(sql::Reader& reader, const query::Term& term, std::int64_t most) {
    const Child* child = childOf(*term.field);
    const std::string extra = term.field->name == "gtin" ? "v.gtin <> '' AND " : "";
    std::int64_t count = 0;
    reader.run(fmt::format("SELECT COUNT(*) FROM (SELECT 1 FROM {} WHERE {}{} LIMIT {}) few",
                           child != nullptr ? child->table : "catalog_products p", extra, term.test, most),
               std::vector<sql::Value>{term.value}, [&](const sql::Row& row) { count = row.integer(0); });
    return count;
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
    ProductQuery made{std::move(*where), std::move(*order), {}, query::requiredTerms(filter, filterFields()), {}};
    made.unindexed = *query::parseFilter(filter, unindexedFields()); // what the first reading took
    if (!seesEverything(caller)) {
        std::string marks;
        query::Condition own;
        for (const SellerId seller : caller.sellers) {
            marks += marks.empty() ? "?" : ", ?";
            own.args.emplace_back(seller.value());
        }
        const std::string among = caller.sellers.size() == 1 ? " = ?" : " IN (" + marks + ")";
        const query::Condition tested{caller.sellers.empty() ? "1=0" : "p.seller_id + 0" + among, own.args};
        if (shareOfSeller <= largeShare && !caller.sellers.empty())
            made.seller = {"p.seller_id" + among, own.args};
        add(made.where, made.seller.sql.empty() ? tested : made.seller);
        add(made.unindexed, tested);
    }
    return made;
}

ProductPlan planOf(sql::Reader& reader, const ProductQuery& query, std::int64_t few) {
    const query::Term* best = nullptr;
    std::int64_t fewest = few + 1;
    for (const query::Term& term : query.terms)
        if (term.seekable && hasIndex(*term.field))
            if (const std::int64_t count = countUpTo(reader, term, few + 1); count < fewest) {
                fewest = count;
                best = &term;
            }
    if (best == nullptr && query.seller.sql.empty())
        return {query.unindexed, query.order};
    ProductPlan plan{best != nullptr ? conditionOf(*best) : query.seller, query.order};
    add(plan.where, query.unindexed);
    for (query::SortKey& key : plan.order)
        key.field = &*std::ranges::find(sortedFields(), key.field->name, &query::Field::name);
    return plan;
}

} // namespace tradepost::catalog
