#include "tests/backend/gateway/grpc/fixture.h"

#include <condition_variable>

namespace tradepost::gateway {

namespace {

// A client of a server-streaming method that reads only when told.
class Reader final : public grpc::ClientBidiReactor<testing_v1::CountRequest, testing_v1::CountResponse> {
public:
    Reader(const std::shared_ptr<grpc::Channel>& channel, const std::string& method, int count, int bytes)
        : m_stub(channel) {
        m_request.set_count(count);
        m_request.set_bytes(bytes);
        m_stub.PrepareBidiStreamingCall(&m_context, echoPrefix + method, {}, this);
        StartWriteLast(&m_request, {});
        AddHold();
        StartCall();
    }
    ~Reader() override {
        m_context.TryCancel();
        status();
    }
    // The next number, 0 at the stream's end.
    int read() {
        StartRead(&m_response);
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_read.has_value(); });
        const bool ok = *std::exchange(m_read, std::nullopt);
        return ok ? m_response.number() : 0;
    }
    void cancel() { m_context.TryCancel(); }
    grpc::Status status() {
        if (!std::exchange(m_released, true))
            RemoveHold();
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_status.has_value(); });
        return *m_status;
    }
    void OnReadDone(bool ok) override {
        const std::lock_guard lock(m_mutex);
        m_read = ok;
        m_changed.notify_all();
    }
    void OnDone(const grpc::Status& status) override {
        const std::lock_guard lock(m_mutex);
        m_status = status;
        m_changed.notify_all();
    }

private:
    grpc::TemplatedGenericStub<testing_v1::CountRequest, testing_v1::CountResponse> m_stub;
    grpc::ClientContext m_context;
    testing_v1::CountRequest m_request;
    testing_v1::CountResponse m_response;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::optional<bool> m_read;
    std::optional<grpc::Status> m_status;
    bool m_released = false;
};

} // namespace

TEST_F(GrpcTest, StreamsInOrderToTheEnd) {
    start();
    Reader reader(m_channel, "Count", 1000, 10);
    for (int number = 1; number <= 1000; ++number)
        ASSERT_EQ(reader.read(), number);
    EXPECT_EQ(reader.read(), 0);
    EXPECT_TRUE(reader.status().ok());
}

TEST_F(GrpcTest, WaitsForASlowReader) {
    start();
    Reader reader(m_channel, "Count", 0, 100'000);
    ASSERT_EQ(reader.read(), 1);
    // What the transport buffers is bounded: the method stops long before it has sent 100 MB.
    const int before = sentWhenStuck();
    EXPECT_GT(before, 1);
    EXPECT_LT(before, 200);
    for (int number = 2; number <= before + 20; ++number)
        ASSERT_EQ(reader.read(), number);
    EXPECT_GT(m_service.sent, before); // and goes on as the reader does
}

TEST_F(GrpcTest, EndsAStreamWhoseReaderIsGone) {
    start();
    Reader writing(m_channel, "Count", 0, 100'000), waiting(m_channel, "Wait", 0, 0);
    ASSERT_EQ(writing.read(), 1);
    ASSERT_EQ(waiting.read(), 1);
    EXPECT_EQ(m_service.running, 2);
    writing.cancel();
    waiting.cancel();
    EXPECT_EQ(writing.status().error_code(), grpc::StatusCode::CANCELLED);
    EXPECT_EQ(waiting.status().error_code(), grpc::StatusCode::CANCELLED);
    EXPECT_TRUE(soon([&] { return m_service.running == 0; }));
}

TEST_F(GrpcTest, BoundsLiveStreams) {
    m_config.maxStreams = 1;
    start();
    Reader first(m_channel, "Wait", 0, 0);
    ASSERT_EQ(first.read(), 1);
    Reader second(m_channel, "Wait", 0, 0);
    EXPECT_EQ(second.read(), 0);
    EXPECT_EQ(second.status().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_TRUE(echoCall("Echo", testing_v1::EchoRequest()).ok()); // streams do not use up the calls
}

TEST_F(GrpcTest, DrainEndsStreamsAndLetsCallsFinish) {
    start();
    Reader waiting(m_channel, "Wait", 0, 0), reading(m_channel, "Count", 0, 10);
    ASSERT_EQ(waiting.read(), 1);
    ASSERT_EQ(reading.read(), 1);
    testing_v1::SleepRequest request;
    request.set_ms(1000); // long enough to be seen at work, within its deadline of 2 s
    grpc::Status inFlight;
    std::thread caller([&] { inFlight = echoCall("Sleep", request); });
    EXPECT_TRUE(soon([&] { return m_service.running == 3; }));
    std::thread stopper([&] { m_server->stop(10s); });
    EXPECT_EQ(waiting.read(), 0);
    while (reading.read() != 0) {
    }
    for (auto* stream : {&waiting, &reading}) {
        const auto status = stream->status();
        EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
        EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "SERVER_DRAINING");
    }
    caller.join();
    EXPECT_TRUE(inFlight.ok()) << inFlight.error_message();
    stopper.join();
    EXPECT_EQ(m_service.running, 0);
}

TEST_F(GrpcTest, DrainCutsOffAfterItsPatience) {
    start();
    Reader stuck(m_channel, "Count", 0, 100'000); // never read: its write cannot end
    EXPECT_GT(sentWhenStuck(), 1);
    const auto before = std::chrono::steady_clock::now();
    m_server->stop(100ms);
    EXPECT_GE(std::chrono::steady_clock::now() - before, 100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
    EXPECT_EQ(m_service.running, 0);
}

} // namespace tradepost::gateway
