#pragma once

#include "backend/platform/events/subscription.h"

#include <deque>
#include <future>

namespace tradepost::events {

// Hands a log to a projection in batches, and has it rebuilt when its position is gone.
class ProjectionSubscription final : public Subscription {
public:
    ProjectionSubscription(Outbox& log, Projection projection, const Clock& clock, const CrashPoint& crashPoint);
    ~ProjectionSubscription() override;

    void start() override;
    // Carried out by the subscription's thread, between batches; blocks until then. UNAVAILABLE when it does not run.
    Result<Position> rebuildBy(std::function<Result<Position>()> rebuild);

private:
    struct Request {
        std::function<Result<Position>()> rebuild;
        std::promise<Result<Position>> answer;
    };

    void run() override;
    void ended() override;
    bool serveRequest();
    Result<std::vector<Delivered>> read();
    bool rebuild();

    const Projection m_projection;
    Position m_position; // of the thread; {} until built

    std::mutex m_requestMutex;
    bool m_accepting = false;
    std::deque<std::shared_ptr<Request>> m_requests;

    Outbox::Listener m_holdBack;
};

} // namespace tradepost::events
