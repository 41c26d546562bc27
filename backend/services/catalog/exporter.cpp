#include "backend/services/catalog/exporter.h"

#include "backend/services/catalog/product_store.h"

#include <google/protobuf/util/json_util.h>

namespace tradepost::catalog {

namespace {
constexpr int batch = 500;

Result<std::vector<v1::Product>> readBatch(sql::Database& database, std::optional<SellerId> seller, ProductId after) {
    return database.readNow([&](sql::Reader& reader) -> Result<std::vector<v1::Product>> {
        const auto idOf = [](const sql::Row& row) { return ProductId(row.integer(0)); };
        const auto ids =
            seller ? reader.all("SELECT id FROM catalog_products WHERE seller_id = ? AND id > ? ORDER BY id LIMIT ?",
                                idOf, seller->value(), after.value(), batch)
                   : reader.all("SELECT id FROM catalog_products WHERE id > ? ORDER BY id LIMIT ?", idOf, after.value(),
                                batch);
        std::vector<v1::Product> products;
        for (const ProductId id : ids)
            if (auto product = ProductStore::find(reader, id))
                products.push_back(std::move(*product));
        return products;
    });
}
} // namespace

Result<std::int64_t> exportProducts(sql::Database& database, std::optional<SellerId> seller,
                                    const std::function<Result<void>(std::string_view line)>& take) {
    std::int64_t count = 0;
    ProductId last;
    for (;;) {
        const auto products = readBatch(database, seller, last);
        if (!products)
            return std::unexpected(products.error());
        if (products->empty())
            return count;
        for (const v1::Product& product : *products) {
            std::string line;
            if (!google::protobuf::util::MessageToJsonString(product, &line).ok())
                return fail(Code::DataLoss, "NOT_JSON", "Product " + product.id() + " cannot be written as JSON.");
            TP_TRY(take(line));
            ++count;
        }
        last = ProductId::parse(products->back().id());
    }
}

} // namespace tradepost::catalog
