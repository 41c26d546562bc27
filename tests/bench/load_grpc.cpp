// Load on a running server over gRPC: durable small updates with a fixed number in flight, and one at a time; and how
// long after each update its event reaches a live consumer. Prints one JSON object.
//
// usage: load_grpc ADDRESS TOKEN SECONDS IN_FLIGHT PRODUCT_ID...    (product ids may come on standard input: "-")

#include "tradepost/catalog/v1/catalog.pb.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/client_callback.h>
#include <iostream>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

namespace catalog = tradepost::catalog::v1;
using Clock = std::chrono::steady_clock;
using UpdateStub = grpc::TemplatedGenericStub<catalog::UpdateProductRequest, catalog::Product>;
using WatchStub = grpc::TemplatedGenericStub<catalog::WatchProductsRequest, catalog::ProductChange>;

double quantile(std::vector<double>& values, double q) {
    if (values.empty())
        return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// The time from an update's answer to the arrival of its event, matched by product and title.
class Arrivals {
public:
    void answered(const std::string& id, const std::string& title) { note(id, title, true); }
    void arrived(const std::string& id, const std::string& title) { note(id, title, false); }
    std::vector<double> take() {
        const std::lock_guard lock(m_mutex);
        return std::move(m_delays);
    }

private:
    void note(const std::string& id, const std::string& title, bool answer) {
        const auto now = Clock::now();
        const std::lock_guard lock(m_mutex);
        auto [it, first] = m_waiting.try_emplace(id + "/" + title, now, answer);
        if (first)
            return;
        if (it->second.second != answer) {
            const auto delay = answer ? it->second.first - now : now - it->second.first;
            m_delays.push_back(std::max(0.0, std::chrono::duration<double, std::milli>(delay).count()));
        }
        m_waiting.erase(it);
    }
    std::mutex m_mutex;
    std::unordered_map<std::string, std::pair<Clock::time_point, bool>> m_waiting;
    std::vector<double> m_delays;
};

class Watcher final : public grpc::ClientBidiReactor<catalog::WatchProductsRequest, catalog::ProductChange> {
public:
    Watcher(WatchStub& stub, const std::string& token, Arrivals& arrivals) : m_arrivals(arrivals) {
        m_context.AddMetadata("authorization", "Bearer " + token);
        stub.PrepareBidiStreamingCall(&m_context, "/tradepost.catalog.v1.CatalogService/WatchProducts", {}, this);
        StartWriteLast(&m_request, {});
        StartRead(&m_change);
        StartCall();
    }
    void OnReadDone(bool ok) override {
        if (!ok)
            return;
        m_arrivals.arrived(m_change.row().id(), m_change.row().title());
        StartRead(&m_change);
    }
    void OnDone(const grpc::Status&) override {
        const std::lock_guard lock(m_mutex);
        m_done = true;
        m_ended.notify_all();
    }
    void stop() {
        m_context.TryCancel();
        std::unique_lock lock(m_mutex);
        m_ended.wait(lock, [this] { return m_done; });
    }

private:
    Arrivals& m_arrivals;
    grpc::ClientContext m_context;
    catalog::WatchProductsRequest m_request;
    catalog::ProductChange m_change;
    std::mutex m_mutex;
    std::condition_variable m_ended;
    bool m_done = false;
};

struct Outcome {
    double perSecond = 0, p50 = 0, p99 = 0;
    std::uint64_t done = 0, failed = 0;
    std::string firstError;
};

class Load {
public:
    Load(UpdateStub& stub, std::string token, const std::vector<std::string>& ids, Arrivals& arrivals)
        : m_stub(stub), m_token(std::move(token)), m_ids(ids), m_arrivals(arrivals) {}

    Outcome run(int inFlight, std::chrono::seconds duration) {
        const auto begin = Clock::now();
        m_end = begin + duration;
        m_open = inFlight;
        m_latencies.clear();
        m_outcome = {};
        for (int i = 0; i < inFlight; ++i)
            next();
        std::unique_lock lock(m_mutex);
        m_idle.wait(lock, [this] { return m_open == 0; });
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        m_outcome.perSecond = static_cast<double>(m_outcome.done) / seconds;
        m_outcome.p50 = quantile(m_latencies, 0.5);
        m_outcome.p99 = quantile(m_latencies, 0.99);
        return m_outcome;
    }

private:
    struct Call {
        grpc::ClientContext context;
        catalog::UpdateProductRequest request;
        catalog::Product reply;
        Clock::time_point start;
    };

    void next() {
        auto* call = new Call;
        const auto turn = m_turn.fetch_add(1);
        auto& product = *call->request.mutable_product();
        product.set_id(m_ids[turn % m_ids.size()]);
        product.set_title(fmt::format("Desk lamp, edition {}", turn));
        call->request.mutable_update_mask()->add_paths("title");
        call->context.AddMetadata("authorization", "Bearer " + m_token);
        call->start = Clock::now();
        m_stub.UnaryCall(&call->context, "/tradepost.catalog.v1.CatalogService/UpdateProduct", {}, &call->request,
                         &call->reply, [this, call](grpc::Status status) { finish(call, status); });
    }

    void finish(Call* call, const grpc::Status& status) {
        const std::unique_ptr<Call> owned(call);
        const auto now = Clock::now();
        if (status.ok())
            m_arrivals.answered(owned->reply.id(), owned->reply.title());
        const std::lock_guard lock(m_mutex);
        if (status.ok()) {
            ++m_outcome.done;
            m_latencies.push_back(std::chrono::duration<double, std::milli>(now - owned->start).count());
        } else {
            if (m_outcome.failed++ == 0)
                m_outcome.firstError = status.error_message();
        }
        if (now < m_end)
            next();
        else if (--m_open == 0)
            m_idle.notify_all();
    }

    UpdateStub& m_stub;
    std::string m_token;
    const std::vector<std::string>& m_ids;
    Arrivals& m_arrivals;
    std::atomic<std::uint64_t> m_turn{0};
    Clock::time_point m_end;
    std::mutex m_mutex;
    std::condition_variable m_idle;
    int m_open = 0;
    std::vector<double> m_latencies;
    Outcome m_outcome;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 6) {
        std::cerr << "usage: load_grpc ADDRESS TOKEN SECONDS IN_FLIGHT PRODUCT_ID... | -\n";
        return 2;
    }
    std::vector<std::string> ids;
    if (std::string_view(argv[5]) == "-")
        for (std::string id; std::cin >> id;)
            ids.push_back(id);
    else
        ids.assign(argv + 5, argv + argc);

    const auto channel = grpc::CreateChannel(argv[1], grpc::InsecureChannelCredentials());
    UpdateStub updates(channel);
    WatchStub watches(channel);
    Arrivals arrivals;
    Watcher watcher(watches, argv[2], arrivals);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));

    Load load(updates, argv[2], ids, arrivals);
    const std::chrono::seconds duration(std::stoi(argv[3]));
    load.run(std::stoi(argv[4]), std::chrono::seconds(1)); // warm up
    arrivals.take();
    const Outcome many = load.run(std::stoi(argv[4]), duration);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    auto delays = arrivals.take();
    const Outcome alone = load.run(1, std::chrono::seconds(2));
    watcher.stop();

    fmt::print(
        "{{\"in_flight\": {}, \"updates_per_s\": {:.0f}, \"p50_ms\": {:.3f}, \"p99_ms\": {:.3f}, \"failed\": {}, "
        "\"alone_p50_ms\": {:.3f}, \"alone_p99_ms\": {:.3f}, \"event_p50_ms\": {:.3f}, \"event_p99_ms\": {:.3f}, "
        "\"events\": {}}}\n",
        argv[4], many.perSecond, many.p50, many.p99, many.failed + alone.failed, alone.p50, alone.p99,
        quantile(delays, 0.5), quantile(delays, 0.99), delays.size());
    if (!many.firstError.empty())
        std::cerr << "first error: " << many.firstError << "\n";
    return many.failed == 0 ? 0 : 1;
}
