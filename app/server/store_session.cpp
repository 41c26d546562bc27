#include "app/server/store_session.h"

#include "app/server/backend.h"
#include "app/server/data_directory.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <sstream>
#include <thread>

namespace tradepost::server {

namespace {

constexpr std::string_view signInLocally = "tradepost.identity.v1.IdentityService/SignInLocally";

class InProcess final : public StoreSession {
public:
    InProcess(const Settings& settings, DataDirectory directory)
        : m_directory(std::move(directory)), m_backend(settings, m_directory) {}

    Result<void> open(const std::vector<std::string>& modules) {
        TP_TRY(m_backend.start(modules));
        m_backend.startFeed();
        TP_TRY(m_backend.waitReady(std::chrono::minutes(10)));
        m_principal.local = true;
        identity::v1::Session session;
        TP_TRY(call(signInLocally, identity::v1::SignInLocallyRequest(), session));
        auto principal = m_backend.identity->authenticator().authenticate(session.access_token());
        if (!principal)
            return std::unexpected(std::move(principal).error());
        m_principal = std::move(*principal);
        m_principal.local = true;
        return {};
    }

    Result<void> call(std::string_view name, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
        const rpc::Method* method = m_backend.registry.find(name);
        if (method == nullptr)
            return fail(Code::Unimplemented, "NO_SUCH_METHOD", std::string(name) + " is not offered.");
        rpc::Context context;
        context.principal = m_principal;
        auto answer =
            boost::asio::co_spawn(m_backend.io, method->call(context, request), boost::asio::use_future).get();
        if (!answer)
            return std::unexpected(std::move(answer).error());
        response.CopyFrom(**answer);
        return {};
    }

    Result<void> stream(std::string_view name, const google::protobuf::Message& request,
                        google::protobuf::Message& response, const std::function<Result<void>()>& take) override {
        const rpc::Method* method = m_backend.registry.find(name);
        if (method == nullptr || !method->streaming())
            return fail(Code::Unimplemented, "NO_SUCH_METHOD", std::string(name) + " is not offered.");
        class Taker final : public rpc::StreamWriterBase {
        public:
            Taker(google::protobuf::Message& response, const std::function<Result<void>()>& take)
                : m_response(response), m_take(take) {}
            Task<Result<void>> writeMessage(const google::protobuf::Message& message) override {
                m_response.CopyFrom(message);
                co_return m_take();
            }

        private:
            google::protobuf::Message& m_response;
            const std::function<Result<void>()>& m_take;
        } writer(response, take);
        rpc::Context context;
        context.principal = m_principal;
        return boost::asio::co_spawn(m_backend.io, method->stream(context, request, writer), boost::asio::use_future)
            .get();
    }

private:
    DataDirectory m_directory;
    Backend m_backend;
    rpc::Principal m_principal;
};

Error errorOf(const grpc::Status& status) {
    Error error;
    error.code = static_cast<Code>(status.error_code());
    error.message = status.error_message();
    google::rpc::Status details;
    if (details.ParseFromString(status.error_details()))
        for (const google::protobuf::Any& detail : details.details()) {
            google::rpc::ErrorInfo info;
            google::rpc::BadRequest bad;
            if (detail.UnpackTo(&info))
                error.reason = info.reason();
            else if (detail.UnpackTo(&bad) && bad.field_violations_size() > 0)
                error.field = bad.field_violations(0).field();
        }
    if (error.code == Code::Unavailable && error.reason.empty()) {
        error.reason = "SERVER_UNREACHABLE";
        error.message = "The server that owns the data directory does not answer. Wait, or stop it and try again.";
    }
    return error;
}

class OverSocket final : public StoreSession {
public:
    explicit OverSocket(const std::string& socket)
        : m_channel(grpc::CreateCustomChannel("unix:" + socket, grpc::InsecureChannelCredentials(), arguments())),
          m_stub(m_channel) {}

    Result<void> signIn() {
        identity::v1::Session session;
        TP_TRY(call(signInLocally, identity::v1::SignInLocallyRequest(), session));
        m_token = session.access_token();
        m_refreshToken = session.refresh_token();
        return {};
    }

    ~OverSocket() override { signOut(); }

    Result<void> call(std::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message& response) override {
        auto answer = callOnce(method, request, response);
        if (answer || answer.error().code != Code::Unauthenticated || m_refreshToken.empty())
            return answer;
        signOut(); // access tokens are short-lived
        TP_TRY(signIn());
        return callOnce(method, request, response);
    }

