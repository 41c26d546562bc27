#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/json_plan.h"
#include "backend/gateway/rest/json_text.h"
#include "backend/gateway/rest/json_values.h"
#include "backend/platform/rpc/field_mask.h"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace tradepost::rest {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

class JsonReader {
public:
    explicit JsonReader(const JsonCodec& codec) : m_codec(codec) {}

    Result<void> message(const json::value& value, Message& message, const MessagePlan& plan, const std::string& path) {
        if (plan.wellKnown != WellKnown::None)
            return wellKnown(value, message, plan, path);
        const bool typed = std::exchange(m_inAny, false); // of this object, not of those within
        const auto* object = value.if_object();
        if (!object)
            return expected(path, "an object", value);
        std::set<const FieldDescriptor*> seen;
        for (const auto& [key, each] : *object) {
            const std::string_view name(key.data(), key.size());
            if (typed && name == "@type")
                continue;
            const auto at = member(path, name);
            const auto known = findOnce(plan, name, at, seen);
            TP_TRY(known);
            const auto* entry = *known;
            if (entry->outputOnly || each.is_null())
                continue;
            TP_TRY(oneOfIsFree(message, *entry, at));
            TP_TRY(field(each, message, *entry, at));
        }
        return {};
    }

    Result<void> patch(const json::value& value, Message& message, const MessagePlan& plan, const std::string& path,
                       const std::string& maskPrefix, std::vector<std::string>& mask) {
        const auto* object = value.if_object();
        if (!object)
            return expected(path, "an object", value);
        std::set<const FieldDescriptor*> seen;
        for (const auto& [key, each] : *object) {
            const std::string_view name(key.data(), key.size());
            const auto at = member(path, name);
            const auto known = findOnce(plan, name, at, seen);
            TP_TRY(known);
            const auto* entry = *known;
            if (entry->outputOnly)
                continue;
            const auto* described = entry->field;
            const auto maskPath = maskPrefix.empty() ? described->name() : maskPrefix + "." + described->name();
            if (maskPrefix.empty() && described->name() == "etag") {
                if (!each.is_null())
                    TP_TRY(field(each, message, *entry, at));
                continue;
            }
            const bool nested =
                entry->message && !described->is_repeated() && entry->message->wellKnown == WellKnown::None;
            if (each.is_null()) {
                message.GetReflection()->ClearField(&message, described);
                mask.push_back(maskPath);
            } else if (described->is_map()) {
                TP_TRY(patchMap(each, message, *entry, at, maskPath, mask));
            } else if (nested) {
                TP_TRY(patch(each, *message.GetReflection()->MutableMessage(&message, described), *entry->message, at,
                             maskPath, mask));
            } else {
                TP_TRY(oneOfIsFree(message, *entry, at));
                TP_TRY(field(each, message, *entry, at));
                mask.push_back(maskPath);
            }
        }
        return {};
    }

    // Members go into the map, null takes one out, objects are merged into those of the same name.
    Result<void> patchMap(const json::value& value, Message& message, const FieldPlan& entry, const std::string& path,
                          const std::string& maskPath, std::vector<std::string>& mask) {
        const auto* object = value.if_object();
        if (!object)
            return expected(path, "an object", value);
        const FieldPlan &keyPlan = entry.message->fields[0], &valuePlan = entry.message->fields[1];
        for (const auto& [key, each] : *object) {
            const std::string_view name(key.data(), key.size());
            const auto at = member(path, name), entryPath = maskPath + "." + rpc::pathSegment(name);
            if (each.is_null()) {
                mask.push_back(entryPath);
                continue;
            }
            auto& added = *message.GetReflection()->AddMessage(&message, entry.field);
            TP_TRY(text(name, added, keyPlan, at));
            if (valuePlan.message && valuePlan.message->wellKnown == WellKnown::None) {
                TP_TRY(patch(each, *added.GetReflection()->MutableMessage(&added, valuePlan.field), *valuePlan.message,
                             at, entryPath, mask));
            } else {
                TP_TRY(store(each, added, valuePlan, at));
                mask.push_back(entryPath);
            }
        }
        return {};
    }

