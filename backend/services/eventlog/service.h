#pragma once

#include "backend/base/task.h"
#include "backend/platform/events/events.h"
#include "backend/platform/query/query.h"
#include "backend/platform/rpc/context.h"
#include "tradepost/events/v1/events.pb.h"

#include <boost/asio/thread_pool.hpp>
#include <google/protobuf/empty.pb.h>
#include <vector>

namespace tradepost::eventlog {

namespace v1 = tradepost::events::v1;

// tradepost.events.v1.EventLogService. Thread-safe; what it is given outlives it.
class EventLogService {
public:
    // `logs`: all of this process; complete before the first call.
    EventLogService(events::EventFeed& feed, const std::vector<events::Outbox*>& logs, const query::PageTokens& tokens);
    ~EventLogService(); // waits for repairs that are under way

    Task<Result<v1::ListConsumersResponse>> listConsumers(rpc::Context& context,
                                                          const v1::ListConsumersRequest& request);
    Task<Result<google::protobuf::Empty>> forgetConsumer(rpc::Context& context,
                                                         const v1::ForgetConsumerRequest& request);
    Task<Result<v1::ListDeadLettersResponse>> listDeadLetters(rpc::Context& context,
                                                              const v1::ListDeadLettersRequest& request);
    Task<Result<v1::DeadLetter>> redriveDeadLetter(rpc::Context& context, const v1::DeadLetterRequest& request);
    Task<Result<v1::DeadLetter>> skipDeadLetter(rpc::Context& context, const v1::SkipDeadLetterRequest& request);

private:
    Result<v1::ListConsumersResponse> readConsumers() const;
    Result<void> forget(const std::string& consumer);

    events::EventFeed& m_feed;
    const std::vector<events::Outbox*>& m_logs;
    const query::PageTokens& m_tokens;
    boost::asio::thread_pool m_threads; // the feed's calls block
};

} // namespace tradepost::eventlog
