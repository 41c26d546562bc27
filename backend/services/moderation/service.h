#pragma once

#include "backend/base/ids.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/registry.h"
#include "backend/services/moderation/approver.h"
#include "backend/services/moderation/queue_feed.h"
#include "backend/services/operations/operations.h"
#include "tradepost/moderation/v1/moderation.pb.h"

#include <functional>
#include <google/protobuf/empty.pb.h>
#include <memory>

namespace tradepost::moderation {

// What the service works with; all of it outlives the service. The database was migrated with Outbox::schema() (for its
// inbox) and moderation::schema(); `registry` has the catalog's methods.
struct Dependencies {
    sql::Database& database;
    const rpc::Registry& registry;
    IdSource& ids;
    const Clock& clock;
    const query::PageTokens& tokens;
    boost::asio::any_io_executor executor;
    operations::Operations& operations; // stopped before the service goes
    ScanCatalog scanCatalog;
    // Resumes when the queue shows what the catalog's log has up to `position`; an error when that takes too long.
    std::function<Task<Result<void>>(events::Position position)> queuePassed;
};

// moderation.v1.ModerationService: the queue and what is found about its items, claims, decisions (made by the catalog,
// in its own transaction), and the operators' lists and rules. Thread-safe.
class ModerationService {
public:
    explicit ModerationService(Dependencies dependencies);

    // Before its consumer is subscribed to the catalog's log, and before the first call. Blocks.
    Result<void> start();
    // Once every method is registered.
    void startApprovals() { m_approver.start(); }
    events::Consumer consumer() { return m_feed.consumer(); }
    const MarketFacts& facts() const { return m_facts; }

    Task<Result<v1::ListQueueResponse>> listQueue(rpc::Context& context, const v1::ListQueueRequest& request);
    Task<Result<v1::QueueCounts>> countQueue(rpc::Context& context, const v1::CountQueueRequest& request);
    Task<Result<v1::Review>> getReview(rpc::Context& context, const v1::GetReviewRequest& request);
    Task<Result<v1::ClaimItemsResponse>> claimItems(rpc::Context& context, const v1::ClaimItemsRequest& request);
    Task<Result<google::protobuf::Empty>> releaseItems(rpc::Context& context, const v1::ReleaseItemsRequest& request);
    Task<Result<catalog::v1::DecideProductsResponse>> decide(rpc::Context& context, const v1::DecideRequest& request);
    Task<Result<operations::v1::Operation>> decideMany(rpc::Context& context, const v1::DecideManyRequest& request);
    Task<Result<operations::v1::Operation>> rebuildQueue(rpc::Context& context, const v1::RebuildQueueRequest& request);

    Task<Result<v1::ListReasonTemplatesResponse>> listReasonTemplates(rpc::Context& context,
                                                                      const v1::ListReasonTemplatesRequest& request);
    Task<Result<v1::ReasonTemplate>> saveReasonTemplate(rpc::Context& context,
                                                        const v1::SaveReasonTemplateRequest& request);
    Task<Result<google::protobuf::Empty>> deleteReasonTemplate(rpc::Context& context,
                                                               const v1::DeleteReasonTemplateRequest& request);
    Task<Result<v1::ListAutoRulesResponse>> listAutoRules(rpc::Context& context,
                                                          const v1::ListAutoRulesRequest& request);
    Task<Result<v1::AutoRule>> saveAutoRule(rpc::Context& context, const v1::SaveAutoRuleRequest& request);
    Task<Result<google::protobuf::Empty>> deleteAutoRule(rpc::Context& context,
                                                         const v1::DeleteAutoRuleRequest& request);
    Task<Result<v1::WordList>> getWordList(rpc::Context& context, const v1::GetWordListRequest& request);
    Task<Result<v1::WordList>> updateWordList(rpc::Context& context, const v1::UpdateWordListRequest& request);

private:
    // Refuses what others have claimed, has the catalog decide the rest, and puts the results together in order.
    Task<Result<catalog::v1::DecideProductsResponse>> decideUnclaimed(rpc::Context& context,
                                                                      const v1::DecideRequest& request);
    Task<Result<google::protobuf::Any>> runDecideMany(operations::Progress& progress, rpc::Context& context,
                                                      const v1::DecideManyRequest& request);
    Task<Result<void>> settingsChanged();

    Dependencies m_use;
    MarketFacts m_facts;
    QueueFeed m_feed;
    Approver m_approver; // last: its thread uses the rest
};

void registerModeration(rpc::Registry& registry, ModerationService& service);

} // namespace tradepost::moderation
