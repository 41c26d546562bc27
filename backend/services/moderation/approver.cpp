#include "backend/services/moderation/approver.h"

#include "backend/platform/telemetry/log.h"
#include "tradepost/catalog/v1/reviews.pb.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <fmt/format.h>
#include <memory>

namespace tradepost::moderation {

namespace {
constexpr int perRound = 200;
constexpr std::chrono::seconds pause{2}; // after a failure
constexpr std::chrono::milliseconds look{50};

// Held by the coroutine: it may outlive the wait for it when the server stops.
struct Call {
    rpc::Context context;
    catalog::v1::DecideProductsRequest request;
};

Task<Result<catalog::v1::DecideProductsResponse>> decide(const rpc::Registry& registry, std::shared_ptr<Call> call) {
    co_return co_await rpc::callInProcess<catalog::v1::DecideProductsResponse>(
        registry, "tradepost.catalog.v1.CatalogReviewService/DecideProducts", call->context, call->request);
}
} // namespace

Approver::Approver(sql::Database& database, const rpc::Registry& registry, boost::asio::any_io_executor executor)
    : m_database(database), m_registry(registry), m_executor(std::move(executor)), m_thread([this] { run(); }) {}

Approver::~Approver() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Approver::start() {
    {
        const std::scoped_lock lock(m_mutex);
        m_started = true;
    }
    m_wake.notify_all();
}

void Approver::wake() {
    {
        const std::scoped_lock lock(m_mutex);
        m_work = true;
    }
    m_wake.notify_all();
}

void Approver::run() {
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return (m_work && m_started) || m_stop; });
            if (m_stop)
                return;
            m_work = false;
        }
        while (round()) {
            const std::scoped_lock lock(m_mutex);
            if (m_stop)
                return;
        }
    }
}

bool Approver::round() {
    struct Approval {
        std::int64_t product;
        std::string etag;
    };
    const auto call = std::make_shared<Call>();
    std::vector<Approval> approvals;
    const auto read = m_database.readNow([&](sql::Reader& reader) -> Result<void> {
        reader.each(
            "SELECT product_id, etag, rule FROM moderation_approvals ORDER BY product_id LIMIT ?",
            [&](const sql::Row& row) {
                approvals.push_back({row.integer(0), row.text(1)});
                catalog::v1::Decision& decision = *call->request.add_decisions();
                decision.set_product_id(formatId(row.integer(0)));
                decision.set_etag(row.text(1));
                decision.set_verdict(catalog::v1::APPROVE);
                decision.set_note(fmt::format("By the rule '{}'.", row.text(2)));
            },
            perRound);
        return {};
    });
    if (!read || approvals.empty())
        return false;
    call->context.principal.roles = {rpc::Role::MODERATOR};
    auto answer = boost::asio::co_spawn(m_executor, decide(m_registry, call), boost::asio::use_future);
    while (answer.wait_for(look) != std::future_status::ready) {
        const std::scoped_lock lock(m_mutex);
        if (m_stop)
            return false;
    }
    if (const auto decided = answer.get(); !decided) {
        telemetry::log(telemetry::Level::Warn, "approvals by rule must wait", {{"reason", decided.error().reason}});
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, pause, [this] { return m_stop; });
        m_work = true;
        return false;
    }
    // Refused ones too: what was refused was decided or changed meanwhile, and is noted anew when it is submitted anew.
    const auto forgotten = m_database.writeNow([&](sql::Transaction& tx) -> Result<void> {
        for (const Approval& approval : approvals)
            tx.exec("DELETE FROM moderation_approvals WHERE product_id = ? AND etag = ?", approval.product,
                    approval.etag);
        return {};
    });
    return forgotten.has_value();
}

} // namespace tradepost::moderation
