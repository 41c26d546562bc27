#include "backend/services/moderation/service.h"

#include "backend/services/moderation/queue_store.h"
#include "backend/services/moderation/text_diff.h"

#include <fmt/format.h>

namespace tradepost::moderation {

namespace {
constexpr int defaultPageSize = 50;
constexpr Micros minute = 60 * 1'000'000LL;
constexpr int defaultClaim = 15;   // minutes
constexpr int decidedAtOnce = 250; // keeps what waits behind a write of bulk priority short
constexpr int mostRefusals = 1000;
constexpr const char* decideProducts = "tradepost.catalog.v1.CatalogReviewService/DecideProducts";

catalog::v1::DecisionResult refusal(const std::string& product, Code code, std::string reason, std::string message) {
    catalog::v1::DecisionResult result;
    result.set_product_id(product);
    result.set_error_code(std::string(codeName(code)));
    result.set_error_reason(std::move(reason));
    result.set_error_message(std::move(message));
    return result;
}

// Tells one walk through the queue from another in page tokens.
std::string walkName(const v1::ListQueueRequest& request) {
    return fmt::format("moderation queue {} {}", static_cast<int>(request.finding()), request.seller_id());
}
} // namespace

ModerationService::ModerationService(Dependencies dependencies)
    : m_use(std::move(dependencies)), m_feed(m_use.database, m_facts, m_use.scanCatalog, [this] { m_approver.wake(); }),
      m_approver(m_use.database, m_use.registry, m_use.executor) {}

Result<void> ModerationService::start() {
    return m_feed.start();
}

Task<Result<v1::ListQueueResponse>> ModerationService::listQueue(rpc::Context&, const v1::ListQueueRequest& request) {
    if (request.finding() != v1::FINDING_KIND_UNSPECIFIED &&
        request.order() == v1::ListQueueRequest::MOST_FINDINGS_FIRST)
        co_return invalid("order", "Items with one finding are listed by age only: OLDEST_FIRST or NEWEST_FIRST.");
    const std::string order = std::to_string(request.order());
    std::vector<sql::Value> after;
    if (!request.page_token().empty()) {
        auto opened = m_use.tokens.open(request.page_token(), walkName(request), order);
        if (!opened)
            co_return std::unexpected(std::move(opened).error());
        after = std::move(*opened);
    }
    const auto size = static_cast<std::size_t>(request.page_size() > 0 ? request.page_size() : defaultPageSize);
    co_return co_await m_use.database.read([&, size](sql::Reader& reader) -> Result<v1::ListQueueResponse> {
        v1::ListQueueResponse response;
        std::vector<sql::Value> last;
        for (v1::QueueItem& item : QueueStore::page(reader, request, size, after, m_use.clock.now(), last))
            *response.add_items() = std::move(item);
        if (!last.empty())
            response.set_next_page_token(m_use.tokens.make(walkName(request), order, last));
        return response;
    });
}

Task<Result<v1::QueueCounts>> ModerationService::countQueue(rpc::Context&, const v1::CountQueueRequest&) {
    co_return co_await m_use.database.read([this](sql::Reader& reader) -> Result<v1::QueueCounts> {
        return QueueStore::counts(reader, m_use.clock.now());
    });
}

Task<Result<v1::Review>> ModerationService::getReview(rpc::Context& context, const v1::GetReviewRequest& request) {
    const ProductId id = ProductId::parse(request.product_id());
    auto item = co_await m_use.database.read([this, id](sql::Reader& reader) -> Result<v1::QueueItem> {
        auto found = QueueStore::find(reader, id, m_use.clock.now());
        if (!found)
            return notFound("item in the queue for product", id.text());
        return std::move(*found);
    });
    if (!item)
        co_return std::unexpected(std::move(item).error());
    v1::Review review;
    *review.mutable_item() = std::move(*item);
    catalog::v1::GetProductRequest get;
    get.set_id(request.product_id());
    auto product = co_await rpc::callInProcess<catalog::v1::Product>(
        m_use.registry, "tradepost.catalog.v1.CatalogService/GetProduct", context, get);
    if (!product)
        co_return std::unexpected(std::move(product).error());
    if (!review.item().revision()) {
        *review.mutable_candidate() = std::move(*product);
        co_return review;
    }
    catalog::v1::GetPendingRevisionRequest getPending;
    getPending.set_id(request.product_id());
    auto pending = co_await rpc::callInProcess<catalog::v1::PendingRevision>(
        m_use.registry, "tradepost.catalog.v1.CatalogReviewService/GetPendingRevision", context, getPending);
    if (!pending)
        co_return std::unexpected(std::move(pending).error());
    *review.mutable_live() = std::move(*product);
    *review.mutable_candidate() = std::move(*pending->mutable_product());
    for (v1::FieldChange& change : compareProducts(review.live(), review.candidate()))
        *review.add_changes() = std::move(change);
    // What was looked at is what is to be decided about, should the queue be a moment behind.
    review.mutable_item()->set_etag(pending->etag());
    co_return review;
}

Task<Result<v1::ClaimItemsResponse>> ModerationService::claimItems(rpc::Context& context,
                                                                   const v1::ClaimItemsRequest& request) {
    const UserId self = context.principal.user;
    const Micros now = m_use.clock.now();
    const Micros until = now + (request.minutes() > 0 ? request.minutes() : defaultClaim) * minute;
    co_return co_await m_use.database.write(
        [&, self, now, until](sql::Transaction& tx) -> Result<v1::ClaimItemsResponse> {
            v1::ClaimItemsResponse response;
            for (const std::string& product : request.product_ids()) {
                const ProductId id = ProductId::parse(product);
                if (!QueueStore::find(tx, id, now))
                    continue; // decided meanwhile
                const bool held = QueueStore::heldByOther(tx, id, self, now) && !request.take_over();
                if (!held)
                    QueueStore::claim(tx, id, self, until);
                *(held ? response.add_held_by_others() : response.add_claimed()) = *QueueStore::find(tx, id, now);
            }
            return response;
        });
}

Task<Result<google::protobuf::Empty>> ModerationService::releaseItems(rpc::Context& context,
                                                                      const v1::ReleaseItemsRequest& request) {
    co_return co_await m_use.database.write([&](sql::Transaction& tx) -> Result<google::protobuf::Empty> {
        for (const std::string& product : request.product_ids())
            QueueStore::release(tx, ProductId::parse(product), context.principal.user);
        return google::protobuf::Empty();
    });
}

Task<Result<catalog::v1::DecideProductsResponse>> ModerationService::decideUnclaimed(rpc::Context& context,
                                                                                     const v1::DecideRequest& request) {
    const auto holders = co_await m_use.database.read([&](sql::Reader& reader) -> Result<std::vector<UserId>> {
        std::vector<UserId> found;
        for (const catalog::v1::Decision& decision : request.decisions())
            found.push_back(QueueStore::heldByOther(reader, ProductId::parse(decision.product_id()),
                                                    context.principal.user, m_use.clock.now()));
        return found;
    });
    if (!holders)
        co_return std::unexpected(holders.error());
    catalog::v1::DecideProductsRequest free;
    for (int i = 0; i < request.decisions_size(); ++i)
        if (!(*holders)[static_cast<std::size_t>(i)])
            *free.add_decisions() = request.decisions(i);
    catalog::v1::DecideProductsResponse decided;
    if (free.decisions_size() > 0) {
        auto answer = co_await rpc::callInProcess<catalog::v1::DecideProductsResponse>(m_use.registry, decideProducts,
                                                                                       context, free);
        if (!answer)
            co_return std::unexpected(std::move(answer).error());
        decided = std::move(*answer);
    }
    catalog::v1::DecideProductsResponse response;
    *response.mutable_position() = decided.position();
    int next = 0;
    for (int i = 0; i < request.decisions_size(); ++i) {
        const UserId holder = (*holders)[static_cast<std::size_t>(i)];
        if (!holder)
            *response.add_results() = std::move(*decided.mutable_results(next++));
        else
            *response.add_results() =
                refusal(request.decisions(i).product_id(), Code::FailedPrecondition, "CLAIMED",
                        fmt::format("Moderator {} is at it; wait, or take it over.", holder.text()));
    }
    co_return response;
}

Task<Result<catalog::v1::DecideProductsResponse>> ModerationService::decide(rpc::Context& context,
                                                                            const v1::DecideRequest& request) {
    auto response = co_await decideUnclaimed(context, request);
    // The decision stands, whether or not the queue shows it in time.
    if (response && response->position().position() > 0)
        (void)co_await m_use.queuePassed({response->position().epoch(), response->position().position()});
    co_return response;
}

Task<Result<operations::v1::Operation>> ModerationService::decideMany(rpc::Context& context,
                                                                      const v1::DecideManyRequest& request) {
    if (request.verdict() != catalog::v1::APPROVE && request.reason().empty())
        co_return invalid("reason", "Tell the sellers why.", "FIELD_REQUIRED");
    operations::NewOperation operation;
    operation.kind = "moderation.decide";
    operation.title = fmt::format("Decision about {} products", request.items_size());
    operation.owner = context.principal.user;
    // Its own call: the one that started it is over when it works.
    auto call = std::make_shared<rpc::Context>(context.child());
    call->deadline = std::chrono::steady_clock::time_point::max();
    auto kept = std::make_shared<const v1::DecideManyRequest>(request);
    operations::Work work = [this, call, kept](operations::Progress& progress) -> Task<Result<google::protobuf::Any>> {
        return runDecideMany(progress, *call, *kept);
    };
    co_return co_await m_use.operations.start(std::move(operation), std::move(work));
}

// `context` and `request` are held by the operation's work.
Task<Result<google::protobuf::Any>> ModerationService::runDecideMany(operations::Progress& progress,
                                                                     rpc::Context& context,
                                                                     const v1::DecideManyRequest& request) {
    v1::DecideManyResult result;
    common::v1::LogPosition position;
    for (int done = 0; done < request.items_size();) {
        v1::DecideRequest chunk;
        for (; done < request.items_size() && chunk.decisions_size() < decidedAtOnce; ++done) {
            catalog::v1::Decision& decision = *chunk.add_decisions();
            decision.set_product_id(request.items(done).product_id());
            decision.set_etag(request.items(done).etag());
            decision.set_verdict(request.verdict());
            decision.set_reason(request.reason());
            decision.set_note(request.note());
        }
        auto answer = co_await decideUnclaimed(context, chunk);
        if (!answer)
            co_return std::unexpected(std::move(answer).error());
        if (answer->position().position() > 0)
            position = answer->position();
        for (catalog::v1::DecisionResult& each : *answer->mutable_results()) {
            if (each.error_code().empty()) {
                result.set_decided(result.decided() + 1);
                continue;
            }
            result.set_refused(result.refused() + 1);
            if (result.refusals_size() < mostRefusals)
                *result.add_refusals() = std::move(each);
        }
        progress.report(done, request.items_size());
        if (done < request.items_size())
            TP_CO_TRY(co_await progress.checkpoint());
    }
    if (position.position() > 0)
        (void)co_await m_use.queuePassed({position.epoch(), position.position()});
    google::protobuf::Any answer;
    answer.PackFrom(result);
    co_return answer;
}

Task<Result<operations::v1::Operation>> ModerationService::rebuildQueue(rpc::Context& context,
                                                                        const v1::RebuildQueueRequest&) {
    operations::NewOperation operation;
    operation.kind = "moderation.rebuild";
    operation.title = "Rebuild of the moderation queue";
    operation.owner = context.principal.user;
    operations::Work work = [this](operations::Progress&) -> Task<Result<google::protobuf::Any>> {
        const auto made = co_await m_use.database.write([this](sql::Transaction& tx) { return m_feed.rebuild(tx); },
                                                        sql::Priority::Bulk);
        if (!made)
            co_return std::unexpected(made.error());
        google::protobuf::Any answer;
        answer.PackFrom(google::protobuf::Empty());
        co_return answer;
    };
    co_return co_await m_use.operations.start(std::move(operation), std::move(work));
}

} // namespace tradepost::moderation