    // Sets a field that is not a message, or adds to it, from text.
    Result<void> text(std::string_view value, Message& message, const FieldPlan& entry, const std::string& path) {
        const auto* field = entry.field;
        if (field->is_map())
            return invalid(path, "A map cannot be given in an address.");
        if (entry.message && entry.message->wellKnown == WellKnown::None)
            return invalid(path, "Expected one of its fields (" + path + ".name), not the whole.");
        if (entry.message && entry.message->wellKnown != WellKnown::Wrapper) {
            const json::value quoted(json::string_view(value.data(), value.size()));
            return this->field(quoted, message, entry, path);
        }
        if (entry.message) {
            auto& wrapper = field->is_repeated() ? *message.GetReflection()->AddMessage(&message, field)
                                                 : *message.GetReflection()->MutableMessage(&message, field);
            return text(value, wrapper, entry.message->fields[0], path);
        }
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
            if (value != "true" && value != "false")
                return invalid(path, "Expected true or false.");
            return store(json::value(value == "true"), message, entry, path);
        }
        // Strings hold every other scalar, as JSON has it. An enum may also go by its number there.
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
            if (error == std::errc() && end == value.data() + value.size())
                return store(json::value(number), message, entry, path);
        }
        return store(json::value(json::string_view(value.data(), value.size())), message, entry, path);
    }

    static const FieldPlan* find(const MessagePlan& plan, std::string_view name) {
        const auto found = plan.byName.find(name);
        return found == plan.byName.end() ? nullptr : found->second;
    }

    static std::unexpected<Error> unknown(const MessagePlan& plan, const std::string& path) {
        return invalid(path, "There is no such field here. Known are: " + fieldNames(plan) + ".", "UNKNOWN_FIELD");
    }

