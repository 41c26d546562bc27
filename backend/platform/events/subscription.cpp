#include "backend/platform/events/subscription.h"

#include "backend/platform/telemetry/log.h"

#include <pthread.h>

namespace tradepost::events {

namespace {

constexpr RetryPolicy afterFault{
    .attempts = 0, .first = std::chrono::milliseconds(100), .most = std::chrono::milliseconds(5'000)};

} // namespace

Subscription::Subscription(Outbox& log, std::string name, const Clock& clock, const CrashPoint& crashPoint)
    : m_log(log), m_name(std::move(name)), m_clock(clock), m_crashPoint(crashPoint),
      m_random(std::hash<std::string>()(m_name) ^ static_cast<std::uint64_t>(clock.now())) {}

void Subscription::start() {
    m_onAppend = m_log.onAppend([this] { wake(); });
    m_thread = std::thread([this] { threadMain(); });
}

void Subscription::stop() {
    m_onAppend.reset();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
    }
    m_progress.notify();
}

void Subscription::threadMain() {
    ::pthread_setname_np(::pthread_self(), m_name.substr(0, 15).c_str());
    for (int failures = 1; !stopping(); ++failures) {
        try {
            run();
        } catch (const Crashed&) {
            break;
        } catch (const std::exception&) {
            // What was begun is not committed: begin again from what is stored. The text may hold anything: not logged.
            telemetry::log(telemetry::Level::Error, "A subscription threw an exception; it begins again",
                           {{"consumer", m_name}});
            backOff(afterFault, failures);
        }
    }
    ended();
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
    }
    m_progress.notify();
}

ConsumerStatus Subscription::status() const {
    const auto latest = m_log.latest();
    const std::scoped_lock lock(m_mutex);
    const auto end = std::max(latest, m_end);
    return {m_name, m_log.name(), m_dealtWith, std::max<std::int64_t>(0, end.value - m_dealtWith.value),
            m_deadLetters.load(std::memory_order_relaxed)};
}

bool Subscription::stopped() const {
    const std::scoped_lock lock(m_mutex);
    return m_stopped;
}

Position Subscription::dealtWith() const {
    const std::scoped_lock lock(m_mutex);
    return m_dealtWith;
}

void Subscription::crashPoint(std::string_view step) const {
    if (!m_crashPoint)
        return;
    try {
        m_crashPoint(step);
    } catch (...) {
        throw Crashed();
    }
}

bool Subscription::stopping() const {
    const std::scoped_lock lock(m_mutex);
    return m_stopping;
}

void Subscription::wake() {
    {
        const std::scoped_lock lock(m_mutex);
        if (std::exchange(m_woken, true))
            return;
    }
    m_changed.notify_one();
}

void Subscription::sleepUntil(std::chrono::steady_clock::time_point until) {
    std::unique_lock lock(m_mutex);
    const auto ready = [this] { return m_woken || m_stopping; };
    if (until == std::chrono::steady_clock::time_point::max())
        m_changed.wait(lock, ready);
    else
        m_changed.wait_for(lock, until - m_clock.steady(), ready);
    m_woken = false;
}

void Subscription::backOff(const RetryPolicy& retry, int failures) {
    rest(pause(retry, failures));
}

void Subscription::rest(std::chrono::steady_clock::duration time) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, time, [this] { return m_stopping; });
}

// Exponential with full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
std::chrono::milliseconds Subscription::pause(const RetryPolicy& retry, int failures) {
    auto bound = retry.first.count();
    for (int i = 1; i < failures && bound < retry.most.count(); ++i)
        bound *= 2;
    bound = std::clamp<std::int64_t>(bound, 1, std::max<std::int64_t>(1, retry.most.count()));
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, bound)(m_random));
}

void Subscription::setDealtWith(Position position) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_dealtWith == position)
            return;
        m_dealtWith = position;
        m_end = std::max(m_end, position);
    }
    m_progress.notify();
}

void Subscription::noteEnd(Position end) {
    const std::scoped_lock lock(m_mutex);
    m_end = end;
}

} // namespace tradepost::events
