#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using testing::ElementsAre;

class CompactionTest : public EventsTest {
public:
    std::int64_t compact(Position keepFrom) {
        return db().writeNow([&](sql::Transaction& tx) { return log->compact(tx, keepFrom); }).value();
    }
};
TRADEPOST_ON_EVERY_ENGINE(CompactionTest);

TEST_P(CompactionTest, DropsWhatEveryConsumerHasSeen) {
    startFeed(consumer("cart"));
    append("p1", "a");
    append("p1", "b");
    const auto third = append("p1", "c");
    ASSERT_TRUE(passed("cart", third).has_value());
    EXPECT_EQ(compact(third), 2);
    EXPECT_EQ(db().readNow([&](sql::Reader& r) -> Result<Position> { return log->firstKept(r); }).value(), third);
    EXPECT_EQ(end(), third);
    EXPECT_EQ(compact(third), 0);
    ASSERT_TRUE(passed("cart", append("p1", "d")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b", "c", "d"));
    ASSERT_TRUE(eventually([&] { return count("SELECT COUNT(*) FROM events_inbox") == 2; }))
        << "the inbox keeps only what the log keeps";
}

TEST_P(CompactionTest, KeepsWhatALaggardHasNotSeenAlsoWhileItDoesNotRun) {
    startFeed(consumer("cart"));
    ASSERT_TRUE(feed->subscribe(*log, consumer("mail")).has_value());
    ASSERT_TRUE(passed("mail", append("p1", "a")).has_value());
    restart();
    startFeed(consumer("cart")); // without mail
    append("p1", "b");
    const auto last = append("p1", "c");
    ASSERT_TRUE(passed("cart", last).has_value());
    compact(last);
    ASSERT_TRUE(feed->subscribe(*log, consumer("mail")).has_value());
    ASSERT_TRUE(passed("mail", last).has_value());
    EXPECT_THAT(effects("mail"), ElementsAre("a", "b", "c"));
    EXPECT_TRUE(letters().empty());
}

TEST_P(CompactionTest, ForgottenConsumersHoldNothingBack) {
    startFeed(consumer("cart"));
    ASSERT_TRUE(feed->subscribe(*log, consumer("gone")).has_value());
    append("p1", "a");
    ASSERT_TRUE(passed("gone", end()).has_value());
    restart();
    startFeed(consumer("cart"));
    append("p1", "b");
    const auto last = append("p1", "c");
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_LE(compact(last), 1);
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        log->forgetConsumer(tx, "gone");
        return {};
    }));
    EXPECT_GE(compact(last), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_log"), 1);
}

TEST_P(CompactionTest, ABackingOffEventStays) {
    auto patient = consumer("cart");
    patient.retry = {.attempts = 100'000, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(5)};
    refuse("a1");
    startFeed(patient);
    append("a", "a1");
    const auto last = append("b", "b1");
    ASSERT_TRUE(eventually([&] { return effects("cart").size() == 1; }));
    EXPECT_EQ(compact(last), 0);
}

TEST_P(CompactionTest, TellsAConsumerAddedLateOfTheGap) {
    append("p1", "a");
    const auto second = append("p1", "b");
    EXPECT_EQ(compact(second), 1);
    startFeed(consumer("mail"));
    ASSERT_TRUE(passed("mail", second).has_value());
    EXPECT_THAT(effects("mail"), ElementsAre("b"));
    const auto dead = letters();
    ASSERT_EQ(dead.size(), 1u);
    EXPECT_EQ(dead[0].delivered.event.type, "tradepost.events.Gap");
    EXPECT_EQ(dead[0].delivered.position.value, second.value - 1);
    EXPECT_EQ(feed->redrive(dead[0].id).error().reason, "CANNOT_REDRIVE_GAP");
    EXPECT_EQ(feed->skip(dead[0].id, "rebuilt by hand")->state, DeadLetterState::Skipped);
    EXPECT_EQ(feed->consumers()[0].deadLetters, 0);
}

TEST_P(CompactionTest, RefusesAnotherEpochAndKeepsTheLastEvent) {
    const auto position = append("p1", "a");
    const auto answer = db().writeNow([&](sql::Transaction& tx) { return log->compact(tx, {position.epoch - 1, 5}); });
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().reason, "POSITION_GONE");
    EXPECT_EQ(compact({position.epoch, position.value + 100}), 0);
    EXPECT_EQ(end(), position);
}

} // namespace tradepost::events
