#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class ConsumerTest : public EventsTest {};
TRADEPOST_ON_EVERY_ENGINE(ConsumerTest);

TEST_P(ConsumerTest, AppliesWhatIsThereAndWhatComes) {
    append("p1", "a");
    startFeed(consumer("cart"));
    append("p2", "b");
    ASSERT_TRUE(passed("cart", append("p1", "c")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b", "c"));
    const auto status = feed->consumers();
    ASSERT_EQ(status.size(), 1u);
    EXPECT_EQ(status[0].name, "cart");
    EXPECT_EQ(status[0].log, "shop");
    EXPECT_EQ(status[0].position, end());
    EXPECT_EQ(status[0].lag, 0);
    EXPECT_EQ(status[0].deadLetters, 0);
}

TEST_P(ConsumerTest, GoesOnAfterARestartWithoutRepeating) {
    for (int round = 0; round < 3; ++round) {
        startFeed(consumer("cart"));
        ASSERT_TRUE(passed("cart", append("p1", std::to_string(round))).has_value());
        restart();
    }
    EXPECT_THAT(effects("cart"), ElementsAre("0", "1", "2"));
}

TEST_P(ConsumerTest, PassesOverWhatDoesNotConcernIt) {
    auto choosy = consumer("cart");
    std::vector<std::string> asked; // of the subscription's thread, until the feed ends
    choosy.concerns = [&](const Delivered& delivered) {
        asked.push_back(valueOf(delivered.event));
        return asked.back() != "b";
    };
    append("p1", "a");
    startFeed(choosy);
    append("p1", "b");
    ASSERT_TRUE(passed("cart", append("p1", "c")).has_value());
    ASSERT_TRUE(passed("cart", append("p2", "b")).has_value()) << "also where it is the last";
    EXPECT_EQ(feed->consumers()[0].position, end());
    feed.reset();
    EXPECT_THAT(effects("cart"), ElementsAre("a", "c"));
    EXPECT_THAT(asked, ElementsAre("a", "b", "c", "b"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_inbox"), 2);
}

TEST_P(ConsumerTest, TakesADuplicateOnce) {
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("p1", "a")).has_value());
    feed.reset();
    // Delivered again: the cursor is behind what the inbox knows, as after a crash with held events.
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        tx.exec("UPDATE events_cursors SET position = 0");
        return {};
    }));
    // And appended again by a relay that did not learn of its first success: the same event id at a new position.
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        tx.exec("INSERT INTO events_log (event_id, type, event_key, time, traceparent, payload) "
                "SELECT event_id, type, event_key, time, traceparent, payload FROM events_log");
        return {};
    }));
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("p1", "b")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b"));
}

TEST_P(ConsumerTest, LetsOtherKeysPassAKeyThatFails) {
    auto patient = consumer("cart");
    patient.retry = {.attempts = 100'000, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(5)};
    refuse("a1");
    startFeed(patient);
    append("a", "a1");
    append("b", "b1");
    append("a", "a2");
    const auto last = append("b", "b2");
    ASSERT_TRUE(eventually([&] { return effects("cart").size() == 2; }));
    EXPECT_THAT(effects("cart"), ElementsAre("b1", "b2"));
    EXPECT_EQ(passed(*feed, "cart", last, std::chrono::milliseconds(1)).error().code, Code::DeadlineExceeded)
        << "a1 is not dealt with";
    ASSERT_TRUE(eventually([&] { return callsOf("a1") > 2; }));
    accept("a1");
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("b1", "b2", "a1", "a2"));
    EXPECT_LE(callsOf("b1"), 2) << "tried again only with the transaction that a1 spoilt";
}

TEST_P(ConsumerTest, BringsHeldEventsBackAfterARestart) {
    auto patient = consumer("cart");
    patient.retry = {.attempts = 100'000, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(5)};
    refuse("a1");
    startFeed(patient);
    append("a", "a1");
    const auto last = append("b", "b1");
    ASSERT_TRUE(eventually([&] { return effects("cart").size() == 1; }));
    restart();
    accept("a1");
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("b1", "a1"));
}

