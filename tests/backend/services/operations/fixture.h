#pragma once

#include "backend/services/operations/operations.h"
#include "tests/support/databases.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <google/protobuf/wrappers.pb.h>
#include <google/rpc/error_details.pb.h>
#include <thread>

namespace tradepost::operations {

// Operations on an I/O context with a thread of its own.
class OperationsFixture : public test::DatabaseTest {
public:
    void start() override {
        ASSERT_TRUE(db().migrate(Operations::schema()).has_value());
        open();
    }
    void finish() override { close(); }
    void open() {
        io.emplace();
        guard.emplace(io->get_executor());
        thread = std::thread([this] { io->run(); });
        operations.emplace(db(), io->get_executor(), systemClock(), ids);
    }
    void close() {
        if (!operations)
            return;
        EXPECT_TRUE(operations->stop());
        operations.reset();
        guard.reset();
        thread.join();
        io.reset();
    }
    // As after a restart of the program.
    void restart() {
        close();
        reopen();
        open();
    }

    template<class T>
    T run(Task<T> task) {
        return boost::asio::co_spawn(*io, std::move(task), boost::asio::use_future).get();
    }
    v1::Operation begin(Work work, UserId owner = UserId(7), const std::string& input = {}) {
        NewOperation operation;
        operation.kind = "products.import";
        operation.title = "Import of prices.csv";
        operation.owner = owner;
        operation.input = input;
        google::protobuf::StringValue metadata;
        metadata.set_value("prices.csv");
        operation.metadata.PackFrom(metadata);
        return run(operations->start(std::move(operation), std::move(work))).value();
    }
    v1::Operation get(const std::string& id) { return run(operations->get(OperationId::parse(id))).value(); }
    v1::Operation await(const std::string& id, std::function<bool(const v1::Operation&)> condition) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        for (;;) {
            auto operation = get(id);
            if (condition(operation) || std::chrono::steady_clock::now() > until)
                return operation;
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    v1::Operation awaitEnd(const std::string& id) {
        return await(id, [](const auto& operation) { return hasEnded(operation.state()); });
    }
    static std::string reasonOf(const v1::Operation& operation) {
        google::rpc::ErrorInfo info;
        return operation.error().details_size() > 0 && operation.error().details(0).UnpackTo(&info) ? info.reason()
                                                                                                    : std::string();
    }
    static google::protobuf::Any answer(const std::string& text) {
        google::protobuf::StringValue value;
        value.set_value(text);
        google::protobuf::Any any;
        any.PackFrom(value);
        return any;
    }
    // Reports a unit at a time, with a checkpoint before each, until `units` are done or for ever.
    static Work counting(std::int64_t units) {
        return [units](Progress& progress) -> Task<Result<google::protobuf::Any>> {
            for (auto done = progress.resumeFrom(); units == 0 || done < units; ++done) {
                const auto goOn = co_await progress.checkpoint();
                if (!goOn)
                    co_return std::unexpected(goOn.error());
                progress.report(done + 1, units);
                boost::asio::steady_timer pause(co_await boost::asio::this_coro::executor,
                                                std::chrono::milliseconds(1));
                co_await pause.async_wait(boost::asio::use_awaitable);
            }
            co_return answer(progress.input());
        };
    }

    IdSource ids{systemClock()};
    std::optional<boost::asio::io_context> io;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guard;
    std::thread thread;
    std::optional<Operations> operations;
};

} // namespace tradepost::operations
