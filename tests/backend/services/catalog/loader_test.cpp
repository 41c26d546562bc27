#include "backend/services/catalog/loader.h"
#include "tests/backend/services/catalog/fixture.h"

namespace tradepost::catalog {

namespace {

class LoaderTest : public CatalogTest {};
TRADEPOST_ON_EVERY_ENGINE(LoaderTest);

TEST_P(LoaderTest, LoadedProductsAreLikeCreatedOnes) {
    Loader loader(db(), *log, ids, clock, UserId(5));
    v1::Category category;
    category.set_id(formatId(77));
    category.set_name("Lamps");
    ASSERT_TRUE(loader.category(category));
    for (int i = 0; i < 1200; ++i) {
        v1::Product product = lamp(fmt::format("SKU-{}", i));
        product.set_id(formatId(1000 + i));
        product.set_seller_id(formatId(7));
        product.set_category_id(category.id());
        product.set_state(v1::PUBLISHED);
        product.mutable_create_time()->set_seconds(1'700'000'000 + i);
        ASSERT_TRUE(loader.product(product));
    }
    ASSERT_TRUE(loader.flush());
    EXPECT_EQ(events().size(), 1201u);
    restart();
    const auto read = get(formatId(1000 + 700), anyone);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->create_time().seconds(), 1'700'000'700);
    EXPECT_EQ(read->slug(), "desk-lamp-" + read->id());
    EXPECT_EQ(read->price().amount_minor(), 1999);
    v1::CountProductsRequest request;
    request.set_filter("category_id = " + category.id());
    EXPECT_EQ(call(&CatalogService::countProducts, seller, request)->count(), 1200);
}

TEST_P(LoaderTest, ABatchWithAnErrorIsNotWritten) {
    Loader loader(db(), *log, ids, clock);
    v1::Product product = lamp("A");
    EXPECT_EQ(loader.product(product).error().field, "product.seller_id");
    product.set_seller_id(formatId(7));
    ASSERT_TRUE(loader.product(product));
    product.set_title("The second");
    ASSERT_TRUE(loader.product(product));
    const auto refused = loader.flush();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "SKU_TAKEN");
    EXPECT_TRUE(refused.error().message.starts_with("Product 'The second': "));
    EXPECT_EQ(events().size(), 0u);
    product.mutable_variants(0)->set_sku("B");
    product.set_title(" ");
    EXPECT_EQ(loader.product(product).error().reason, "FIELD_REQUIRED");
}

} // namespace
} // namespace tradepost::catalog
