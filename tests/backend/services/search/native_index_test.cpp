#include "backend/services/search/native_index.h"

#include "tests/backend/services/search/random_catalog.h"
#include "tests/backend/services/search/reference_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradepost::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Document product(std::int64_t id, std::string title, std::string language = "en") {
    Document document;
    document.id = ProductId(id);
    document.seller = SellerId(1);
    document.category = CategoryId(1);
    document.texts.push_back({std::move(language), std::move(title), ""});
    document.price = {1000, *Currency::parse("EUR")};
    return document;
}

std::vector<std::int64_t> find(const SearchIndex& index, std::string text, std::string language = "en") {
    Query query;
    query.text = std::move(text);
    query.language = std::move(language);
    std::vector<std::int64_t> ids;
    for (const Hit& hit : index.search(query).hits)
        ids.push_back(hit.id.value());
    return ids;
}

// Pages through everything by cursor.
std::vector<Hit> allPages(const SearchIndex& index, Query query) {
    std::vector<Hit> hits;
    for (;;) {
        const Answer answer = index.search(query);
        hits.insert(hits.end(), answer.hits.begin(), answer.hits.end());
        if (!answer.more)
            return hits;
        query.after = Cursor{answer.hits.back().key, answer.hits.back().id};
    }
}

void expectSame(const SearchIndex& index, ReferenceIndex& reference, const Query& query) {
    const Answer expected = reference.search(query);
    const Answer answer = index.search(query);
    ASSERT_EQ(answer.total, expected.total) << "text: " << query.text;
    const std::vector<Hit> hits = allPages(index, query);
    ASSERT_EQ(hits.size(), expected.hits.size()) << "text: " << query.text;
    // Sums of floats in another order differ in the last bits; what is that close counts as a tie.
    std::map<ProductId, Hit> expectedById;
    for (const Hit& hit : expected.hits)
        expectedById[hit.id] = hit;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        ASSERT_TRUE(expectedById.contains(hits[i].id));
        const Hit& wanted = expectedById[hits[i].id];
        EXPECT_EQ(hits[i].title, wanted.title);
        EXPECT_EQ(hits[i].price, wanted.price);
        EXPECT_NEAR(hits[i].score, wanted.score, 1e-4 * (1 + wanted.score));
        EXPECT_NEAR(hits[i].key, expected.hits[i].key, 1e-4 * (1 + std::abs(wanted.key))) << "rank " << i;
        if (query.sort != Sort::Relevance)
            EXPECT_EQ(hits[i].id, expected.hits[i].id) << "rank " << i;
    }
    ASSERT_EQ(answer.facets.size(), expected.facets.size());
    for (std::size_t f = 0; f < answer.facets.size(); ++f) {
        std::map<std::string, std::uint64_t> counts, wanted;
        for (const FacetValue& value : answer.facets[f].values)
            if (value.count > 0)
                counts[value.value] = value.count;
            else
                EXPECT_TRUE(value.selected) << value.value;
        for (const FacetValue& value : expected.facets[f].values)
            wanted[value.value] = value.count;
        EXPECT_EQ(counts, wanted) << answer.facets[f].name << " for: " << query.text;
    }
}

class RandomUpdates : public testing::TestWithParam<int> {};

