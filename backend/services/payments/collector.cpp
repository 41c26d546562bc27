#include "backend/services/payments/collector.h"

#include "backend/platform/telemetry/log.h"
#include "tradepost/checkout/v1/saga.pb.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <fmt/format.h>

namespace tradepost::payments {

namespace saga = checkout::v1;
using Outcome = ChargeState::Outcome;

Collector::Collector(sql::Database& database, events::Outbox& outbox, PaymentGateway& gateway, const Clock& clock,
                     boost::asio::any_io_executor executor, Config config)
    : m_database(database), m_outbox(outbox), m_gateway(gateway), m_clock(clock), m_executor(std::move(executor)),
      m_config(config) {}

Result<void> Collector::start() {
    const auto open = m_database.readNow(
        [](sql::Reader& reader) -> Result<std::vector<PaymentId>> { return PaymentStore::open(reader); });
    if (!open)
        return std::unexpected(open.error());
    for (const PaymentId id : *open)
        take(id);
    return {};
}

void Collector::interrupt() {
    const std::scoped_lock lock(m_mutex);
    m_stopping = true;
    m_waiting.clear();
    for (auto& [id, work] : m_known)
        work.news.notify();
}

void Collector::take(PaymentId id) {
    std::vector<PaymentId> next;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping)
            return;
        const auto [work, fresh] = m_known.try_emplace(id);
        if (fresh) {
            m_waiting.push_back(id);
            next = nextToStart();
        } else {
            work->second.again = true;
            work->second.news.notify();
        }
    }
    begin(next);
}

std::vector<PaymentId> Collector::nextToStart() {
    std::vector<PaymentId> next;
    for (; m_running < m_config.atOnce && !m_waiting.empty(); ++m_running) {
        next.push_back(m_waiting.front());
        m_waiting.pop_front();
    }
    return next;
}

// Not with m_mutex held: what is spawned by one of the executor's threads may begin before co_spawn() returns.
void Collector::begin(const std::vector<PaymentId>& ids) {
    for (const PaymentId id : ids)
        boost::asio::co_spawn(m_executor, see(id), boost::asio::detached);
}

std::size_t Collector::underWay() const {
    const std::scoped_lock lock(m_mutex);
    return m_known.size();
}

Task<void> Collector::see(PaymentId id) {
    std::unique_lock lock(m_mutex);
    Work& work = m_known.at(id); // until this takes it out
    for (;;) {
        work.again = false;
        lock.unlock();
        const auto seen = work.news.version();
        const auto rest = co_await step(id);
        lock.lock();
        if (m_stopping || (!rest && !work.again))
            break;
        lock.unlock();
        if (rest && rest->count() > 0)
            co_await work.news.wait(seen, std::chrono::steady_clock::now() + *rest);
        lock.lock();
    }
    m_known.erase(id);
    --m_running;
    const std::vector<PaymentId> next = nextToStart();
    lock.unlock();
    begin(next);
}

Task<std::optional<std::chrono::milliseconds>> Collector::step(PaymentId id) {
    const auto stored = co_await m_database.read(
        [id](sql::Reader& reader) -> Result<std::optional<Payment>> { return PaymentStore::find(reader, id); });
    if (!stored)
        co_return m_config.longestPause;
    if (!*stored || !(*stored)->open())
        co_return std::nullopt;
    const auto answer = co_await ask(**stored);
    const auto now =
        co_await m_database.write([&](sql::Transaction& tx) -> Result<Payment> { return record(tx, id, answer); });
    if (!now || !answer) {
        const Error& error = now ? answer.error() : now.error();
        telemetry::log(telemetry::Level::Warn, "A payment is not settled yet; the gateway is asked again.",
                       {{"payment", id.text()}, {"reason", error.reason}});
        const int attempts = now ? now->attempts : (*stored)->attempts + 1;
        co_return std::min(m_config.longestPause, m_config.firstPause * (std::int64_t{1} << std::min(attempts, 20)));
    }
    if (!now->open())
        co_return std::nullopt;
    co_return now->state == v1::ACTION_REQUIRED && !now->calledOff ? m_config.poll : std::chrono::milliseconds(0);
}

Task<Result<ChargeState>> Collector::ask(const Payment& payment) {
    if (payment.state == v1::REFUNDING) {
        const auto refunded = co_await m_gateway.refund(payment.id.text(), payment.charge, payment.amount);
        if (!refunded)
            co_return std::unexpected(refunded.error());
        co_return ChargeState{Outcome::Captured, payment.charge, {}, {}, {}};
    }
    Charge charge{payment.id.text(), payment.amount, payment.method};
    if (payment.calledOff)
        co_return co_await m_gateway.voidCharge(std::move(charge));
    co_return co_await m_gateway.charge(std::move(charge));
}

Result<Payment> Collector::record(sql::Transaction& tx, PaymentId id, const Result<ChargeState>& answer) {
    auto payment = PaymentStore::find(tx, id);
    if (!payment)
        return notFound("payment", id.text());
    if (!payment->open())
        return std::move(*payment);
    payment->updated = m_clock.now();
    if (!answer) {
        ++payment->attempts;
    } else if (payment->state == v1::REFUNDING) {
        payment->state = v1::REFUNDED;
        payment->refunded = payment->amount.minor;
        saga::PaymentRefunded event;
        event.set_saga_id(id.text());
        event.set_payment_id(id.text());
        *event.mutable_amount() = describe(*payment).refunded();
        m_outbox.append(tx, event, id.text());
    } else {
        recordCharge(tx, *payment, *answer);
    }
    PaymentStore::update(tx, *payment);
    return std::move(*payment);
}

void Collector::recordCharge(sql::Transaction& tx, Payment& payment, const ChargeState& answer) {
    const std::string id = payment.id.text();
    payment.attempts = 0;
    payment.charge = answer.reference;
    payment.declineCode = answer.declineCode;
    payment.message = answer.message;
    if (answer.outcome == Outcome::ActionRequired) {
        const bool known = payment.state == v1::ACTION_REQUIRED;
        payment.state = v1::ACTION_REQUIRED;
        payment.actionUrl = answer.actionUrl;
        if (known || payment.calledOff)
            return;
        saga::PaymentActionRequired event;
        event.set_saga_id(id);
        event.set_payment_id(id);
        event.set_action_url(answer.actionUrl);
        m_outbox.append(tx, event, id);
    } else if (answer.outcome == Outcome::Captured) {
        // The money is here, but nobody waits for it any more: it goes back.
        payment.state = payment.calledOff ? v1::REFUNDING : v1::CAPTURED;
        if (payment.calledOff)
            return;
        saga::InventoryReserved reserved;
        reserved.ParseFromString(payment.reserved);
        saga::PaymentProcessed event;
        *event.mutable_draft() = std::move(*reserved.mutable_draft());
        *event.mutable_allocations() = std::move(*reserved.mutable_allocations());
        event.set_payment_id(id);
        m_outbox.append(tx, event, id);
    } else {
        payment.state = answer.outcome == Outcome::Declined ? v1::DECLINED : v1::VOIDED;
        saga::PaymentFailed event;
        event.set_saga_id(id);
        event.set_payment_id(id);
        event.set_decline_code(answer.declineCode);
        event.set_message(answer.message);
        m_outbox.append(tx, event, id);
    }
}

} // namespace tradepost::payments
