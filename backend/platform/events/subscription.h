#pragma once

#include "backend/base/notifier.h"
#include "backend/platform/events/events.h"

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace tradepost::events {

inline constexpr std::size_t batchSize = 512;

// Thrown where a test's CrashPoint threw: ends the subscription as a crash of the process would, with nothing tidied.
struct Crashed {};

// A log's reader with a thread of its own: what consumers and projections have in common. The thread sleeps until the
// log's commits wake it, and tells those who wait how far it has come.
class Subscription {
public:
    Subscription(Outbox& log, std::string name, const Clock& clock, const CrashPoint& crashPoint);
    virtual ~Subscription() = default; // derived classes stop() first: the thread calls their run()

    const std::string& name() const { return m_name; }
    virtual void start();
    // Returns when the thread has ended; the subscription is not started again.
    void stop();

    ConsumerStatus status() const;
    bool stopped() const;
    Position dealtWith() const;
    const Notifier& progress() const { return m_progress; } // announces dealtWith() and stopped()

protected:
    // Works until stopping(). May be called again after it threw.
    virtual void run() = 0;
    // The thread's last act.
    virtual void ended() {}

    Outbox& log() const { return m_log; }
    const Clock& clock() const { return m_clock; }
    void crashPoint(std::string_view step) const;
    bool stopping() const;
    void wake();
    // Sleeps until woken, stopped or `until`.
    void sleepUntil(std::chrono::steady_clock::time_point until);
    // Sleeps the `failures`th pause of `retry`, whatever commits happen meanwhile; ends early only to stop.
    void backOff(const RetryPolicy& retry, int failures);
    // Sleeps for `time`, whatever commits happen meanwhile; ends early only to stop.
    void rest(std::chrono::steady_clock::duration time);
    std::chrono::milliseconds pause(const RetryPolicy& retry, int failures);
    void setDealtWith(Position position);
    void noteEnd(Position end);
    void setDeadLetters(std::int64_t number) { m_deadLetters.store(number, std::memory_order_relaxed); }

private:
    void threadMain();

    Outbox& m_log;
    const std::string m_name;
    const Clock& m_clock;
    const CrashPoint& m_crashPoint;
    std::mt19937_64 m_random; // of the thread
    std::atomic<std::int64_t> m_deadLetters{0};
    mutable Notifier m_progress;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_woken = false, m_stopping = false, m_stopped = false;
    Position m_dealtWith, m_end;

    std::thread m_thread;
    Outbox::Listener m_onAppend;
};

} // namespace tradepost::events