private:
    static Result<const FieldPlan*> findOnce(const MessagePlan& plan, std::string_view name, const std::string& path,
                                             std::set<const FieldDescriptor*>& seen) {
        const auto* entry = find(plan, name);
        if (!entry)
            return unknown(plan, path);
        if (!seen.insert(entry->field).second)
            return invalid(path, "This field is given twice, in two spellings.");
        return entry;
    }

    static Result<void> oneOfIsFree(const Message& message, const FieldPlan& entry, const std::string& path) {
        const auto* oneof = entry.field->real_containing_oneof();
        if (!oneof || !message.GetReflection()->HasOneof(message, oneof))
            return {};
        const auto* other = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
        return invalid(path,
                       "Only one of " + other->json_name() + " and " + entry.field->json_name() + " may be given.");
    }

    Result<void> field(const json::value& value, Message& message, const FieldPlan& entry, const std::string& path) {
        if (entry.field->is_map())
            return map(value, message, entry, path);
        if (!entry.field->is_repeated())
            return store(value, message, entry, path);
        const auto* list = value.if_array();
        if (!list)
            return expected(path, "a list", value);
        std::size_t index = 0;
        for (const auto& each : *list) {
            const auto at = path + "[" + std::to_string(index++) + "]";
            if (each.is_null())
                return invalid(at, "A list must not hold null.");
            TP_TRY(store(each, message, entry, at));
        }
        return {};
    }

    Result<void> map(const json::value& value, Message& message, const FieldPlan& entry, const std::string& path) {
        const auto* object = value.if_object();
        if (!object)
            return expected(path, "an object", value);
        for (const auto& [key, each] : *object) {
            const std::string_view name(key.data(), key.size());
            const auto at = member(path, name);
            if (each.is_null())
                return invalid(at, "A map must not hold null.");
            auto& added = *message.GetReflection()->AddMessage(&message, entry.field);
            TP_TRY(text(name, added, entry.message->fields[0], at));
            TP_TRY(store(each, added, entry.message->fields[1], at));
        }
        return {};
    }

    // Sets a singular field, or adds one item to a repeated one.
    Result<void> store(const json::value& value, Message& message, const FieldPlan& entry, const std::string& path) {
        const auto* field = entry.field;
        const auto& reflection = *message.GetReflection();
        const bool add = field->is_repeated();
        switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            return put(integerOf<std::int32_t>(value, path), message, field, reflection, &Reflection::SetInt32,
                       &Reflection::AddInt32);
        case FieldDescriptor::CPPTYPE_UINT32:
            return put(integerOf<std::uint32_t>(value, path), message, field, reflection, &Reflection::SetUInt32,
                       &Reflection::AddUInt32);
        case FieldDescriptor::CPPTYPE_INT64:
            return put(integerOf<std::int64_t>(value, path), message, field, reflection, &Reflection::SetInt64,
                       &Reflection::AddInt64);
        case FieldDescriptor::CPPTYPE_UINT64:
            return put(integerOf<std::uint64_t>(value, path), message, field, reflection, &Reflection::SetUInt64,
                       &Reflection::AddUInt64);
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return put(realOf(value, path), message, field, reflection, &Reflection::SetDouble, &Reflection::AddDouble);
        case FieldDescriptor::CPPTYPE_FLOAT: {
            const auto real = realOf(value, path);
            TP_TRY(real);
            return put(floatOf(*real, path), message, field, reflection, &Reflection::SetFloat, &Reflection::AddFloat);
        }
        case FieldDescriptor::CPPTYPE_BOOL:
            if (!value.is_bool())
                return expected(path, "true or false", value);
            return put(Result<bool>(value.get_bool()), message, field, reflection, &Reflection::SetBool,
                       &Reflection::AddBool);
        case FieldDescriptor::CPPTYPE_ENUM:
            return put(enumOf(value, field, path), message, field, reflection, &Reflection::SetEnumValue,
                       &Reflection::AddEnumValue);
        case FieldDescriptor::CPPTYPE_STRING: {
            auto text = stringOf(value, field, path);
            TP_TRY(text);
            if (add)
                reflection.AddString(&message, field, std::move(*text));
            else
                reflection.SetString(&message, field, std::move(*text));
            return {};
        }
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return this->message(
                value, add ? *reflection.AddMessage(&message, field) : *reflection.MutableMessage(&message, field),
                *entry.message, path);
        }
        return {};
    }

    template<class Value>
    static Result<void> put(const Result<Value>& value, Message& message, const FieldDescriptor* field,
                            const Reflection& reflection,
                            void (Reflection::*set)(Message*, const FieldDescriptor*, Value) const,
                            void (Reflection::*add)(Message*, const FieldDescriptor*, Value) const) {
        TP_TRY(value);
        (reflection.*(field->is_repeated() ? add : set))(&message, field, *value);
        return {};
    }

    static Result<int> enumOf(const json::value& value, const FieldDescriptor* field, const std::string& path) {
        if (const auto* text = value.if_string())
            return enumOfText(view(*text), field, path);
        if (!value.is_number())
            return expected(path, "one of " + enumNames(field->enum_type()), value);
        const auto number = integerOf<std::int32_t>(value, path);
        TP_TRY(number);
        if (!field->enum_type()->FindValueByNumber(*number))
            return invalid(path, "Expected one of " + enumNames(field->enum_type()) + ".");
        return *number;
    }

    static Result<std::string> stringOf(const json::value& value, const FieldDescriptor* field,
                                        const std::string& path) {
        const auto* text = value.if_string();
        if (!text)
            return expected(path, "a string", value);
        if (field->type() != FieldDescriptor::TYPE_BYTES)
            return std::string(view(*text));
        auto bytes = parseBase64(view(*text));
        if (!bytes)
            return invalid(path, "Expected base64.");
        return std::move(*bytes);
    }

    Result<void> wellKnown(const json::value& value, Message& message, const MessagePlan& plan,
                           const std::string& path) {
        const auto& reflection = *message.GetReflection();
        const auto* text = value.if_string();
        switch (plan.wellKnown) {
        case WellKnown::None:
            return {};
        case WellKnown::Empty:
            if (const auto* object = value.if_object(); !object)
                return expected(path, "an object", value);
            else if (!object->empty() && !m_inAny)
                return unknown(plan, member(path, std::string_view(object->begin()->key())));
            return {};
        case WellKnown::Timestamp:
        case WellKnown::Duration: {
            const bool instant = plan.wellKnown == WellKnown::Timestamp;
            const auto parsed = !text     ? std::nullopt
                                : instant ? parseTimestamp(view(*text))
                                          : parseDuration(view(*text));
            if (!parsed)
                return invalid(path, instant ? "Expected a time as RFC 3339 has it, such as \"2026-01-31T12:00:00Z\"."
                                             : "Expected seconds such as \"1.5s\".");
            reflection.SetInt64(&message, plan.fields[0].field, parsed->seconds);
            reflection.SetInt32(&message, plan.fields[1].field, parsed->nanos);
            return {};
        }
        case WellKnown::FieldMask:
            return text ? fieldMask(view(*text), message, plan, path)
                        : expected(path, "a string of field names, separated by commas", value);
        case WellKnown::Wrapper:
            return store(value, message, plan.fields[0], path);
        case WellKnown::Any:
            return any(value, message, plan, path);
        case WellKnown::Dynamic:
            if (!google::protobuf::util::JsonStringToMessage(json::serialize(value), &message).ok())
                return expected(path, plan.type->full_name(), value);
            return {};
        }
        return {};
    }

    static Result<void> fieldMask(std::string_view names, Message& message, const MessagePlan& plan,
                                  const std::string& path) {
        while (!names.empty()) {
            const auto comma = names.find(',');
            const auto name = names.substr(0, comma);
            const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
                return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '.';
            });
            if (!plain || comma == names.size() - 1)
                return invalid(path, "Expected field names in JSON's spelling, separated by commas.");
            message.GetReflection()->AddString(&message, plan.fields[0].field, snakeCase(name));
            names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
        }
        return {};
    }

    Result<void> any(const json::value& value, Message& message, const MessagePlan& plan, const std::string& path) {
        const auto* object = value.if_object();
        if (!object)
            return expected(path, "an object", value);
        if (object->empty())
            return {};
        const auto* typeUrl = object->if_contains("@type");
        if (!typeUrl || !typeUrl->is_string())
            return invalid(member(path, "@type"), "Expected the type's URL.");
        const std::string url(view(typeUrl->get_string()));
        const auto* type =
            google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(url.substr(url.rfind('/') + 1));
        if (!type)
            return invalid(member(path, "@type"), "This type is not known here.");
        const std::unique_ptr<Message> packed(
            google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
        const auto& inner = m_codec.plan(type);
        if (inner.wellKnown != WellKnown::None && inner.wellKnown != WellKnown::Empty) {
            const auto* content = object->if_contains("value");
            if (!content)
                return invalid(member(path, "value"), "Expected the value.");
            TP_TRY(this->message(*content, *packed, inner, member(path, "value")));
        } else {
            m_inAny = true;
            const auto read = this->message(value, *packed, inner, path);
            m_inAny = false;
            TP_TRY(read);
        }
        const auto& reflection = *message.GetReflection();
        reflection.SetString(&message, plan.fields[0].field, url);
        reflection.SetString(&message, plan.fields[1].field, packed->SerializeAsString());
        return {};
    }

    const JsonCodec& m_codec;
    bool m_inAny = false; // the object at hand may have "@type"
};

