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
