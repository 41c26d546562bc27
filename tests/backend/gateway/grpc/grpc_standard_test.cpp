#include "tests/backend/gateway/grpc/fixture.h"

#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/dynamic_message.h>

namespace tradepost::gateway {

namespace {

namespace health = grpc::health::v1;
namespace reflection = grpc::reflection::v1alpha;

// Asks one question after the other on one stream, as grpcurl does.
class Asker final
    : public grpc::ClientBidiReactor<reflection::ServerReflectionRequest, reflection::ServerReflectionResponse> {
public:
    Asker(const std::shared_ptr<grpc::Channel>& channel, const std::string& version) : m_stub(channel) {
        m_stub.PrepareBidiStreamingCall(
            &m_context, "/grpc.reflection." + version + ".ServerReflection/ServerReflectionInfo", {}, this);
        AddHold();
        StartCall();
    }
    reflection::ServerReflectionResponse ask(reflection::ServerReflectionRequest question) {
        m_question = std::move(question);
        std::promise<bool> answered, written;
        m_answered = &answered;
        m_written = &written;
        StartRead(&m_answer);
        StartWrite(&m_question);
        EXPECT_TRUE(written.get_future().get());
        EXPECT_TRUE(answered.get_future().get());
        return m_answer;
    }
    grpc::Status end() {
        StartWritesDone();
        RemoveHold();
        return m_done.get_future().get();
    }
    void OnReadDone(bool ok) override { m_answered->set_value(ok); }
    void OnWriteDone(bool ok) override { m_written->set_value(ok); }
    void OnDone(const grpc::Status& status) override { m_done.set_value(status); }

private:
    grpc::TemplatedGenericStub<reflection::ServerReflectionRequest, reflection::ServerReflectionResponse> m_stub;
    grpc::ClientContext m_context;
    reflection::ServerReflectionRequest m_question;
    reflection::ServerReflectionResponse m_answer;
    std::promise<bool>*m_answered = nullptr, *m_written = nullptr;
    std::promise<grpc::Status> m_done;
};

// Follows the server's health, and collects what it hears.
class Watcher final : public grpc::ClientBidiReactor<health::HealthCheckRequest, health::HealthCheckResponse> {
public:
    explicit Watcher(const std::shared_ptr<grpc::Channel>& channel) : m_stub(channel) {
        m_stub.PrepareBidiStreamingCall(&m_context, "/grpc.health.v1.Health/Watch", {}, this);
        StartWriteLast(&m_request, {});
        StartRead(&m_response);
        StartCall();
    }
    ~Watcher() override {
        m_context.TryCancel();
        m_done.get_future().wait();
    }
    bool heard(health::HealthCheckResponse::ServingStatus status) {
        const std::lock_guard lock(m_mutex);
        return std::ranges::count(m_heard, status) > 0;
    }
    void OnReadDone(bool ok) override {
        if (!ok)
            return;
        {
            const std::lock_guard lock(m_mutex);
            m_heard.push_back(m_response.status());
        }
        StartRead(&m_response);
    }
    void OnDone(const grpc::Status&) override { m_done.set_value(); }

private:
    grpc::TemplatedGenericStub<health::HealthCheckRequest, health::HealthCheckResponse> m_stub;
    grpc::ClientContext m_context;
    health::HealthCheckRequest m_request;
    health::HealthCheckResponse m_response;
    std::mutex m_mutex;
    std::vector<health::HealthCheckResponse::ServingStatus> m_heard;
    std::promise<void> m_done;
};

} // namespace

TEST_F(GrpcTest, TellsItsWatchersThatItDrainsAndDoesNotWaitForThem) {
    start();
    Watcher watcher(m_channel);
    EXPECT_TRUE(soon([&] { return watcher.heard(health::HealthCheckResponse::SERVING); }));
    EXPECT_FALSE(watcher.heard(health::HealthCheckResponse::NOT_SERVING));
    testing_v1::SleepRequest request;
    request.set_ms(1000);
    std::thread caller([&] { EXPECT_TRUE(echoCall("Sleep", request).ok()); });
    EXPECT_TRUE(soon([&] { return m_service.running == 1; }));
    const auto before = std::chrono::steady_clock::now();
    std::thread stopper([&] { m_server->stop(60s); });
    EXPECT_TRUE(soon([&] { return watcher.heard(health::HealthCheckResponse::NOT_SERVING); }));
    caller.join();
    stopper.join();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 30s);
}

