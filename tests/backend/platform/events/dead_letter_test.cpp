#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using testing::ElementsAre;

class DeadLetterTest : public EventsTest {};
TRADEPOST_ON_EVERY_ENGINE(DeadLetterTest);

TEST_P(DeadLetterTest, DeadLettersAnEventProcessesAnotherKeyAndRedrivesToOneEffect) {
    refuse("a1");
    startFeed(consumer("cart"));
    const auto failing = append("a", "a1");
    append("b", "b1");
    append("a", "a2");
    ASSERT_TRUE(passed("cart", append("a", "a3")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("b1"));

    auto dead = letters();
    ASSERT_EQ(dead.size(), 1u);
    EXPECT_EQ(dead[0].consumer, "cart");
    EXPECT_EQ(dead[0].delivered.position, failing);
    EXPECT_EQ(dead[0].delivered.event.key, "a");
    EXPECT_EQ(valueOf(dead[0].delivered.event), "a1");
    EXPECT_EQ(dead[0].cause, "FAILED_PRECONDITION/NO_STOCK: There is none left.");
    EXPECT_EQ(dead[0].attempts, 2);
    EXPECT_EQ(dead[0].parked, 2);
    EXPECT_GT(dead[0].created, 0);
    EXPECT_EQ(dead[0].state, DeadLetterState::Waiting);
    EXPECT_EQ(feed->consumers()[0].deadLetters, 1);

    accept("a1");
    const auto redriven = feed->redrive(dead[0].id);
    ASSERT_TRUE(redriven.has_value()) << redriven.error().message;
    EXPECT_EQ(redriven->state, DeadLetterState::Redriven);
    EXPECT_EQ(redriven->parked, 0);
    EXPECT_THAT(effects("cart"), ElementsAre("b1", "a1", "a2", "a3"));
    EXPECT_EQ(feed->consumers()[0].deadLetters, 0);

    EXPECT_EQ(feed->redrive(dead[0].id)->state, DeadLetterState::Redriven) << "again: nothing happens";
    ASSERT_TRUE(passed("cart", append("a", "a4")).has_value());
    EXPECT_THAT(effectsOfKey("cart", "a"), ElementsAre("a1", "a2", "a3", "a4"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_parked"), 0);
}

TEST_P(DeadLetterTest, KeepsTheLetterWhenTheRedriveIsRefused) {
    refuse("a1");
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("a", "a1")).has_value());
    const auto id = letters().at(0).id;
    const auto answer = feed->redrive(id);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().reason, "REFUSED_AGAIN");
    EXPECT_EQ(letters().at(0).attempts, 3);
    EXPECT_EQ(letters().at(0).state, DeadLetterState::Waiting);
}

TEST_P(DeadLetterTest, SkipsWithAReasonAndAppliesWhatIsParked) {
    refuse("a1");
    startFeed(consumer("cart"));
    append("a", "a1");
    ASSERT_TRUE(passed("cart", append("a", "a2")).has_value());
    const auto id = letters().at(0).id;
    EXPECT_EQ(feed->skip(id, "").error().field, "reason");
    const auto skipped = feed->skip(id, "order was cancelled");
    ASSERT_TRUE(skipped.has_value());
    EXPECT_EQ(skipped->state, DeadLetterState::Skipped);
    EXPECT_EQ(skipped->note, "order was cancelled");
    EXPECT_THAT(effects("cart"), ElementsAre("a2"));
    EXPECT_EQ(feed->redrive(id).error().reason, "ALREADY_SETTLED");
    EXPECT_EQ(feed->skip(12345, "why").error().code, Code::NotFound);
}

TEST_P(DeadLetterTest, MakesALetterOfAParkedEventThatFailsInItsTurn) {
    refuse("a1");
    refuse("a3");
    startFeed(consumer("cart"));
    for (const auto* value : {"a1", "a2", "a3", "a4"})
        append("a", value);
    ASSERT_TRUE(passed("cart", append("a", "a5")).has_value());
    accept("a1");
    ASSERT_TRUE(feed->redrive(letters().at(0).id).has_value());
    ASSERT_TRUE(eventually([&] { return letters().size() == 2; }));
    const auto second = letters().at(1);
    EXPECT_EQ(valueOf(second.delivered.event), "a3");
    EXPECT_EQ(second.parked, 2);
    EXPECT_EQ(second.attempts, 2);
    EXPECT_THAT(effects("cart"), ElementsAre("a1", "a2"));
    ASSERT_TRUE(passed("cart", append("a", "a6")).has_value());
    accept("a3");
    ASSERT_TRUE(feed->redrive(second.id).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a1", "a2", "a3", "a4", "a5", "a6"));
}

TEST_P(DeadLetterTest, KeepsLettersAndParkedEventsAcrossARestart) {
    refuse("a1");
    startFeed(consumer("cart"));
    append("a", "a1");
    ASSERT_TRUE(passed("cart", append("a", "a2")).has_value());
    restart();
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("a", "a3")).has_value());
    EXPECT_TRUE(effects("cart").empty());
    EXPECT_EQ(feed->consumers()[0].deadLetters, 1);
    accept("a1");
    ASSERT_TRUE(feed->redrive(letters().at(0).id).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a1", "a2", "a3"));
}

