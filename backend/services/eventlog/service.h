#pragma once

#include "backend/base/task.h"
#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/context.h"
#include "tradepost/events/v1/events.pb.h"

#include <boost/asio/thread_pool.hpp>

namespace tradepost::eventlog {

namespace v1 = tradepost::events::v1;

// tradepost.events.v1.EventLogService. Thread-safe; the feed and the tokens outlive it.
class EventLogService {
public:
    EventLogService(events::EventFeed& feed, const query::PageTokens& tokens);
    ~EventLogService(); // waits for repairs that are under way

    Task<Result<v1::ListConsumersResponse>> listConsumers(rpc::Context& context,
                                                          const v1::ListConsumersRequest& request);
    Task<Result<v1::ListDeadLettersResponse>> listDeadLetters(rpc::Context& context,
                                                              const v1::ListDeadLettersRequest& request);
    Task<Result<v1::DeadLetter>> redriveDeadLetter(rpc::Context& context, const v1::DeadLetterRequest& request);
    Task<Result<v1::DeadLetter>> skipDeadLetter(rpc::Context& context, const v1::SkipDeadLetterRequest& request);

private:
    events::EventFeed& m_feed;
    const query::PageTokens& m_tokens;
    boost::asio::thread_pool m_threads; // the feed's calls block
};

} // namespace tradepost::eventlog
