#include "backend/platform/events/recent_events.h"
#include "tests/backend/platform/events/fixture.h"

#include <gmock/gmock.h>

namespace tradepost::events {

class OutboxTest : public EventsTest {
public:
    Result<std::vector<Delivered>> read(Position after, std::size_t limit = 100) {
        return db().readNow([&](sql::Reader& reader) { return log->readAfter(reader, after, limit); });
    }
};
TRADEPOST_ON_EVERY_ENGINE(OutboxTest);

TEST(Payload, IsDecodedOnceForAllCopies) {
    google::protobuf::StringValue value;
    value.set_value("a");
    Event event;
    event.type = "google.protobuf.StringValue";
    event.payload = value.SerializeAsString();
    const Event copy = event;
    const auto* decoded = event.as<google::protobuf::StringValue>();
    ASSERT_NE(decoded, nullptr);
    EXPECT_EQ(decoded->value(), "a");
    EXPECT_EQ(copy.as<google::protobuf::StringValue>(), decoded);
    EXPECT_EQ(event.as<google::protobuf::Int64Value>(), nullptr) << "it is of another type";

    event.payload = std::string("\xff");
    EXPECT_TRUE(event.is<google::protobuf::StringValue>());
    EXPECT_EQ(event.as<google::protobuf::StringValue>(), nullptr);
    EXPECT_EQ(copy.as<google::protobuf::StringValue>(), decoded) << "a copy keeps its own";
}

TEST_P(OutboxTest, AnswersWithWhatWasAppendedInOrder) {
    const auto empty = end();
    EXPECT_NE(empty.epoch, 0);
    EXPECT_EQ(empty.value, 0);
    const auto first = append("p1", std::string("a\0b", 3));
    const auto second = append("p2", "b");
    EXPECT_EQ(first.epoch, empty.epoch) << "the epoch told before the first append is the one it writes";
    EXPECT_LT(first, second);
    EXPECT_EQ(end(), second);

    const auto all = read(empty).value();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].position, first);
    EXPECT_EQ(all[0].event.source, "shop");
    EXPECT_EQ(all[0].event.type, "google.protobuf.StringValue");
    EXPECT_EQ(all[0].event.key, "p1");
    EXPECT_GT(all[0].event.time, 0);
    EXPECT_TRUE(all[0].event.id);
    EXPECT_EQ(valueOf(all[0].event), std::string("a\0b", 3));
    EXPECT_EQ(read(first).value().size(), 1u);
    EXPECT_EQ(read(empty, 1).value().size(), 1u);
    EXPECT_TRUE(read(second).value().empty());
}

TEST_P(OutboxTest, AppendsNothingWhenTheChangeIsRefused) {
    int woken = 0;
    const auto listener = log->onAppend([&] { ++woken; });
    const auto refusedChange = db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        log->append(tx, google::protobuf::StringValue(), "p1");
        return fail(Code::Aborted, "STALE", "Read again.");
    });
    EXPECT_FALSE(refusedChange.has_value());
    EXPECT_EQ(end().value, 0);
    EXPECT_EQ(woken, 0);
    const auto position = append("p1", "a");
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(log->latest(), position);
    EXPECT_EQ(read({position.epoch, 0}).value().size(), 1u);
}

TEST_P(OutboxTest, WakesNobodyWhoseHandleIsGone) {
    int woken = 0;
    auto listener = log->onAppend([&] { ++woken; });
    append("p1", "a");
    listener.reset();
    append("p1", "b");
    EXPECT_EQ(woken, 1);
}

TEST_P(OutboxTest, ServesWhatItAppendedLatelyWithoutTheDatabase) {
    const auto same = [](const std::vector<Delivered>& a, const std::vector<Delivered>& b) {
        return std::ranges::equal(a, b, [](const Delivered& x, const Delivered& y) {
            return x.position == y.position && x.event.id == y.event.id && x.event.source == y.event.source &&
                   x.event.type == y.event.type && x.event.key == y.event.key && x.event.time == y.event.time &&
                   x.event.traceparent == y.event.traceparent && x.event.payload == y.event.payload;
        });
    };
    EXPECT_FALSE(log->recentAfter(end(), 10)) << "nothing was appended yet: only the database knows";
    append("p1", "a");
    restart();
    const auto before = end();
    std::vector<Position> positions{before};
    for (int i = 0; i < 20; ++i) {
        if (i % 7 == 3)
            EXPECT_FALSE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
                log->append(tx, google::protobuf::StringValue(), "p1");
                return fail(Code::Aborted, "STALE", "Read again.");
            }));
        positions.push_back(append("p" + std::to_string(i % 3), std::to_string(i)));
    }
    for (const Position& after : positions)
        for (const std::size_t limit : {std::size_t{1}, std::size_t{5}, std::size_t{100}})
            if (const auto recent = log->recentAfter(after, limit))
                EXPECT_TRUE(same(*recent, read(after, limit).value())) << after.value << " " << limit;
    EXPECT_EQ(log->recentAfter(positions[18], 100).value().size(), 2u);
    EXPECT_TRUE(log->recentAfter(positions.back(), 100).value().empty());
    EXPECT_FALSE(log->recentAfter({before.epoch, before.value - 1}, 100)) << "appended before the restart";
    EXPECT_FALSE(log->recentAfter({before.epoch + 1, before.value}, 100));
    EXPECT_FALSE(log->recentAfter({before.epoch, positions.back().value + 1}, 100));
}

