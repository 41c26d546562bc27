#include "backend/gateway/rest/openapi.h"

#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/json_plan.h"
#include "backend/platform/rpc/http_rule.h"

#include "tradepost/options/v1/options.pb.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <set>

namespace tradepost::rest {
namespace {

namespace json = boost::json;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

constexpr int queryDepth = 3; // messages within messages in a query

// Comments of the contract by the full name of what they describe.
class Comments {
public:
    explicit Comments(std::string_view descriptors) {
        google::protobuf::FileDescriptorSet files;
        if (!files.ParseFromArray(descriptors.data(), static_cast<int>(descriptors.size())))
            return;
        for (const auto& file : files.file())
            m_pool.BuildFile(file);
    }
    std::string method(const std::string& name) const { return of(m_pool.FindMethodByName(name)); }
    std::string field(const std::string& name) const { return of(m_pool.FindFieldByName(name)); }
    std::string message(const std::string& name) const { return of(m_pool.FindMessageTypeByName(name)); }
    std::string enumeration(const std::string& name) const { return of(m_pool.FindEnumTypeByName(name)); }

private:
    template<class Any>
    static std::string of(const Any* described) {
        google::protobuf::SourceLocation location;
        if (!described || !described->GetSourceLocation(&location))
            return {};
        std::string text;
        for (const auto& part : {location.leading_comments, location.trailing_comments}) {
            std::string_view rest = part;
            while (!rest.empty()) {
                auto line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(rest.size(), line.size() + 1));
                while (line.starts_with(' '))
                    line.remove_prefix(1);
                if (!line.empty())
                    text.append(text.empty() ? "" : " ").append(line);
            }
        }
        return text;
    }
    google::protobuf::DescriptorPool m_pool;
};

std::string componentName(std::string_view fullName) {
    constexpr std::string_view ours = "tradepost.";
    return std::string(fullName.starts_with(ours) ? fullName.substr(ours.size()) : fullName);
}

const options::v1::FieldRule& ruleOf(const FieldDescriptor* field) {
    return field->options().GetExtension(options::v1::field);
}

void describe(json::object& object, const std::string& text) {
    if (!text.empty())
        object["description"] = text;
}

// "{product.id}" is named "id" there: OpenAPI takes /products/{id} and /products/{product.id} for one path.
std::string parameterName(std::string_view variable) {
    return jsonPath(variable.substr(variable.rfind('.') + 1));
}

class Document {
public:
    explicit Document(const ApiInfo& info) : m_info(info), m_comments(info.descriptors) {}

    std::string build(const Routes& routes) {
        json::object paths;
        std::set<std::string> services;
        for (const auto& route : routes.all()) {
            auto& slot = paths[path(route)];
            if (!slot.is_object())
                slot.emplace_object();
            auto verb = std::string(boost::beast::http::to_string(route.verb));
            std::transform(verb.begin(), verb.end(), verb.begin(), [](char c) { return static_cast<char>(c | 0x20); });
            slot.get_object()[verb] = operation(route);
            services.insert(route.method->descriptor->service()->name());
        }
        json::array tags;
        for (const auto& service : services)
            tags.push_back(json::object{{"name", service}});
        addProblem();
        const json::object document{
            {"openapi", "3.1.0"},
            {"info",
             json::object{{"title", m_info.title},
                          {"version", m_info.version},
                          {"description", "64-bit integers are strings. Times are RFC 3339. Zero values are always "
                                          "written. PATCH takes a JSON merge patch. Errors are RFC 9457 problems."}}},
            {"servers", json::array{json::object{{"url", "/"}}}},
            {"tags", std::move(tags)},
            {"paths", std::move(paths)},
            {"components",
             json::object{{"schemas", std::move(m_schemas)},
                          {"responses", json::object{{"Problem", problemResponse()}}},
                          {"securitySchemes",
                           json::object{{"bearer", json::object{{"type", "http"},
                                                                {"scheme", "bearer"},
                                                                {"bearerFormat", "JWT"},
                                                                {"description", "An access token of a session."}}}}}}},
        };
        return json::serialize(document);
    }

private:
    static std::string path(const Route& route) {
        std::string text;
        for (const auto& segment : route.segments) {
            text.push_back('/');
            text.append(segment.literal.empty() ? "{" + parameterName(segment.variable) + "}" : segment.literal);
        }
        return route.action.empty() ? text : text + ":" + route.action;
    }

    static json::object reference(const std::string& component) {
        return {{"$ref", "#/components/schemas/" + component}};
    }

    static bool knowsUnchanged(const Route& route) { return route.responseEtag && route.verb == http::Verb::get; }

