#include "backend/platform/events/log_keeper.h"
#include "tests/backend/platform/events/fixture.h"
#include "tests/support/manual_clock.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using std::chrono::hours;
using testing::HasSubstr;

class LogKeeperTest : public EventsTest {
public:
    void start() override {
        EventsTest::start();
        timed.emplace(db(), "shop", clock, ids);
    }
    void finish() override {
        feed.reset(); // reads `timed`
        keeper.reset();
        timed.reset();
        EventsTest::finish();
    }
    Position write(const std::string& key, const std::string& value) {
        auto position = db().writeNow([&](sql::Transaction& tx) -> Result<Position> {
            google::protobuf::StringValue payload;
            payload.set_value(value);
            return timed->append(tx, payload, key);
        });
        return position.value();
    }
    void keep(Retention retention) {
        keeper = std::make_unique<LogKeeper>(retention, clock, metrics);
        keeper->add(*timed);
    }
    void subscribe(Consumer subscribed) {
        if (!feed) {
            feed = openSqlFeed(systemClock());
            feed->start();
        }
        ASSERT_TRUE(feed->subscribe(*timed, std::move(subscribed)).has_value());
    }
    std::int64_t held() { return count("SELECT COUNT(*) FROM events_log"); }

    test::ManualClock clock;
    telemetry::Metrics metrics;
    std::optional<Outbox> timed;
    std::unique_ptr<LogKeeper> keeper;
};
TRADEPOST_ON_EVERY_ENGINE(LogKeeperTest);

TEST_P(LogKeeperTest, DropsWhatIsOlderThanTheRetention) {
    keep({.age = hours(24), .events = 1'000'000});
    EXPECT_EQ(keeper->sweep(), 0) << "an empty log";
    for (int hour = 0; hour < 48; ++hour) {
        write("p", std::to_string(hour));
        clock.advance(hours(1));
    }
    EXPECT_EQ(keeper->sweep(), 24);
    EXPECT_EQ(keeper->sweep(), 0);
    EXPECT_EQ(held(), 24);
    clock.advance(hours(5));
    EXPECT_EQ(keeper->sweep(), 5);
    clock.advance(hours(1000));
    keeper->sweep();
    EXPECT_EQ(held(), 1) << "the last one stays";
    EXPECT_EQ(end().value, 48);
}

TEST_P(LogKeeperTest, KeepsAtMostSoManyEvents) {
    keep({.age = hours(24), .events = 3});
    // More than one write drops.
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        for (int i = 0; i < 1203; ++i)
            timed->append(tx, google::protobuf::StringValue(), "p");
        return {};
    }));
    EXPECT_EQ(keeper->sweep(), 1200);
    EXPECT_EQ(held(), 3);
    const std::string told = metrics.render();
    EXPECT_THAT(told, HasSubstr("tradepost_log_dropped_total{log=\"shop\"} 1200\n"));
    EXPECT_THAT(told, HasSubstr("tradepost_log_events{log=\"shop\"} 3\n"));
    EXPECT_THAT(told, HasSubstr("tradepost_log_oldest_seconds{log=\"shop\"} 0\n"));
    EXPECT_THAT(told, HasSubstr("tradepost_log_compaction_failures_total{log=\"shop\"} 0\n"));
}

TEST_P(LogKeeperTest, KeepsWhatAConsumerStillNeeds) {
    keep({.age = hours(1), .events = 1});
    auto patient = consumer("cart");
    patient.retry = {.attempts = 1000, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(4)};
    refuse("b");
    write("p", "a");
    subscribe(patient);
    ASSERT_TRUE(passed("cart", end()).has_value());
    write("p", "b");
    const auto last = write("q", "c");
    ASSERT_TRUE(eventually([&] { return effects("cart").size() == 2; }));
    clock.advance(hours(10));
    EXPECT_EQ(keeper->sweep(), 1) << "all before the event that is refused";
    accept("b");
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_EQ(keeper->sweep(), 1);
    EXPECT_TRUE(letters().empty());
}

TEST_P(LogKeeperTest, AForgottenConsumerHoldsNothingBack) {
    keep({.age = hours(1), .events = 1});
    refuse("a");
    subscribe(consumer("gone")); // leaves a dead letter, parked events and an inbox
    write("p", "a");
    ASSERT_TRUE(passed("gone", write("p", "b")).has_value());
    EXPECT_EQ(feed->forget(*timed, "gone").error().reason, "CONSUMER_RUNS");
    feed.reset();
    subscribe(consumer("cart"));
    ASSERT_TRUE(passed("cart", write("p", "c")).has_value());
    clock.advance(hours(10));
    keeper->sweep();
    EXPECT_GE(held(), 1);
    ASSERT_TRUE(feed->forget(*timed, "gone").has_value());
    EXPECT_EQ(feed->forget(*timed, "gone").error().code, Code::NotFound);
    EXPECT_EQ(feed->forget(*timed, "never there").error().code, Code::NotFound);
    // What is left is cart's own.
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_dead_letters"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_parked"), 2);
    keeper->sweep();
    EXPECT_EQ(held(), 1);
    const auto registered = db().readNow(
        [&](sql::Reader& reader) -> Result<std::size_t> { return timed->registeredConsumers(reader).size(); });
    EXPECT_EQ(registered, 1u);
}

TEST_P(LogKeeperTest, SweepsByItselfUntilItIsStopped) {
    keep({.age = hours(1), .events = 1});
    write("p", "a");
    write("p", "b");
    keeper->start(std::chrono::milliseconds(1));
    ASSERT_TRUE(eventually([&] { return held() == 1; }));
    write("p", "c");
    ASSERT_TRUE(eventually([&] { return held() == 1; }));
    keeper->stop();
}

} // namespace tradepost::events
