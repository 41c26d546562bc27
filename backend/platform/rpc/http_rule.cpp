#include "backend/platform/rpc/http_rule.h"

#include "google/api/http.pb.h"

namespace tradepost::rpc {

using google::api::HttpRule;

std::string_view httpVerb(const HttpRule& rule) {
    switch (rule.pattern_case()) {
    case HttpRule::kGet:
        return "GET";
    case HttpRule::kPut:
        return "PUT";
    case HttpRule::kPost:
        return "POST";
    case HttpRule::kDelete:
        return "DELETE";
    case HttpRule::kPatch:
        return "PATCH";
    case HttpRule::kCustom:
        return rule.custom().kind();
    case HttpRule::PATTERN_NOT_SET:
        break;
    }
    return {};
}

const std::string& httpPath(const HttpRule& rule) {
    static const std::string none;
    switch (rule.pattern_case()) {
    case HttpRule::kGet:
        return rule.get();
    case HttpRule::kPut:
        return rule.put();
    case HttpRule::kPost:
        return rule.post();
    case HttpRule::kDelete:
        return rule.delete_();
    case HttpRule::kPatch:
        return rule.patch();
    case HttpRule::kCustom:
        return rule.custom().path();
    case HttpRule::PATTERN_NOT_SET:
        break;
    }
    return none;
}

std::vector<std::string> pathVariables(const HttpRule& rule) {
    std::vector<std::string> variables;
    std::string_view rest = httpPath(rule);
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        rest.remove_prefix(open + 1);
        const auto close = rest.find('}');
        if (close == std::string_view::npos)
            break;
        const std::string_view inside = rest.substr(0, close);
        variables.emplace_back(inside.substr(0, inside.find('='))); // "{name=shelves/*}" binds name
        rest.remove_prefix(close + 1);
    }
    return variables;
}

std::vector<const google::protobuf::FieldDescriptor*> fieldsOfPath(const google::protobuf::Descriptor& type,
                                                                   std::string_view path) {
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    const google::protobuf::Descriptor* message = &type;
    while (true) {
        const auto dot = path.find('.');
        const auto* field = message == nullptr ? nullptr : message->FindFieldByName(std::string(path.substr(0, dot)));
        if (field == nullptr || field->is_repeated())
            return {};
        fields.push_back(field);
        if (dot == std::string_view::npos)
            return fields;
        message = field->message_type();
        path.remove_prefix(dot + 1);
    }
}

} // namespace tradepost::rpc