// Pauses so long that only restarts lead to the next attempt.
Consumer patient(Consumer consumer) {
    consumer.retry = {.attempts = 3, .first = std::chrono::hours(1000), .most = std::chrono::hours(1000)};
    return consumer;
}

TEST_P(DeadLetterTest, CountsAttemptsAcrossRestarts) {
    refuse("a1");
    append("a", "a1");
    append("b", "b1");
    for (int attempt = 1; attempt <= 3; ++attempt) {
        restart();
        startFeed(patient(consumer("cart")));
        ASSERT_TRUE(eventually([&] { return callsOf("a1") == attempt; }));
        ASSERT_TRUE(eventually([&] {
            return count("SELECT COALESCE(MAX(attempts), 0) FROM events_attempts") == attempt % 3;
        })) << attempt;
        EXPECT_EQ(letters().size(), attempt == 3 ? 1u : 0u);
    }
    EXPECT_EQ(letters().at(0).attempts, 3);
    EXPECT_THAT(effects("cart"), ElementsAre("b1"));
}

TEST_P(DeadLetterTest, CountsAttemptsAtParkedEventsAcrossRestarts) {
    refuse("a1");
    startFeed(consumer("cart"));
    append("a", "a1");
    ASSERT_TRUE(passed("cart", append("a", "a2")).has_value());
    restart();
    accept("a1");
    refuse("a2");
    startFeed(patient(consumer("cart")));
    ASSERT_TRUE(feed->redrive(letters().at(0).id).has_value());
    for (int attempt = 2; attempt <= 3; ++attempt) {
        EXPECT_EQ(letters().size(), 1u);
        restart();
        startFeed(patient(consumer("cart")));
        ASSERT_TRUE(eventually([&] { return callsOf("a2") == attempt; }));
    }
    ASSERT_TRUE(eventually([&] { return letters().size() == 2; }));
    EXPECT_EQ(letters().at(1).attempts, 3);
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_attempts"), 0);
}

TEST_P(DeadLetterTest, AnEventThatGoesThroughIsCountedAnew) {
    refuse("a1");
    startFeed(patient(consumer("cart")));
    append("a", "a1");
    ASSERT_TRUE(eventually([&] { return count("SELECT COUNT(*) FROM events_attempts") == 1; }));
    accept("a1");
    restart();
    startFeed(patient(consumer("cart")));
    ASSERT_TRUE(passed("cart", end()).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a1"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_attempts"), 0);
}

TEST_P(DeadLetterTest, ListsByIdOverAllDatabasesAndPages) {
    test::TestDatabase other(GetParam());
    ASSERT_TRUE(other->migrate(Outbox::schema()).has_value());
    ASSERT_TRUE(other->migrate(effectsSchema()).has_value());
    refuse("x");
    startFeed(consumer("cart"));
    ASSERT_TRUE(feed->subscribe(*log, consumer("mail", &*other)).has_value());
    Position last;
    for (const auto* key : {"a", "b", "c"})
        last = append(key, "x");
    ASSERT_TRUE(passed("cart", last).has_value());
    ASSERT_TRUE(passed("mail", last).has_value());
    const auto all = letters();
    ASSERT_EQ(all.size(), 6u);
    EXPECT_TRUE(std::ranges::is_sorted(all, {}, &DeadLetter::id));
    EXPECT_EQ(letters("mail").size(), 3u);
    const auto page = feed->deadLetters("", all[1].id, 2).value();
    ASSERT_EQ(page.size(), 2u);
    EXPECT_EQ(page[0].id, all[2].id);
    EXPECT_EQ(feed->deadLetters("", 0, 0).error().field, "limit");
    feed.reset();
}

TEST_P(DeadLetterTest, RefusesRedrivesWhileTheFeedDoesNotRun) {
    refuse("a1");
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("a", "a1")).has_value());
    feed->stop();
    EXPECT_EQ(feed->redrive(letters().at(0).id).error().code, Code::Unavailable);
}

} // namespace tradepost::events
