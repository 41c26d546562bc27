#pragma once

#include "backend/base/clock.h"

#include <atomic>

namespace tradepost::test {

// Stands still until moved. Thread-safe.
class ManualClock final : public Clock {
public:
    Micros now() const override { return m_now; }
    std::chrono::steady_clock::time_point steady() const override {
        return std::chrono::steady_clock::time_point(std::chrono::microseconds(m_now.load()));
    }
    void advance(std::chrono::microseconds time) { m_now += time.count(); }

private:
    std::atomic<Micros> m_now{1'800'000'000'000'000};
};

} // namespace tradepost::test
