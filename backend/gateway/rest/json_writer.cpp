#include "backend/gateway/rest/json_codec.h"
#include "backend/gateway/rest/json_plan.h"
#include "backend/gateway/rest/json_text.h"
#include "backend/platform/http/problem.h"

#include <google/protobuf/any.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tradepost::rest {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

template<class Number>
void appendNumber(std::string& out, Number number) {
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

template<class Number>
void appendQuoted(std::string& out, Number number) {
    out.push_back('"');
    appendNumber(out, number);
    out.push_back('"');
}

template<class Real>
void appendReal(std::string& out, Real number) {
    if (std::isnan(number))
        out.append("\"NaN\"");
    else if (std::isinf(number))
        out.append(number > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    else if (number == 0 && std::signbit(number))
        out.append("-0.0"); // readers take "-0" for an integer
    else
        appendNumber(out, number);
}

void appendEnum(std::string& out, const FieldDescriptor* field, int number) {
    if (const auto* value = field->enum_type()->FindValueByNumber(number))
        out.append("\"").append(value->name()).append("\"");
    else
        appendNumber(out, number);
}

} // namespace

class JsonWriter {
public:
    JsonWriter(const JsonCodec& codec, std::string& out) : m_codec(codec), m_out(out) {}

    void message(const Message& message, const MessagePlan& plan) {
        if (plan.wellKnown != WellKnown::None) {
            wellKnown(message, plan);
            return;
        }
        m_out.push_back('{');
        bool first = true;
        members(message, plan, first);
        m_out.push_back('}');
    }

private:
    void members(const Message& message, const MessagePlan& plan, bool& first) {
        const auto& reflection = *message.GetReflection();
        for (const auto& entry : plan.fields) {
            const auto* field = entry.field;
            if (field->has_presence() && !reflection.HasField(message, field))
                continue;
            if (!first)
                m_out.push_back(',');
            first = false;
            m_out.append(entry.key);
            if (field->is_map())
                map(message, reflection, entry);
            else if (field->is_repeated())
                list(message, reflection, entry);
            else
                singular(message, reflection, entry);
        }
    }

    void singular(const Message& message, const Reflection& reflection, const FieldPlan& entry) {
        const auto* field = entry.field;
        switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            return appendNumber(m_out, reflection.GetInt32(message, field));
        case FieldDescriptor::CPPTYPE_UINT32:
            return appendNumber(m_out, reflection.GetUInt32(message, field));
        case FieldDescriptor::CPPTYPE_INT64:
            return appendQuoted(m_out, reflection.GetInt64(message, field));
        case FieldDescriptor::CPPTYPE_UINT64:
            return appendQuoted(m_out, reflection.GetUInt64(message, field));
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return appendReal(m_out, reflection.GetDouble(message, field));
        case FieldDescriptor::CPPTYPE_FLOAT:
            return appendReal(m_out, reflection.GetFloat(message, field));
        case FieldDescriptor::CPPTYPE_BOOL:
            m_out.append(reflection.GetBool(message, field) ? "true" : "false");
            return;
        case FieldDescriptor::CPPTYPE_ENUM:
            return appendEnum(m_out, field, reflection.GetEnumValue(message, field));
        case FieldDescriptor::CPPTYPE_STRING:
            return text(field, reflection.GetStringReference(message, field, &m_scratch));
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return this->message(reflection.GetMessage(message, field), *entry.message);
        }
    }

    void list(const Message& message, const Reflection& reflection, const FieldPlan& entry) {
        m_out.push_back('[');
        const int size = reflection.FieldSize(message, entry.field);
        for (int i = 0; i < size; ++i) {
            if (i > 0)
                m_out.push_back(',');
            item(message, reflection, entry, i);
        }
        m_out.push_back(']');
    }

    void item(const Message& message, const Reflection& reflection, const FieldPlan& entry, int i) {
        const auto* field = entry.field;
        switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            return appendNumber(m_out, reflection.GetRepeatedInt32(message, field, i));
        case FieldDescriptor::CPPTYPE_UINT32:
            return appendNumber(m_out, reflection.GetRepeatedUInt32(message, field, i));
        case FieldDescriptor::CPPTYPE_INT64:
            return appendQuoted(m_out, reflection.GetRepeatedInt64(message, field, i));
        case FieldDescriptor::CPPTYPE_UINT64:
            return appendQuoted(m_out, reflection.GetRepeatedUInt64(message, field, i));
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return appendReal(m_out, reflection.GetRepeatedDouble(message, field, i));
        case FieldDescriptor::CPPTYPE_FLOAT:
            return appendReal(m_out, reflection.GetRepeatedFloat(message, field, i));
        case FieldDescriptor::CPPTYPE_BOOL:
            m_out.append(reflection.GetRepeatedBool(message, field, i) ? "true" : "false");
            return;
        case FieldDescriptor::CPPTYPE_ENUM:
            return appendEnum(m_out, field, reflection.GetRepeatedEnumValue(message, field, i));
        case FieldDescriptor::CPPTYPE_STRING:
            return text(field, reflection.GetRepeatedStringReference(message, field, i, &m_scratch));
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return this->message(reflection.GetRepeatedMessage(message, field, i), *entry.message);
        }
    }

    // Sorted by key: the order within a map is not defined, and the same message must give the same bytes.
    void map(const Message& message, const Reflection& reflection, const FieldPlan& entry) {
        const auto& key = entry.message->fields[0];
        const auto& value = entry.message->fields[1];
        std::vector<std::pair<std::string, const Message*>> entries;
        const int size = reflection.FieldSize(message, entry.field);
        entries.reserve(static_cast<std::size_t>(size));
        std::string outer;
        for (int i = 0; i < size; ++i) {
            const auto& each = reflection.GetRepeatedMessage(message, entry.field, i);
            outer.swap(m_out);
            m_out.clear();
            singular(each, *each.GetReflection(), key);
            outer.swap(m_out);
            if (outer.front() != '"')
                outer = '"' + outer + '"';
            entries.emplace_back(outer, &each);
        }
        std::sort(entries.begin(), entries.end());
        m_out.push_back('{');
        for (const auto& [name, each] : entries) {
            if (m_out.back() != '{')
                m_out.push_back(',');
            m_out.append(name).push_back(':');
            singular(*each, *each->GetReflection(), value);
        }
        m_out.push_back('}');
    }

    void text(const FieldDescriptor* field, const std::string& value) {
        if (field->type() == FieldDescriptor::TYPE_BYTES) {
            m_out.push_back('"');
            appendBase64(m_out, value);
            m_out.push_back('"');
        } else {
            http::appendJsonString(m_out, value);
        }
    }

    void wellKnown(const Message& message, const MessagePlan& plan) {
        const auto& reflection = *message.GetReflection();
        switch (plan.wellKnown) {
        case WellKnown::None:
            return;
        case WellKnown::Empty:
            m_out.append("{}");
            return;
        case WellKnown::Timestamp:
        case WellKnown::Duration: {
            const auto seconds = reflection.GetInt64(message, plan.fields[0].field);
            const auto nanos = reflection.GetInt32(message, plan.fields[1].field);
            m_out.push_back('"');
            if (plan.wellKnown == WellKnown::Timestamp)
                appendTimestamp(m_out, seconds, nanos);
            else
                appendDuration(m_out, seconds, nanos);
            m_out.push_back('"');
            return;
        }
        case WellKnown::FieldMask: {
            std::string joined;
            const auto* paths = plan.fields[0].field;
            for (int i = 0; i < reflection.FieldSize(message, paths); ++i)
                joined.append(joined.empty() ? "" : ",")
                    .append(jsonPath(reflection.GetRepeatedString(message, paths, i)));
            return http::appendJsonString(m_out, joined);
        }
        case WellKnown::Wrapper:
            return singular(message, reflection, plan.fields[0]);
        case WellKnown::Any:
            return any(reflection.GetString(message, plan.fields[0].field),
                       reflection.GetString(message, plan.fields[1].field));
        case WellKnown::Dynamic: {
            std::string json;
            if (google::protobuf::util::MessageToJsonString(message, &json).ok())
                m_out.append(json);
            else
                m_out.append("null"); // a Value of which no kind is set
            return;
        }
        }
    }

    // A type this program does not know keeps its bytes, so that nothing is lost.
    void any(const std::string& typeUrl, const std::string& bytes) {
        if (typeUrl.empty() && bytes.empty()) {
            m_out.append("{}");
            return;
        }
        m_out.append("{\"@type\":");
        http::appendJsonString(m_out, typeUrl);
        const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
            typeUrl.substr(typeUrl.rfind('/') + 1));
        const std::unique_ptr<Message> packed(
            type ? google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New() : nullptr);
        const bool readable =
            packed && m_anyDepth < static_cast<int>(JsonCodec::maxDepth) && packed->ParseFromString(bytes);
        if (!readable) {
            m_out.append(",\"value\":\"");
            appendBase64(m_out, bytes);
            m_out.append("\"}");
            return;
        }
        ++m_anyDepth;
        const auto& plan = m_codec.plan(type);
        if (plan.wellKnown != WellKnown::None && plan.wellKnown != WellKnown::Empty) {
            m_out.append(",\"value\":");
            message(*packed, plan);
        } else {
            bool first = false;
            members(*packed, plan, first);
        }
        --m_anyDepth;
        m_out.push_back('}');
    }

    const JsonCodec& m_codec;
    std::string& m_out;
    std::string m_scratch;
    int m_anyDepth = 0;
};

void JsonCodec::write(std::string& out, const Message& message) const {
    JsonWriter(*this, out).message(message, plan(message.GetDescriptor()));
}

} // namespace tradepost::rest
