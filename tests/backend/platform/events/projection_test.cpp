#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using testing::ElementsAre;

class ProjectionTest : public EventsTest {
public:
    Projection projection(Position start = {}) {
        Projection made;
        made.name = "search";
        made.start = start;
        made.apply = [this](const std::vector<Delivered>& batch) {
            const std::scoped_lock lock(mutex);
            for (const auto& delivered : batch)
                state.push_back(valueOf(delivered.event));
        };
        made.rebuild = [this]() -> Result<Position> {
            if (++rebuilds <= failures)
                return fail(Code::Unavailable, "NOT_YET", "");
            const auto position = end();
            const std::scoped_lock lock(mutex);
            state = {"rebuilt"};
            return position;
        };
        return made;
    }
    void startProjection(Projection made) {
        feed = openSqlFeed(systemClock());
        ASSERT_TRUE(feed->subscribe(*log, std::move(made)).has_value());
        feed->start();
    }
    std::vector<std::string> seen() {
        const std::scoped_lock lock(mutex);
        return state;
    }
    std::vector<std::string> state;
    std::atomic<int> rebuilds{0};
    int failures = 0;
};
TRADEPOST_ON_EVERY_ENGINE(ProjectionTest);

TEST_P(ProjectionTest, RebuildsFirstThenFollows) {
    append("p1", "a");
    startProjection(projection());
    ASSERT_TRUE(passed("search", end()).has_value());
    ASSERT_TRUE(passed("search", append("p1", "b")).has_value());
    EXPECT_THAT(seen(), ElementsAre("rebuilt", "b"));
    EXPECT_EQ(feed->consumers()[0].lag, 0);
}

TEST_P(ProjectionTest, RebuildsOnAnEmptyLogOnce) {
    startProjection(projection());
    ASSERT_TRUE(passed("search", append("p1", "a")).has_value());
    EXPECT_EQ(rebuilds.load(), 1);
}

TEST_P(ProjectionTest, GoesOnFromItsPosition) {
    const auto first = append("p1", "a");
    append("p1", "b");
    startProjection(projection(first));
    ASSERT_TRUE(passed("search", append("p1", "c")).has_value());
    EXPECT_THAT(seen(), ElementsAre("b", "c"));
    EXPECT_EQ(rebuilds.load(), 0);
}

TEST_P(ProjectionTest, KeepsItsPaceAndStopsAtOnce) {
    auto paced = projection(append("p1", "a"));
    paced.pace = std::chrono::hours(1);
    startProjection(std::move(paced));
    ASSERT_TRUE(passed("search", append("p1", "b")).has_value());
    append("p1", "c");
    std::this_thread::sleep_for(std::chrono::milliseconds(20)); // long enough for a batch without a pace
    feed.reset();
    EXPECT_THAT(seen(), ElementsAre("b"));
}

TEST_P(ProjectionTest, RebuildsWhenItsPositionIsUnknownOrCompactedAway) {
    const auto first = append("p1", "a");
    append("p1", "b");
    const auto third = append("p1", "c");
    startProjection(projection({first.epoch - 1, 1}));
    ASSERT_TRUE(passed("search", third).has_value());
    EXPECT_THAT(seen(), ElementsAre("rebuilt"));
    feed.reset();

    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) { return log->compact(tx, third); }).has_value());
    restart(); // what this process appended itself it still knows
    startProjection(projection(first));
    ASSERT_TRUE(passed("search", third).has_value());
    EXPECT_EQ(rebuilds.load(), 2);
}

TEST_P(ProjectionTest, RebuildsInANewEpochAndTriesAgainAfterAFailure) {
    startProjection(projection());
    ASSERT_TRUE(passed("search", append("p1", "a")).has_value());
    failures = rebuilds.load() + 1;
    const auto renewed = db().writeNow([&](sql::Transaction& tx) -> Result<Position> { return log->newEpoch(tx); });
    ASSERT_TRUE(passed("search", renewed.value()).has_value());
    EXPECT_EQ(seen().front(), "rebuilt");
    EXPECT_EQ(rebuilds.load(), 3);
}

TEST_P(ProjectionTest, HandsBatchesOverInOrder) {
    Position last;
    const auto none = end();
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        google::protobuf::StringValue payload;
        for (int i = 0; i < 1300; ++i) {
            payload.set_value(std::to_string(i));
            last = log->append(tx, payload, "p");
        }
        return {};
    }));
    startProjection(projection(none));
    ASSERT_TRUE(passed("search", last).has_value());
    const auto all = seen();
    ASSERT_EQ(all.size(), 1300u);
    for (int i = 0; i < 1300; ++i)
        ASSERT_EQ(all[static_cast<std::size_t>(i)], std::to_string(i));
}

TEST_P(ProjectionTest, LiveProjectionsHoldCompactionBack) {
    const auto first = append("p1", "a");
    std::promise<void> release;
    auto slow = projection(first);
    slow.apply = [&, wait = release.get_future().share()](const std::vector<Delivered>&) { wait.wait(); };
    startProjection(std::move(slow));
    append("p1", "b");
    const auto last = append("p1", "c");
    EXPECT_EQ(db().writeNow([&](sql::Transaction& tx) { return log->compact(tx, last); }).value(), 1);
    release.set_value();
    ASSERT_TRUE(passed("search", last).has_value());
    EXPECT_EQ(rebuilds.load(), 0);
}

TEST_P(ProjectionTest, IsRebuiltOnRequestAndGoesOnFromThere) {
    startProjection(projection());
    ASSERT_TRUE(passed("search", append("p1", "a")).has_value());
    EXPECT_EQ(feed->rebuild("nothing", {}).error().code, Code::NotFound);
    const auto kept = feed->rebuild("search", [] { return Result<Position>(fail(Code::Cancelled, "CANCELLED", "")); });
    EXPECT_EQ(kept.error().code, Code::Cancelled);
    ASSERT_TRUE(passed("search", append("p1", "b")).has_value()) << "it goes on where it was";
    const auto skipped = append("p1", "c");
    const auto rebuilt = feed->rebuild("search", [&] { return Result<Position>(end()); });
    EXPECT_GE(rebuilt.value(), skipped);
    ASSERT_TRUE(passed("search", append("p1", "d")).has_value());
    EXPECT_EQ(seen().back(), "d");
    feed->stop();
    EXPECT_EQ(feed->rebuild("search", [&] { return Result<Position>(end()); }).error().reason, "FEED_STOPPED");
}

} // namespace tradepost::events
