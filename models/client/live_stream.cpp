#include "models/client/live_stream.h"

#include <QRandomGenerator>

namespace tradepost::client {

int backoffMs(int attempt, double spread) {
    const int full = std::min(500 << std::clamp(attempt - 1, 0, 10), 30'000);
    return full / 2 + int(full / 2 * spread);
}

LiveStreamBase::LiveStreamBase(ClientInterface& client, QObject* parent) : QObject(parent), m_client(client) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &LiveStreamBase::connectNow);
    connect(&client, &ClientInterface::connectionChanged, this, [this](const ConnectionState& state) {
        if (m_running && !m_call.active() && state.phase == Phase::Online)
            connectNow();
    });
}

void LiveStreamBase::start() {
    stop();
    m_running = true;
    m_failures = 0;
    connectNow();
}

void LiveStreamBase::stop() {
    m_running = false;
    m_retry.stop();
    m_call.cancel();
}

void LiveStreamBase::connectNow() {
    m_retry.stop();
    // Offline, the client's own countdown decides; its return to Online starts the stream.
    if (m_running && m_client.online())
        m_call = attempt();
}

void LiveStreamBase::ended(const Error& error) {
    m_call = {};
    if (!m_running)
        return;
    const bool passing = isTransient(error) || error.code == Code::Cancelled || error.code == Code::Internal ||
                         error.code == Code::Unknown || error.code == Code::ResourceExhausted ||
                         error.code == Code::Unauthenticated;
    if (!passing) {
        stop();
        emit refused(error);
        return;
    }
    ++m_failures;
    m_retry.start(backoffMs(m_failures, QRandomGenerator::global()->generateDouble()));
}

} // namespace tradepost::client