Result<void> JsonCodec::read(std::string_view text, Message& message, std::string_view path) const {
    const json::storage_ptr memory = json::make_shared_resource<json::monotonic_resource>();
    const auto value = parse(text, memory);
    TP_TRY(value);
    return JsonReader(*this).message(*value, message, plan(message.GetDescriptor()), std::string(path));
}

Result<std::vector<std::string>> JsonCodec::readMergePatch(std::string_view text, Message& message,
                                                           std::string_view path) const {
    const json::storage_ptr memory = json::make_shared_resource<json::monotonic_resource>();
    const auto value = parse(text, memory);
    TP_TRY(value);
    std::vector<std::string> mask;
    TP_TRY(JsonReader(*this).patch(*value, message, plan(message.GetDescriptor()), std::string(path), {}, mask));
    return mask;
}

Result<void> JsonCodec::setFromText(Message& message, std::string_view name, std::string_view text) const {
    auto* target = &message;
    std::string path;
    while (true) {
        const auto dot = name.find('.');
        const auto& plan = this->plan(target->GetDescriptor());
        path = member(path, name.substr(0, dot));
        const auto* entry = JsonReader::find(plan, name.substr(0, dot));
        if (!entry || plan.wellKnown != WellKnown::None)
            return JsonReader::unknown(plan, path);
        if (dot == std::string_view::npos)
            return JsonReader(*this).text(text, *target, *entry, path);
        if (!entry->message || entry->field->is_repeated())
            return invalid(path, "This field has no fields of its own.");
        target = target->GetReflection()->MutableMessage(target, entry->field);
        name.remove_prefix(dot + 1);
    }
}

} // namespace tradepost::rest