TEST_P(ConsumerTest, KeepsTheOrderOfEachKeyUnderRandomFailures) {
    std::map<std::string, std::vector<std::string>> expected;
    auto flaky = consumer("cart");
    flaky.retry.attempts = 1000;
    flaky.apply = [inner = flaky.apply, n = std::make_shared<std::atomic<int>>()](sql::Transaction& tx,
                                                                                  const Delivered& d) -> Result<void> {
        TP_TRY(inner(tx, d));
        if (++*n % 7 == 0)
            return fail(Code::Unavailable, "FLAKY", "Try again.");
        return {};
    };
    startFeed(flaky);
    Position last;
    for (int i = 0; i < 300; ++i) {
        const auto key = std::to_string(i * i % 11);
        expected[key].push_back(std::to_string(i));
        last = append(key, std::to_string(i));
    }
    ASSERT_TRUE(passed("cart", last).has_value());
    for (const auto& [key, values] : expected)
        EXPECT_EQ(effectsOfKey("cart", key), values) << key;
    EXPECT_EQ(effects("cart").size(), 300u);
}

TEST_P(ConsumerTest, SeesOnlyTheTypesItWants) {
    auto picky = consumer("cart");
    picky.types = {"google.protobuf.Int64Value"};
    startFeed(picky);
    const auto unwanted = append("p1", "a");
    ASSERT_TRUE(passed("cart", unwanted).has_value());
    const auto wanted = db().writeNow([&](sql::Transaction& tx) -> Result<Position> {
        return log->append(tx, google::protobuf::Int64Value(), "p1");
    });
    ASSERT_TRUE(passed("cart", wanted.value()).has_value());
    EXPECT_EQ(effects("cart").size(), 1u);
}

TEST_P(ConsumerTest, KeepsItsCursorInItsOwnDatabase) {
    test::TestDatabase other(GetParam());
    ASSERT_TRUE(other->migrate(Outbox::schema()).has_value());
    ASSERT_TRUE(other->migrate(effectsSchema()).has_value());
    startFeed(consumer("cart", &*other));
    ASSERT_TRUE(passed("cart", append("p1", "a")).has_value());
    EXPECT_THAT(effects("cart", *other), ElementsAre("a"));
    EXPECT_EQ(count("SELECT COUNT(*) FROM events_cursors"), 0);
    feed.reset();
}

TEST_P(ConsumerTest, StartsAtTheBeginningWhenAddedLate) {
    append("p1", "a");
    startFeed(consumer("cart"));
    ASSERT_TRUE(passed("cart", append("p1", "b")).has_value());
    ASSERT_TRUE(feed->subscribe(*log, consumer("mail")).has_value());
    ASSERT_TRUE(passed("mail", end()).has_value());
    EXPECT_THAT(effects("mail"), ElementsAre("a", "b"));
}

TEST_P(ConsumerTest, StartsOverInANewEpochWithoutRepeating) {
    startFeed(consumer("cart"));
    append("p1", "a");
    const auto old = append("p1", "b");
    ASSERT_TRUE(passed("cart", old).has_value());
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<Position> { return log->newEpoch(tx); }).has_value());
    ASSERT_TRUE(passed("cart", append("p1", "c")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b", "c"));
    EXPECT_EQ(passed("cart", old).error().reason, "POSITION_GONE");
}

TEST_P(ConsumerTest, TurnsExceptionsOfTheHandlerIntoDeadLetters) {
    auto throwing = consumer("cart");
    throwing.apply = [](sql::Transaction& tx, const Delivered& delivered) -> Result<void> {
        if (delivered.event.key == "sql")
            tx.exec("INSERT INTO effects_applied (consumer) VALUES (?)", "incomplete");
        throw std::runtime_error("name of a shopper");
    };
    startFeed(throwing);
    append("p1", "a");
    ASSERT_TRUE(passed("cart", append("sql", "b")).has_value());
    const auto dead = letters();
    ASSERT_EQ(dead.size(), 2u);
    EXPECT_EQ(dead[0].cause.find("shopper"), std::string::npos);
    EXPECT_TRUE(effects("incomplete").empty());
}

TEST_P(ConsumerTest, WaitsOutItsDatabasesTroubleWithoutADeadLetter) {
    std::atomic<int> troubles{5}; // more than the attempts an event has
    auto troubled = consumer("cart");
    troubled.apply = [&, inner = troubled.apply](sql::Transaction& tx, const Delivered& delivered) -> Result<void> {
        if (troubles > 0 && troubles-- > 0)
            throw sql::Failure{Error{Code::Unavailable, "STORE_UNAVAILABLE", "Try again.", {}}};
        return inner(tx, delivered);
    };
    startFeed(troubled);
    append("p1", "a");
    ASSERT_TRUE(passed("cart", append("p1", "b")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b"));
    EXPECT_TRUE(letters().empty());
}

TEST_P(ConsumerTest, StartsOverWhenTheLogLostItsEnd) {
    startFeed(consumer("cart"));
    append("p1", "a");
    ASSERT_TRUE(passed("cart", append("p1", "b")).has_value());
    feed.reset();
    // A backup of the log was put back without telling: its end is before what the consumer has seen.
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        tx.exec("DELETE FROM events_log WHERE position > 1");
        return {};
    }));
    startFeed(consumer("cart"));
    ASSERT_TRUE(eventually([&] { return feed->consumers()[0].position.value == 1; }));
    ASSERT_TRUE(passed("cart", append("p1", "c")).has_value());
    EXPECT_THAT(effects("cart"), ElementsAre("a", "b", "c"));
}

