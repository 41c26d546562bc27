#include "backend/platform/events/projection_subscription.h"

#include "backend/platform/telemetry/log.h"

namespace tradepost::events {

namespace {

constexpr RetryPolicy onFault{
    .attempts = 0, .first = std::chrono::milliseconds(20), .most = std::chrono::milliseconds(5'000)};

} // namespace

ProjectionSubscription::ProjectionSubscription(Outbox& log, Projection projection, const Clock& clock,
                                               const CrashPoint& crashPoint)
    : Subscription(log, projection.name, clock, crashPoint), m_projection(std::move(projection)),
      m_position(m_projection.start) {
    if (m_position != Position{})
        setDealtWith(m_position);
    m_holdBack = log.holdBack(name(), [this] { return dealtWith(); });
}

ProjectionSubscription::~ProjectionSubscription() {
    stop();
}

void ProjectionSubscription::start() {
    {
        const std::scoped_lock lock(m_requestMutex);
        m_accepting = true;
    }
    Subscription::start();
}

Result<Position> ProjectionSubscription::rebuildBy(std::function<Result<Position>()> rebuild) {
    auto request = std::make_shared<Request>();
    request->rebuild = std::move(rebuild);
    auto answered = request->answer.get_future();
    {
        const std::scoped_lock lock(m_requestMutex);
        if (!m_accepting)
            return fail(Code::Unavailable, "FEED_STOPPED", "The feed does not run: try again later.");
        m_requests.push_back(std::move(request));
    }
    wake();
    return answered.get();
}

bool ProjectionSubscription::serveRequest() {
    std::shared_ptr<Request> request;
    {
        const std::scoped_lock lock(m_requestMutex);
        if (m_requests.empty())
            return false;
        request = std::move(m_requests.front());
        m_requests.pop_front();
    }
    Result<Position> position;
    try {
        crashPoint("rebuild");
        position = request->rebuild();
    } catch (...) {
        request->answer.set_value(fail(Code::Internal, "REBUILD_FAILED", "The rebuild broke off: see the log."));
        throw;
    }
    if (position) {
        m_position = *position;
        setDealtWith(m_position);
    }
    request->answer.set_value(position);
    return true;
}

void ProjectionSubscription::ended() {
    const std::scoped_lock lock(m_requestMutex);
    m_accepting = false;
    for (const auto& request : m_requests)
        request->answer.set_value(fail(Code::Unavailable, "FEED_STOPPED", "The feed stops: try again later."));
    m_requests.clear();
}

bool ProjectionSubscription::rebuild() {
    crashPoint("rebuild");
    const auto position = m_projection.rebuild();
    if (!position) {
        telemetry::log(telemetry::Level::Warn, "A projection could not be rebuilt yet",
                       {{"projection", name()}, {"reason", position.error().reason}});
        return false;
    }
    m_position = *position;
    setDealtWith(m_position);
    return true;
}

Result<std::vector<Delivered>> ProjectionSubscription::read() {
    if (auto recent = log().recentAfter(m_position, batchSize))
        return std::move(*recent);
    return log().database().readNow(
        [&](sql::Reader& reader) { return log().readAfter(reader, m_position, batchSize); });
}

void ProjectionSubscription::run() {
    int failures = 0;
    while (!stopping()) {
        if (serveRequest())
            continue;
        if (m_position == Position{} && !rebuild()) {
            backOff(onFault, ++failures);
            continue;
        }
        const auto begun = clock().steady();
        auto batch = read();
        if (!batch && batch.error().reason == "POSITION_GONE") {
            // A rebuild that answers with a position that is gone too must not spin.
            if (++failures > 1)
                backOff(onFault, failures);
            telemetry::log(telemetry::Level::Warn, "A projection's position is gone; it is rebuilt",
                           {{"projection", name()}, {"cause", batch.error().message}});
            m_position = {};
            continue;
        }
        if (!batch) {
            backOff(onFault, ++failures);
            continue;
        }
        failures = 0;
        if (batch->empty()) {
            sleepUntil(std::chrono::steady_clock::time_point::max());
            continue;
        }
        crashPoint("read");
        m_projection.apply(*batch);
        crashPoint("applied");
        m_position = batch->back().position;
        setDealtWith(m_position);
        if (batch->size() < batchSize)
            rest(m_projection.pace - (clock().steady() - begun));
    }
}

} // namespace tradepost::events
