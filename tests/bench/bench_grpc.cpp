// What the gRPC edge and the registry cost: a server with the echo contract in this process, and a client over loopback
// that keeps calls in flight. Prints one JSON object.
//
// usage: bench_grpc [SECONDS [IN_FLIGHT [SERVER_THREADS]]]

#include "backend/gateway/grpc/grpc_server.h"
#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"
#include "tests/support/echo/echo_service.h"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <latch>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <vector>

namespace {

using namespace tradepost;
namespace v1 = tradepost::testing::v1;
using Steady = std::chrono::steady_clock;
using Stub = grpc::TemplatedGenericStub<v1::EchoRequest, v1::EchoResponse>;

class AnyToken final : public rpc::Authenticator {
public:
    Result<rpc::Principal> authenticate(std::string_view) const override {
        rpc::Principal principal;
        principal.roles = {rpc::Role::SELLER};
        return principal;
    }
};

// One call after the other until the time is up.
class Caller {
public:
    Caller(Stub& stub, Steady::time_point end, std::latch& done) : m_stub(stub), m_end(end), m_done(done) {
        m_request.set_text("A product's new title, about as long as titles are");
    }
    void next() {
        m_context.emplace();
        m_context->AddMetadata("authorization", "Bearer token");
        m_started = Steady::now();
        m_stub.UnaryCall(&*m_context, "/tradepost.testing.v1.EchoService/Echo", {}, &m_request, &m_response,
                         [this](const grpc::Status& status) { answered(status); });
    }
    std::vector<double> micros;
    int failed = 0;

private:
    void answered(const grpc::Status& status) {
        const auto now = Steady::now();
        micros.push_back(std::chrono::duration<double, std::micro>(now - m_started).count());
        failed += status.ok() ? 0 : 1;
        if (now < m_end)
            next();
        else
            m_done.count_down();
    }
    Stub& m_stub;
    Steady::time_point m_end;
    std::latch& m_done;
    std::optional<grpc::ClientContext> m_context;
    v1::EchoRequest m_request;
    v1::EchoResponse m_response;
    Steady::time_point m_started;
};

// Of the whole process, so client and server together; unlike the rate it hardly depends on what else the machine does.
double cpuMicros() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto micros = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
    };
    return micros(usage.ru_utime) + micros(usage.ru_stime);
}

struct Figures {
    double perSecond = 0, p50 = 0, p99 = 0, cpuMicrosPerCall = 0;
    int failed = 0;
};

Figures measure(const std::string& target, int inFlight, std::chrono::duration<double> time) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    Stub stub(grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments));
    std::latch done(inFlight);
    const auto begin = Steady::now();
    const double cpuBefore = cpuMicros();
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < inFlight; ++i)
        callers.push_back(
            std::make_unique<Caller>(stub, begin + std::chrono::duration_cast<Steady::duration>(time), done));
    for (auto& caller : callers)
        caller->next();
    done.wait();
    const double took = std::chrono::duration<double>(Steady::now() - begin).count();
    const double cpu = cpuMicros() - cpuBefore;
    std::vector<double> all;
    Figures figures;
    for (const auto& caller : callers) {
        all.insert(all.end(), caller->micros.begin(), caller->micros.end());
        figures.failed += caller->failed;
    }
    std::ranges::sort(all);
    figures.perSecond = static_cast<double>(all.size()) / took;
    figures.cpuMicrosPerCall = cpu / static_cast<double>(all.size());
    figures.p50 = all[all.size() / 2];
    figures.p99 = all[all.size() * 99 / 100];
    return figures;
}

} // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 5;
    const int inFlight = argc > 2 ? std::atoi(argv[2]) : 64;
    const int threads = argc > 3 ? std::atoi(argv[3]) : 1;

    telemetry::Metrics metrics;
    telemetry::SpanStore spans;
    rpc::Registry registry(metrics, spans, systemClock());
    tradepost::testing::EchoService service;
    tradepost::testing::registerEcho(registry, service);
    const AnyToken authenticator;
    boost::asio::io_context io(threads);
    auto work = boost::asio::make_work_guard(io);
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i)
        pool.emplace_back([&io] { io.run(); });
    gateway::GrpcConfig config;
    config.address = "127.0.0.1:0";
    auto server = gateway::GrpcServer::open(config, registry, authenticator, io.get_executor());
    if (!server) {
        fmt::print(stderr, "bench_grpc: {}\n", server.error().message);
        return 1;
    }
    const std::string target = "127.0.0.1:" + std::to_string((*server)->port());
    measure(target, inFlight, std::chrono::duration<double>(seconds / 10)); // warm up
    const Figures many = measure(target, inFlight, std::chrono::duration<double>(seconds));
    const Figures alone = measure(target, 1, std::chrono::duration<double>(seconds / 5));
    fmt::print("{{\"name\": \"grpc_unary\", \"in_flight\": {}, \"server_threads\": {}, \"calls_per_second\": {:.0f}, "
               "\"cpu_us_per_call\": {:.1f}, \"p50_us\": {:.0f}, \"p99_us\": {:.0f}, \"alone_p50_us\": {:.0f}, "
               "\"failed\": {}}}\n",
               inFlight, threads, many.perSecond, many.cpuMicrosPerCall, many.p50, many.p99, alone.p50,
               many.failed + alone.failed);
    (*server)->stop(std::chrono::seconds(1));
    work.reset();
    return many.failed + alone.failed == 0 ? 0 : 1;
}
