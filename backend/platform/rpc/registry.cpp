#include "backend/platform/rpc/registry.h"

#include "backend/platform/rpc/guarded_method.h"
#include "backend/platform/telemetry/log.h"

#include "google/api/annotations.pb.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace tradepost::rpc {

namespace {

[[noreturn]] void refuse(std::string_view fullName, std::string_view why) {
    telemetry::log(telemetry::Level::Error, "cannot register a method",
                   {{"method", std::string(fullName)}, {"reason", std::string(why)}});
    telemetry::closeLog();
    std::abort();
}

std::string nameOf(const google::protobuf::MethodDescriptor& method) {
    return method.service()->full_name() + "/" + method.name();
}

const google::protobuf::MethodDescriptor* findMethod(std::string_view fullName) {
    std::string name(fullName);
    const auto slash = name.find('/');
    if (slash == std::string::npos)
        return nullptr;
    name[slash] = '.';
    return google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
}

} // namespace

bool Method::admits(const Principal& caller) const {
    return std::ranges::any_of(caller.roles, [this](Role role) {
        return role == Role::ADMIN || std::ranges::find(rule.roles(), static_cast<int>(role)) != rule.roles().end();
    });
}

Registry::Registry(telemetry::Metrics& metrics, telemetry::SpanStore& spans, const Clock& clock)
    : m_metrics(metrics), m_spans(spans), m_clock(clock) {}

Registry::~Registry() = default;

void Registry::insert(std::string_view fullName, const google::protobuf::Message& request,
                      const google::protobuf::Message& response, UnaryCall call, StreamCall stream) {
    const auto* descriptor = findMethod(fullName);
    if (descriptor == nullptr)
        refuse(fullName,
               "the contract has no such method; names look like tradepost.catalog.v1.CatalogService/GetProduct");
    if (descriptor->client_streaming())
        refuse(fullName, "streams of requests are not supported");
    if (descriptor->input_type() != request.GetDescriptor() || descriptor->output_type() != response.GetDescriptor())
        refuse(fullName, "its request or response type is not the contract's");
    if (descriptor->server_streaming() != static_cast<bool>(stream))
        refuse(fullName, "it streams in the contract or in the code, but not in both");
    if (m_methods.contains(fullName))
        refuse(fullName, "it is registered already");

    auto method = std::make_unique<Method>();
    method->descriptor = descriptor;
    method->fullName = std::string(fullName);
    method->rule = descriptor->options().GetExtension(options::v1::rule);
    if (method->rule.roles().empty())
        refuse(fullName, "its rule names no role");
    if (descriptor->options().HasExtension(google::api::http))
        method->http = &descriptor->options().GetExtension(google::api::http);
    method->requestPrototype = &request;
    method->responsePrototype = &response;
    const auto guarded = std::make_shared<GuardedMethod>(*method, m_metrics, m_spans, m_clock);
    // Neither lambda is a coroutine: what they hold lives in the method, as long as the registry.
    if (stream)
        method->stream = [guarded, inner = std::move(stream)](
                             Context& context, const google::protobuf::Message& message, StreamWriterBase& writer) {
            return guarded->stream(inner, context, message, writer);
        };
    else
        method->call = [guarded, inner = std::move(call)](Context& context, const google::protobuf::Message& message) {
            return guarded->call(inner, context, message);
        };
    m_methods.emplace(method->fullName, std::move(method));
}

const Method* Registry::find(std::string_view fullName) const {
    const auto it = m_methods.find(fullName);
    return it == m_methods.end() ? nullptr : it->second.get();
}

std::vector<const Method*> Registry::methods() const {
    std::vector<const Method*> all;
    all.reserve(m_methods.size());
    for (const auto& [name, method] : m_methods)
        all.push_back(method.get());
    return all;
}

std::vector<std::string> Registry::unregistered() const {
    std::set<const google::protobuf::ServiceDescriptor*> services;
    for (const auto& [name, method] : m_methods)
        services.insert(method->descriptor->service());
    std::vector<std::string> missing;
    for (const auto* service : services) {
        for (int i = 0; i < service->method_count(); ++i) {
            if (std::string name = nameOf(*service->method(i)); !m_methods.contains(name))
                missing.push_back(std::move(name));
        }
    }
    std::ranges::sort(missing);
    return missing;
}

} // namespace tradepost::rpc
