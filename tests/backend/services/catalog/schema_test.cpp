#include "backend/services/catalog/schema.h"

#include "backend/services/catalog/product_store.h"
#include "tests/support/databases.h"

namespace tradepost::catalog {
namespace {

class SchemaTest : public test::DatabaseTest {
public:
    std::vector<std::string> texts(std::string_view sql) {
        return db()
            .readNow([sql](sql::Reader& reader) -> Result<std::vector<std::string>> {
                return reader.all(sql, [](const sql::Row& row) { return row.text(0); });
            })
            .value();
    }
};
TRADEPOST_ON_EVERY_ENGINE(SchemaTest);

TEST_P(SchemaTest, WhatWasStoredBeforeTablesWereClusteredIsThere) {
    sql::Schema before = schema();
    before.migrations.resize(2);
    ASSERT_TRUE(db().migrate(before));
    ASSERT_TRUE(db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec(
            "INSERT INTO catalog_variants (product_id, ordinal, seller_id, sku, gtin, price_minor, currency) VALUES "
            "(2, 0, 7, 'B', '', 5, 'EUR'), (1, 1, 7, 'A-2', '4006381333931', 6, 'EUR'), (1, 0, 7, 'A', '', 7, "
            "'EUR')");
        tx.exec("INSERT INTO catalog_tags (tag, product_id) VALUES ('new', 2), ('new', 1), ('gift', 2)");
        tx.exec("INSERT INTO catalog_slugs (kind, slug, target_id) VALUES (1, 'lamp', 2), (2, 'lamp', 9)");
        return {};
    }));
    ASSERT_TRUE(db().migrate(schema()));
    using Texts = std::vector<std::string>;
    EXPECT_EQ(texts("SELECT sku FROM catalog_variants ORDER BY product_id, ordinal"), (Texts{"A", "A-2", "B"}));
    EXPECT_EQ(texts("SELECT sku FROM catalog_variants WHERE gtin = '4006381333931' AND gtin <> '' AND price_minor = 6"),
              Texts{"A-2"});
    EXPECT_EQ(texts("SELECT tag FROM catalog_tags WHERE product_id = 2 ORDER BY tag"), (Texts{"gift", "new"}));
    const auto found = db().readNow([](sql::Reader& reader) -> Result<std::pair<ProductId, ProductId>> {
        return std::pair(ProductStore::findBySlug(reader, "lamp").value_or(ProductId()),
                         ProductStore::findBySku(reader, SellerId(7), "A-2").value_or(ProductId()));
    });
    EXPECT_EQ(found->first, ProductId(2));
    EXPECT_EQ(found->second, ProductId(1));
    const auto twice = db().writeNow([](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO catalog_slugs (kind, slug, target_id) VALUES (1, 'lamp', 3)");
        return {};
    });
    EXPECT_EQ(twice.error().reason, "UNIQUE_VIOLATION");
}

} // namespace
} // namespace tradepost::catalog
