#pragma once

#include "backend/base/clock.h"
#include "backend/base/error.h"
#include "backend/base/task.h"
#include "backend/platform/rpc/context.h"

#include <functional>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace google::api {
class HttpRule;
}
namespace tradepost::telemetry {
class Metrics;
class SpanStore;
} // namespace tradepost::telemetry

namespace tradepost::rpc {

// Where a streaming method puts its messages. write() suspends while the peer is slow, and answers CANCELLED once it is
// gone or the server drains: the method then returns.
class StreamWriterBase {
public:
    virtual ~StreamWriterBase() = default;
    virtual Task<Result<void>> writeMessage(const google::protobuf::Message& message) = 0;
};

template<class Resp>
class StreamWriter {
public:
    explicit StreamWriter(StreamWriterBase& base) : m_base(base) {}
    Task<Result<void>> write(const Resp& message) { return m_base.writeMessage(message); }

private:
    StreamWriterBase& m_base;
};

// A registered method: the one place from which gRPC, REST, OpenAPI, in-process calls, metrics, spans and authorization
// come. `call`/`stream` already check roles, required fields and limits, apply the deadline, measure, and trace.
struct Method {
    const google::protobuf::MethodDescriptor* descriptor = nullptr;
    std::string fullName; // "tradepost.catalog.v1.CatalogService/GetProduct"
    options::v1::MethodRule rule;
    const google::api::HttpRule* http = nullptr; // its route; null when it has none
    const google::protobuf::Message* requestPrototype = nullptr;
    const google::protobuf::Message* responsePrototype = nullptr;
    bool streaming() const { return descriptor->server_streaming(); }
    bool admits(const Principal& caller) const; // one of the caller's roles is in the rule

    // Unary: the response is of the response prototype's type.
    std::function<Task<Result<std::unique_ptr<google::protobuf::Message>>>(Context&, const google::protobuf::Message&)>
        call;
    // Server streaming.
    std::function<Task<Result<void>>(Context&, const google::protobuf::Message&, StreamWriterBase&)> stream;
};

// Filled at start-up by app/server/modules.cpp, read-only afterwards (then thread-safe). Services outlive it.
class Registry {
public:
    // All of them outlive the registry.
    Registry(telemetry::Metrics& metrics, telemetry::SpanStore& spans, const Clock& clock);
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    // Registers one method. Aborts the program when the name is unknown, the types do not match, or it stands already:
    // these are mistakes of the program, found at the first start.
    template<class Service, class Req, class Resp>
    void add(std::string_view fullName, Service& service, Task<Result<Resp>> (Service::*method)(Context&, const Req&));
    template<class Service, class Req, class Resp>
    void add(std::string_view fullName, Service& service,
             Task<Result<void>> (Service::*method)(Context&, const Req&, StreamWriter<Resp>&));

    const Method* find(std::string_view fullName) const; // null when there is none
    std::vector<const Method*> methods() const;          // by name
    // Methods of the services seen here that nobody registered; must be empty before serving.
    std::vector<std::string> unregistered() const;

private:
    using UnaryCall = decltype(Method::call);
    using StreamCall = decltype(Method::stream);
    // Checks the name and types, and puts authorization, validation, deadline, span and metrics around the call.
    void insert(std::string_view fullName, const google::protobuf::Message& request,
                const google::protobuf::Message& response, UnaryCall call, StreamCall stream);

    telemetry::Metrics& m_metrics;
    telemetry::SpanStore& m_spans;
    const Clock& m_clock;
    std::map<std::string, std::unique_ptr<Method>, std::less<>> m_methods;
};

// Calls another module's method in this process, with everything that the edge's calls get too. Its span is a child of
// the caller's, its deadline no later, and it is cancelled with it; an error's detail becomes the caller's.
// UNIMPLEMENTED when nobody registered the name.
template<class Resp, class Req>
Task<Result<Resp>> callInProcess(const Registry& registry, std::string_view fullName, Context& caller,
                                 const Req& request);

// Checks a request by the field rules of the contract: required, lengths, counts, ranges. Names the field at fault, as
// in "product.variants[2].price.currency". Lengths of strings count code points. What is required directly in the
// resource of an update is so only when the update mask names it.
Result<void> validate(const google::protobuf::Message& request);

} // namespace tradepost::rpc

#include "backend/platform/rpc/registry.inl"