    json::object operation(const Route& route) {
        const auto* method = route.method->descriptor;
        const auto comment = m_comments.method(method->full_name());
        json::object operation{{"operationId", method->service()->name() + "_" + method->name()},
                               {"tags", json::array{method->service()->name()}},
                               {"summary", method->name()}};
        describe(operation, comment);
        operation["parameters"] = parameters(route);
        if (!route.body.empty()) {
            const auto* type = route.bodyField ? route.bodyField->message_type() : method->input_type();
            const auto media = route.updateMask ? "application/merge-patch+json" : "application/json";
            operation["requestBody"] = json::object{
                {"required", route.bodyField != nullptr},
                {"content", json::object{{media, json::object{{"schema", message(type, route.updateMask)}}}}}};
        }
        json::object answer{{"description", route.method->streaming() ? "Server-sent events; the data of each is JSON."
                                                                      : "The answer."}};
        answer["content"] = json::object{{route.method->streaming() ? "text/event-stream" : "application/json",
                                          json::object{{"schema", message(method->output_type(), false)}}}};
        if (route.responseEtag && !route.method->streaming())
            answer["headers"] = json::object{{"ETag", json::object{{"schema", json::object{{"type", "string"}}}}}};
        json::object responses;
        if (route.requestId) {
            responses["202"] = answer;
            responses["202"].as_object()["description"] = "The answer so far; the work goes on.";
        }
        responses["200"] = std::move(answer);
        if (knowsUnchanged(route))
            responses["304"] = json::object{{"description", "The ETag of If-None-Match still stands."}};
        responses["default"] = json::object{{"$ref", "#/components/responses/Problem"}};
        operation["responses"] = std::move(responses);
        json::array roles, security;
        bool anyone = false;
        for (const int role : route.method->rule.roles()) {
            roles.push_back(json::string(options::v1::Role_Name(static_cast<options::v1::Role>(role))));
            anyone = anyone || role == options::v1::ANYONE;
        }
        if (anyone)
            security.push_back(json::object());
        security.push_back(json::object{{"bearer", json::array()}});
        operation["security"] = std::move(security);
        operation["x-roles"] = std::move(roles);
        operation["x-idempotent"] = route.method->rule.idempotent();
        return operation;
    }

    json::array parameters(const Route& route) {
        json::array list;
        std::set<const FieldDescriptor*> bound;
        const auto* request = route.method->descriptor->input_type();
        for (const auto& segment : route.segments) {
            if (!segment.literal.empty())
                continue;
            const auto* field = rpc::fieldsOfPath(*request, segment.variable).back();
            bound.insert(field);
            json::object parameter{{"name", parameterName(segment.variable)}, {"in", "path"}, {"required", true}};
            describe(parameter, m_comments.field(field->full_name()));
            auto schema = single(field);
            schema.erase("readOnly");
            parameter["schema"] = std::move(schema);
            list.push_back(std::move(parameter));
        }
        if (route.body != "*")
            queryParameters(list, request, "", bound, route, queryDepth);
        const auto header = [&list](std::string_view name, std::string_view description) {
            list.push_back(json::object{{"name", name},
                                        {"in", "header"},
                                        {"description", description},
                                        {"schema", json::object{{"type", "string"}}}});
        };
        if (!route.requestEtag.empty() && route.verb != http::Verb::get)
            header("If-Match", "The ETag the change is based on; a stale one is refused with 412.");
        if (route.requestId)
            header("Idempotency-Key", "A call sent again with the same key happens once and gets the same answer.");
        if (knowsUnchanged(route))
            header("If-None-Match", "Answers 304 when the ETag still stands.");
        if (route.resumeField)
            header("Last-Event-ID", "Resumes after this event.");
        return list;
    }

    void queryParameters(json::array& list, const Descriptor* type, const std::string& prefix,
                         const std::set<const FieldDescriptor*>& bound, const Route& route, int depth) {
        for (int i = 0; i < type->field_count(); ++i) {
            const auto* field = type->field(i);
            if (field == route.bodyField || field == route.updateMask || bound.contains(field) || field->is_map())
                continue;
            const auto name = prefix + field->json_name();
            if (field->message_type() && wellKnownType(field->message_type()) == WellKnown::None) {
                if (!field->is_repeated() && depth > 1)
                    queryParameters(list, field->message_type(), name + ".", bound, route, depth - 1);
                continue;
            }
            json::object parameter{
                {"name", name}, {"in", "query"}, {"required", ruleOf(field).required() && prefix.empty()}};
            describe(parameter, m_comments.field(field->full_name()));
            parameter["schema"] = property(field, false);
            list.push_back(std::move(parameter));
        }
    }

