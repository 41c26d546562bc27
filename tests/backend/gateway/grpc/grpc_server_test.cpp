#include "tests/backend/gateway/grpc/fixture.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace tradepost::gateway {

TEST_F(GrpcTest, AnswersAUnaryCall) {
    start();
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer seller");
    context.AddMetadata("accept-language", "en;q=0.5, de-AT");
    testing_v1::EchoRequest request;
    request.set_text("Grüße");
    testing_v1::EchoResponse response;
    const auto status = call(echoPrefix + "Echo", request, response, context);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.text(), "Grüße");
    EXPECT_EQ(response.language(), "de-AT");
    EXPECT_EQ(response.remote_address(), "127.0.0.1");
    EXPECT_EQ(response.user_id(), UserId(77).text());
    EXPECT_FALSE(response.local());
}

TEST_F(GrpcTest, ContinuesTheCallersTraceAndTellsIt) {
    start();
    const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    grpc::ClientContext context;
    context.AddMetadata("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    testing_v1::EchoResponse response;
    ASSERT_TRUE(call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, context).ok());
    EXPECT_EQ(response.traceparent().substr(3, 32), trace);
    const auto& metadata = context.GetServerInitialMetadata();
    const auto it = metadata.find("traceparent");
    ASSERT_NE(it, metadata.end());
    EXPECT_EQ(std::string(it->second.data(), it->second.size()), response.traceparent());
    ASSERT_TRUE(soon([&] { return !m_spans.trace(trace).empty(); }));
    EXPECT_EQ(m_spans.trace(trace).front().parentId, "00f067aa0ba902b7");
}

TEST_F(GrpcTest, TellsItsVersionWithEveryAnswer) {
    m_config.version = "0.9.1";
    start();
    testing_v1::FailRequest failing;
    failing.set_code(static_cast<int>(Code::FailedPrecondition));
    const std::pair<const char*, const char*> calls[] = {
        {"Echo", "seller"}, {"Fail", "seller"}, {"Echo", "refused"}, {"NoSuchMethod", "seller"}};
    for (const auto& [method, token] : calls) {
        grpc::ClientContext context;
        context.AddMetadata("authorization", std::string("Bearer ") + token);
        testing_v1::EchoResponse response;
        const bool fails = std::string_view(method) == "Fail";
        const auto status = fails ? call(echoPrefix + method, failing, response, context)
                                  : call(echoPrefix + method, testing_v1::EchoRequest(), response, context);
        EXPECT_EQ(status.ok(), std::string_view(method) == "Echo" && std::string_view(token) == "seller");
        const auto& metadata = context.GetServerInitialMetadata();
        const auto it = metadata.find("tradepost-version");
        ASSERT_NE(it, metadata.end()) << method << ' ' << token;
        EXPECT_EQ(std::string(it->second.data(), it->second.size()), "0.9.1");
    }
}

TEST_F(GrpcTest, CarriesTheErrorsDetails) {
    start();
    testing_v1::FailRequest request;
    request.set_code(static_cast<int>(Code::FailedPrecondition));
    const auto status = echoCall("Fail", request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(status.error_message(), "Refused, as asked for.");
    EXPECT_EQ(detailsOf(status).code(), 9);
    ASSERT_TRUE(detail<google::rpc::ErrorInfo>(status));
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "ASKED_FOR");
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->domain(), "tradepost");
    ASSERT_TRUE(detail<google::rpc::BadRequest>(status));
    EXPECT_EQ(detail<google::rpc::BadRequest>(status)->field_violations(0).field(), "code");
    ASSERT_TRUE(detail<google::rpc::RequestInfo>(status));
    EXPECT_EQ(m_spans.trace(detail<google::rpc::RequestInfo>(status)->request_id()).size(), 1u);
}

TEST_F(GrpcTest, TurnsAStrayExceptionIntoInternalWithoutItsText) {
    start();
    ::testing::internal::CaptureStderr();
    const auto status = echoCall("Throw", testing_v1::FailRequest());
    const std::string logged = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_THAT(status.error_message(), ::testing::Not(::testing::HasSubstr("hunter2")));
    EXPECT_THAT(logged, ::testing::HasSubstr("std::runtime_error"));
    EXPECT_THAT(logged, ::testing::HasSubstr(detail<google::rpc::RequestInfo>(status)->request_id()));
    EXPECT_THAT(logged, ::testing::Not(::testing::HasSubstr("hunter2")));
}

TEST_F(GrpcTest, ChecksTokensAndRoles) {
    start();
    const testing_v1::UploadRequest request;
    EXPECT_EQ(echoCall("Upload", request).error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(echoCall("Upload", request, "seller").error_code(), grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_TRUE(echoCall("Upload", request, "admin").ok());
    const auto expired = echoCall("Echo", testing_v1::EchoRequest(), "stolen");
    EXPECT_EQ(expired.error_code(), grpc::StatusCode::UNAUTHENTICATED);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(expired)->reason(), "TOKEN_EXPIRED");
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Basic c2VsbGVyOg==");
    testing_v1::EchoResponse response;
    const auto malformed = call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, context);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(malformed)->reason(), "MALFORMED_AUTHORIZATION");
}

TEST_F(GrpcTest, RefusesWhatItDoesNotOffer) {
    start();
    EXPECT_EQ(echoCall("NoSuchMethod", testing_v1::EchoRequest()).error_code(), grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(GrpcTest, RefusesBytesThatAreNoRequest) {
    start();
    grpc::GenericStub stub(m_channel);
    grpc::Slice slice("\xff\xff\xff");
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    grpc::ClientContext context;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, echoPrefix + "Echo", {}, &request, &response,
                   [&done](const grpc::Status& status) { done.set_value(status); });
    const auto status = done.get_future().get();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "MALFORMED_REQUEST");
}

