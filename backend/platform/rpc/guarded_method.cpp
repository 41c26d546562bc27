#include "backend/platform/rpc/guarded_method.h"

#include "backend/platform/rpc/http_rule.h"
#include "backend/platform/telemetry/log.h"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/core/demangle.hpp>
#include <boost/system/system_error.hpp>
#include <fmt/format.h>
#include <stdexcept>
#include <typeinfo>

namespace tradepost::rpc {

using google::protobuf::Message;

namespace {

constexpr std::chrono::milliseconds defaultDeadline{30'000};

// What an exception may say in the log. A plain runtime_error may carry bound SQL values, so only its type is told.
std::string describe(const std::exception& exception) {
    std::string text = boost::core::demangle(typeid(exception).name());
    if (dynamic_cast<const std::logic_error*>(&exception) != nullptr ||
        dynamic_cast<const std::system_error*>(&exception) != nullptr ||
        dynamic_cast<const boost::system::system_error*>(&exception) != nullptr)
        text.append(": ").append(exception.what());
    return text;
}

} // namespace

struct GuardedMethod::Running {
    std::chrono::steady_clock::time_point started;
    Micros startTime = 0;
    telemetry::TraceContext trace;
    std::string parentId;
};

GuardedMethod::GuardedMethod(const Method& method, telemetry::Metrics& metrics, telemetry::SpanStore& spans,
                             const Clock& clock)
    : m_name(method.fullName), m_method(method), m_plan(planOf(*method.descriptor->input_type())), m_metrics(metrics),
      m_spans(spans), m_clock(clock),
      m_duration(metrics.histogram("tradepost_rpc_duration_seconds", "Time a method took, by method.",
                                   {{"method", method.fullName}})) {
    for (const int role : method.rule.roles()) {
        m_rolesText += m_rolesText.empty() ? "" : ", ";
        m_rolesText += options::v1::Role_Name(static_cast<Role>(role));
    }
    if (method.http != nullptr) {
        for (const std::string& variable : pathVariables(*method.http))
            m_kept.push_back(fieldsOfPath(*method.descriptor->input_type(), variable));
    }
    if (method.rule.deadline_ms() > 0)
        m_deadline = std::chrono::milliseconds(method.rule.deadline_ms());
    else if (!method.streaming())
        m_deadline = defaultDeadline;
}

GuardedMethod::Running GuardedMethod::begin(Context& context) const {
    Running running{.started = m_clock.steady(),
                    .startTime = m_clock.now(),
                    .trace = telemetry::TraceContext::childOf(context.traceparent),
                    .parentId = {}};
    // "00-<32 trace>-<16 span>-01": a parent's span id counts only when its trace was continued.
    if (context.traceparent.size() >= 55 && context.traceparent.compare(3, 32, running.trace.traceId) == 0)
        running.parentId = context.traceparent.substr(36, 16);
    context.traceparent = running.trace.traceparent();
    if (m_deadline.count() > 0)
        context.deadline = std::min(context.deadline, running.started + m_deadline);
    return running;
}

void GuardedMethod::end(const Running& running, const Error* error) {
    const auto took = m_clock.steady() - running.started;
    const auto code = error == nullptr ? 0u : static_cast<unsigned>(error->code);
    const std::string_view status = error == nullptr ? std::string_view("OK") : codeName(error->code);
    auto& slot = m_byCode[code];
    telemetry::Counter* counter = slot.load(std::memory_order_acquire);
    if (counter == nullptr) {
        counter = &m_metrics.counter("tradepost_rpc_requests_total", "Calls that ended, by method and code.",
                                     {{"method", m_name}, {"code", std::string(status)}});
        slot.store(counter, std::memory_order_release);
    }
    counter->add();
    m_duration.observe(std::chrono::duration<double>(took).count());
    m_spans.record({.name = m_name,
                    .traceId = running.trace.traceId,
                    .spanId = running.trace.spanId,
                    .parentId = running.parentId,
                    .start = running.startTime,
                    .durationMicros = std::chrono::duration_cast<std::chrono::microseconds>(took).count(),
                    .status = std::string(status)});
}

Result<void> GuardedMethod::admit(const Context& context) const {
    if (m_method.admits(context.principal))
        return {};
    if (std::ranges::all_of(context.principal.roles, [](Role role) { return role == Role::ANYONE; }))
        return fail(Code::Unauthenticated, "SIGN_IN_REQUIRED",
                    "Sign in first: this needs one of the roles " + m_rolesText + ".");
    return fail(Code::PermissionDenied, "ROLE_REQUIRED", "This needs one of the roles " + m_rolesText + ".");
}

Result<const Message*> GuardedMethod::accept(const Context& context, const Message& request,
                                             std::unique_ptr<Message>& copy) const {
    if (auto admitted = admit(context); !admitted)
        return std::unexpected(std::move(admitted).error());
    bool hasOutputOnly = false;
    if (auto valid = check(request, m_plan, m_kept, hasOutputOnly); !valid)
        return std::unexpected(std::move(valid).error());
    if (m_clock.steady() >= context.deadline)
        return std::unexpected(lateError());
    if (!hasOutputOnly)
        return &request;
    copy.reset(request.New());
    copy->CopyFrom(request);
    clearOutputOnly(*copy, m_plan, m_kept);
    return copy.get();
}

void GuardedMethod::arm(boost::asio::steady_timer& timer, const Context& context) const {
    if (context.deadline == std::chrono::steady_clock::time_point::max())
        return;
    timer.expires_after(context.deadline - m_clock.steady());
    timer.async_wait([state = context.cancelState()](const boost::system::error_code& error) {
        if (!error)
            state->cancel();
    });
}

Error GuardedMethod::strayError(const Context& context, std::exception_ptr exception) const {
    std::string what = "unknown exception";
    try {
        std::rethrow_exception(exception);
    } catch (const boost::system::system_error& error) {
        if (error.code() == boost::asio::error::operation_aborted)
            return {Code::Cancelled, "CANCELLED", "The call was cancelled.", {}};
        what = describe(error);
    } catch (const std::exception& error) {
        what = describe(error);
    } catch (...) {
        // keeps the text above: nothing is known of it
    }
    telemetry::log(telemetry::Level::Error, "a method threw", {{"method", m_name}, {"exception", what}},
                   context.traceparent);
    return {Code::Internal,
            "INTERNAL",
            fmt::format("Something went wrong inside the server. Report it with trace id {}.",
                        context.traceparent.substr(3, 32)),
            {}};
}

Error GuardedMethod::lateError() const {
    return {Code::DeadlineExceeded,
            "DEADLINE_EXCEEDED",
            m_method.rule.idempotent()
                ? "The call took too long. It is safe to send it again."
                : "The call took too long. Check whether it took effect before sending it again.",
            {}};
}

// What call() and stream() share: everything around the method itself, which `inner` starts.
template<class Answer, class Inner>
Task<Result<Answer>> GuardedMethod::guard(Inner inner, Context& context, const Message& request) {
    const Running running = begin(context);
    Result<Answer> result;
    std::unique_ptr<Message> copy;
    if (auto accepted = accept(context, request, copy); !accepted) {
        result = std::unexpected(std::move(accepted).error());
    } else {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
        arm(timer, context);
        std::exception_ptr stray;
        try {
            result = co_await inner(**accepted);
        } catch (...) {
            stray = std::current_exception();
        }
        if (stray)
            result = std::unexpected(strayError(context, stray));
        if (m_clock.steady() >= context.deadline)
            result = std::unexpected(lateError());
    }
    end(running, result ? nullptr : &result.error());
    co_return result;
}

Task<Result<std::unique_ptr<Message>>> GuardedMethod::call(const decltype(Method::call)& inner, Context& context,
                                                           const Message& request) {
    auto start = [&inner, &context](const Message& accepted) { return inner(context, accepted); };
    return guard<std::unique_ptr<Message>>(start, context, request);
}

Task<Result<void>> GuardedMethod::stream(const decltype(Method::stream)& inner, Context& context,
                                         const Message& request, StreamWriterBase& writer) {
    auto start = [&inner, &context, &writer](const Message& accepted) { return inner(context, accepted, writer); };
    return guard<void>(start, context, request);
}

} // namespace tradepost::rpc
