#include "tests/backend/services/operations/fixture.h"

namespace tradepost::operations {

class OperationsTest : public OperationsFixture {};
TRADEPOST_ON_EVERY_ENGINE(OperationsTest);

TEST_P(OperationsTest, AnswersAtOnceAndKeepsTheResponse) {
    const auto started = begin(counting(3), UserId(7), std::string("in\0put", 6));
    EXPECT_EQ(started.state(), v1::Operation::RUNNING);
    EXPECT_EQ(started.kind(), "products.import");
    EXPECT_EQ(started.title(), "Import of prices.csv");
    EXPECT_EQ(started.owner_id(), UserId(7).text());
    EXPECT_GT(started.create_time().seconds(), 1'600'000'000);
    const auto ended = awaitEnd(started.id());
    EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED);
    EXPECT_EQ(ended.done(), 3);
    EXPECT_EQ(ended.total(), 3);
    google::protobuf::StringValue value;
    ASSERT_TRUE(ended.response().UnpackTo(&value));
    EXPECT_EQ(value.value(), std::string("in\0put", 6));
    ASSERT_TRUE(ended.metadata().UnpackTo(&value));
    EXPECT_EQ(value.value(), "prices.csv");
    EXPECT_FALSE(ended.has_error());
}

TEST_P(OperationsTest, KeepsTheErrorOfFailedWorkAndHidesExceptions) {
    const auto failing = begin([](Progress&) -> Task<Result<google::protobuf::Any>> {
        co_return invalid("file", "Line 3 has no price.", "BAD_LINE");
    });
    const auto failed = awaitEnd(failing.id());
    EXPECT_EQ(failed.state(), v1::Operation::FAILED);
    EXPECT_EQ(failed.error().code(), static_cast<int>(Code::InvalidArgument));
    EXPECT_EQ(failed.error().message(), "Line 3 has no price.");
    EXPECT_EQ(reasonOf(failed), "BAD_LINE");

    const auto throwing = begin([](Progress&) -> Task<Result<google::protobuf::Any>> {
        throw std::runtime_error("name of a shopper");
        co_return google::protobuf::Any();
    });
    const auto thrown = awaitEnd(throwing.id());
    EXPECT_EQ(reasonOf(thrown), "WORK_THREW");
    EXPECT_EQ(thrown.error().message().find("shopper"), std::string::npos);
}

TEST_P(OperationsTest, ShowsProgressWithoutWritingEachStep) {
    const auto before = db().stats().writes;
    const auto id = begin(counting(0)).id();
    const auto running = await(id, [](const auto& operation) { return operation.done() > 0; });
    EXPECT_EQ(running.state(), v1::Operation::RUNNING);
    const auto more = await(id, [&](const auto& operation) { return operation.done() > running.done() + 50; });
    EXPECT_GT(more.done(), running.done() + 50);
    EXPECT_LT(db().stats().writes - before, 30u);
    run(operations->cancel(OperationId::parse(id)));
    awaitEnd(id);
}

TEST_P(OperationsTest, CancelsAtTheNextCheckpoint) {
    const auto id = begin(counting(0)).id();
    const auto cancelling = run(operations->cancel(OperationId::parse(id))).value();
    EXPECT_TRUE(cancelling.state() == v1::Operation::CANCELLING || cancelling.state() == v1::Operation::CANCELLED);
    const auto ended = awaitEnd(id);
    EXPECT_EQ(ended.state(), v1::Operation::CANCELLED);
    EXPECT_FALSE(ended.has_error());
    EXPECT_EQ(run(operations->cancel(OperationId::parse(id)))->state(), v1::Operation::CANCELLED) << "again: as it is";
    EXPECT_EQ(run(operations->cancel(OperationId(1))).error().code, Code::NotFound);
}

TEST_P(OperationsTest, PausesAndGoesOn) {
    const auto id = begin(counting(0)).id();
    const auto parsed = OperationId::parse(id);
    await(id, [](const auto& operation) { return operation.done() > 0; });
    EXPECT_EQ(run(operations->pause(parsed))->state(), v1::Operation::PAUSED);
    std::int64_t paused = 0; // once the work has come to its checkpoint; were it not to pause, it would go on for ever
    await(id, [&](const auto& operation) {
        if (operation.done() == paused)
            return true;
        paused = operation.done();
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        return false;
    });
    EXPECT_EQ(get(id).done(), paused);
    EXPECT_EQ(run(operations->resume(parsed))->state(), v1::Operation::RUNNING);
    EXPECT_GT(await(id, [&](const auto& operation) { return operation.done() > paused; }).done(), paused);
    EXPECT_EQ(run(operations->pause(parsed))->state(), v1::Operation::PAUSED);
    run(operations->cancel(parsed));
    EXPECT_EQ(awaitEnd(id).state(), v1::Operation::CANCELLED) << "a paused operation can be cancelled";
}

TEST_P(OperationsTest, FailsWhatARestartInterrupted) {
    const auto id = begin(counting(0)).id();
    await(id, [](const auto& operation) { return operation.done() > 0; });
    restart();
    EXPECT_EQ(get(id).state(), v1::Operation::RUNNING);
    ASSERT_TRUE(operations->recover().has_value());
    const auto failed = get(id);
    EXPECT_EQ(failed.state(), v1::Operation::FAILED);
    EXPECT_EQ(reasonOf(failed), "INTERRUPTED");
    EXPECT_GT(failed.done(), 0);
}

TEST_P(OperationsTest, ResumesWhatItsKindKnowsHowToResume) {
    const auto id = begin(counting(0), UserId(7), "input").id();
    await(id, [](const auto& operation) { return operation.done() > 0; });
    const auto pausedId = begin(counting(0)).id();
    run(operations->pause(OperationId::parse(pausedId)));
    restart();
    const auto reached = get(id).done();
    std::atomic<std::int64_t> resumedFrom{-1};
    operations->onResume("products.import", [&](Progress& progress) -> Task<Result<google::protobuf::Any>> {
        const auto goOn = co_await progress.checkpoint();
        if (!goOn)
            co_return std::unexpected(goOn.error());
        resumedFrom = progress.resumeFrom();
        co_return answer(progress.input());
    });
    ASSERT_TRUE(operations->recover().has_value());
    const auto ended = awaitEnd(id);
    EXPECT_EQ(ended.state(), v1::Operation::SUCCEEDED);
    EXPECT_EQ(resumedFrom.load(), reached);
    google::protobuf::StringValue value;
    ASSERT_TRUE(ended.response().UnpackTo(&value));
    EXPECT_EQ(value.value(), "input");
    EXPECT_EQ(get(pausedId).state(), v1::Operation::PAUSED) << "paused before, paused after";
    run(operations->resume(OperationId::parse(pausedId)));
    EXPECT_EQ(awaitEnd(pausedId).state(), v1::Operation::SUCCEEDED);
}

TEST_P(OperationsTest, CancelsForGoodWhatWasBeingCancelled) {
    const auto id = begin(counting(0)).id();
    close();
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        tx.exec("UPDATE operations_operations SET state = ?", v1::Operation::CANCELLING);
        return {};
    }));
    open();
    ASSERT_TRUE(operations->recover().has_value());
    EXPECT_EQ(get(id).state(), v1::Operation::CANCELLED);
}

TEST_P(OperationsTest, BoundsWhatRunsAndWhatIsAsked) {
    std::vector<std::string> ids;
    for (int i = 0; i < Operations::maxRunningPerOwner; ++i)
        ids.push_back(begin(counting(0)).id());
    NewOperation more{.kind = "products.import", .title = "", .owner = UserId(7), .metadata = {}, .input = {}};
    EXPECT_EQ(run(operations->start(more, counting(1))).error().reason, "TOO_MANY_OPERATIONS");
    more.owner = UserId(8);
    const auto other = run(operations->start(more, counting(1)));
    ASSERT_TRUE(other.has_value());
    awaitEnd(other->id());
    run(operations->cancel(OperationId::parse(ids[0])));
    awaitEnd(ids[0]);
    more.owner = UserId(7);
    for (int i = 0; i < 4000 && !run(operations->start(more, counting(1))); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    more.kind.clear();
    EXPECT_EQ(run(operations->start(more, counting(1))).error().field, "kind");
    EXPECT_TRUE(operations->stop());
    more.kind = "late";
    EXPECT_EQ(run(operations->start(more, counting(1))).error().reason, "SERVER_STOPS");
}

} // namespace tradepost::operations