TEST_F(GrpcTest, BoundsTheRequestByTheMethodsRule) {
    start();
    testing_v1::UploadRequest request;
    request.set_data(std::string(2000, 'x'));
    const auto status = echoCall("Upload", request, "admin");
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "REQUEST_TOO_LARGE");
    testing_v1::EchoRequest large;
    large.set_text(std::string(5 << 20, 'x'));
    EXPECT_EQ(echoCall("Echo", large).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(GrpcTest, NamesTheFieldAtFault) {
    start();
    testing_v1::EchoRequest request;
    request.set_text(std::string(1001, 'x'));
    const auto status = echoCall("Echo", request);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(detail<google::rpc::BadRequest>(status)->field_violations(0).field(), "text");
}

TEST_F(GrpcTest, HandsOnTheClientsDeadline) {
    start();
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + 5s);
    testing_v1::EchoResponse response;
    ASSERT_TRUE(call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, context).ok());
    EXPECT_GT(response.deadline_in_ms(), 1000);
    EXPECT_LE(response.deadline_in_ms(), 5100); // gRPC rounds up
    grpc::ClientContext without;
    ASSERT_TRUE(call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, without).ok());
    EXPECT_GT(response.deadline_in_ms(), 25'000); // the server's own
    EXPECT_LE(response.deadline_in_ms(), 30'000);
}

TEST_F(GrpcTest, EndsACallAtTheMethodsDeadline) {
    start();
    testing_v1::SleepRequest request;
    request.set_ms(60'000);
    const auto before = std::chrono::steady_clock::now();
    const auto status = echoCall("Sleep", request); // its rule says 2 s
    EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "DEADLINE_EXCEEDED");
    EXPECT_LT(std::chrono::steady_clock::now() - before, 20s);
}

TEST_F(GrpcTest, TellsTheMethodThatTheClientIsGone) {
    start();
    grpc::ClientContext context;
    std::thread canceller([&] {
        EXPECT_TRUE(soon([&] { return m_service.running == 1; }));
        context.TryCancel();
    });
    testing_v1::EchoResponse response;
    testing_v1::CountRequest request;
    EXPECT_EQ(call(echoPrefix + "Wait", request, response, context).error_code(), grpc::StatusCode::CANCELLED);
    canceller.join();
    EXPECT_TRUE(soon([&] { return m_service.running == 0; }));
}

TEST_F(GrpcTest, BoundsTheCallsAtWork) {
    m_config.maxCalls = 1;
    start();
    testing_v1::SleepRequest request;
    request.set_ms(60'000); // ends by its deadline of 2 s
    std::thread first([&] { echoCall("Sleep", request); });
    EXPECT_TRUE(soon([&] { return m_service.running == 1; }));
    const auto status = echoCall("Echo", testing_v1::EchoRequest());
    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    EXPECT_EQ(detail<google::rpc::ErrorInfo>(status)->reason(), "TOO_MANY_CALLS");
    first.join();
    EXPECT_TRUE(echoCall("Echo", testing_v1::EchoRequest()).ok()); // the slot is free again
}

TEST_F(GrpcTest, ServesAPrivateSocketWhoseCallersAreLocal) {
    const auto folder = std::filesystem::temp_directory_path() / ("tradepost-grpc-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    m_config.socketPath = (folder / "rpc.sock").string();
    start();
    struct stat info{};
    ASSERT_EQ(::stat(m_config.socketPath.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    grpc::ClientContext context;
    testing_v1::EchoResponse response;
    const auto status =
        call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, context, connect("unix:" + m_config.socketPath));
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(response.local());
    EXPECT_EQ(response.remote_address(), "");
    m_server.reset();
    std::filesystem::remove_all(folder);
}

TEST_F(GrpcTest, ServesTls) {
    const auto folder = std::filesystem::temp_directory_path() / ("tradepost-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    m_config.certificateFile = (folder / "cert.pem").string();
    m_config.privateKeyFile = (folder / "key.pem").string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=localhost -addext subjectAltName=DNS:localhost -keyout " +
        m_config.privateKeyFile + " -out " + m_config.certificateFile + " 2> /dev/null";
    if (std::system(command.c_str()) != 0)
        GTEST_SKIP() << "the openssl program is not installed";
    start();
    std::ifstream file(m_config.certificateFile);
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = std::string(std::istreambuf_iterator<char>(file), {});
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride("localhost");
    const auto secure = grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(m_server->port()),
                                                  grpc::SslCredentials(options), arguments);
    grpc::ClientContext context, plainContext;
    testing_v1::EchoResponse response;
    const auto status = call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, context, secure);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_FALSE(call(echoPrefix + "Echo", testing_v1::EchoRequest(), response, plainContext).ok());
    std::filesystem::remove_all(folder);
}

TEST_F(GrpcTest, SaysWhichAddressItCannotHave) {
    start();
    GrpcConfig taken;
    taken.address = "127.0.0.1:" + std::to_string(m_server->port());
    const auto second = GrpcServer::open(taken, m_registry, m_authenticator, m_io.get_executor());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::Unavailable);
    EXPECT_THAT(second.error().message, ::testing::HasSubstr(taken.address));
    GrpcConfig secure;
    secure.address = "127.0.0.1:0";
    secure.certificateFile = "/nonexistent/cert.pem";
    secure.privateKeyFile = "/nonexistent/key.pem";
    const auto third = GrpcServer::open(secure, m_registry, m_authenticator, m_io.get_executor());
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().reason, "TLS_FILE");
}

} // namespace tradepost::gateway
