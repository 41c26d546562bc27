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
