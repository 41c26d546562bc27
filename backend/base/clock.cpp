#include "backend/base/clock.h"

namespace tradepost {

namespace {
class SystemClock final : public Clock {
public:
    Micros now() const override {
        using namespace std::chrono;
        return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    }
    std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }
};
} // namespace

const Clock& systemClock() {
    static const SystemClock clock;
    return clock;
}

} // namespace tradepost
