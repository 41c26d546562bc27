#include "backend/services/operations/service.h"
#include "tests/backend/services/operations/fixture.h"

namespace tradepost::operations {

class OperationsServiceTest : public OperationsFixture {
public:
    void start() override {
        OperationsFixture::start();
        service.emplace(*operations, tokens);
    }
    static rpc::Context as(UserId user, rpc::Role role) {
        rpc::Context context;
        context.principal.user = user;
        context.principal.roles = {role};
        return context;
    }
    Result<v1::Operation> getAs(rpc::Context context, const std::string& id) {
        v1::GetOperationRequest request;
        request.set_id(id);
        return run(service->getOperation(context, request));
    }
    query::PageTokens tokens{"secret"};
    std::optional<OperationsService> service;
};
TRADEPOST_ON_EVERY_ENGINE(OperationsServiceTest);

TEST_P(OperationsServiceTest, ShowsOperationsToTheirOwnerAndToOperatorsOnly) {
    const auto id = begin(counting(1), UserId(7)).id();
    EXPECT_TRUE(getAs(as(UserId(7), rpc::Role::SELLER), id).has_value());
    EXPECT_TRUE(getAs(as(UserId(9), rpc::Role::OPERATOR), id).has_value());
    EXPECT_TRUE(getAs(as(UserId(9), rpc::Role::ADMIN), id).has_value());
    for (const auto role : {rpc::Role::SELLER, rpc::Role::MODERATOR})
        EXPECT_EQ(getAs(as(UserId(8), role), id).error().code, Code::NotFound);
    EXPECT_EQ(getAs(as({}, rpc::Role::SELLER), id).error().code, Code::NotFound);
    EXPECT_EQ(getAs(as(UserId(9), rpc::Role::ADMIN), "nonsense").error().code, Code::NotFound);
    auto stranger = as(UserId(8), rpc::Role::SELLER);
    v1::CancelOperationRequest cancel;
    cancel.set_id(id);
    EXPECT_EQ(run(service->cancelOperation(stranger, cancel)).error().code, Code::NotFound);
}

TEST_P(OperationsServiceTest, PagesNewestFirst) {
    std::vector<std::string> mine;
    for (int i = 0; i < 5; ++i) {
        mine.insert(mine.begin(), begin(counting(1), UserId(7)).id());
        awaitEnd(mine.front());
        awaitEnd(begin(counting(1), UserId(8)).id());
    }
    auto seller = as(UserId(7), rpc::Role::SELLER);
    auto admin = as(UserId(9), rpc::Role::ADMIN);
    v1::ListOperationsRequest request;
    request.set_page_size(2);
    std::vector<std::string> listed;
    do {
        const auto page = run(service->listOperations(seller, request)).value();
        EXPECT_LE(page.operations_size(), 2);
        for (const auto& operation : page.operations())
            listed.push_back(operation.id());
        request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(listed, mine);

    request.set_page_token(run(service->listOperations(seller, request))->next_page_token());
    EXPECT_EQ(run(service->listOperations(admin, request)).error().field, "page_token") << "a token of another list";
    EXPECT_EQ(run(service->listOperations(admin, {}))->operations_size(), 10);
}

class Collector : public rpc::StreamWriterBase {
public:
    Task<Result<void>> writeMessage(const google::protobuf::Message& message) override {
        {
            const std::scoped_lock lock(mutex);
            operations.push_back(static_cast<const v1::Operation&>(message));
        }
        co_return Result<void>();
    }
    std::size_t count() {
        const std::scoped_lock lock(mutex);
        return operations.size();
    }
    std::mutex mutex;
    std::vector<v1::Operation> operations;
};

TEST_P(OperationsServiceTest, WatchesUntilTheEnd) {
    const auto id = begin(counting(0), UserId(7)).id();
    auto owner = as(UserId(7), rpc::Role::SELLER);
    v1::GetOperationRequest request;
    request.set_id(id);
    Collector collector;
    rpc::StreamWriter<v1::Operation> writer(collector);
    auto watching =
        boost::asio::co_spawn(*io, service->watchOperation(owner, request, writer), boost::asio::use_future);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (collector.count() < 3 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    run(operations->cancel(OperationId::parse(id)));
    EXPECT_TRUE(watching.get().has_value());
    ASSERT_GE(collector.operations.size(), 3u);
    EXPECT_EQ(collector.operations.front().state(), v1::Operation::RUNNING);
    EXPECT_EQ(collector.operations.back().state(), v1::Operation::CANCELLED);
    for (std::size_t i = 1; i < collector.operations.size(); ++i)
        EXPECT_NE(collector.operations[i].SerializeAsString(), collector.operations[i - 1].SerializeAsString());

    Collector after;
    rpc::StreamWriter<v1::Operation> afterWriter(after);
    EXPECT_TRUE(run(service->watchOperation(owner, request, afterWriter)).has_value());
    EXPECT_EQ(after.count(), 1u);
    auto stranger = as(UserId(8), rpc::Role::SELLER);
    EXPECT_EQ(run(service->watchOperation(stranger, request, afterWriter)).error().code, Code::NotFound);
}

TEST_P(OperationsServiceTest, WatchingEndsWithTheCallAndAtItsDeadline) {
    const auto id = begin(counting(0), UserId(7)).id();
    run(operations->pause(OperationId::parse(id)));
    auto owner = as(UserId(7), rpc::Role::SELLER);
    v1::GetOperationRequest request;
    request.set_id(id);
    Collector collector;
    rpc::StreamWriter<v1::Operation> writer(collector);
    auto watching =
        boost::asio::co_spawn(*io, service->watchOperation(owner, request, writer), boost::asio::use_future);
    while (collector.count() == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    owner.cancel();
    EXPECT_EQ(watching.get().error().code, Code::Cancelled);

    auto brief = as(UserId(7), rpc::Role::SELLER);
    brief.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(400);
    EXPECT_EQ(run(service->watchOperation(brief, request, writer)).error().code, Code::DeadlineExceeded);
}

} // namespace tradepost::operations
