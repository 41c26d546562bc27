#include "backend/platform/rpc/registry.h"

#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "tests/support/echo/echo_service.h"
#include "tests/support/role_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradepost::rpc {

namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
namespace v1 = tradepost::testing::v1;

const std::string prefix = "tradepost.testing.v1.EchoService/";

class RegistryTest : public ::testing::Test {
protected:
    void SetUp() override { tradepost::testing::registerEcho(m_registry, m_service); }

    template<class Resp, class Req>
    Result<Resp> call(const std::string& method, const Req& request, Role role = Role::ANYONE) {
        Context context;
        context.principal.roles = {role};
        return call<Resp>(method, request, context);
    }
    template<class Resp, class Req>
    Result<Resp> call(const std::string& method, const Req& request, Context& context) {
        Result<Resp> result = fail(Code::Unknown, "NOT_RUN", "The call did not end.");
        boost::asio::io_context io;
        boost::asio::co_spawn(io, run<Resp>(method, request, context, result), boost::asio::detached);
        io.run();
        return result;
    }
    template<class Resp, class Req>
    Task<void> run(const std::string& method, const Req& request, Context& context, Result<Resp>& result) {
        result = co_await callInProcess<Resp>(m_registry, prefix + method, context, request);
    }

    telemetry::Metrics m_metrics;
    telemetry::SpanStore m_spans;
    Registry m_registry{m_metrics, m_spans, systemClock()};
    tradepost::testing::EchoService m_service;
};

class HalfService {
public:
    Task<Result<v1::EchoResponse>> echo(Context&, const v1::EchoRequest&) { co_return v1::EchoResponse(); }
    Task<Result<v1::Thing>> wrong(Context&, const v1::EchoRequest&) { co_return v1::Thing(); }
};

} // namespace

TEST_F(RegistryTest, LetsEveryRoleInWhereItsRuleSaysSoAndNowhereElse) {
    const auto walk = tradepost::testing::walkRoles(m_registry);
    EXPECT_EQ(walk.calls, 8 * 7);
    EXPECT_THAT(walk.faults, IsEmpty());
    EXPECT_EQ(m_service.running, 0);
}

TEST_F(RegistryTest, KnowsItsMethods) {
    const Method* method = m_registry.find(prefix + "UpdateThing");
    ASSERT_NE(method, nullptr);
    EXPECT_FALSE(method->streaming());
    EXPECT_NE(method->http, nullptr);
    EXPECT_EQ(m_registry.find(prefix + "Nothing"), nullptr);
    EXPECT_EQ(m_registry.methods().size(), 8u);
    EXPECT_THAT(m_registry.unregistered(), IsEmpty());
    Registry half(m_metrics, m_spans, systemClock());
    HalfService service;
    half.add(prefix + "Echo", service, &HalfService::echo);
    EXPECT_EQ(half.unregistered().size(), 7u);
    EXPECT_EQ(half.unregistered().front(), prefix + "Count");
}

TEST_F(RegistryTest, AbortsForMistakesOfTheProgram) {
    HalfService service;
    const auto addTo = [&](const std::string& name, auto method) {
        Registry registry(m_metrics, m_spans, systemClock());
        registry.add(name, service, method);
        registry.add(name, service, method);
    };
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(addTo(prefix + "Ech", &HalfService::echo), "no such method");
    EXPECT_DEATH(addTo(prefix + "Echo", &HalfService::wrong), "not the contract's");
    EXPECT_DEATH(addTo(prefix + "Count", &HalfService::echo), "not the contract's");
    EXPECT_DEATH(addTo(prefix + "Echo", &HalfService::echo), "registered already");
}

TEST_F(RegistryTest, ClearsWhatOnlyTheServerSetsButNotWhatTheRouteNames) {
    v1::UpdateThingRequest request;
    auto* thing = request.mutable_thing();
    thing->set_id("abc");
    thing->set_title("t");
    thing->set_revision(99);
    auto* part = thing->add_list();
    part->set_name("n");
    part->mutable_price();
    part->set_stamp("forged");
    thing->mutable_inner()->set_title("i");
    thing->mutable_inner()->set_id("forged"); // not the id that the route names
    const auto result = call<v1::Thing>("UpdateThing", request, Role::SELLER);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->id(), "abc");
    EXPECT_EQ(result->revision(), 0);
    EXPECT_EQ(result->list(0).stamp(), "");
    EXPECT_EQ(result->list(0).name(), "n");
    EXPECT_EQ(result->inner().id(), "");
}

