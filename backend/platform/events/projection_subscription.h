#pragma once

#include "backend/platform/events/subscription.h"

namespace tradepost::events {

// Hands a log to a projection in batches, and has it rebuilt when its position is gone.
class ProjectionSubscription final : public Subscription {
public:
    ProjectionSubscription(Outbox& log, Projection projection, const Clock& clock, const CrashPoint& crashPoint);
    ~ProjectionSubscription() override;

private:
    void run() override;
    Result<std::vector<Delivered>> read();
    bool rebuild();

    const Projection m_projection;
    Position m_position; // of the thread; {} until built
    Outbox::Listener m_holdBack;
};

} // namespace tradepost::events
