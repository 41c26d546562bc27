#include "backend/gateway/rest/routes.h"

#include "backend/platform/rpc/http_rule.h"

#include "google/api/http.pb.h"
#include "tradepost/common/v1/common.pb.h"

#include <google/protobuf/field_mask.pb.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>

namespace tradepost::rest {
namespace {

using google::protobuf::FieldDescriptor;
constexpr std::size_t mostSegments = 12;

[[noreturn]] void refuse(const rpc::Method& method, std::string_view why) {
    std::cerr << "REST cannot serve " << method.fullName << ": " << why << '\n';
    std::abort();
}

const FieldDescriptor* stringField(const google::protobuf::Descriptor* type, const std::string& name) {
    const auto* field = type->FindFieldByName(name);
    return field && !field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING ? field : nullptr;
}

const FieldDescriptor* messageField(const google::protobuf::Descriptor* type, const std::string& name,
                                    const google::protobuf::Descriptor* ofType) {
    const auto* field = type->FindFieldByName(name);
    return field && !field->is_repeated() && field->message_type() == ofType ? field : nullptr;
}

// Cuts the next segment off a path without its leading slash.
std::string_view nextSegment(std::string_view& path) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    return segment;
}

} // namespace

Routes::Routes(const rpc::Registry& registry) {
    for (const auto* method : registry.methods()) {
        if (!method->http)
            continue;
        add(*method, *method->http);
        for (const auto& rule : method->http->additional_bindings())
            add(*method, rule);
    }
    const auto literals = [](const Route& route) {
        return std::count_if(route.segments.begin(), route.segments.end(),
                             [](const Route::Segment& segment) { return !segment.literal.empty(); });
    };
    std::sort(m_routes.begin(), m_routes.end(), [&](const Route& a, const Route& b) {
        const auto x = literals(a), y = literals(b);
        return x != y ? x > y : a.pattern < b.pattern;
    });
}

void Routes::add(const rpc::Method& method, const google::api::HttpRule& rule) {
    Route route;
    route.method = &method;
    route.pattern = rpc::httpPath(rule);
    route.body = rule.body();
    route.verb = boost::beast::http::string_to_verb(std::string(rpc::httpVerb(rule)));
    if (route.verb == http::Verb::unknown || !route.pattern.starts_with('/') || !rule.response_body().empty())
        refuse(method, "its HTTP rule has no usable pattern");

    std::string_view rest = std::string_view(route.pattern).substr(1);
    if (const auto colon = rest.rfind(':');
        colon != std::string_view::npos && rest.find('}', colon) == std::string::npos) {
        route.action = rest.substr(colon + 1);
        rest = rest.substr(0, colon);
    }
    const auto* request = method.descriptor->input_type();
    while (!rest.empty()) {
        auto segment = nextSegment(rest);
        if (!segment.starts_with('{')) {
            route.segments.push_back({std::string(segment), {}});
            continue;
        }
        if (!segment.ends_with('}') || segment.find_first_of("=*") != std::string_view::npos)
            refuse(method, "a variable of its path is more than one segment");
        segment = segment.substr(1, segment.size() - 2);
        if (rpc::fieldsOfPath(*request, segment).empty())
            refuse(method, "its path names a field that the request does not have");
        route.segments.push_back({{}, std::string(segment)});
    }
    if (route.segments.size() > mostSegments)
        refuse(method, "its path has too many segments");

    if (!route.body.empty() && route.body != "*") {
        route.bodyField = request->FindFieldByName(route.body);
        if (!route.bodyField || !route.bodyField->message_type() || route.bodyField->is_repeated())
            refuse(method, "its body must be a field that is a message");
    }
    if (route.verb == http::Verb::patch)
        route.updateMask = messageField(request, "update_mask", google::protobuf::FieldMask::descriptor());
    const bool ofResource = route.pattern.find('{') != std::string::npos; // a create has no entity yet
    if (ofResource && route.bodyField && stringField(route.bodyField->message_type(), "etag"))
        route.requestEtag = route.body + ".etag";
    else if (ofResource && stringField(request, "etag"))
        route.requestEtag = "etag";
    route.requestId = stringField(request, "request_id");
    const auto* response = method.descriptor->output_type();
    route.responseEtag = stringField(response, "etag");
    if (method.streaming()) {
        route.resumeField = messageField(request, "after", common::v1::LogPosition::descriptor());
        route.position = messageField(response, "position", common::v1::LogPosition::descriptor());
    }
    route.cacheable = method.rule.cacheable() && route.verb == http::Verb::get && route.action.empty();
    m_routes.push_back(std::move(route));
}

Match Routes::find(http::Verb verb, std::string_view path, std::string* allowed) const {
    Match match;
    if (!path.starts_with('/'))
        return match;
    path.remove_prefix(1);
    std::string_view action;
    // A colon in a value must be encoded: what follows a plain one names the action.
    if (const auto colon = path.rfind(':');
        colon != std::string_view::npos && path.find('/', colon) == std::string_view::npos) {
        action = path.substr(colon + 1);
        path = path.substr(0, colon);
    }
    if (path.ends_with('/'))
        return match;
    std::array<std::string_view, mostSegments> segments;
    std::size_t count = 0;
    while (!path.empty()) {
        if (count == segments.size())
            return match;
        segments[count++] = nextSegment(path);
        if (segments[count - 1].empty())
            return match;
    }
    const auto wanted = verb == http::Verb::head ? http::Verb::get : verb;
    for (const auto& route : m_routes) {
        if (route.segments.size() != count || route.action != action)
            continue;
        const bool same = std::equal(route.segments.begin(), route.segments.end(), segments.begin(),
                                     [](const Route::Segment& segment, std::string_view text) {
                                         return segment.literal.empty() || segment.literal == text;
                                     });
        if (!same)
            continue;
        if (route.verb == wanted) {
            match.route = &route;
            for (std::size_t i = 0; i < count; ++i)
                if (route.segments[i].literal.empty())
                    match.values.push_back(segments[i]);
            return match;
        }
        if (allowed) {
            const auto name = boost::beast::http::to_string(route.verb);
            allowed->append(allowed->empty() ? "" : ", ").append(name.data(), name.size());
            if (route.verb == http::Verb::get)
                allowed->append(", HEAD");
        }
    }
    return match;
}

} // namespace tradepost::rest
