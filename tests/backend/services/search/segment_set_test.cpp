#include "backend/services/search/segment_set.h"

#include <gtest/gtest.h>

namespace tradepost::search {
namespace {

Document product(std::int64_t id, std::int64_t price = 100) {
    Document document;
    document.id = ProductId(id);
    document.texts.push_back({"en", "chair " + std::to_string(id), ""});
    document.price.minor = price;
    return document;
}

class SegmentSetTest : public testing::Test {
protected:
    void apply(Batch batch) { m_set.apply(std::move(batch), m_analyzer); }
    Answer search(const std::string& text = {}) {
        Query query;
        query.text = text;
        return searchSnapshot(*m_set.snapshot(1), query, m_config.weights, m_analyzer);
    }

    NativeConfig m_config{.segmentsPerTier = 2};
    SegmentSet m_set{m_config};
    Analyzer m_analyzer;
};

// What a background merge meets: its sources change between its start and its end.
TEST_F(SegmentSetTest, AMergeKeepsWhatHappenedMeanwhile) {
    apply({{product(1), product(3), product(5)}, {}, {}});
    apply({{product(2), product(4), product(6)}, {ProductId(5)}, {}});
    const SegmentSet::Merge merge = m_set.nextMerge(SIZE_MAX);
    ASSERT_EQ(merge.sources.size(), 2u);
    EXPECT_EQ(merge.documents, 5u);
    MergedSegment merged = mergeSegments(merge.sources);
    const auto before = m_set.snapshot(1);
    apply({{product(4, 777)}, {ProductId(1)}, {}});
    ASSERT_TRUE(m_set.replace(merge, std::move(merged)));

    EXPECT_EQ(m_set.views().size(), 1u);
    const Answer answer = search("chair");
    ASSERT_EQ(answer.total, 4u);
    std::map<std::int64_t, std::int64_t> prices;
    for (const Hit& hit : answer.hits)
        prices[hit.id.value()] = hit.price.minor;
    EXPECT_EQ(prices, (std::map<std::int64_t, std::int64_t>{{2, 100}, {3, 100}, {4, 777}, {6, 100}}));
    EXPECT_EQ(search("3").total, 1u) << "postings moved with their documents";
    EXPECT_EQ(before->documents, 5u) << "a reader keeps what it started with";
    EXPECT_EQ(before->segments[1].prices.at(1), 100);
}

TEST_F(SegmentSetTest, AMergeWhoseSourceIsGoneIsDropped) {
    apply({{product(1)}, {}, {}});
    apply({{product(2)}, {}, {}});
    const SegmentSet::Merge merge = m_set.nextMerge(SIZE_MAX);
    ASSERT_EQ(merge.sources.size(), 2u);
    MergedSegment merged = mergeSegments(merge.sources);
    apply({{}, {ProductId(1)}, {}});
    EXPECT_FALSE(m_set.replace(merge, std::move(merged)));
    EXPECT_EQ(search().total, 1u);
}

TEST_F(SegmentSetTest, ASegmentHalfDeletedIsRewritten) {
    Batch batch;
    for (std::int64_t id = 1; id <= 100; ++id)
        batch.upserts.push_back(product(id));
    apply(std::move(batch));
    EXPECT_TRUE(m_set.nextMerge(SIZE_MAX).sources.empty());
    for (std::int64_t id = 1; id <= 51; ++id)
        apply({{}, {ProductId(id)}, {}});
    const SegmentSet::Merge merge = m_set.nextMerge(SIZE_MAX);
    ASSERT_EQ(merge.sources.size(), 1u);
    ASSERT_TRUE(m_set.replace(merge, mergeSegments(merge.sources)));
    EXPECT_EQ(m_set.views()[0].segment->size(), 49u);
    EXPECT_EQ(m_set.views()[0].deletedCount, 0u);
    EXPECT_TRUE(m_set.nextMerge(SIZE_MAX).sources.empty());
}

} // namespace
} // namespace tradepost::search