TEST_P(ConsumerTest, SavesItsCursorAlsoAmongEventsItDoesNotWant) {
    auto picky = consumer("cart");
    picky.types = {"google.protobuf.Int64Value"};
    startFeed(picky);
    Position last;
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        for (int i = 0; i < 5000; ++i)
            last = log->append(tx, google::protobuf::StringValue(), "p");
        return {};
    }));
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_GE(count("SELECT position FROM events_cursors"), 4096);
    feed->stop();
    EXPECT_EQ(count("SELECT position FROM events_cursors"), last.value) << "saved when it stops";
}

TEST_P(ConsumerTest, KeepsTransactionsShortWhenTheHandlerIsSlow) {
    std::atomic<int> longest{0}, run{0}, latest{0};
    auto slow = consumer("cart");
    slow.apply = [&, inner = slow.apply](sql::Transaction& tx, const Delivered& delivered) -> Result<void> {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        longest = std::max(longest.load(), ++run);
        tx.afterCommit([&] {
            if (run > 0)
                latest = run.load();
            run = 0;
        });
        return inner(tx, delivered);
    };
    Position last;
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        for (int i = 0; i < 200; ++i) {
            google::protobuf::StringValue payload;
            payload.set_value(std::to_string(i));
            last = log->append(tx, payload, std::to_string(i % 7));
        }
        return {};
    }));
    startFeed(slow);
    ASSERT_TRUE(passed("cart", last).has_value());
    EXPECT_EQ(effects("cart").size(), 200u);
    EXPECT_LE(longest.load(), 64);
    EXPECT_LE(latest.load(), 16) << "by then it knows how long they take";
}

TEST_P(ConsumerTest, TellsWhenItHasNotPassedInTime) {
    startFeed(consumer("cart"));
    auto position = append("p1", "a");
    position.value += 1;
    const auto before = std::chrono::steady_clock::now();
    const auto answer = passed(*feed, "cart", position, std::chrono::milliseconds(30));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, Code::DeadlineExceeded);
    EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds(30));
    EXPECT_EQ(passed("nobody", position).error().code, Code::NotFound);
}

TEST_P(ConsumerTest, LeavesNothingRunningAfterStop) {
    std::atomic<int> running{0}, ran{0};
    auto slow = consumer("cart");
    slow.apply = [&](sql::Transaction&, const Delivered&) -> Result<void> {
        ++running;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        --running;
        ++ran;
        return {};
    };
    startFeed(slow);
    append("p1", "a");
    ASSERT_TRUE(eventually([&] { return running.load() + ran.load() > 0; }));
    feed->stop();
    EXPECT_EQ(running.load(), 0);
    const int before = ran.load();
    const auto last = append("p1", "b");
    EXPECT_EQ(passed("cart", last).error().code, Code::Unavailable);
    EXPECT_EQ(ran.load(), before);
    feed->stop(); // again: harmless
}

TEST_P(ConsumerTest, RefusesWhatCannotWork) {
    feed = openSqlFeed(systemClock());
    ASSERT_TRUE(feed->subscribe(*log, consumer("cart")).has_value());
    EXPECT_EQ(feed->subscribe(*log, consumer("cart")).error().code, Code::AlreadyExists);
    EXPECT_EQ(feed->subscribe(*log, consumer("")).error().field, "name");
    auto incomplete = consumer("mail");
    incomplete.database = nullptr;
    EXPECT_EQ(feed->subscribe(*log, incomplete).error().field, "database");
    feed.reset();

    append("p1", "a");
    test::TestDatabase other(GetParam());
    ASSERT_TRUE(other->migrate(Outbox::schema()).has_value());
    Outbox billing(*other, "billing", systemClock(), ids);
    feed = openSqlFeed(systemClock());
    EXPECT_EQ(feed->subscribe(billing, consumer("cart")).error().reason, "OTHER_LOG");
    feed.reset();
}

} // namespace tradepost::events