    // A reference to the message's schema, which is made when it is met first. A patch has no required members.
    json::object message(const Descriptor* type, bool patch) {
        switch (wellKnownType(type)) {
        case WellKnown::Timestamp:
            return {{"type", "string"}, {"format", "date-time"}};
        case WellKnown::Duration:
            return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}};
        case WellKnown::FieldMask:
            return {{"type", "string"}, {"description", "Field names, separated by commas."}};
        case WellKnown::Any:
            return {{"type", "object"},
                    {"properties", json::object{{"@type", json::object{{"type", "string"}}}}},
                    {"additionalProperties", true}};
        case WellKnown::Empty:
            return {{"type", "object"}};
        case WellKnown::Dynamic:
            return {};
        case WellKnown::Wrapper:
            return single(type->field(0));
        case WellKnown::None:
            break;
        }
        const auto name = componentName(type->full_name()) + (patch ? ".Patch" : "");
        if (m_made.insert(name).second) {
            json::object schema{{"type", "object"}};
            describe(schema, m_comments.message(type->full_name()));
            json::object properties;
            json::array required;
            for (int i = 0; i < type->field_count(); ++i) {
                const auto* field = type->field(i);
                properties[field->json_name()] = property(field, patch);
                if (ruleOf(field).required() && !patch)
                    required.push_back(json::string(field->json_name()));
            }
            schema["properties"] = std::move(properties);
            if (!required.empty())
                schema["required"] = std::move(required);
            m_schemas[name] = std::move(schema);
        }
        return reference(name);
    }

    json::object enumeration(const EnumDescriptor* type) {
        const auto name = componentName(type->full_name());
        if (m_made.insert(name).second) {
            json::array values;
            for (int i = 0; i < type->value_count(); ++i)
                values.push_back(json::string(type->value(i)->name()));
            json::object schema{{"type", "string"}, {"enum", std::move(values)}};
            describe(schema, m_comments.enumeration(type->full_name()));
            m_schemas[name] = std::move(schema);
        }
        return reference(name);
    }

    json::object property(const FieldDescriptor* field, bool patch) {
        const auto& rule = ruleOf(field);
        json::object schema;
        if (field->is_map()) {
            schema = {{"type", "object"}, {"additionalProperties", single(field->message_type()->field(1))}};
            if (rule.max_items() > 0)
                schema["maxProperties"] = rule.max_items();
        } else if (field->is_repeated()) {
            schema = {{"type", "array"}, {"items", single(field)}};
            if (rule.max_items() > 0)
                schema["maxItems"] = rule.max_items();
        } else if (patch && field->message_type()) {
            schema = message(field->message_type(), true);
        } else {
            schema = single(field);
        }
        if (rule.output_only())
            schema["readOnly"] = true;
        describe(schema, m_comments.field(field->full_name()));
        return schema;
    }

    json::object single(const FieldDescriptor* field) {
        const auto& rule = ruleOf(field);
        const bool range = rule.min() != 0 || rule.max() != 0;
        switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT64:
        case FieldDescriptor::CPPTYPE_UINT64: {
            json::object schema{{"type", "string"}, {"format", "int64"}, {"pattern", "^-?[0-9]{1,20}$"}};
            if (range) {
                schema["x-minimum"] = std::to_string(rule.min());
                schema["x-maximum"] = std::to_string(rule.max());
            }
            return schema;
        }
        case FieldDescriptor::CPPTYPE_INT32:
        case FieldDescriptor::CPPTYPE_UINT32: {
            json::object schema{{"type", "integer"}, {"format", "int32"}};
            if (range) {
                schema["minimum"] = rule.min();
                schema["maximum"] = rule.max();
            }
            return schema;
        }
        case FieldDescriptor::CPPTYPE_DOUBLE:
        case FieldDescriptor::CPPTYPE_FLOAT:
            return {{"type", "number"}, {"format", "double"}};
        case FieldDescriptor::CPPTYPE_BOOL:
            return {{"type", "boolean"}};
        case FieldDescriptor::CPPTYPE_ENUM:
            return enumeration(field->enum_type());
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return message(field->message_type(), false);
        case FieldDescriptor::CPPTYPE_STRING: {
            json::object schema{{"type", "string"}};
            if (field->type() == FieldDescriptor::TYPE_BYTES)
                schema["contentEncoding"] = "base64";
            else if (rule.max_length() > 0)
                schema["maxLength"] = rule.max_length();
            return schema;
        }
        }
        return {};
    }

    void addProblem() {
        const auto text = [](std::string_view description) {
            return json::object{{"type", "string"}, {"description", description}};
        };
        m_schemas["Problem"] = json::object{
            {"type", "object"},
            {"description", "An error, as RFC 9457 has it."},
            {"properties", json::object{{"type", text("about:blank: the status says what it is.")},
                                        {"title", text("The status in words.")},
                                        {"status", json::object{{"type", "integer"}}},
                                        {"detail", text("What happened and what to do, for people.")},
                                        {"reason", text("What happened, for machines: stable.")},
                                        {"field", text("The field of the request at fault.")},
                                        {"traceId", text("Names this request in the server's logs.")}}},
            {"required", json::array{"type", "title", "status"}},
        };
    }

    static json::object problemResponse() {
        return {
            {"description", "An error."},
            {"content", json::object{{"application/problem+json", json::object{{"schema", reference("Problem")}}}}}};
    }

    const ApiInfo& m_info;
    Comments m_comments;
    json::object m_schemas;
    std::set<std::string> m_made;
};

} // namespace

std::string openApiDocument(const Routes& routes, const ApiInfo& info) {
    return Document(info).build(routes);
}

} // namespace tradepost::rest