    Result<void> stream(std::string_view method, const google::protobuf::Message& request,
                        google::protobuf::Message& response, const std::function<Result<void>()>& take) override {
        grpc::ClientContext context;
        context.AddMetadata("authorization", "Bearer " + m_token);
        const grpc::Slice slice(request.SerializeAsString());
        grpc::CompletionQueue queue;
        void* tag = nullptr;
        bool ok = false;
        const auto stream = m_stub.PrepareCall(&context, "/" + std::string(method), &queue);
        stream->StartCall(this);
        queue.Next(&tag, &ok);
        grpc::WriteOptions last;
        stream->WriteLast(grpc::ByteBuffer(&slice, 1), last, this);
        queue.Next(&tag, &ok);
        Result<void> taken;
        for (;;) {
            grpc::ByteBuffer received;
            stream->Read(&received, this);
            queue.Next(&tag, &ok);
            if (!ok)
                break;
            grpc::Slice whole;
            if (!received.DumpToSingleSlice(&whole).ok() ||
                !response.ParseFromArray(whole.begin(), static_cast<int>(whole.size())))
                taken = fail(Code::Internal, "BAD_ANSWER", "The server's answer cannot be read.");
            else
                taken = take();
            if (!taken) {
                context.TryCancel();
                break;
            }
        }
        grpc::Status status;
        stream->Finish(&status, this);
        queue.Next(&tag, &ok);
        if (!taken)
            return taken;
        return status.ok() ? Result<void>() : std::unexpected(errorOf(status));
    }

private:
    void signOut() {
        if (m_refreshToken.empty())
            return;
        identity::v1::SignOutRequest request;
        request.set_refresh_token(std::exchange(m_refreshToken, {}));
        m_token.clear(); // the method is for callers without one
        google::protobuf::Empty ignored;
        // One that does not go through leaves a session that ends by its time.
        [[maybe_unused]] const auto ended = callOnce("tradepost.identity.v1.IdentityService/SignOut", request, ignored);
    }

    Result<void> callOnce(std::string_view method, const google::protobuf::Message& request,
                          google::protobuf::Message& response) {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::minutes(2));
        if (!m_token.empty())
            context.AddMetadata("authorization", "Bearer " + m_token);
        const grpc::Slice slice(request.SerializeAsString());
        const grpc::ByteBuffer sent(&slice, 1);
        grpc::ByteBuffer received;
        grpc::CompletionQueue queue;
        const auto reader = m_stub.PrepareUnaryCall(&context, "/" + std::string(method), sent, &queue);
        grpc::Status status;
        reader->StartCall();
        reader->Finish(&received, &status, this);
        void* tag = nullptr;
        bool ok = false;
        queue.Next(&tag, &ok);
        if (!status.ok())
            return std::unexpected(errorOf(status));
        grpc::Slice whole;
        if (!received.DumpToSingleSlice(&whole).ok() ||
            !response.ParseFromArray(whole.begin(), static_cast<int>(whole.size())))
            return fail(Code::Internal, "BAD_ANSWER", "The server's answer cannot be read.");
        return {};
    }

    static grpc::ChannelArguments arguments() {
        grpc::ChannelArguments arguments;
        arguments.SetMaxReceiveMessageSize(256 << 20);
        return arguments;
    }
    std::shared_ptr<grpc::Channel> m_channel;
    grpc::GenericStub m_stub;
    std::string m_token, m_refreshToken;
};

std::string socketOf(const std::string& data) {
    std::ostringstream text;
    text << std::ifstream(data + "/server.json").rdbuf();
    boost::system::error_code error;
    const boost::json::value json = boost::json::parse(text.str(), error);
    if (!error && json.is_object())
        if (const auto* socket = json.get_object().if_contains("socket"); socket != nullptr && socket->is_string())
            return std::string(socket->get_string());
    return {};
}

} // namespace

Result<std::unique_ptr<StoreSession>> StoreSession::open(const Settings& settings,
                                                         const std::vector<std::string>& modules) {
    auto directory = DataDirectory::take(settings.data);
    if (directory) {
        auto session = std::make_unique<InProcess>(settings, std::move(*directory));
        TP_TRY(session->open(modules));
        return session;
    }
    if (directory.error().reason != "DATA_DIRECTORY_IN_USE")
        return std::unexpected(std::move(directory).error());
    const std::string socket = socketOf(settings.data);
    if (socket.empty()) // owned, but not by a server: another tool, or one that just starts
        return std::unexpected(std::move(directory).error());
    auto session = std::make_unique<OverSocket>(socket);
    TP_TRY(session->signIn());
    return session;
}

Result<void> runOperation(StoreSession& session, std::string_view method, const google::protobuf::Message& request,
                          google::protobuf::Message& response,
                          const std::function<void(const operations::v1::Operation&)>& onProgress) {
    operations::v1::Operation operation;
    TP_TRY(session.call(method, request, operation));
    while (!operations::hasEnded(operation.state())) {
        if (onProgress)
            onProgress(operation);
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        operations::v1::GetOperationRequest get;
        get.set_id(operation.id());
        TP_TRY(session.call("tradepost.operations.v1.OperationsService/GetOperation", get, operation));
    }
    if (operation.state() == operations::v1::Operation::SUCCEEDED && operation.response().UnpackTo(&response))
        return {};
    return fail(Code::Aborted, "OPERATION_STOPPED",
                operation.error().message().empty() ? "It was cancelled." : operation.error().message());
}

} // namespace tradepost::server
