#pragma once

#include "backend/gateway/grpc/grpc_server.h"
#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "tests/support/echo/echo_service.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <gtest/gtest.h>
#include <thread>

namespace tradepost::gateway {

namespace testing_v1 = tradepost::testing::v1;
using namespace std::chrono_literals;

// "admin", "seller", "guest": the role; anything else is refused.
class NamedRoles final : public rpc::Authenticator {
public:
    Result<rpc::Principal> authenticate(std::string_view token) const override {
        rpc::Principal principal;
        principal.user = UserId(77);
        if (token == "admin")
            principal.roles = {rpc::Role::ADMIN};
        else if (token == "seller")
            principal.roles = {rpc::Role::SELLER};
        else if (token == "guest")
            principal.roles = {rpc::Role::GUEST};
        else
            return fail(Code::Unauthenticated, "TOKEN_EXPIRED", "The session has expired: refresh it.");
        return principal;
    }
};

inline const std::string echoPrefix = "/tradepost.testing.v1.EchoService/";

class GrpcTest : public ::testing::Test {
protected:
    void SetUp() override {
        tradepost::testing::registerEcho(m_registry, m_service);
        for (int i = 0; i < 2; ++i)
            m_threads.emplace_back([this] { m_io.run(); });
        m_config.address = "127.0.0.1:0";
    }
    void TearDown() override {
        m_channel.reset();
        m_server.reset();
        m_work.reset();
        for (auto& thread : m_threads)
            thread.join();
    }
    void start() {
        auto server = GrpcServer::open(m_config, m_registry, m_authenticator, m_io.get_executor());
        ASSERT_TRUE(server) << server.error().message;
        m_server = std::move(*server);
        if (m_server->port() != 0)
            m_channel = connect("127.0.0.1:" + std::to_string(m_server->port()));
    }
    // A channel of its own, not shared with others to the same address.
    static std::shared_ptr<grpc::Channel> connect(const std::string& target) {
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
    }

    template<class Resp, class Req>
    grpc::Status call(const std::string& path, const Req& request, Resp& response, grpc::ClientContext& context,
                      std::shared_ptr<grpc::Channel> channel = nullptr) {
        grpc::TemplatedGenericStub<Req, Resp> stub(channel ? channel : m_channel);
        std::promise<grpc::Status> done;
        stub.UnaryCall(&context, path, {}, &request, &response,
                       [&done](const grpc::Status& status) { done.set_value(status); });
        return done.get_future().get();
    }
    template<class Req>
    grpc::Status echoCall(const std::string& method, const Req& request, const std::string& token = {}) {
        grpc::ClientContext context;
        if (!token.empty())
            context.AddMetadata("authorization", "Bearer " + token);
        testing_v1::EchoResponse response;
        return call(echoPrefix + method, request, response, context);
    }
    static google::rpc::Status detailsOf(const grpc::Status& status) {
        google::rpc::Status details;
        EXPECT_TRUE(details.ParseFromString(status.error_details()));
        return details;
    }
    template<class Detail>
    static std::optional<Detail> detail(const grpc::Status& status) {
        const google::rpc::Status details = detailsOf(status);
        for (const auto& any : details.details()) {
            Detail found;
            if (any.UnpackTo(&found))
                return found;
        }
        return std::nullopt;
    }
    // Waits for what another thread is about to do.
    static bool soon(const std::function<bool()>& condition) {
        for (const auto end = std::chrono::steady_clock::now() + 20s; std::chrono::steady_clock::now() < end;) {
            if (condition())
                return true;
            std::this_thread::sleep_for(1ms);
        }
        return false;
    }

    // How much streams have sent once they send no more because nobody reads.
    int sentWhenStuck() {
        int before = 0;
        EXPECT_TRUE(soon([&] {
            before = m_service.sent;
            std::this_thread::sleep_for(50ms);
            return before > 1 && m_service.sent == before;
        }));
        return before;
    }

    telemetry::Metrics m_metrics;
    telemetry::SpanStore m_spans;
    rpc::Registry m_registry{m_metrics, m_spans, systemClock()};
    tradepost::testing::EchoService m_service;
    NamedRoles m_authenticator;
    GrpcConfig m_config;
    boost::asio::io_context m_io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work{m_io.get_executor()};
    std::vector<std::thread> m_threads;
    std::unique_ptr<GrpcServer> m_server;
    std::shared_ptr<grpc::Channel> m_channel;
};

} // namespace tradepost::gateway
