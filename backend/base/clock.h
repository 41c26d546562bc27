#pragma once

#include <chrono>
#include <cstdint>

namespace tradepost {

using Micros = std::int64_t; // microseconds since 1970-01-01 UTC; how every instant is stored and sent in events

// Where time comes from. Passed in everywhere, so that tests and the simulator own it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Micros now() const = 0;                                   // wall clock; may jump
    virtual std::chrono::steady_clock::time_point steady() const = 0; // for durations and deadlines; never jumps
};

// The machine's clock; lives as long as the program.
const Clock& systemClock();

} // namespace tradepost
