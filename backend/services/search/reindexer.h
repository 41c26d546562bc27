#pragma once

#include "backend/base/task.h"
#include "backend/platform/events/events.h"
#include "backend/platform/rpc/context.h"
#include "backend/services/operations/operations.h"
#include "backend/services/search/search_projection.h"
#include "tradepost/search/v1/search.pb.h"

#include <atomic>
#include <boost/asio/thread_pool.hpp>

namespace tradepost::search {

// SearchService.Reindex: an operation that has the projection rebuilt, on the feed's thread, and then compares index
// and catalog. One at a time. What it is given outlives it.
class Reindexer {
public:
    Reindexer(SearchProjection& projection, const SearchIndex& index, events::EventFeed& feed,
              operations::Operations& operations);
    ~Reindexer(); // waits for a rebuild that is under way

    // FAILED_PRECONDITION / REINDEX_RUNS while another one does.
    Task<Result<operations::v1::Operation>> reindex(rpc::Context& context, const v1::ReindexRequest& request);

private:
    Task<Result<google::protobuf::Any>> run(operations::Progress& progress);
    Result<v1::ReindexResult> rebuild(operations::Progress& progress);
    Result<IndexCheck> compare(const operations::Progress& progress) const;

    SearchProjection& m_projection;
    const SearchIndex& m_index;
    events::EventFeed& m_feed;
    operations::Operations& m_operations;
    std::atomic<bool> m_running{false};
    boost::asio::thread_pool m_thread{1}; // the rebuild blocks
};

} // namespace tradepost::search
