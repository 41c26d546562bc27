#include "backend/platform/rpc/contract_check.h"

#include "backend/platform/rpc/http_rule.h"
#include "google/api/annotations.pb.h"
#include "tradepost/options/v1/options.pb.h"

#include <algorithm>
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <map>
#include <set>
#include <string_view>

namespace tradepost::rpc {

namespace {

namespace pb = google::protobuf;
using pb::FieldDescriptor;

// The one method without a route: only the private socket may offer it.
constexpr std::string_view withoutRoute = "tradepost.identity.v1.IdentityService.SignInLocally";
// Messages of others that hold no text of any length; the size of a FieldMask is checked by validate().
constexpr std::string_view boundedTypes[] = {"google.protobuf.Timestamp", "google.protobuf.Duration",
                                             "google.protobuf.FieldMask", "google.protobuf.Empty"};

class ContractChecker {
public:
    void check(const pb::FileDescriptor& file) {
        for (int i = 0; i < file.service_count(); ++i) {
            for (int j = 0; j < file.service(i)->method_count(); ++j)
                checkMethod(*file.service(i)->method(j));
        }
    }
    std::vector<std::string> faults() const { return {m_faults.begin(), m_faults.end()}; }

private:
    template<class Descriptor>
    void fault(const Descriptor& at, const std::string& text) {
        pb::SourceLocation location;
        const int line = at.GetSourceLocation(&location) ? location.start_line + 1 : 1;
        m_faults.insert(fmt::format("{}:{}: {}", at.file()->name(), line, text));
    }

    void checkMethod(const pb::MethodDescriptor& method) {
        const auto& rule = method.options().GetExtension(options::v1::rule);
        if (rule.roles().empty() || std::ranges::count(rule.roles(), options::v1::ROLE_UNSPECIFIED) > 0)
            fault(method, fmt::format("{} names no role: add option (tradepost.options.v1.rule) = {{ roles: [...] }}.",
                                      method.full_name()));
        if (method.client_streaming())
            fault(method, fmt::format("{} takes a stream of requests; methods take one.", method.full_name()));
        m_bound.clear();
        if (method.options().HasExtension(google::api::http)) {
            const auto& http = method.options().GetExtension(google::api::http);
            checkRoute(method, http);
            for (const auto& more : http.additional_bindings())
                checkRoute(method, more);
        } else if (method.full_name() != withoutRoute) {
            fault(method, fmt::format("{} has no HTTP route: add option (google.api.http).", method.full_name()));
        }
        checkMessage(*method.input_type());
    }

    void checkRoute(const pb::MethodDescriptor& method, const google::api::HttpRule& http) {
        std::string route = fmt::format("{} {}", httpVerb(http), httpPath(http));
        if (!httpPath(http).starts_with('/')) {
            fault(method, fmt::format("{} has a route without a path.", method.full_name()));
            return;
        }
        for (const std::string& variable : pathVariables(http)) {
            const auto fields = fieldsOfPath(*method.input_type(), variable);
            if (fields.empty() || fields.back()->message_type() != nullptr)
                fault(method, fmt::format("{}: the path names {{{}}}, but {} has no such single value.",
                                          method.full_name(), variable, method.input_type()->full_name()));
            else
                m_bound.insert(fields.back());
            // Which name a variable has makes no difference to the route.
            const auto open = route.find('{' + variable);
            route.replace(open, route.find('}', open) - open, "{");
        }
        if (!http.body().empty() && http.body() != "*" && method.input_type()->FindFieldByName(http.body()) == nullptr)
            fault(method, fmt::format("{}: the body is {}, but {} has no such field.", method.full_name(), http.body(),
                                      method.input_type()->full_name()));
        if (!http.body().empty() && (httpVerb(http) == "GET" || httpVerb(http) == "DELETE"))
            fault(method, fmt::format("{}: {} has no body.", method.full_name(), httpVerb(http)));
        const auto [it, added] = m_routes.emplace(route, method.full_name());
        if (!added)
            fault(method, fmt::format("{} has the route {} of {}.", method.full_name(), route, it->second));
    }

    void checkMessage(const pb::Descriptor& type) {
        // Again for another method: its route may bind other fields.
        std::set<const pb::Descriptor*> seen;
        checkMessage(type, seen);
    }

    void checkMessage(const pb::Descriptor& type, std::set<const pb::Descriptor*>& seen) {
        if (!seen.insert(&type).second)
            return;
        for (int i = 0; i < type.field_count(); ++i)
            checkField(*type.field(i), seen);
    }

    void checkField(const FieldDescriptor& field, std::set<const pb::Descriptor*>& seen) {
        const auto& rule = field.options().GetExtension(options::v1::field);
        if (rule.output_only() && !m_bound.contains(&field))
            return;
        const FieldDescriptor* key = field.is_map() ? field.message_type()->map_key() : nullptr;
        const FieldDescriptor& value = field.is_map() ? *field.message_type()->map_value() : field;
        const bool text = value.cpp_type() == FieldDescriptor::CPPTYPE_STRING ||
                          (key != nullptr && key->cpp_type() == FieldDescriptor::CPPTYPE_STRING);
        if (field.is_repeated() && rule.max_items() <= 0)
            fault(field, fmt::format("{} may have any number of entries: add max_items.", field.full_name()));
        if (text && rule.max_length() <= 0)
            fault(field, fmt::format("{} may be of any length: add max_length.", field.full_name()));
        if (rule.max_length() < 0 || rule.max_items() < 0 || rule.min() > rule.max())
            fault(field, fmt::format("{} has a limit that nothing can keep.", field.full_name()));
        if (value.message_type() == nullptr)
            return;
        if (value.message_type()->file()->package().starts_with("tradepost."))
            checkMessage(*value.message_type(), seen);
        else if (std::ranges::find(boundedTypes, value.message_type()->full_name()) == std::end(boundedTypes))
            fault(field, fmt::format("{} is a {}, whose size nothing bounds: use a message of your own.",
                                     field.full_name(), value.message_type()->full_name()));
    }

    std::map<std::string, std::string> m_routes; // "GET /v1/products/{}" -> method
    std::set<const FieldDescriptor*> m_bound;    // by the route of the method at hand
    std::set<std::string> m_faults;
};

} // namespace

std::vector<std::string> checkContract(const pb::FileDescriptorSet& files) {
    pb::DescriptorPool pool;
    ContractChecker checker;
    for (const auto& proto : files.file()) { // protoc writes imports first
        const pb::FileDescriptor* file = pool.BuildFile(proto);
        if (file == nullptr)
            return {proto.name() + ":1: cannot be read; was the set written with --include_imports?"};
        if (file->package().starts_with("tradepost."))
            checker.check(*file);
    }
    return checker.faults();
}

} // namespace tradepost::rpc
