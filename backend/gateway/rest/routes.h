#pragma once

#include "backend/platform/http/request.h"
#include "backend/platform/rpc/registry.h"

#include <string>
#include <string_view>
#include <vector>

namespace tradepost::rest {

// One HTTP binding of a method, from its google.api.http rule.
struct Route {
    struct Segment {
        std::string literal;  // empty: a variable
        std::string variable; // the field it binds, dotted, in proto spelling
    };
    const rpc::Method* method = nullptr;
    http::Verb verb = http::Verb::get;
    std::vector<Segment> segments; // "/v1/products/{id}:publish" has v1, products, {id}
    std::string action;            // "publish", empty: none
    std::string body;              // the request field that is the body, "*" for all of it, empty for none
    std::string pattern;           // as written in the contract

    const google::protobuf::FieldDescriptor* bodyField = nullptr;  // of `body`, null for "*" and none
    const google::protobuf::FieldDescriptor* updateMask = nullptr; // of PATCH
    std::string requestEtag;                                       // where If-Match goes, dotted; empty: nowhere
    const google::protobuf::FieldDescriptor* requestId = nullptr;  // where Idempotency-Key goes
    const google::protobuf::FieldDescriptor* responseEtag = nullptr;
    const google::protobuf::FieldDescriptor* resumeField = nullptr; // `after` of a stream's request, a LogPosition
    const google::protobuf::FieldDescriptor* position = nullptr;    // `position` of a stream's message
    bool cacheable = false;
};

// A path's match. `values` are still percent-encoded and end with the path.
struct Match {
    const Route* route = nullptr;
    std::vector<std::string_view> values; // of the variables, in order
};

// All routes of a registry. Read-only after construction. Aborts on a rule it cannot serve, which is a mistake of the
// program.
class Routes {
public:
    explicit Routes(const rpc::Registry& registry);

    // HEAD finds what GET does. No route: `allowed` names the methods the path has, empty when it has none.
    Match find(http::Verb verb, std::string_view path, std::string* allowed = nullptr) const;
    const std::vector<Route>& all() const { return m_routes; }

private:
    void add(const rpc::Method& method, const google::api::HttpRule& rule);
    std::vector<Route> m_routes; // those with more literals first, so that they win
};

} // namespace tradepost::rest
