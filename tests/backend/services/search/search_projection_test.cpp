#include "backend/services/search/search_projection.h"

#include "backend/services/search/native_index.h"
#include "tradepost/catalog/v1/events.pb.h"

#include <gtest/gtest.h>
#include <map>

namespace tradepost::search {
namespace {

catalog::v1::Product product(std::int64_t id, const std::string& title,
                             catalog::v1::ProductState state = catalog::v1::PUBLISHED) {
    catalog::v1::Product product;
    product.set_id(formatId(id));
    product.set_title(title);
    product.set_state(state);
    (*product.mutable_texts())["de"].set_title(title + " deutsch");
    (*product.mutable_texts())["fr"].set_title(title + " français");
    product.mutable_price()->set_amount_minor(100);
    product.mutable_price()->set_currency("EUR");
    return product;
}

// A catalog with a log, small enough to see through.
struct Catalog {
    std::map<std::string, catalog::v1::Product> products;
    std::map<std::string, catalog::v1::Category> categories;
    std::vector<events::Delivered> log;

    void put(const catalog::v1::Product& changed) {
        catalog::v1::ProductChanged event;
        *event.mutable_product() = products[changed.id()] = changed;
        append(event, changed.id());
    }
    void put(const catalog::v1::Category& changed) {
        catalog::v1::CategoryChanged event;
        *event.mutable_category() = categories[changed.id()] = changed;
        append(event, changed.id());
    }
    void append(const google::protobuf::Message& payload, const std::string& key) {
        events::Delivered delivered;
        delivered.position = {1, static_cast<std::int64_t>(log.size()) + 1};
        delivered.event.type = payload.GetDescriptor()->full_name();
        delivered.event.key = key;
        delivered.event.payload = payload.SerializeAsString();
        log.push_back(delivered);
    }
    CatalogScan scan() {
        return [this](const auto& onCategory, const auto& onProduct) -> Result<events::Position> {
            for (const auto& [id, category] : categories)
                onCategory(category);
            for (const auto& [id, p] : products)
                onProduct(p);
            return events::Position{1, static_cast<std::int64_t>(log.size())};
        };
    }
};

class SearchProjectionTest : public testing::Test {
protected:
    std::vector<std::string> titles(const std::string& text = {}) {
        std::vector<std::string> found;
        Query query;
        query.text = text;
        for (const Hit& hit : m_index->search(query).hits)
            found.push_back(hit.title);
        return found;
    }
    using Titles = std::vector<std::string>;

    Catalog m_catalog;
    std::unique_ptr<SearchIndex> m_index = openNativeIndex();
    SearchProjection m_projection{*m_index, m_catalog.scan()};
};

TEST_F(SearchProjectionTest, FollowsTheLogAndTakesTheLastEventOfABatch) {
    m_catalog.put(product(1, "Chair"));
    m_catalog.put(product(2, "Table", catalog::v1::DRAFT));
    m_catalog.put(product(3, "Lamp"));
    m_catalog.put(product(3, "Lantern"));
    m_catalog.put(product(4, "Sofa"));
    m_catalog.put(product(4, "Sofa", catalog::v1::UNPUBLISHED));
    m_projection.apply(m_catalog.log);
    EXPECT_EQ(titles(), (Titles{"Lantern", "Chair"}));
    m_projection.apply(m_catalog.log);
    EXPECT_EQ(titles(), (Titles{"Lantern", "Chair"})) << "a batch applied twice changes nothing";
    m_catalog.log.clear();
    m_catalog.put(product(1, "Chair", catalog::v1::ARCHIVED));
    m_catalog.put(product(2, "Table"));
    m_projection.apply(m_catalog.log);
    EXPECT_EQ(titles(), (Titles{"Lantern", "Table"}));
}

TEST_F(SearchProjectionTest, ARebuildEqualsWhatTheLogMade) {
    catalog::v1::Category category;
    category.set_id(formatId(7));
    category.set_name("Furniture");
    (*category.mutable_names())["de"] = "Möbel";
    m_catalog.put(category);
    for (std::int64_t id = 1; id <= 50; ++id)
        m_catalog.put(product(id, "Chair " + std::to_string(id), id % 3 ? catalog::v1::PUBLISHED : catalog::v1::DRAFT));
    m_projection.apply(m_catalog.log);
    auto check = m_projection.check();
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->equal()) << "live: missing " << check->missing << " stale " << check->stale;
    EXPECT_EQ(check->products, 34u);

    const auto fresh = openNativeIndex();
    SearchProjection other(*fresh, m_catalog.scan());
    const events::Projection projection = other.projection();
    EXPECT_EQ(projection.name, "search");
    EXPECT_EQ(projection.start, events::Position{});
    const auto position = projection.rebuild();
    ASSERT_TRUE(position);
    EXPECT_EQ(*position, (events::Position{1, 51}));
    EXPECT_TRUE(other.check()->equal());
    EXPECT_EQ(fresh->stats().documents, m_index->stats().documents);
}

TEST_F(SearchProjectionTest, TheCheckSaysWhatDiffers) {
    for (std::int64_t id = 1; id <= 3; ++id)
        m_catalog.put(product(id, "Chair"));
    m_projection.apply(m_catalog.log);
    m_catalog.put(product(1, "Stool"));
    m_catalog.put(product(2, "Chair", catalog::v1::UNPUBLISHED));
    m_catalog.put(product(4, "Bench"));
    catalog::v1::Category category;
    category.set_id(formatId(7));
    m_catalog.put(category);
    const auto check = m_projection.check();
    ASSERT_TRUE(check);
    EXPECT_EQ(check->stale, 1u);
    EXPECT_EQ(check->surplus, 1u);
    EXPECT_EQ(check->missing, 1u);
    EXPECT_EQ(check->categories, 1u);
    EXPECT_EQ(check->staleIds, std::vector{ProductId(1)});
    EXPECT_EQ(check->missingIds, std::vector{ProductId(4)});
}

TEST_F(SearchProjectionTest, AFailedRebuildLeavesTheIndexAsItWas) {
    m_catalog.put(product(1, "Chair"));
    m_projection.apply(m_catalog.log);
    SearchProjection broken(*m_index, [](const auto&, const auto& onProduct) -> Result<events::Position> {
        onProduct(product(9, "Half"));
        return fail(Code::Unavailable, "STORE_GONE", "The store does not answer.");
    });
    EXPECT_FALSE(broken.rebuild());
    EXPECT_EQ(titles(), (Titles{"Chair"}));
}

TEST_F(SearchProjectionTest, AnUnreadableEventDoesNotStopTheOthers) {
    m_catalog.put(product(1, "Chair"));
    m_catalog.put(product(2, "Table"));
    m_catalog.log[0].event.payload = std::string("\xff\xff\xff");
    m_projection.apply(m_catalog.log);
    EXPECT_EQ(titles(), (Titles{"Table"}));
}

} // namespace
} // namespace tradepost::search
