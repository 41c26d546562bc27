#pragma once

#include "backend/base/clock.h"
#include "backend/base/notifier.h"
#include "backend/platform/events/events.h"
#include "backend/services/payments/gateway.h"
#include "backend/services/payments/payment_store.h"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>

namespace tradepost::payments {

// Sees every open payment through with the gateway: charges, waits for the shopper's bank, voids what was called off,
// refunds. Each payment was written down before the gateway is asked, and its id is the idempotency key; so after a
// crash it is simply asked again. What is not answered is asked again with growing pauses, for ever: it is money.
class Collector {
public:
    struct Config {
        int atOnce = 64; // calls of the gateway
        std::chrono::milliseconds firstPause{100}, longestPause{30'000};
        std::chrono::milliseconds poll{1'000}; // while the shopper's bank is waited for
    };

    // All of them outlive it.
    Collector(sql::Database& database, events::Outbox& outbox, PaymentGateway& gateway, const Clock& clock,
              boost::asio::any_io_executor executor, Config config);
    // Goes only once the executor is idle or stopped.

    // Takes up what was open when the program stopped. Blocks.
    Result<void> start();
    // Ends what waits; before the executor stops.
    void interrupt();

    // There is something to do about this payment, or something new to know for who is at it. Thread-safe, quick.
    void take(PaymentId id);
    std::size_t underWay() const;

private:
    struct Work {
        bool again = false; // something new happened while it was under way
        Notifier news;      // of that, for while it rests
    };
    Task<void> see(PaymentId id);
    // Asks the gateway what the payment needs and writes down the answer; how long to rest before the next step,
    // nothing when none is needed.
    Task<std::optional<std::chrono::milliseconds>> step(PaymentId id);
    Task<Result<ChargeState>> ask(const Payment& payment);
    Result<Payment> record(sql::Transaction& tx, PaymentId id, const Result<ChargeState>& answer);
    void recordCharge(sql::Transaction& tx, Payment& payment, const ChargeState& answer);
    std::vector<PaymentId> nextToStart(); // m_mutex is held
    void begin(const std::vector<PaymentId>& ids);

    sql::Database& m_database;
    events::Outbox& m_outbox;
    PaymentGateway& m_gateway;
    const Clock& m_clock;
    const boost::asio::any_io_executor m_executor;
    const Config m_config;

    mutable std::mutex m_mutex;
    bool m_stopping = false;
    int m_running = 0;
    std::deque<PaymentId> m_waiting;
    std::map<PaymentId, Work> m_known; // waiting or under way
};

} // namespace tradepost::payments
