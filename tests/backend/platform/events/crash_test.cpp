#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using testing::ElementsAre;

// A crash between every two steps of a consumer's work, dead letter and redrive included: whatever the step, after a
// restart each event takes effect once, in the order of its key.
class CrashTest : public EventsTest {
public:
    // Runs the story up to its end or to the `crashAt`th step. True when it came to its end.
    bool tell(int crashAt) {
        std::atomic<int> steps{0}; // on the consumer's and the writer's threads
        feed = openSqlFeed(systemClock(), [&](std::string_view step) {
            if (++steps == crashAt) {
                crashedAt = step;
                throw std::runtime_error("crash");
            }
        });
        EXPECT_TRUE(feed->subscribe(*log, consumer("cart")).has_value());
        feed->start();
        const bool through = passed("cart", end()).has_value() && settle() && passed("cart", end()).has_value();
        // A drain that a crash broke off goes on by itself; no letter waits for it any more.
        if (through && steps < crashAt)
            eventually([&] { return count("SELECT COUNT(*) FROM events_parked") == 0; });
        feed.reset();
        return through && steps < crashAt;
    }
    // Mends the cause and redrives whatever waits.
    bool settle() {
        accept("a2");
        for (const auto& letter : letters())
            if (letter.state == DeadLetterState::Waiting && !feed->redrive(letter.id))
                return false;
        return true;
    }
    std::string crashedAt;
};
TRADEPOST_ON_EVERY_ENGINE(CrashTest);

TEST_P(CrashTest, OneEffectExactlyWhereverItCrashes) {
    std::set<std::string> steps;
    bool through = false;
    int round = 1;
    for (; !through; ++round) {
        ASSERT_LT(round, 200);
        ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
            for (const auto* table :
                 {"effects_applied", "events_log", "events_inbox", "events_cursors", "events_dead_letters",
                  "events_parked", "events_attempts", "events_readers", "events_log_state"})
                tx.exec(std::string("DELETE FROM ") + table);
            return {};
        }));
        log.reset();
        openLog();
        refuse("a2");
        for (const auto* value : {"a1", "b1", "a2", "b2", "a3", "b3", "a4"})
            append(std::string(value, 1), value);
        crashedAt.clear();
        through = tell(round);
        steps.insert(crashedAt);
        restart();
        ASSERT_TRUE(tell(1'000'000)) << "after a crash at step " << round << ", " << crashedAt;
        EXPECT_THAT(effectsOfKey("cart", "a"), ElementsAre("a1", "a2", "a3", "a4")) << round << ' ' << crashedAt;
        EXPECT_THAT(effectsOfKey("cart", "b"), ElementsAre("b1", "b2", "b3")) << round << ' ' << crashedAt;
        EXPECT_EQ(count("SELECT COUNT(*) FROM events_parked"), 0);
        EXPECT_EQ(count("SELECT COUNT(*) FROM events_dead_letters WHERE state = 1"), 0);
        EXPECT_EQ(count("SELECT COUNT(*) FROM events_attempts"), 0);
    }
    for (const auto* step :
         {"read", "taken", "applied", "cursor saved", "committed", "attempt counted", "dead letter written",
          "dead letter committed", "redriven", "settled", "settled and committed"})
        EXPECT_TRUE(steps.contains(step)) << "no crash at: " << step;
}

} // namespace tradepost::events