TEST_F(RegistryTest, ChecksRolesBeforeFields) {
    EXPECT_EQ(call<v1::Thing>("UpdateThing", v1::UpdateThingRequest()).error().code, Code::Unauthenticated);
    EXPECT_EQ(call<v1::Thing>("UpdateThing", v1::UpdateThingRequest(), Role::SELLER).error().field, "thing");
}

TEST_F(RegistryTest, ContinuesTheTraceOfTheCaller) {
    Context context;
    context.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const auto result = call<v1::EchoResponse>("Echo", v1::EchoRequest(), context);
    ASSERT_TRUE(result);
    const auto spans = m_spans.trace("4bf92f3577b34da6a3ce929d0e0e4736");
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_EQ(spans[0].name, prefix + "Echo");
    EXPECT_EQ(spans[0].parentId, "00f067aa0ba902b7");
    EXPECT_EQ(spans[0].status, "OK");
    EXPECT_EQ(result->traceparent(), "00-4bf92f3577b34da6a3ce929d0e0e4736-" + spans[0].spanId + "-01");
    EXPECT_EQ(context.traceparent, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"); // the caller's own
}

TEST_F(RegistryTest, CountsByMethodAndCode) {
    v1::FailRequest request;
    request.set_code(static_cast<int>(Code::Aborted));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(call<v1::EchoResponse>("Fail", request).error().reason, "ASKED_FOR");
    EXPECT_TRUE(call<v1::EchoResponse>("Echo", v1::EchoRequest()));
    const std::string text = m_metrics.render();
    EXPECT_THAT(text, HasSubstr("tradepost_rpc_requests_total{method=\"" + prefix + "Fail\",code=\"ABORTED\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_rpc_requests_total{method=\"" + prefix + "Echo\",code=\"OK\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("tradepost_rpc_duration_seconds_count{method=\"" + prefix + "Fail\"} 3\n"));
}

TEST_F(RegistryTest, EndsACallAtTheEarlierDeadline) {
    v1::SleepRequest request;
    request.set_ms(60'000);
    Context hasty;
    hasty.deadline = std::chrono::steady_clock::now() + 30ms;
    EXPECT_EQ(call<v1::EchoResponse>("Sleep", request, hasty).error().code, Code::DeadlineExceeded);
    EXPECT_LT(std::chrono::steady_clock::now() - hasty.deadline, 1900ms); // not the 2 s of its rule
    EXPECT_FALSE(hasty.cancelled());                                      // only the call made on its behalf was
    EXPECT_EQ(call<v1::EchoResponse>("Sleep", request).error().code, Code::DeadlineExceeded);
    request.set_ms(1);
    EXPECT_TRUE(call<v1::EchoResponse>("Sleep", request));
}

TEST_F(RegistryTest, CatchesStrayExceptions) {
    ::testing::internal::CaptureStderr();
    const auto result = call<v1::EchoResponse>("Throw", v1::FailRequest());
    const std::string logged = ::testing::internal::GetCapturedStderr();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Code::Internal);
    const auto spans = m_spans.recent(1);
    ASSERT_EQ(spans.size(), 1u);
    EXPECT_THAT(result.error().message, HasSubstr(spans[0].traceId));
    EXPECT_THAT(logged, HasSubstr(spans[0].traceId));
    EXPECT_THAT(logged, Not(HasSubstr("hunter2")));
}

TEST_F(RegistryTest, RefusesInProcessCallsThatCannotBe) {
    EXPECT_EQ(call<v1::EchoResponse>("Nothing", v1::EchoRequest()).error().code, Code::Unimplemented);
    EXPECT_EQ(call<v1::EchoResponse>("Count", v1::CountRequest()).error().code, Code::Unimplemented);
    EXPECT_EQ(call<v1::Thing>("Echo", v1::EchoRequest()).error().reason, "WRONG_TYPE");
}

} // namespace tradepost::rpc