TEST(RecentEventsTest, ForgetTheOldestAndWhatDoesNotJoinOn) {
    RecentEvents recent;
    const auto add = [&](std::int64_t epoch, std::int64_t value, std::size_t bytes) {
        auto event = std::make_shared<Delivered>();
        event->position = {epoch, value};
        event->event.payload = std::string(bytes, 'x');
        recent.add(std::move(event));
    };
    constexpr std::size_t megabyte = std::size_t{1} << 20;
    for (std::int64_t value = 1; value <= 6; ++value)
        add(1, value, megabyte);
    EXPECT_FALSE(recent.after({1, 3}, 10)) << "two megabytes are kept";
    EXPECT_EQ(recent.after({1, 4}, 10).value().size(), 2u);
    add(1, 8, 1); // 7 may be there or not
    EXPECT_FALSE(recent.after({1, 6}, 10));
    EXPECT_EQ(recent.after({1, 7}, 10).value().size(), 1u);
    EXPECT_EQ(recent.latest(), (Position{1, 8}));
    add(2, 9, 1);
    EXPECT_FALSE(recent.after({1, 8}, 10));
    EXPECT_EQ(recent.after({2, 8}, 10).value().size(), 1u);
}

TEST_P(OutboxTest, WakesOnceForAGroupCommit) {
    int woken = 0;
    const auto listener = log->onAppend([&] { ++woken; });
    EXPECT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        for (int i = 0; i < 10; ++i)
            log->append(tx, google::protobuf::StringValue(), "p1");
        return {};
    }));
    EXPECT_EQ(woken, 1);
}

TEST_P(OutboxTest, RefusesPositionsItCannotServe) {
    const auto position = append("p1", "a");
    for (const Position gone :
         {Position{position.epoch + 1, 0}, Position{}, Position{position.epoch, position.value + 7}}) {
        const auto answer = read(gone);
        ASSERT_FALSE(answer.has_value());
        EXPECT_EQ(answer.error().code, Code::Aborted);
        EXPECT_EQ(answer.error().reason, "POSITION_GONE");
    }
}

TEST_P(OutboxTest, KeepsItsEpochAcrossRestartsAndChangesItOnRequest) {
    const auto first = append("p1", "a");
    restart();
    EXPECT_EQ(append("p1", "b").epoch, first.epoch);
    const auto renewed = db().writeNow([&](sql::Transaction& tx) -> Result<std::pair<Position, Position>> {
        const auto epoch = log->newEpoch(tx);
        return std::pair(epoch, log->append(tx, google::protobuf::StringValue(), "p1"));
    });
    ASSERT_TRUE(renewed.has_value());
    EXPECT_GT(renewed->first.epoch, first.epoch);
    EXPECT_EQ(renewed->second.epoch, renewed->first.epoch) << "appended in the transaction of the change";
    EXPECT_EQ(append("p1", "d").epoch, renewed->first.epoch);
    EXPECT_EQ(read(first).error().reason, "POSITION_GONE");
    EXPECT_EQ(read({renewed->first.epoch, 0}).value().size(), 4u);
}

TEST_P(OutboxTest, ForgetsAnEpochThatWasRolledBack) {
    const auto first = append("p1", "a");
    const auto undone = db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        log->newEpoch(tx);
        log->append(tx, google::protobuf::StringValue(), "p1");
        return fail(Code::Aborted, "UNDONE", "");
    });
    EXPECT_FALSE(undone.has_value());
    EXPECT_EQ(append("p1", "b").epoch, first.epoch);
}

TEST_P(OutboxTest, RefusesASecondLogInTheSameDatabaseAndOversizedEvents) {
    append("p1", "a");
    Outbox other(db(), "billing", systemClock(), ids);
    const auto answer = db().writeNow([&](sql::Transaction& tx) -> Result<Position> {
        return other.append(tx, google::protobuf::StringValue(), "k");
    });
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().reason, "OTHER_LOG");

    const auto large = db().writeNow([&](sql::Transaction& tx) -> Result<Position> {
        google::protobuf::StringValue payload;
        payload.set_value(std::string(2 << 20, 'x'));
        return log->append(tx, payload, "k");
    });
    ASSERT_FALSE(large.has_value());
    EXPECT_EQ(large.error().reason, "EVENT_TOO_LARGE");
}

} // namespace tradepost::events
