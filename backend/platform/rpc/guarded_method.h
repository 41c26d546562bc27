#pragma once

#include "backend/platform/rpc/registry.h"
#include "backend/platform/rpc/validator.h"
#include "backend/platform/telemetry/metrics.h"
#include "backend/platform/telemetry/trace.h"

#include <array>
#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

namespace tradepost::rpc {

// What stands around every call of one method: role check, validation, deadline, span, metrics, and the catch of stray
// exceptions. Owned by the method's `call` and `stream`; thread-safe.
class GuardedMethod {
public:
    GuardedMethod(const Method& method, telemetry::Metrics& metrics, telemetry::SpanStore& spans, const Clock& clock);

    Task<Result<std::unique_ptr<google::protobuf::Message>>> call(const decltype(Method::call)& inner, Context& context,
                                                                  const google::protobuf::Message& request);
    Task<Result<void>> stream(const decltype(Method::stream)& inner, Context& context,
                              const google::protobuf::Message& request, StreamWriterBase& writer);

private:
    struct Running;
    template<class Answer, class Inner>
    Task<Result<Answer>> guard(Inner inner, Context& context, const google::protobuf::Message& request);
    Running begin(Context& context) const;
    void end(const Running& running, const Error* error);
    Result<void> admit(const Context& context) const;
    // Answers with the request to hand on: `request`, or `copy` of it without what only the server sets.
    Result<const google::protobuf::Message*> accept(const Context& context, const google::protobuf::Message& request,
                                                    std::unique_ptr<google::protobuf::Message>& copy) const;
    void arm(boost::asio::steady_timer& timer, const Context& context) const;
    Error strayError(const Context& context, std::exception_ptr exception) const;
    Error lateError() const;

    std::string m_name;
    std::string m_rolesText;
    const Method& m_method;
    const MessagePlan& m_plan;
    std::vector<FieldPath> m_kept;           // variables of the route
    std::chrono::milliseconds m_deadline{0}; // 0: none
    telemetry::Metrics& m_metrics;
    telemetry::SpanStore& m_spans;
    const Clock& m_clock;
    telemetry::Histogram& m_duration;
    std::array<std::atomic<telemetry::Counter*>, 17> m_byCode{}; // made at the first call that ends so
};

} // namespace tradepost::rpc