TEST_F(GrpcTest, TellsItsHealth) {
    start();
    for (const std::string service : {"", "tradepost.testing.v1.EchoService"}) {
        health::HealthCheckRequest request;
        request.set_service(service);
        health::HealthCheckResponse response;
        grpc::ClientContext context;
        const auto status = call("/grpc.health.v1.Health/Check", request, response, context);
        ASSERT_TRUE(status.ok()) << status.error_message();
        EXPECT_EQ(response.status(), health::HealthCheckResponse::SERVING) << service;
    }
    health::HealthCheckRequest request;
    request.set_service("no.such.Service");
    health::HealthCheckResponse response;
    grpc::ClientContext context;
    EXPECT_EQ(call("/grpc.health.v1.Health/Check", request, response, context).error_code(),
              grpc::StatusCode::NOT_FOUND);
}

TEST_F(GrpcTest, DescribesItsMethodsSoThatAClientWithoutProtosCanCallThem) {
    start();
    for (const std::string version : {"v1alpha", "v1"}) {
        Asker asker(m_channel, version);
        reflection::ServerReflectionRequest question;
        question.set_list_services("*");
        std::vector<std::string> services;
        const auto listed = asker.ask(question);
        for (const auto& service : listed.list_services_response().service())
            services.push_back(service.name());
        EXPECT_THAT(services,
                    ::testing::ElementsAre("grpc.health.v1.Health", "grpc.reflection.v1alpha.ServerReflection",
                                           "tradepost.testing.v1.EchoService"));

        question.set_file_containing_symbol("tradepost.testing.v1.EchoService");
        const auto files = asker.ask(question);
        google::protobuf::SimpleDescriptorDatabase database;
        for (const auto& bytes : files.file_descriptor_response().file_descriptor_proto()) {
            google::protobuf::FileDescriptorProto file;
            ASSERT_TRUE(file.ParseFromString(bytes));
            for (const auto& message : file.message_type())
                for (const auto& field : message.field())
                    EXPECT_TRUE(field.has_json_name()) << message.name() << '.' << field.name();
            ASSERT_TRUE(database.Add(file));
        }
        google::protobuf::DescriptorPool pool(&database);
        const auto* method = pool.FindMethodByName("tradepost.testing.v1.EchoService.Echo");
        ASSERT_NE(method, nullptr);

        google::protobuf::DynamicMessageFactory factory;
        const std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(method->input_type())->New());
        request->GetReflection()->SetString(request.get(), method->input_type()->FindFieldByName("text"), "by hand");
        testing_v1::EchoRequest same;
        ASSERT_TRUE(same.ParseFromString(request->SerializeAsString()));
        testing_v1::EchoResponse response;
        grpc::ClientContext context;
        ASSERT_TRUE(call("/" + method->service()->full_name() + "/" + method->name(), same, response, context).ok());
        EXPECT_EQ(response.text(), "by hand");
        EXPECT_TRUE(asker.end().ok());
    }
}

TEST_F(GrpcTest, AnswersEveryKindOfReflectionQuestion) {
    start();
    Asker asker(m_channel, "v1alpha");
    reflection::ServerReflectionRequest question;
    question.set_file_by_filename("tradepost/common/v1/common.proto");
    EXPECT_GT(asker.ask(question).file_descriptor_response().file_descriptor_proto_size(), 0);
    question.mutable_file_containing_extension()->set_containing_type("google.protobuf.MethodOptions");
    question.mutable_file_containing_extension()->set_extension_number(50100);
    EXPECT_GT(asker.ask(question).file_descriptor_response().file_descriptor_proto_size(), 0);
    question.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
    EXPECT_THAT(asker.ask(question).all_extension_numbers_response().extension_number(), ::testing::Contains(50101));
    question.set_file_containing_symbol("no.such.Symbol");
    EXPECT_EQ(asker.ask(question).error_response().error_code(), 5);
    question.clear_message_request();
    EXPECT_EQ(asker.ask(question).error_response().error_code(), 3);
    EXPECT_TRUE(asker.end().ok());
}

} // namespace tradepost::gateway
