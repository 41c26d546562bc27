#include "backend/gateway/rest/event_stream.h"
#include "backend/gateway/rest/gateway.h"
#include "backend/gateway/rest/json_text.h"
#include "backend/platform/http/encoding.h"
#include "backend/platform/rpc/http_rule.h"

#include <google/protobuf/field_mask.pb.h>

#include <set>

// How an HTTP request becomes a method's request: body, then query, then path, then header lines.
namespace tradepost::rest {
namespace {

using http::Field;
using http::Verb;

// Whether the dotted names are the same field or one is within the other, whatever their spelling.
bool within(std::string_view name, std::string_view field) {
    const auto a = jsonPath(name), b = jsonPath(field);
    return a == b || (a.starts_with(b) && a[b.size()] == '.');
}

} // namespace

Result<void> Gateway::readRequest(const http::Request& request, const Match& match,
                                  google::protobuf::Message& message) const {
    const auto& route = *match.route;
    TP_TRY(readBody(request, route, message));
    TP_TRY(readQuery(request, route, message));
    std::size_t value = 0;
    for (const auto& segment : route.segments) {
        if (!segment.literal.empty())
            continue;
        const auto text = http::percentDecode(match.values[value++]);
        if (!text)
            return invalid(jsonPath(segment.variable), "The address is not well-formed percent-encoded UTF-8.");
        TP_TRY(m_codec.setFromText(message, segment.variable, *text));
    }
    if (const auto ifMatch = request.header(Field::if_match); !ifMatch.empty() && request.verb() != Verb::get) {
        if (route.requestEtag.empty())
            return invalid("If-Match", "This method takes no entity tag.");
        if (ifMatch.find(',') != std::string_view::npos || ifMatch.starts_with("W/"))
            return invalid("If-Match", "Expected one strong entity tag, as ETag gave it.");
        if (ifMatch != "*")
            TP_TRY(m_codec.setFromText(message, route.requestEtag, http::bareEntityTag(ifMatch)));
    }
    if (const auto key = request.header("Idempotency-Key"); !key.empty()) {
        if (route.requestId)
            TP_TRY(m_codec.setFromText(message, route.requestId->name(), key));
        else if (request.verb() == Verb::post && !route.method->rule.idempotent())
            return invalid("Idempotency-Key", "This method cannot tell a repeated call; send it without a key.");
    }
    return resume(request, route, message);
}

Result<void> Gateway::readBody(const http::Request& request, const Route& route,
                               google::protobuf::Message& message) const {
    if (route.body.empty())
        return {};
    auto* const target =
        route.bodyField ? message.GetReflection()->MutableMessage(&message, route.bodyField) : &message;
    const auto path = route.bodyField ? route.bodyField->json_name() : std::string();
    if (request.body().empty()) {
        if (route.bodyField)
            return invalid(path, "The body is missing.");
        return {}; // a request of which nothing is in the body
    }
    if (!route.updateMask)
        return m_codec.read(request.body(), *target, path);
    const auto paths = m_codec.readMergePatch(request.body(), *target, path);
    TP_TRY(paths);
    auto& mask =
        static_cast<google::protobuf::FieldMask&>(*message.GetReflection()->MutableMessage(&message, route.updateMask));
    for (const auto& each : *paths)
        mask.add_paths(each);
    return {};
}

Result<void> Gateway::readQuery(const http::Request& request, const Route& route,
                                google::protobuf::Message& message) const {
    const auto parameters = http::parseQuery(request.query());
    if (!parameters)
        return invalid("", "The query is not well-formed percent-encoded UTF-8.", "MALFORMED_QUERY");
    constexpr std::size_t most = 1000;
    if (parameters->size() > most)
        return invalid("", "The query has more than 1000 parameters.", "MALFORMED_QUERY");
    std::set<std::string> seen;
    for (const auto& [name, value] : *parameters) {
        const auto shown = name.substr(0, 64);
        if (route.body == "*")
            return invalid(shown, "This method takes its fields in the body, not in the query.", "UNKNOWN_FIELD");
        const bool inBody = route.bodyField && within(name, route.body);
        bool inPath = false;
        for (const auto& segment : route.segments)
            inPath = inPath || (segment.literal.empty() && within(name, segment.variable));
        if (inBody || inPath)
            return invalid(shown, inBody ? "This field is given by the body." : "This field is given by the path.");
        // fieldsOfPath() finds none for a repeated field, which may be given again.
        if (!seen.insert(jsonPath(name)).second &&
            !rpc::fieldsOfPath(*message.GetDescriptor(), snakeCase(name)).empty())
            return invalid(shown, "This parameter is given twice.");
        TP_TRY(m_codec.setFromText(message, name, value));
    }
    return {};
}

Result<void> Gateway::resume(const http::Request& request, const Route& route,
                             google::protobuf::Message& message) const {
    const auto lastEvent = request.header("Last-Event-ID");
    if (!route.resumeField || lastEvent.empty())
        return {};
    // Newer than what the query said when the stream was first opened.
    return readEventId(lastEvent, *message.GetReflection()->MutableMessage(&message, route.resumeField));
}

} // namespace tradepost::rest
