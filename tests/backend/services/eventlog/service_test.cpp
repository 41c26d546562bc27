#include "backend/services/eventlog/service.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <google/protobuf/wrappers.pb.h>

namespace tradepost::eventlog {

class EventLogServiceTest : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(events::Outbox::schema()).has_value());
        log.emplace(db(), "shop", systemClock(), ids);
        logs = {&*log};
        feed = events::openSqlFeed(systemClock());
        events::Consumer consumer;
        consumer.name = "cart.stock";
        consumer.database = &db();
        consumer.retry = {.attempts = 1, .first = std::chrono::milliseconds(1), .most = std::chrono::milliseconds(1)};
        consumer.apply = [this](sql::Transaction&, const events::Delivered&) -> Result<void> {
            if (broken)
                return fail(Code::FailedPrecondition, "NO_STOCK", "There is none left.");
            return {};
        };
        ASSERT_TRUE(feed->subscribe(*log, std::move(consumer)).has_value());
        feed->start();
        service.emplace(*feed, logs, tokens);
    }
    void finish() override {
        service.reset();
        feed.reset();
        log.reset();
    }
    void append(const std::string& key) {
        const auto position = db().writeNow([&](sql::Transaction& tx) -> Result<events::Position> {
            return log->append(tx, google::protobuf::StringValue(), key);
        });
        last = position.value();
        ASSERT_TRUE(run(feed->passed("cart.stock", last, std::chrono::seconds(20))).has_value());
    }
    template<class T>
    static T run(Task<T> task) {
        boost::asio::io_context io;
        auto result = boost::asio::co_spawn(io, std::move(task), boost::asio::use_future);
        io.run();
        return result.get();
    }
    v1::ListDeadLettersResponse list(int size = 0, const std::string& token = {}) {
        v1::ListDeadLettersRequest request;
        request.set_page_size(size);
        request.set_page_token(token);
        return run(service->listDeadLetters(context, request)).value();
    }

    IdSource ids{systemClock()};
    query::PageTokens tokens{"secret"};
    std::optional<events::Outbox> log;
    std::unique_ptr<events::EventFeed> feed;
    std::vector<events::Outbox*> logs;
    std::optional<EventLogService> service;
    std::atomic<bool> broken{true};
    events::Position last;
    rpc::Context context;
};
TRADEPOST_ON_EVERY_ENGINE(EventLogServiceTest);

TEST_P(EventLogServiceTest, ShowsConsumersWithPositionAndLag) {
    append("p1");
    const auto response = run(service->listConsumers(context, {})).value();
    ASSERT_EQ(response.consumers_size(), 1);
    EXPECT_EQ(response.consumers(0).name(), "cart.stock");
    EXPECT_EQ(response.consumers(0).log(), "shop");
    EXPECT_EQ(response.consumers(0).position().epoch(), last.epoch);
    EXPECT_EQ(response.consumers(0).position().position(), last.value);
    EXPECT_EQ(response.consumers(0).lag(), 0);
    EXPECT_EQ(response.consumers(0).dead_letters(), 1);
    EXPECT_TRUE(response.consumers(0).running());
}

TEST_P(EventLogServiceTest, ForgetsAConsumerThatIsGoneForGood) {
    append("p1");
    ASSERT_TRUE(db().writeNow([&](sql::Transaction& tx) -> Result<void> {
        log->registerConsumer(tx, "old.mail", {last.epoch, last.value - 1});
        return {};
    }));
    const auto before = run(service->listConsumers(context, {})).value();
    ASSERT_EQ(before.consumers_size(), 2);
    EXPECT_EQ(before.consumers(1).name(), "old.mail");
    EXPECT_EQ(before.consumers(1).lag(), 1);
    EXPECT_FALSE(before.consumers(1).running());

    v1::ForgetConsumerRequest request;
    request.set_name("cart.stock");
    EXPECT_EQ(run(service->forgetConsumer(context, request)).error().reason, "CONSUMER_RUNS");
    request.set_name("old.mail");
    EXPECT_TRUE(run(service->forgetConsumer(context, request)).has_value());
    EXPECT_EQ(run(service->forgetConsumer(context, request)).error().code, Code::NotFound);
    EXPECT_EQ(run(service->listConsumers(context, {})).value().consumers_size(), 1);
}

TEST_P(EventLogServiceTest, PagesDeadLettersWithTheirCause) {
    for (const auto* key : {"p1", "p2", "p3"})
        append(key);
    append("p1");
    const auto first = list(2);
    ASSERT_EQ(first.dead_letters_size(), 2);
    const auto& letter = first.dead_letters(0);
    EXPECT_EQ(letter.key(), "p1");
    EXPECT_EQ(letter.consumer(), "cart.stock");
    EXPECT_EQ(letter.event_type(), "google.protobuf.StringValue");
    EXPECT_FALSE(letter.event_id().empty());
    EXPECT_EQ(letter.attempts(), 1);
    EXPECT_EQ(letter.parked(), 1);
    EXPECT_EQ(letter.state(), v1::DeadLetter::WAITING);
    EXPECT_NE(letter.cause().find("NO_STOCK"), std::string::npos);
    EXPECT_GT(letter.create_time().seconds(), 1'600'000'000);
    const auto second = list(2, first.next_page_token());
    ASSERT_EQ(second.dead_letters_size(), 1);
    EXPECT_EQ(second.dead_letters(0).key(), "p3");
    EXPECT_TRUE(second.next_page_token().empty());

    v1::ListDeadLettersRequest other;
    other.set_consumer("mail");
    other.set_page_token(first.next_page_token());
    EXPECT_EQ(run(service->listDeadLetters(context, other)).error().field, "page_token");
    other.clear_page_token();
    EXPECT_EQ(run(service->listDeadLetters(context, other)).value().dead_letters_size(), 0);
}

TEST_P(EventLogServiceTest, RedrivesAndSkips) {
    append("p1");
    append("p2");
    const auto letters = list();
    v1::DeadLetterRequest redrive;
    redrive.set_id(letters.dead_letters(0).id());
    EXPECT_EQ(run(service->redriveDeadLetter(context, redrive)).error().reason, "REFUSED_AGAIN");
    broken = false;
    EXPECT_EQ(run(service->redriveDeadLetter(context, redrive)).value().state(), v1::DeadLetter::REDRIVEN);
    v1::SkipDeadLetterRequest skip;
    skip.set_id(letters.dead_letters(1).id());
    skip.set_reason("made good by hand");
    const auto skipped = run(service->skipDeadLetter(context, skip)).value();
    EXPECT_EQ(skipped.state(), v1::DeadLetter::SKIPPED);
    EXPECT_EQ(skipped.note(), "made good by hand");
    redrive.set_id("nonsense");
    EXPECT_EQ(run(service->redriveDeadLetter(context, redrive)).error().code, Code::NotFound);
}

} // namespace tradepost::eventlog