TEST_P(RandomUpdates, AnswersAreThoseOfAScan) {
    RandomCatalog random(static_cast<std::uint64_t>(GetParam()));
    // Small sizes make every kind of merge happen within a few batches, in the foreground and in the background.
    const auto index = openNativeIndex({.segmentsPerTier = 3, .documentsPerBuild = 7, .inlineMergeDocuments = 30});
    ReferenceIndex reference;
    Batch first;
    first.categories = random.categories();
    index->apply(first);
    reference.apply(first);
    for (int step = 0; step < 50; ++step) {
        const Batch batch = random.batch(120, reference.documents());
        reference.apply(batch);
        index->apply(batch);
        ASSERT_EQ(index->stats().documents, reference.documents().size());
        for (int n = 0; n < 2; ++n) {
            ASSERT_NO_FATAL_FAILURE(expectSame(*index, reference, random.query()));
            ASSERT_FALSE(HasFailure()) << "step " << step;
        }
    }
    for (const auto& [id, document] : reference.documents())
        EXPECT_EQ(index->digestOf(id), digest(document));
    EXPECT_GT(index->stats().merges, 0u);
    EXPECT_GT(index->stats().columnUpdates, 0u);
    EXPECT_LT(index->stats().segments, 20u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomUpdates, testing::Range(1, 9));

TEST(NativeIndex, FindsOtherFormsOfAWord) {
    const auto index = openNativeIndex();
    index->apply(
        {{product(1, "Wireless headphones"), product(2, "Kabellose Kopfhörer", "de"), product(3, "École", "fr")},
         {},
         {}});
    EXPECT_THAT(find(*index, "HEADPHONE"), ElementsAre(1));
    EXPECT_THAT(find(*index, "kopfhorer", "de"), ElementsAre(2));
    EXPECT_THAT(find(*index, "Kopfhörern", "de"), ElementsAre(2));
    EXPECT_THAT(find(*index, "kopfhörer", "en"), ElementsAre(2)) << "other languages still match";
    EXPECT_THAT(find(*index, "ecole", "en"), ElementsAre(3));
    EXPECT_THAT(find(*index, "the headphones"), ElementsAre(1)) << "a stop word is left out";
    EXPECT_THAT(find(*index, "wireless kopfhörer"), IsEmpty()) << "all words are wanted";
    EXPECT_THAT(find(*index, "!!"), IsEmpty());
    EXPECT_EQ(find(*index, "  ").size(), 3u);
}

TEST(NativeIndex, FindsByBrandCategoryAndFlag) {
    const auto index = openNativeIndex();
    Document document = product(1, "WH-1000XM5");
    document.brand = "Sony";
    document.category = CategoryId(2);
    document.attributes = {{"noise_cancelling", "true"}, {"waterproof", "false"}, {"colour", "Midnight blue"}};
    index->apply(
        {{document},
         {},
         {{CategoryId(1), {}, "Audio", {}}, {CategoryId(2), CategoryId(1), "Headphones", {{"de", "Kopfhörer"}}}}});
    for (const char* text :
         {"sony", "audio", "headphone", "wh-1000xm5", "1000XM5", "cancelling", "midnight sony audio"})
        EXPECT_THAT(find(*index, text), ElementsAre(1)) << text;
    EXPECT_THAT(find(*index, "waterproof"), IsEmpty());
    index->apply({{}, {}, {{CategoryId(1), {}, "Sound", {}}}});
    EXPECT_THAT(find(*index, "audio"), IsEmpty()) << "a renamed category takes effect without touching its products";
    EXPECT_THAT(find(*index, "sound"), ElementsAre(1));
}

TEST(NativeIndex, ShowsTitlesAndLabelsInTheShoppersLanguage) {
    const auto index = openNativeIndex();
    Document document = product(1, "Chair");
    document.texts.push_back({"de-DE", "Stuhl", ""});
    index->apply({{document}, {}, {{CategoryId(1), {}, "Furniture", {{"de", "Möbel"}}}}});
    Query query;
    query.facets = {"category"};
    query.language = "de-AT";
    Answer answer = index->search(query);
    EXPECT_EQ(answer.hits[0].title, "Stuhl");
    EXPECT_EQ(answer.facets[0].values[0].label, "Möbel");
    query.language = "fr";
    answer = index->search(query);
    EXPECT_EQ(answer.hits[0].title, "Chair");
    EXPECT_EQ(answer.facets[0].values[0].label, "Furniture");
}

TEST(NativeIndex, AChangedPriceTouchesOnlyTheColumn) {
    const auto index = openNativeIndex();
    Document document = product(1, "Chair");
    index->apply({{document}, {}, {}});
    const IndexStats before = index->stats();
    index->apply({{document}, {}, {}});
    EXPECT_EQ(index->stats().generation, before.generation) << "nothing changed";
    document.price.minor = 5;
    index->apply({{document}, {}, {}});
    const IndexStats after = index->stats();
    EXPECT_EQ(after.columnUpdates, 1u);
    EXPECT_EQ(after.deleted, 0u);
    EXPECT_EQ(after.segments, 1u);
    EXPECT_EQ(index->search({}).hits[0].price.minor, 5);
    document.texts[0].title = "Stool";
    document.price.minor = 6;
    index->apply({{document}, {}, {}});
    EXPECT_THAT(find(*index, "chair"), IsEmpty());
    EXPECT_EQ(index->search({}).hits[0].price.minor, 6);
}

TEST(NativeIndex, PriceRangesAreCountedAndSelected) {
    const auto index = openNativeIndex();
    Batch batch;
    for (std::int64_t price : {0, 999, 1000, 2499, 5'000'000}) {
        batch.upserts.push_back(product(1 + static_cast<std::int64_t>(batch.upserts.size()), "Chair"));
        batch.upserts.back().price.minor = price;
    }
    index->apply(batch);
    Query query;
    query.facets = {"price"};
    query.priceMin = 1000;
    query.priceMax = 2499;
    const Answer answer = index->search(query);
    EXPECT_EQ(answer.total, 2u);
    const auto& values = answer.facets[0].values;
    ASSERT_EQ(values.size(), 3u);
    EXPECT_EQ(values[0].value, "0-999");
    EXPECT_EQ(values[0].count, 2u);
    EXPECT_FALSE(values[0].selected);
    EXPECT_EQ(values[1].value, "1000-2499");
    EXPECT_TRUE(values[1].selected);
    EXPECT_EQ(values[2].value, "1000000-");
}

TEST(NativeIndex, ARebuildTakesTheOldContentsPlaceAtOnce) {
    const auto index = openNativeIndex();
    index->apply({{product(1, "Old chair"), product(2, "Old table")}, {}, {}});
    {
        const auto dropped = index->rebuild();
        dropped->add({{product(3, "Never seen")}, {}, {}});
    }
    EXPECT_EQ(index->stats().documents, 2u);
    const auto rebuild = index->rebuild();
    rebuild->add({{product(2, "New table")}, {}, {{CategoryId(9), {}, "New", {}}}});
    EXPECT_THAT(find(*index, "old"), ElementsAre(2, 1));
    rebuild->commit();
    EXPECT_THAT(find(*index, "table"), ElementsAre(2));
    EXPECT_THAT(find(*index, "old"), IsEmpty());
    EXPECT_EQ(index->categories().size(), 1u);
    index->apply({{}, {ProductId(2)}, {}});
    EXPECT_EQ(index->stats().documents, 0u);
}

TEST(NativeIndex, SurvivesAwkwardInput) {
    const auto index = openNativeIndex();
    Document document;
    document.id = ProductId(7);
    index->apply({{document}, {ProductId(99)}, {}});
    EXPECT_EQ(index->search({}).total, 1u) << "a document without any text";
    document.texts.push_back(
        {"", std::string("a\0b \xff\xfe ", 7) + std::string(5000, 'x'), std::string(100'000, ' ')});
    index->apply({{document}, {}, {{CategoryId(1), CategoryId(2), "A", {}}, {CategoryId(2), CategoryId(1), "B", {}}}});
    Query query;
    query.categories = {CategoryId(1)};
    query.facets = {"category", "nonsense"};
    query.text = std::string(10'000, '\xf0');
    index->search(query);
    query.text.clear();
    query.limit = 0;
    EXPECT_EQ(index->search(query).total, 0u);
}

} // namespace
} // namespace tradepost::search
